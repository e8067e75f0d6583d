/** Whatever bytes come: a bundle or a BundleError, never another error, never a hang. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BundleError } from '../../src/bundle/errors.ts';
import { tar, zip } from './archives.ts';
import { openBytes } from './opened.ts';

/** Mulberry32: the same numbers in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const entries = [
  { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' },
  {
    path: 'host/var/log/messages',
    content: 'kernel: nf_conntrack: table full, dropping packet\n'.repeat(200),
  },
  { path: 'host/var/log/messages.1.gz', content: gzipSync('kernel: Out of memory\n'.repeat(200)) },
  { path: 'host/1/manifest.tsv', content: 'dropcause-bundle\t1\nfields\tcapture\tpath\nfile\t1\t1/x\n' },
  { path: 'host/sos_reports/manifest.json', content: '{"components":{"report":{"plugins":{}}}}' },
  {
    path: 'host/sos_logs/sos.log',
    content: "2026-11-21 08:00:01,002 INFO: [plugin:x] collecting path '/proc/net/snmp'\n",
  },
  { path: 'inner.tar.gz', content: gzipSync(tar({ path: 'host/proc/net/dev', content: 'x\n' })) },
];
const archive = tar(...entries);
const zipped = zip(
  ...entries.map(({ path, content }) => ({ path, content, packed: deflateRawSync(content) })),
);
/** Compressed by the programs; small enough to stand here. */
const samples: Record<string, string> = {
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAIaGVsbG8geHoKAAAAAMFJOvpjUhRaAAEhCWwYxdUftvN9AQAAAAAEWVo=',
  bzip2: 'QlpoOTFBWSZTWatrofEAAALZgAAQQAAQABJkwBAgADEA000EAB6j705RogeLuSKcKEhVtdD4gA==',
  zstd: 'KLUv/QRYWQAAaGVsbG8genN0ZApsV/lR',
};
const targets: [string, Uint8Array][] = [
  ['tar', archive],
  ['tar.gz', gzipSync(archive)],
  ['zip', zipped],
  [
    'streamed zip',
    zip(
      ...entries.map(({ path, content }) => ({
        path,
        content,
        packed: deflateRawSync(content),
        streamed: true,
      })),
    ),
  ],
  ...Object.entries(samples).map(([name, text]): [string, Uint8Array] => [name, Buffer.from(text, 'base64')]),
];

async function open(bytes: Uint8Array): Promise<string> {
  try {
    const bundle = await openBytes(bytes, {
      toolPath: '',
      limits: { seconds: 20, ratioFrom: 1_000_000, totalBytes: 50_000_000 },
    });
    for (const { files } of bundle.captures)
      for (const { lines } of files) for (const line of lines) expect(line.number).toBeGreaterThan(0);
    return 'bundle';
  } catch (error) {
    if (error instanceof BundleError) return error.reason;
    throw error;
  }
}

describe('mutated archives', () => {
  test.each(targets)('%s', { timeout: 60_000 }, async (_, original) => {
    const random = randomNumbers(11);
    const seen = new Set<string>();
    for (let run = 0; run < 150; run++) {
      const bytes = Uint8Array.from(original);
      for (let change = 0; change <= random(6); change++) bytes[random(bytes.length)] = random(256);
      const cut = random(3) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
      seen.add(
        await open(random(4) === 0 ? Buffer.concat([cut, cut.subarray(random(cut.length + 1))]) : cut),
      );
    }
    expect(
      [...seen].every((outcome) =>
        ['bundle', 'no-capture', 'unreadable', 'encrypted', 'unsupported'].includes(outcome),
      ),
    ).toBe(true);
  });

  test('random bytes behind every magic', { timeout: 60_000 }, async () => {
    const random = randomNumbers(5);
    const magics = ['1f8b08', 'fd377a585a00', '425a6839314159265359', '28b52ffd', '504b0304', ''];
    for (const magic of magics) {
      for (let run = 0; run < 40; run++) {
        const noise = Uint8Array.from({ length: random(2000) }, () => random(256));
        expect(await open(Buffer.concat([Buffer.from(magic, 'hex'), noise]))).not.toBe('bundle');
      }
    }
  });
});

describe('hostile trees', () => {
  test('links in circles, deep paths, odd names, a million slashes', async () => {
    const deep = `${'d/'.repeat(1500)}proc/net/snmp`;
    const bytes = tar(
      { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' },
      ...Array.from({ length: 50 }, (_, i) => ({
        path: `host/etc/l${i}`,
        type: '2',
        target: `l${(i + 1) % 50}`,
      })),
      { path: 'host/etc/hostname', type: '2', target: 'l0' },
      { path: 'host/proc/self', type: '2', target: '../'.repeat(1300) },
      { path: 'x', type: 'x', content: `${deep.length + 12} path=${deep}\n` },
      { path: 'x', content: 'x' },
      { path: 'host/proc/net/constructor', content: 'x\n' },
      { path: 'host/proc/net/\u202Egnp.exe\x1b[2J', content: 'x\n' },
    );
    expect(await open(bytes)).toBe('bundle');
  });

  test('a directory of the own layout with nonsense in it', async () => {
    for (const manifest of [
      '',
      '\t\t\t',
      'fields\nfile\n',
      'dropcause-bundle\t99\nfile\t1\t\t\t',
      `${'x'.repeat(100_000)}\n`,
      'capture\tNaN\tx\ty\nend',
    ]) {
      expect(
        await open(
          tar({ path: 'b/manifest.tsv', content: manifest }, { path: 'b/1/proc/net/snmp', content: 'x\n' }),
        ),
      ).toBe('bundle');
    }
    for (const text of [
      '#dropcause-text 1$',
      '#dropcause-text 1$\n(\n:\\\n)\n%\n:\\7\\',
      '#dropcause-text 1$\n(1/proc/net/snmp$\n)x$\n',
    ]) {
      expect(['bundle', 'no-capture']).toContain(await open(Buffer.from(text)));
    }
  });
});
