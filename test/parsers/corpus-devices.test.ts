import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import { ethtoolDriver } from '../../src/parsers/ethtool-settings.ts';
import { ethtoolStatistics } from '../../src/parsers/ethtool-statistics.ts';
import { parsers, wanted } from '../../src/parsers/index.ts';
import type { Parser } from '../../src/parsers/parser.ts';
import { withTruth } from '../truth.ts';
import { captured, parsed } from './captured.ts';
import type { Comparison } from './corpus-comparers.ts';
import * as compare from './corpus-comparers.ts';
import { ours as ownSources } from './device-sources.ts';

interface Row {
  path: string;
  format: string;
  expect?: boolean;
}

type Compare = (expect: never, ours: never) => Comparison[];

/** How to ask for each format of the corpus, and how to compare: [source, origin, comparer]. */
const formats: Record<string, readonly [keyof typeof parsers, string, Compare?]> = {
  'ethtool-S': ['ethtoolStats', 'ethtool -S eth0', compare.ethtoolStatistics],
  'ethtool-i': ['ethtoolDriver', 'ethtool -i eth0'],
  'ethtool-g': ['ethtoolRings', 'ethtool -g', compare.ethtoolLimits],
  'ethtool-l': ['ethtoolChannels', 'ethtool -l', compare.ethtoolLimits],
  'ethtool-c': ['ethtoolCoalesce', 'ethtool -c', compare.ethtoolCoalesce],
  'ethtool-k': ['ethtoolOffloads', 'ethtool -k', compare.ethtoolOffloads],
  'ethtool-a': ['ethtoolPause', 'ethtool -a'],
  ethtool: ['ethtoolLink', 'ethtool', compare.ethtoolLink],
  'iptables-L': ['firewall', 'iptables -nvL', compare.iptablesList],
  'iptables-save': ['firewall', 'iptables-save -c', compare.iptablesSave],
  'nft-json': ['firewall', 'nft -j list ruleset'],
  'nft-ruleset': ['firewall', 'nft list ruleset', compare.nftRuleset],
  'firewall-cmd': ['firewall', 'firewall-cmd --list-all-zones'],
  'proc-net-bonding': ['bonding', '/proc/net/bonding/bond0', compare.bonding],
  'proc-net-stat-nf_conntrack': ['conntrackStats', '/proc/net/stat/nf_conntrack'],
  'proc-net-ip_vs': ['ipvs', '/proc/net/ip_vs'],
  dmesg: ['kernelLog', 'dmesg', compare.kernelLog],
  syslog: ['kernelLog', '/var/log/messages', compare.kernelLog],
  lsmod: ['modules', 'lsmod', compare.modules],
  'proc-modules': ['modules', '/proc/modules', compare.modules],
};

/** Expected values that are wrong, by file and value, and why ours is right. */
const justified: Record<string, string> = {
  'RedHatInsights__insights-core/tests-parsers/ethtool/TEST_ETHTOOL_DOCS.txt Cannot get wake-on-lan settings':
    "ethtool's complaint on stderr: no setting has that name",
  'RedHatInsights__insights-core/tests-parsers/ethtool/TEST_ETHTOOL_DOCS.txt Cannot get link status':
    "ethtool's complaint on stderr: no setting has that name",
};

