import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { packBundle, unpackBundle } from '../../src/batch/stored-bundle.ts';
import { openBundle } from '../../src/bundle/open.ts';
import { catalogue } from '../../src/causes/index.ts';
import { wanted } from '../../src/parsers/index.ts';
import { renderJson } from '../../src/report/json.ts';
import { english } from '../../src/texts/english.ts';
import { tar } from '../bundle/archives.ts';
import { contentOf, openBytes } from '../bundle/opened.ts';

const samples = resolve(import.meta.dirname, '../../samples');
const names = readdirSync(samples, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(names.map(({ name }) => name))('%s: the report of what was stored is the same', async (name) => {
  const paths = ['capture-1.tar.gz', 'capture-2.tar.gz'].map((file) => join(samples, name, file));
  const bundles = await Promise.all(paths.map((path) => openBundle(path, { wanted })));
  const json = (list: typeof bundles) =>
    renderJson(analyze(list, catalogue, { version: 'test', now: 0 }), {
      dictionary: english(catalogue),
      catalogue,
    });
  const stored = bundles.map((bundle) => unpackBundle(packBundle(bundle)));
  expect(json(stored)).toBe(json(bundles));
});

test('sections keep their line numbers, searched logs their lines, counters in notes their size', async () => {
  const section = '#==[ Command ]======================================#\n# /sbin/ss -s\nTotal: 3\n';
  const bundle = await openBytes(
    tar(
      {
        path: 'scc_a/network.txt',
        content: `preface\n${section}\n${section.replace('ss -s', 'ip -s link')}`,
      },
      { path: 'scc_a/basic-environment.txt', content: `${section}` },
    ),
  );
  const log = await openBytes(
    tar(
      { path: 'host/var/log/messages', content: 'x\nkernel: eth0: NIC Link is Down\ny\nz\n' },
      { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 4711\n' },
    ),
  );
  for (const one of [bundle, log]) {
    const note = { path: 'x', message: { id: 'input/corrupt', args: { n: 2n ** 60n } } };
    const noted = { ...one, notes: [note] };
    const stored = unpackBundle(packBundle(noted));
    expect(contentOf(stored)).toEqual(contentOf(one));
    expect(stored.notes).toEqual([note]);
    expect(JSON.stringify(contentOf(one)).length).toBeGreaterThan(100);
  }
});

test('anything else is refused', () => {
  expect(() => unpackBundle(new Uint8Array(10))).toThrow();
  expect(() => unpackBundle(gzipSync('hello'))).toThrow();
});
