/** Hostile tar archives: sizes, checksums, extensions, ends. */
import { paxRecord, tar, tarEntry, tarHeader } from '../bundle/archives.ts';
import type { ZooArchive } from './specimen.ts';
import { forged, intact } from './specimen.ts';
import { claiming, longName, manyEntries, oldSparse, sized } from './tar-blocks.ts';

type Entry = Parameters<typeof tar>[number];

const made = (
  name: string,
  bytes: () => Iterable<Uint8Array>,
  exit: 0 | 3 = 0,
  ...notes: string[]
): ZooArchive => ({ name: `tar: ${name}`, bytes, exit, notes, intact: true });
const whole = (name: string, entries: Entry[], exit: 0 | 3 = 0, ...notes: string[]) =>
  made(name, () => [tar(...entries)], exit, ...notes);

const pax = (records: Record<string, string>, content: string): Entry[] => [
  {
    path: 'pax',
    type: 'x',
    content: Object.entries(records)
      .map((one) => paxRecord(...one))
      .join(''),
  },
  { path: 'host/x', content },
];
const sparse = {
  'GNU.sparse.major': '1',
  'GNU.sparse.minor': '0',
  'GNU.sparse.name': 'host/proc/net/netstat',
  'GNU.sparse.realsize': '8796093022208',
};

export const tarHeaders: readonly ZooArchive[] = [
  made('an entry of 8 TiB that is not there', () => claiming('host/x', 0), 3, 'cut-off'),
  made(
    'a wanted file of 8 TiB, of which 64 MiB come',
    () => claiming('host/proc/net/netstat', 64),
    3,
    'over-limit',
  ),
  made(
    'a log of 8 TiB in one line, of which 700 MiB come',
    () => claiming('host/var/log/messages', 700),
    3,
    'long-lines',
  ),
  whole('a size of minus one', [intact, sized('host/x', Array<number>(12).fill(0xff))], 3, 'tar-bad-header'),
  whole(
    'a size of 2 to the 87',
    [intact, sized('host/x', [0x80, ...Array<number>(11).fill(0xff)])],
    3,
    'tar-bad-header',
  ),
  made('more than a million empty entries', () => manyEntries(1100), 3, 'over-limit'),
  made('a GNU name of 300 MB', () => longName('L'), 3, 'tar-long-name'),
  made('a GNU link target of 300 MB', () => longName('K'), 3, 'tar-long-name'),
  made('a pax header of 300 MB', () => longName('x'), 3, 'tar-long-name'),
  made('a global pax header of 300 MB', () => longName('g'), 3, 'tar-long-name'),
  whole('a pax record __proto__', [...pax({ ['__proto__']: 'x', path: 'host/y' }, 'x'), intact]),
  whole('a pax size that is no number', [...pax({ size: '-1' }, ''), intact]),
  whole('pax records with lengths that lie', [
    { path: 'pax', type: 'x', content: '99999999 path=x\n0 a=b\n1 =\n-5 x=y\n' },
    { path: 'host/x', content: 'x' },
    intact,
  ]),
  {
    ...whole('a global pax header leads every entry out', [
      { path: 'pax', type: 'g', content: paxRecord('path', '../../evil') },
      intact,
    ]),
    exit: 2,
    intact: false,
  },
  whole(
    'pax sparse 1.0, a map of 8 TiB',
    [...pax(sparse, `1\n8796093022208\n1\n${'\0'.repeat(494)}x`), intact],
    0,
    'tar-sparse',
  ),
  whole(
    'pax sparse 1.0, a map without end',
    [...pax(sparse, '999999999999999\n'.repeat(1000)), intact],
    0,
    'tar-sparse',
  ),
  whole('pax sparse 0.1, a map of 8 TiB', [
    ...pax({ 'GNU.sparse.map': '0,1,8796093022207,1', 'GNU.sparse.size': '8796093022208' }, 'xx'),
    intact,
  ]),
  made(
    'GNU sparse with a chain of maps',
    () => [tarEntry(intact), oldSparse(), new Uint8Array(1024)],
    0,
    'tar-sparse',
  ),
  whole(
    'a bad checksum costs that entry only',
    [{ ...intact, path: 'host/x', badChecksum: true }, intact],
    3,
    'tar-bad-header',
  ),
  whole('v7 headers', [{ ...intact, magic: 'v7' }]),
  whole('GNU headers', [{ ...intact, magic: 'gnu' }]),
  made(
    'concatenated archives, the last one counts',
    () => [tar({ ...intact, content: forged }), tar(intact)],
    0,
    'duplicate-entry',
  ),
  made(
    'no end, and rubbish behind',
    () => [tarEntry(intact), Buffer.from('rubbish'.repeat(1000))],
    3,
    'tar-bad-header',
  ),
  made(
    'a header cut in the middle',
    () => [tarEntry(intact), tarHeader({ path: 'host/x' }).subarray(0, 200)],
    3,
    'cut-off',
  ),
];
