import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JsonReport } from './commands/cli.ts';
import { jsonReport } from './commands/cli.ts';

/** The samples give the report that stands beside them, and what is quoted is really written in their files. */
interface Expected {
  host: string;
  top: { cause: string; verdict: string; severity: string; certainty: string } | null;
  says: string[];
  increases: Record<string, string>;
}

const samples = fileURLToPath(new URL('../samples', import.meta.url));
const names = readdirSync(samples, { withFileTypes: true })
  .filter((e) => e.isDirectory())
  .map((e) => e.name);
const loud = ['critical', 'high', 'medium', 'low'];

describe.each(names)('sample %s', (name) => {
  const folder = `${samples}/${name}`;
  const expected = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as Expected;
  const captures = readdirSync(folder)
    .filter((file) => file.endsWith('.tar.gz'))
    .sort()
    .map((file) => `${folder}/${file}`);
  const report = jsonReport(captures);

  test('the expected cause on top, nothing else above info', () => {
    const active = report.findings.filter(
      (f) => ['problem', 'suspect', 'risk'].includes(f.verdict) && loud.includes(f.severity),
    );
    const roots = active.filter((f) => f.consequenceOf === undefined);
    expect(report.host.name).toBe(expected.host);
    expect(roots.map((f) => f.cause)).toEqual(expected.top === null ? [] : [expected.top.cause]);
    if (expected.top) expect(report.findings[0]).toMatchObject(expected.top);
    for (const text of expected.says) expect(roots.map((f) => f.summary.text).join()).toContain(text);
  });

  test('the increases are those that the kernel counted', () => {
    for (const [counter, increase] of Object.entries(expected.increases)) {
      const seen = report.counters.filter(
        (c) => c.name === counter && c.scope.netns === '' && c.source.startsWith('/proc/net/'),
      );
      expect({ counter, increases: seen.map((c) => c.increase) }).toEqual({ counter, increases: [increase] });
    }
  });

  test('every quoted line is the real line of the file', () => {
    const texts = new Map(captures.flatMap((path) => [...filesOf(path)]));
    const evidence = evidenceOf(report);
    expect(evidence.length).toBeGreaterThan(20);
    for (const { path, line, excerpt } of evidence)
      expect(texts.get(path)?.split('\n')[line - 1]).toBe(excerpt);
  });
});

function evidenceOf({ findings }: JsonReport) {
  return findings.flatMap((f) => [...f.evidence, ...f.instances.flatMap((i) => i.evidence)]);
}

/** Regular files of a tar.gz by path, read without the program's own reader. */
function filesOf(path: string): Map<string, string> {
  const tar = gunzipSync(readFileSync(path));
  const files = new Map<string, string>();
  for (let at = 0; at + 512 <= tar.length; ) {
    const field = (from: number, size: number) =>
      tar.toString('utf8', at + from, at + from + size).split('\0')[0] ?? '';
    const size = Number.parseInt(field(124, 12), 8) || 0;
    const prefix = field(345, 155);
    const name = (prefix === '' ? '' : `${prefix}/`) + field(0, 100);
    if (['0', ''].includes(field(156, 1))) files.set(name, tar.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
