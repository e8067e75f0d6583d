import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCaptures } from '../../src/analyze/parse.ts';
import { openBundle } from '../../src/bundle/open.ts';
import type { CapturedFile, Sample } from '../../src/model.ts';
import { parsers, wanted } from '../../src/parsers/index.ts';
import type { Parser } from '../../src/parsers/parser.ts';
import { mibName } from '../../src/parsers/snmp6.ts';
import { withTruth } from '../truth.ts';
import { captured } from './captured.ts';
import type { Json } from './corpus.ts';
import { at, entries, items } from './corpus.ts';

const json = (path: string) => at(JSON.parse(readFileSync(path, 'utf8')) as Json, 'expect');

/** Whole sosreports, opened as a customer's: what the bundle reader and the parsers make of them together. */
withTruth('corpus/sosreports', (folder) => {
  const names = readdirSync(folder).flatMap((name) => /^(.*)\.tar\.xz$/.exec(name)?.[1] ?? []);

  test.each(names)(
    '%s: the host, its counters, links and settings',
    async (name) => {
      const { captures } = await openBundle(join(folder, `${name}.tar.xz`), { wanted });
      const facts = parseCaptures(captures);
      const expected = join(folder, `${name}.expect`);
      const wrong: string[] = [];
      let values = 0;
      const check = (label: string, theirs: Json | undefined, ours: unknown) => {
        if (theirs === null || theirs === undefined) return;
        values += 1;
        const same =
          typeof ours === 'bigint' || typeof ours === 'number'
            ? Number(theirs) === Number(ours)
            : theirs === ours;
        if (!same) wrong.push(`${label}: expected ${JSON.stringify(theirs)}, read ${String(ours)}`);
      };
      const samples = facts.samples.filter(({ scope }) => scope.netns === '');
      compareBundle(json(join(expected, 'BUNDLE.json')), captures[0]?.files ?? [], samples, check);
      for (const file of readdirSync(expected)) compareFile(file, json(join(expected, file)), samples, check);
      console.log(`${name}: ${values} values, ${wrong.length} differ`);
      expect(wrong).toEqual([]);
      expect(values).toBeGreaterThan(0);
    },
    60_000,
  );
});

type Check = (label: string, theirs: Json | undefined, ours: unknown) => void;

function compareBundle(
  expected: Json | undefined,
  files: readonly CapturedFile[],
  samples: readonly Sample[],
  check: Check,
): void {
  const facts = parseCaptures([{ label: '', host: {}, files: [...files], absences: [] }]);
  const told = (source: 'hostname' | 'kernel') =>
    (facts.bySource.get(source)?.[0]?.value as { value: string } | undefined)?.value;
  check('hostname', at(expected, 'hostname'), told('hostname'));
  check('kernel', at(expected, 'kernel'), told('kernel'));
  for (const [name, value] of entries(at(expected, 'nstat_nonzero_of_interest'))) {
    check(`nstat ${name}`, value, readingOf(samples, mibName(name), 'nstat'));
  }
  const link = { bytes: 'bytes', packets: 'packets', errors: 'errors', dropped: 'dropped' };
  for (const [device, sides] of entries(at(expected, 'links'))) {
    for (const [side, counters] of entries(sides)) {
      for (const name of Object.values(link)) {
        check(
          `${device} ${side} ${name}`,
          at(counters, name),
          readingOf(samples, `link.${side}_${name}`, 'ip -s link', device),
        );
      }
    }
  }
  const settings = new Map(
    facts.bySource.get('sysctl')?.flatMap(({ value }) => [...(value as Map<string, { value: string }>)]),
  );
  for (const [key, value] of entries(at(expected, 'sysctl'))) check(key, value, settings.get(key)?.value);
  items(at(expected, 'softnet')).forEach((row, cpu) => {
    check(
      `softnet ${cpu} dropped`,
      at(row, 'dropped'),
      samples.find((s) => s.name === 'softnet.dropped' && s.scope.cpu === cpu)?.value,
    );
    check(
      `softnet ${cpu} squeezed`,
      at(row, 'squeezed'),
      samples.find((s) => s.name === 'softnet.time_squeeze' && s.scope.cpu === cpu)?.value,
    );
  });
}

function readingOf(
  samples: readonly Sample[],
  name: string,
  source: string,
  device?: string,
): bigint | undefined {
  return samples.find((s) => s.name === name && s.source === source && s.scope.device === device)?.value;
}

/** 'proc__PID__net__NAME.json' holds what the reference parser read from that file. */
function compareFile(
  file: string,
  expected: Json | undefined,
  samples: readonly Sample[],
  check: Check,
): void {
  const name = /^proc__\d+__net__(.*)\.json$/.exec(file)?.[1];
  if (name === 'snmp' || name === 'netstat') {
    for (const [group, pairs] of entries(expected)) {
      for (const [key, value] of entries(pairs))
        check(`${name} ${group}.${key}`, value, readingOf(samples, `${group}.${key}`, `/proc/net/${name}`));
    }
  } else if (name === 'snmp6') {
    for (const [key, value] of entries(expected))
      check(key, value, readingOf(samples, mibName(key), '/proc/net/snmp6'));
  } else if (name === 'dev') {
    for (const [device, pairs] of entries(expected)) {
      for (const [key, value] of entries(pairs))
        check(`${device} ${key}`, value, readingOf(samples, `dev.${key}`, '/proc/net/dev', device));
    }
  } else if (name?.startsWith('dev_snmp6__')) {
    const device = name.slice('dev_snmp6__'.length);
    for (const [key, value] of entries(expected)) {
      if (key !== 'ifIndex')
        check(
          `${device} ${key}`,
          value,
          readingOf(samples, `dev_snmp6.${key}`, '/proc/net/dev_snmp6', device),
        );
    }
  } else if (name === 'sockstat' || name === 'sockstat6') {
    for (const [protocol, pairs] of entries(expected)) {
      for (const [key, value] of entries(pairs))
        check(
          `${name} ${protocol} ${key}`,
          value,
          readingOf(samples, `${name}.${protocol}_${key}`, '/proc/net/sockstat'),
        );
    }
  }
}

withTruth('corpus', (folder) => {
  test('no file of the corpus makes a parser throw, whatever it was asked for', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'MANIFEST.json'), 'utf8')) as { path: string }[];
    const all = Object.values(parsers).flat() as Parser<unknown>[];
    for (const { path } of manifest) {
      const file = captured(path, readFileSync(join(folder, path)));
      for (const parser of all) parser.parse(file, () => {});
    }
    expect(manifest.length).toBeGreaterThan(900);
  }, 120_000);
});
