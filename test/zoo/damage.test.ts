/** Every sample cut, flipped and with entries missing: what is intact counts as before, what is lost is never ok. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { BundleError } from '../../src/bundle/errors.ts';
import { catalogue } from '../../src/causes/index.ts';
import type { Report } from '../../src/model.ts';
import { openBytes } from '../bundle/opened.ts';

const folder = resolve(import.meta.dirname, '../../samples');
const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

interface Outcome {
  damaged: boolean;
  report: Report;
  /** Paths of files that do not match their checksum. */
  changed: string[];
}

async function outcomeOf(bytes: Uint8Array): Promise<Outcome | undefined> {
  try {
    const bundle = await openBytes(bytes);
    const report = analyze([bundle], catalogue, { version: 'test', now: 0 });
    const changed = report.notes.filter(({ message }) => message.id === 'input/own-changed');
    return { damaged: bundle.damaged === true, report, changed: changed.map(({ path }) => path) };
  } catch (error) {
    if (error instanceof BundleError) return undefined;
    throw error;
  }
}

const cited = ({ counters }: Report) =>
  new Map(
    counters.map(({ latest: { value, line }, name, scope }) => [
      `${line.file.path}:${line.number} ${name} ${JSON.stringify(scope)}`,
      value,
    ]),
  );
const verdicts = ({ findings }: Report) => new Map(findings.map(({ cause, verdict }) => [cause, verdict]));

/** Causes that are called ok although the whole sample does not say so. */
function wronglyOk(whole: Report, { report }: Outcome): string[] {
  const before = verdicts(whole);
  return report.findings
    .filter(({ cause, verdict }) => verdict === 'ok' && before.get(cause) !== 'ok')
    .map(({ cause }) => cause);
}

/**
 * Counters with another value than in the whole sample, but for those of changed files. One that the whole sample has
 * from a better source is not compared.
 */
function otherwise(whole: Report, { report, changed }: Outcome): string[] {
  const before = cited(whole);
  return [...cited(report)]
    .filter(
      ([place, value]) =>
        before.has(place) && before.get(place) !== value && !changed.some((path) => place.startsWith(path)),
    )
    .map(([place]) => place);
}

/** A 512-byte header and what follows it, up to the next one. */
function entriesOf(tar: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(Buffer.from(tar.subarray(at + 124, at + 135)).toString(), 8) || 0;
    const end = at + 512 + Math.ceil(size / 512) * 512;
    entries.push(tar.subarray(at, end));
    at = end;
  }
  return entries;
}

const places = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => Math.floor(((i + 0.37) / count) * length));

describe.each(names.map(({ name }) => name))('%s', (name) => {
  const packed = readFileSync(join(folder, name, 'capture-2.tar.gz'));
  const plain = gunzipSync(packed);
  const whole = async () => {
    const outcome = await outcomeOf(packed);
    if (!outcome) throw new Error('the sample cannot be read');
    return outcome.report;
  };
  const expectHonest = async (outcome: Outcome) => {
    const before = await whole();
    expect({ ok: wronglyOk(before, outcome), otherwise: otherwise(before, outcome) }).toEqual({
      ok: [],
      otherwise: [],
    });
  };

  test.each([
    ['gzip', packed],
    ['tar', plain],
  ])('%s cut at many places', async (_, bytes) => {
    let read = 0;
    for (const at of places(12, bytes.length)) {
      const outcome = await outcomeOf(bytes.subarray(0, at));
      if (!outcome) continue;
      read += 1;
      // Behind the last entry there are zeros only.
      expect(outcome.damaged || at > plain.length - 10_240).toBe(true);
      await expectHonest(outcome);
    }
    expect(read).toBeGreaterThan(6);
  });

  test('bits flipped in the packed bytes: damage is told', async () => {
    for (const at of places(16, packed.length)) {
      const bytes = Uint8Array.from(packed);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const outcome = await outcomeOf(bytes);
      if (outcome) await expectHonest(outcome);
      // The first bytes hold a time and a name that nobody needs.
      if (outcome && at > 20) expect(outcome.damaged || outcome.changed.length > 0).toBe(true);
    }
  });

  test('bits flipped in files: every file that counts and does not match its checksum is named', async () => {
    for (const entry of entriesOf(plain).filter((one) => /snmp|netstat|\/ss|iptables/.test(pathOf(one)))) {
      if (entry.length < 1024) continue;
      const bytes = Uint8Array.from(plain);
      const at = entry.byteOffset - plain.byteOffset + 512 + 5;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const outcome = await outcomeOf(gzipSync(bytes));
      expect(outcome?.changed).toEqual([pathOf(entry)]);
    }
  });

  test('entries missing, one in seven', async () => {
    const entries = entriesOf(plain);
    for (let first = 0; first < 7; first++) {
      const left = entries.filter((_, i) => i % 7 !== first);
      const outcome = await outcomeOf(Buffer.concat([...left, new Uint8Array(1024)]));
      if (outcome) await expectHonest(outcome);
    }
  });
});

const pathOf = (entry: Uint8Array) => Buffer.from(entry.subarray(0, 100)).toString().replace(/\0.*/s, '');
