/**
 * The two loops that every byte of every log goes through, in WebAssembly: several times as fast as the same in
 * JavaScript. Memory: the table of the needles, then the text.
 */
import { assemble, i32, i64, wasm } from './assemble.ts';

const tableBits = 15;
/** Address of the text. */
export const textAt = 1 << tableBits;
const pageBytes = 65536;
/** A text longer than this is scanned in parts. */
export const maxText = 1024 * 1024;
const multiplier = 0x9e3779b1;

/** Where the table tells about three bytes, the first one lowest. */
export const slotOf = (triple: number) => Math.imul(triple, multiplier) >>> (32 - tableBits);

const { block, loop, end, br, brIf, localGet, localSet, localTee } = wasm;

/**
 * candidate(at, to): address of the first word from `at` on for which the table says that a needle may be there, -1
 * when there is none before `to`. Both are multiples of four.
 */
const candidate = {
  name: 'candidate',
  parameters: 2,
  locals: [i32],
  code: [
    block,
    loop,
    // at >= to: none
    ...[localGet(0), localGet(1), wasm.i32GeU, brIf(1)],
    // word = memory[at]; table[hash(its first three bytes)] >> (its fourth byte & 7) & 1
    ...[localGet(0), wasm.i32Load, localTee(2), wasm.i32Const(0xffffff), wasm.i32And],
    ...[wasm.i32Const(multiplier), wasm.i32Mul, wasm.i32Const(32 - tableBits), wasm.i32ShrU, wasm.i32Load8u],
    ...[localGet(2), wasm.i32Const(24), wasm.i32ShrU, wasm.i32Const(7), wasm.i32And, wasm.i32ShrU],
    ...[wasm.i32Const(1), wasm.i32And],
    // at += 4, before the decision, so that the loop has one branch
    ...[localGet(0), wasm.i32Const(4), wasm.i32Add, localSet(0)],
    ...[wasm.i32Const(0), wasm.i32Eq, brIf(0)],
    ...[localGet(0), wasm.i32Const(-4), wasm.i32Add, [0x0f]],
    end,
    end,
    wasm.i32Const(-1),
  ],
};

/**
 * lineEnds(at, to): the number of LF in [at, to), eight at a time; both are multiples of eight. A byte of x is zero,
 * that is a line end, where neither its low seven bits nor its top bit carry anything.
 */
const lineEnds = {
  name: 'lineEnds',
  parameters: 2,
  locals: [i64, i64],
  code: [
    block,
    loop,
    ...[localGet(0), localGet(1), wasm.i32GeU, brIf(1)],
    // x = memory[at] ^ 0x0a0a...; z = (x & 0x7f7f...) + 0x7f7f... | x | 0x7f7f...: 0x7f where x is zero, else 0xff
    ...[localGet(0), wasm.i64Load, wasm.i64Const(0x0a0a0a0a0a0a0a0an), wasm.i64Xor, localTee(2)],
    ...[wasm.i64Const(0x7f7f7f7f7f7f7f7fn), wasm.i64And, wasm.i64Const(0x7f7f7f7f7f7f7f7fn), wasm.i64Add],
    ...[localGet(2), wasm.i64Or, wasm.i64Const(0x7f7f7f7f7f7f7f7fn), wasm.i64Or],
    // the bits that are not set
    ...[wasm.i64Const(-1n), wasm.i64Xor, wasm.i64Popcnt, localGet(3), wasm.i64Add, localSet(3)],
    ...[localGet(0), wasm.i32Const(8), wasm.i32Add, localSet(0), br(0)],
    end,
    end,
    localGet(3),
    wasm.i32WrapI64,
  ],
};

const code = assemble([candidate, lineEnds], (textAt + maxText + pageBytes) / pageBytes);
let module: object | undefined;

interface Exports {
  memory: { buffer: ArrayBuffer };
  candidate(at: number, to: number): number;
  lineEnds(at: number, to: number): number;
}

/** As far as we use it: the types of Node leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Exports };
};

export class TextScanner {
  readonly #exports: Exports;
  /** The table at 0, the text at `textAt`. */
  readonly memory: Uint8Array;

  constructor() {
    module ??= new WebAssembly.Module(code);
    this.#exports = new WebAssembly.Instance(module).exports;
    this.memory = new Uint8Array(this.#exports.memory.buffer);
  }

  /** Takes a text of at most `maxText` bytes. @returns the address of its end. */
  load(text: Uint8Array): number {
    this.memory.set(text, textAt);
    // The last word may reach beyond the end.
    this.memory.fill(0, textAt + text.length, textAt + text.length + 8);
    return textAt + text.length;
  }

  /** Address of a word at which a needle may be, -1 when there is none. Begins at the next multiple of four. */
  candidate(at: number, to: number): number {
    return this.#exports.candidate((at + 3) & ~3, (to + 3) & ~3);
  }

  /** The number of line ends between two addresses. */
  lineEnds(from: number, to: number): number {
    const [first, last] = [Math.min(to, (from + 7) & ~7), to & ~7];
    let lines = first < last ? this.#exports.lineEnds(first, last) : 0;
    for (let at = from; at < first; at++) if (this.memory[at] === 10) lines += 1;
    for (let at = Math.max(first, last); at < to; at++) if (this.memory[at] === 10) lines += 1;
    return lines;
  }
}
