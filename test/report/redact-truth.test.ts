/** Redaction on bundles of real hosts: what is looked for is found by means that the program does not use. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { openBundle } from '../../src/bundle/open.ts';
import { catalogue } from '../../src/causes/index.ts';
import type { Report } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { redactReport } from '../../src/report/redact/redact.ts';
import { renderReply } from '../../src/report/reply.ts';
import { renderText } from '../../src/report/text.ts';
import { english } from '../../src/texts/english.ts';
import { withTruth } from '../truth.ts';

const key = Uint8Array.from({ length: 16 }, (_, i) => 255 - i);
const options = { dictionary: english(catalogue), catalogue, width: 80, color: false };
const formats = (report: Report) =>
  [
    renderHtml(report, options),
    renderJson(report, options),
    renderMarkdown(report, options),
    renderReply(report, options),
    renderText(report, options),
  ].join('\n');

/** Loopback, unspecified, broadcast, netmasks and well-known multicast are nobody's. */
const nobodys = /^(127\.|0\.0\.0\.0$|2(2[4-9]|[345]\d)\.|::1?$|ff0)/i;

/** Every address in the text of an archive. */
function addressesIn(text: string): Set<string> {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[0-9a-fA-F:.]{7,45}/g)) {
    const address = word.replace(/^[:.]+(?=\d)|[.:]+$/g, '');
    if ((isIPv4(address) || isIPv6(address)) && !nobodys.test(address)) found.add(address);
  }
  return found;
}

function macsIn(text: string): Set<string> {
  const macs = [...text.matchAll(/(?<![\w:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![\w:])/g)].map(([mac]) => mac);
  return new Set(macs.filter((mac) => !/^(00:00:00:00:00:00|ff:ff:ff:ff:ff:ff|33:33|01:)/.test(mac)));
}

/** Those of the wanted that stand in the text, not as a part of something longer. */
function standing(text: string, wantedTexts: Iterable<string>): string[] {
  const words = new Set(
    [...text.matchAll(/[0-9a-fA-F:.]{7,60}/g)].flatMap(([word]) => [
      word,
      word.replace(/[.:]+$/, ''),
      word.replace(/:\d+$/, ''),
    ]),
  );
  return [...wantedTexts].filter((address) => words.has(address));
}

withTruth('corpus/sosreports', (folder) => {
  const archives = readdirSync(folder).filter((name) => name.endsWith('.tar.xz'));
  describe.each(archives)('%s', (name) => {
    test('no address, MAC or host name is left in any format, and the findings are the same', async () => {
      const path = join(folder, name);
      const raw = execFileSync('tar', ['-xJOf', path], { maxBuffer: 1 << 30 }).toString('latin1');
      const report = analyze([await openBundle(path, { wanted })], catalogue, { version: 'test', now: 0 });
      const { report: hidden, aliases } = redactReport(report, key);
      const text = formats(hidden);
      const given = new Set(aliases.map((alias) => alias.alias));
      const left = standing(text, [...addressesIn(raw), ...macsIn(raw)]).filter(
        (address) => !given.has(address),
      );
      expect(left).toEqual([]);
      const host = report.host.name ?? '';
      expect(host).not.toBe('');
      expect(formats(report)).toContain(host);
      expect(text.toLowerCase()).not.toContain(host.toLowerCase());
      const verdicts = (r: Report) => r.findings.map((f) => [f.cause, f.verdict, f.severity, f.certainty]);
      expect(verdicts(hidden)).toEqual(verdicts(report));
    });
  });
});
