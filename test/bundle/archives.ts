/** Archives made by hand, with every oddity that a stranger's may have. */
import { crc32 } from 'node:zlib';

export interface TarEntry {
  path: string;
  content?: string | Uint8Array;
  /** Type flag; '0' a file. */
  type?: string;
  target?: string;
  /** What the header says, where that is not the length of the content. */
  size?: number;
  magic?: 'ustar' | 'gnu' | 'v7';
  prefix?: string;
  badChecksum?: boolean;
}

const bytesOf = (content: string | Uint8Array = '') =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** A block of 512 bytes. Larger sizes than octal holds are written in binary, as GNU tar does. */
export function tarHeader(entry: TarEntry): Uint8Array {
  const block = new Uint8Array(512);
  const put = (text: string, at: number) =>
    block.set(new TextEncoder().encode(text).subarray(0, block.length - at), at);
  const size = entry.size ?? bytesOf(entry.content).length;
  const split = entry.prefix === undefined && entry.path.length > 100 ? entry.path.lastIndexOf('/', 154) : -1;
  put(entry.path.slice(split + 1, split + 101), 0);
  put('0000644\x000000000\x000000000\x00', 100);
  if (size < 8 ** 11) put(`${size.toString(8).padStart(11, '0')}\x00`, 124);
  else {
    block[124] = 0x80;
    for (let i = 0, rest = BigInt(size); i < 8; i++, rest >>= 8n) block[135 - i] = Number(rest & 0xffn);
  }
  put('14000000000\x00', 136);
  put(entry.type ?? '0', 156);
  put((entry.target ?? '').slice(0, 100), 157);
  if (entry.magic === 'gnu') put('ustar  \x00', 257);
  else if (entry.magic !== 'v7') put(`ustar\x0000`, 257);
  put(entry.prefix ?? entry.path.slice(0, Math.max(0, split)), 345);
  put('        ', 148);
  const sum = block.reduce((total, byte) => total + byte, entry.badChecksum ? 1 : 0);
  put(`${sum.toString(8).padStart(6, '0')}\x00 `, 148);
  return block;
}

/** One entry with its data, filled up to whole blocks. */
export function tarEntry(entry: TarEntry): Uint8Array {
  const content = bytesOf(entry.content);
  const padding = new Uint8Array((512 - (content.length % 512)) % 512);
  return Buffer.concat([tarHeader(entry), content, padding]);
}

/** With the two blocks of zeros that end an archive. */
export const tar = (...entries: (TarEntry | Uint8Array)[]): Uint8Array =>
  Buffer.concat([
    ...entries.map((one) => (one instanceof Uint8Array ? one : tarEntry(one))),
    new Uint8Array(1024),
  ]);

export const paxRecord = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (`${length}${rest}`.length !== length) length += 1;
  return `${length}${rest}`;
};

export interface ZipEntry {
  path: string;
  content?: string | Uint8Array;
  /** Deflated data in place of the content, with its method. */
  packed?: Uint8Array;
  method?: number;
  symlink?: boolean;
  encrypted?: boolean;
  /** Sizes behind the data: a writer that could not seek. */
  streamed?: boolean;
}

const le = (...fields: [number, number][]) => {
  const bytes = Buffer.alloc(fields.reduce((sum, [length]) => sum + length, 0));
  let at = 0;
  for (const [length, value] of fields) {
    bytes.writeUIntLE(value % 2 ** (8 * length), at, length);
    at += length;
  }
  return bytes;
};

export function zip(...entries: ZipEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const [content, name] = [bytesOf(entry.content), bytesOf(entry.path)];
    const data = entry.packed ?? content;
    const flags = (entry.encrypted ? 1 : 0) | (entry.streamed ? 8 : 0);
    const method = entry.method ?? (entry.packed ? 8 : 0);
    const sizes: [number, number][] = [
      [4, checksum(content)],
      [4, data.length],
      [4, content.length],
    ];
    const told = entry.streamed ? sizes.map(([length]): [number, number] => [length, 0]) : sizes;
    const local = [
      le([4, 0x04034b50], [2, 20], [2, flags], [2, method], [4, 0], ...told, [2, name.length], [2, 0]),
      name,
      data,
      ...(entry.streamed ? [le([4, 0x08074b50], ...sizes)] : []),
    ];
    const mode = entry.symlink ? 0o120777 : 0o100644;
    directory.push(
      le([4, 0x02014b50], [1, 20], [1, 3], [2, 20], [2, flags], [2, method], [4, 0], ...sizes),
      le([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, mode * 65536], [4, offset]),
      name,
    );
    parts.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = le(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...parts, ...directory, end]);
}

/** Node 20.15 and later have it. Nobody here checks it. */
const checksum = (bytes: Uint8Array) => (typeof crc32 === 'function' ? crc32(bytes) : 0);
