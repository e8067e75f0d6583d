/** What is changed: the fixtures of the causes, the samples, and small archives of every kind. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { walkTar } from '../../src/bundle/tar.ts';
import type { Bundle } from '../../src/model.ts';
import { tar, zip } from '../bundle/archives.ts';
import { readFixture } from '../causes/fixture.ts';

export interface TextFile {
  path: string;
  text: string;
}

/** The mini bundles of all causes. The current folder is the project's. */
export const fixtures = (): Bundle[] =>
  readdirSync('test/causes')
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => readFixture(readFileSync(`test/causes/${name}`, 'utf8')).map(({ bundle }) => bundle));

/** The files of every sample, by archive. */
export async function samples(): Promise<TextFile[][]> {
  const paths = readdirSync('samples', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `samples/${name}/capture-2.tar.gz`);
  return Promise.all(paths.map((path) => filesOf(gunzipSync(readFileSync(path)))));
}

async function filesOf(bytes: Uint8Array): Promise<TextFile[]> {
  const files: TextFile[] = [];
  const all = (async function* () {
    yield bytes;
  })();
  await walkTar(all, '', {
    entry({ path, type }) {
      if (type !== 'file') return undefined;
      const pieces: Uint8Array[] = [];
      return {
        write: (piece) => void pieces.push(Uint8Array.from(piece)),
        end: () => void files.push({ path, text: Buffer.concat(pieces).toString() }),
      };
    },
    note() {},
  });
  return files;
}

const log = 'Nov 21 10:00:00 web kernel: nf_conntrack: nf_conntrack: table full, dropping packet\n';
const small = [
  { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' },
  { path: 'host/var/log/messages', content: log.repeat(100) },
  { path: 'host/var/log/messages.1.gz', content: gzipSync(log.repeat(100)) },
  { path: 'host/sos_reports/manifest.json', content: '{"components":{"report":{"plugins":{}}}}' },
  { path: 'inner.tar.gz', content: gzipSync(tar({ path: 'host/proc/net/dev', content: 'x\n' })) },
];

/** The same small bundle in every container; compressed by the programs that are there. */
export function archives(): Uint8Array[] {
  const plain = tar(...small, { path: 'host/etc/hostname', type: '2', target: '../x' });
  const deflated = small.map(({ path, content }) => ({ path, content, packed: deflateRawSync(content) }));
  const packed = ['xz', 'bzip2', 'zstd'].flatMap((program) => {
    const { stdout, status } = spawnSync(program, ['-c'], { input: plain });
    return status === 0 ? [stdout] : [];
  });
  const streamed = zip(...deflated.map((entry) => ({ ...entry, streamed: true })));
  return [plain, gzipSync(plain), zip(...deflated), streamed, ...packed];
}
