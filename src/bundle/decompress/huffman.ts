import type { BitReader } from './bit-reader.ts';
import { CorruptData } from './corrupt-data.ts';

/** A canonical code: by length, the last code of that length, what to subtract from it, and the symbols in order. */
export interface HuffmanTable {
  shortest: number;
  limit: Int32Array;
  base: Int32Array;
  symbols: Uint16Array;
}

const longest = 20;

export function huffmanTable(lengths: Uint8Array): HuffmanTable {
  const symbols = Uint16Array.from(lengths.keys()).sort(
    (a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b,
  );
  const limit = new Int32Array(longest + 1).fill(-1);
  const base = new Int32Array(longest + 1);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= longest; length++) {
    base[length] = index - code;
    while (index < symbols.length && lengths[symbols[index] as number] === length) {
      index += 1;
      code += 1;
    }
    limit[length] = code - 1;
    code <<= 1;
  }
  return { shortest: Math.min(...lengths), limit, base, symbols };
}

export function readSymbol(table: HuffmanTable, bits: BitReader): number {
  let length = table.shortest;
  let code = bits.read(length);
  while (code > (table.limit[length] as number)) {
    length += 1;
    if (length > longest) throw new CorruptData('bad code', false);
    code = (code << 1) | bits.read(1);
  }
  return table.symbols[code + (table.base[length] as number)] ?? 0;
}
