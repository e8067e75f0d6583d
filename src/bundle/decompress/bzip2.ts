/**
 * bzip2 in JavaScript, block by block: for hosts without the program. A stream is "BZh", the block size in units of
 * 100,000 bytes, blocks, and an end mark; another stream may follow. The format has no standard; the description is
 * https://en.wikipedia.org/wiki/Bzip2#File_format, and the program's own source.
 */
import type { Bytes } from '../entry.ts';
import { BitReader } from './bit-reader.ts';
import { CorruptData } from './corrupt-data.ts';
import { huffmanTable, readSymbol } from './huffman.ts';

/** Compressed, no block is larger than this. */
const maxBlock = 1_200_000;
const blockMark = [0x314159, 0x265359] as const;
const endMark = [0x177245, 0x385090] as const;
/** Symbols under one Huffman table before the next selector. */
const groupSize = 50;
const pieceBytes = 256 * 1024;

export async function* bunzip2(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const bits = new BitReader(bytes);
  try {
    await bits.fill(maxBlock);
    for (let first = true; first || bits.more; first = false) yield* stream(bits);
  } finally {
    await bits.close();
  }
}

async function* stream(bits: BitReader): AsyncGenerator<Uint8Array> {
  if (bits.read(24) !== 0x425a68)
    throw new CorruptData('no bzip2 data where another stream should begin', false);
  const level = bits.read(8) - 0x30;
  if (level < 1 || level > 9) throw new CorruptData('bad block size', false);
  for (;;) {
    await bits.fill(maxBlock);
    const mark = [bits.read(24), bits.read(24)];
    const crc = [bits.read(16), bits.read(16)];
    if (mark[0] === endMark[0] && mark[1] === endMark[1]) break;
    if (mark[0] !== blockMark[0] || mark[1] !== blockMark[1]) throw new CorruptData('bad block mark', false);
    yield* block(bits, level * 100_000, (((crc[0] ?? 0) << 16) | (crc[1] ?? 0)) >>> 0);
  }
  bits.align();
  await bits.fill(maxBlock);
}

function* block(bits: BitReader, size: number, crc: number): Generator<Uint8Array> {
  if (bits.read(1) === 1) throw new CorruptData('randomised block, of bzip2 before 0.9.5', false);
  const origin = bits.read(24);
  const symbols = usedBytes(bits);
  const { tables, selectors } = codes(bits, symbols.length + 2);
  const { sorted, length } = moveToFront(bits, symbols, tables, selectors, size);
  if (origin >= length) throw new CorruptData('bad origin of a block', false);
  yield* runs(backward(sorted, length), sorted, origin, length, crc);
}

/** Which byte values occur: a map of 16 ranges, then a map for each range that is used. */
function usedBytes(bits: BitReader): number[] {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const map = bits.read(16);
    for (let i = 0; i < 16; i++) if (map & (0x8000 >> i)) used.push(range * 16 + i);
  }
  return used;
}

function codes(bits: BitReader, alphabet: number) {
  const groups = bits.read(3);
  const count = bits.read(15);
  if (groups < 2 || groups > 6 || count === 0 || alphabet < 3)
    throw new CorruptData('bad code tables', false);
  const order = [0, 1, 2, 3, 4, 5].slice(0, groups);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.read(1) === 1) place += 1;
    const [chosen] = order.splice(place, 1);
    if (chosen === undefined) throw new CorruptData('bad selector', false);
    order.unshift(chosen);
    selectors[i] = chosen;
  }
  const tables = Array.from({ length: groups }, () => huffmanTable(codeLengths(bits, alphabet)));
  return { tables, selectors };
}

/** Each length is told by its difference to the one before: 0 done, 10 one more, 11 one less. */
function codeLengths(bits: BitReader, alphabet: number): Uint8Array {
  const lengths = new Uint8Array(alphabet);
  let length = bits.read(5);
  for (let symbol = 0; symbol < alphabet; symbol++) {
    while (bits.read(1) === 1) length += bits.read(1) === 0 ? 1 : -1;
    if (length < 1 || length > 20) throw new CorruptData('bad code length', false);
    lengths[symbol] = length;
  }
  return lengths;
}

/** Undoes Huffman's codes, runs of the first symbol (two digits, in bijective base 2) and move-to-front. */
function moveToFront(
  bits: BitReader,
  symbols: readonly number[],
  tables: readonly ReturnType<typeof huffmanTable>[],
  selectors: Uint8Array,
  size: number,
): { sorted: Uint8Array; length: number } {
  const front = Uint8Array.from(symbols);
  const sorted = new Uint8Array(size);
  const end = symbols.length + 1;
  let length = 0;
  let run = 0;
  let digit = 1;
  for (let decoded = 0; ; decoded++) {
    const table = tables[selectors[Math.floor(decoded / groupSize)] ?? tables.length];
    if (!table) throw new CorruptData('more symbols than selectors', false);
    const symbol = readSymbol(table, bits);
    if (symbol < 2) {
      run += digit << symbol;
      digit <<= 1;
      if (run > size) throw new CorruptData('block too long', false);
      continue;
    }
    if (length + run + (symbol === end ? 0 : 1) > size) throw new CorruptData('block too long', false);
    sorted.fill(front[0] ?? 0, length, length + run);
    length += run;
    run = 0;
    digit = 1;
    if (symbol === end) return { sorted, length };
    const value = front[symbol - 1] ?? 0;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = value;
    sorted[length++] = value;
  }
}

/** For each place of the sorted rotations, the place of the rotation that begins one byte later. */
function backward(sorted: Uint8Array, length: number): Uint32Array {
  const starts = new Uint32Array(256);
  for (let i = 0; i < length; i++) starts[sorted[i] as number] = (starts[sorted[i] as number] as number) + 1;
  let sum = 0;
  for (let value = 0; value < 256; value++) {
    const count = starts[value] as number;
    starts[value] = sum;
    sum += count;
  }
  const next = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const value = sorted[i] as number;
    const place = starts[value] as number;
    next[place] = i;
    starts[value] = place + 1;
  }
  return next;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** Walks the rotations and undoes the first step: four equal bytes, then a count of further ones. */
function* runs(
  next: Uint32Array,
  sorted: Uint8Array,
  origin: number,
  length: number,
  expected: number,
): Generator<Uint8Array> {
  let crc = 0xffffffff;
  let out = new Uint8Array(pieceBytes);
  let filled = 0;
  let place = next[origin] as number;
  let last = -1;
  let equal = 0;
  for (let i = 0; i < length; i++) {
    const byte = sorted[place] as number;
    place = next[place] as number;
    let times = 1;
    if (equal === 4) {
      times = byte;
      equal = 0;
    } else {
      equal = byte === last ? equal + 1 : 1;
      last = byte;
    }
    if (filled + times > pieceBytes) {
      yield out.subarray(0, filled);
      out = new Uint8Array(pieceBytes);
      filled = 0;
    }
    for (; times > 0; times--) {
      out[filled++] = last;
      crc = (crc << 8) ^ (crcTable[(crc >>> 24) ^ last] as number);
    }
  }
  yield out.subarray(0, filled);
  if (~crc >>> 0 !== expected) throw new CorruptData('checksum of a block does not fit', false);
}