withTruth('corpus', (corpus) => {
  const rows = JSON.parse(readFileSync(join(corpus, 'MANIFEST.json'), 'utf8')) as Row[];
  const known = rows.filter(({ format }) => Object.hasOwn(formats, format));

  test('every expected value of the corpus is read', () => {
    const table = new Map<
      string,
      { files: number; values: number; matches: number; lines: number; unread: number }
    >();
    const wrong: string[] = [];
    for (const { path, format, expect: expected } of known) {
      const row = table.get(format) ?? { files: 0, values: 0, matches: 0, lines: 0, unread: 0 };
      table.set(format, row);
      const bytes = readFileSync(join(corpus, path));
      const { comparisons, unread } = readAndCompare(
        format,
        path,
        bytes,
        expected ? expectation(join(corpus, `${path}.expect.json`)) : undefined,
      );
      row.files += 1;
      row.lines += [...captured('x', bytes).lines].length;
      row.unread += unread;
      for (const { what, expected: theirs, ours } of comparisons) {
        row.values += 1;
        const name = `${path} ${what}`;
        if (theirs === ours) row.matches += 1;
        else if (Object.hasOwn(justified, name)) row.matches += 1;
        else wrong.push(`${name}: expected ${theirs.slice(0, 100)}, read ${ours.slice(0, 100)}`);
      }
    }
    console.table(Object.fromEntries(table));
    const total = [...table.values()].reduce((sum, { values }) => sum + values, 0);
    expect(total).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  test('no file of the corpus makes a parser throw', () => {
    for (const { path } of rows) {
      const bytes = readFileSync(join(corpus, path));
      for (const source of ownSources) {
        for (const parser of parsers[source] as readonly Parser<unknown>[]) {
          const { value } = parsed(parser, path, bytes);
          expect(value === undefined || typeof value === 'object', `${parser.name} on ${path}`).toBe(true);
        }
      }
    }
  });
});

/** Whole sosreports: `<name>.expect/` holds a file per command, and BUNDLE.json what concerns several. */
withTruth('corpus/sosreports', (folder) => {
  const names = readdirSync(folder).flatMap((name) => /^(.*)\.tar\.xz$/.exec(name)?.[1] ?? []);
  test.each(names)(
    '%s: counters and drivers of every device, in every namespace',
    { timeout: 60_000 },
    async (name) => {
      const { captures } = await openBundle(join(folder, `${name}.tar.xz`), { wanted });
      const files = captures.flatMap((capture) => capture.files);
      const told = bundleExpectation(join(folder, `${name}.expect`, 'BUNDLE.json'));
      const comparisons: Comparison[] = [];
      for (const [path, lines] of Object.entries(told.ethtool_S_counter_lines ?? {})) {
        const file = files.find((candidate) => basename(candidate.path) === path);
        const value = file && ethtoolStatistics.parse(file, () => undefined);
        comparisons.push(compare.pair(`${path} counters`, lines, value?.statistics.length ?? 0));
      }
      for (const [device, driver] of Object.entries(told.drivers ?? {})) {
        const file = files.find(({ origin, netns }) => origin === `ethtool -i ${device}` && netns === '');
        const value = file && ethtoolDriver.parse(file, () => undefined);
        comparisons.push(compare.pair(`${device} driver`, driver, value?.driver));
      }
      for (const path of readdirSync(join(folder, `${name}.expect`))) {
        const device = /^sos_commands__networking__ethtool_-S_(.*)\.json$/.exec(path)?.[1];
        if (device === undefined) continue;
        const file = files.find(({ origin, netns }) => origin === `ethtool -S ${device}` && netns === '');
        const value = file && ethtoolStatistics.parse(file, () => undefined);
        comparisons.push(
          ...compare.ethtoolStatistics(expectation(join(folder, `${name}.expect`, path)), value),
        );
      }
      console.log(`${name}: ${comparisons.length} values`);
      expect(comparisons.filter(({ expected, ours }) => expected !== ours)).toEqual([]);
      expect(comparisons.length > 0 || name.includes('minimal')).toBe(true);
    },
  );
});

interface BundleExpectation {
  drivers?: Record<string, string | null>;
  ethtool_S_counter_lines?: Record<string, number>;
}

function bundleExpectation(path: string): BundleExpectation {
  return (JSON.parse(readFileSync(path, 'utf8')) as { expect: BundleExpectation }).expect;
}

function expectation(path: string): never {
  return (JSON.parse(readFileSync(path, 'utf8')) as { expect: never }).expect;
}

function readAndCompare(format: string, path: string, bytes: Uint8Array, expected: never | undefined) {
  const [source, asked, comparer] = formats[format] ?? (['ethtoolStats', '', undefined] as const);
  const isModule = path.includes('module-info');
  const origin = isModule
    ? 'ethtool -m enp1s0'
    : path.endsWith('ip_vs_stats')
      ? '/proc/net/ip_vs_stats'
      : asked;
  const from = isModule ? 'ethtoolModule' : path.endsWith('ip_vs_stats') ? 'ipvsStats' : source;
  const parser = (parsers[from] as readonly Parser<unknown>[]).find(({ reads }) => reads.test(origin));
  if (!parser) throw new Error(`no parser of ${source} reads '${origin}'`);
  const { value, notes } = parsed(parser, origin, bytes);
  const how: Compare | undefined = isModule ? compare.ethtoolModule : comparer;
  const comparisons = expected === undefined || !how ? [] : how(expected, value as never);
  if (expected !== undefined && format === 'syslog') {
    comparisons.push(...compare.syslog(expected, new TextDecoder().decode(bytes)));
  }
  return { comparisons, unread: notes.length };
}
