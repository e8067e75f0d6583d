/**
 * One 512-byte header of a tar archive: v7, POSIX ustar (POSIX.1-1988), GNU, and the blocks of pax (POSIX.1-2001).
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export const blockSize = 512;

export interface TarHeader {
  path: string;
  /** Type flag; '0' also for the NUL of old archives and for '7' (contiguous file). */
  type: string;
  size: number;
  target: string;
  /** Milliseconds since the epoch. */
  modified: number;
  /** GNU sparse file (type 'S'): more blocks with its map follow. */
  extended: boolean;
}

const checksumAt = 148;
const typeAt = 156;
const magicAt = 257;
const prefixAt = 345;

/** Undefined when the checksum is wrong, or a number makes no sense: this is no header. */
export function tarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.length < blockSize || !checksumFits(block)) return undefined;
  const size = number(block, 124, 12);
  if (size === undefined) return undefined;
  const flag = block[typeAt] ?? 0;
  const type = flag === 0 || flag === 0x37 ? '0' : String.fromCharCode(flag);
  const name = text(block, 0, 100);
  return {
    path: isPosix(block) && block[prefixAt] !== 0 ? `${text(block, prefixAt, 155)}/${name}` : name,
    type,
    size: type === '1' || type === '2' || type === '5' ? 0 : size,
    target: type === '1' || type === '2' ? text(block, 157, 100) : '',
    modified: (number(block, 136, 12) ?? 0) * 1000,
    extended: type === 'S' && block[482] === 1,
  };
}

/** 'ustar', NUL, '00'; GNU's has blanks in place of the latter, and times in place of the prefix. */
const isPosix = (block: Uint8Array) =>
  block[magicAt] === 0x75 && block[magicAt + 5] === 0 && block[magicAt + 6] === 0x30;

/** 'ustar', NUL or a blank: POSIX's or GNU's mark, whatever else the header says. */
export const isMarked = (block: Uint8Array) =>
  block.length === blockSize && /^ustar( |$)/.test(text(block, magicAt, 6));

export function isZero(block: Uint8Array): boolean {
  for (const byte of block) if (byte !== 0) return false;
  return true;
}

const words = new Int32Array(blockSize / 4);
const copy = new Uint8Array(words.buffer);

/** The sum of all bytes, its own field counted as blanks; some old tars added signed bytes. */
function checksumFits(block: Uint8Array): boolean {
  const stated = number(block, checksumAt, 8);
  if (stated === undefined) return false;
  copy.set(block.length > blockSize ? block.subarray(0, blockSize) : block);
  copy.fill(0x20, checksumAt, checksumAt + 8);
  // Two sums at once, of every other byte: 256 bytes of 255 fit into 16 bits.
  let sums = 0;
  // By index: an iterator costs three times as much, and this is most of the work on an archive of small entries.
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? 0;
    sums += (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff);
  }
  const sum = (sums & 0xffff) + (sums >>> 16);
  return stated === sum || stated === sum - 256 * copy.reduce((above, byte) => above + (byte >> 7), 0);
}

/** Octal digits, or, with the top bit set, a binary number (GNU, for what does not fit into octal). */
function number(block: Uint8Array, from: number, length: number): number | undefined {
  const first = block[from] ?? 0;
  let value = first & 0x80 ? first & 0x7f : 0;
  for (let i = from; i < from + length; i++) {
    const byte = block[i] ?? 0;
    if (first & 0x80) {
      if (i > from) value = value * 256 + byte;
    } else if (byte >= 0x30 && byte <= 0x37) value = value * 8 + byte - 0x30;
    else if (byte !== 0x20 && byte !== 0) return undefined;
    else if (value > 0) break;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** Up to the first NUL. */
export function text(bytes: Uint8Array, from: number, length: number): string {
  const nul = bytes.indexOf(0, from);
  const end = nul < 0 ? from + length : Math.min(nul, from + length);
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, end - from)).toString();
}

/** The records "LENGTH KEY=VALUE\n" of a pax header; reading stops at the first that is not one. */
export function paxRecords(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const [digits] = /^\d{1,8}/.exec(text(bytes, at, 9)) ?? [];
    const length = Number(digits ?? 0);
    const record = Buffer.from(
      bytes.buffer,
      bytes.byteOffset + at,
      Math.min(length, bytes.length - at),
    ).toString();
    const equals = record.indexOf('=');
    if (digits === undefined || length < 5 || equals < 0) break;
    records.set(record.slice(digits.length + 1, equals), record.slice(equals + 1, -1));
    at += length;
  }
  return records;
}
