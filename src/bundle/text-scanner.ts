/**
 * The two loops that every byte of every log goes through, in WebAssembly: several times as fast as the same in
 * JavaScript. Memory: the table of the needles, then the text.
 */
import { assemble, i32, i64, wasm } from './assemble.ts';

const slotBits = 14;
const slots = 1 << slotBits;
const pageBytes = 65536;
/** Addresses of the tables, all by the hash of a word (four bytes) but the last, which is by that of eight bytes. */
const classesAt = 0;
const followersAt = slots;
const behindAt = 2 * slots;
const windowsAt = 3 * slots;
/** Address of the text. */
export const textAt = 4 * slots;
/** A text longer than this is scanned in parts. */
export const maxText = 1024 * 1024;
/** The class of words whose follower is not known. */
const anyFollower = 128;
/** In the table of distances: the needle is too short for a window. */
const noWindow = 16;
const wordMultiplier = 0x9e3779b1;
const windowMultiplier = 0x9e3779b97f4a7c15n;

const { block, loop, end, br, brIf, ret, localGet, localSet, localTee } = wasm;
const hashOfWord = [
  wasm.i32Load,
  wasm.i32Const(wordMultiplier),
  wasm.i32Mul,
  wasm.i32Const(32 - slotBits),
  wasm.i32ShrU,
];

/**
 * candidate(at, to): address of the first word from `at` on at which a needle may be, -1 when there is none before
 * `to`; both are multiples of four. Three sieves, the first the fastest, since every word goes through it:
 * - classes[word] and followers[the next word] have a bit in common: some needle of this class holds one of the words,
 *   some needle of this class holds the other one four bytes later;
 * - behind[word] has bit n set: a needle holds the word n bytes behind the beginning of its window (eight bytes);
 * - windows[...] knows those eight bytes of the text.
 */
const candidate = {
  name: 'candidate',
  parameters: 2,
  // slot, class of the word before, told, n
  locals: [i32, i32, i32, i32],
  code: [
    block,
    loop,
    ...[localGet(0), localGet(1), wasm.i32GeU, brIf(1)],
    ...[localGet(0), ...hashOfWord, localTee(2), wasm.i32Load8u(followersAt)],
    ...[wasm.i32Const(anyFollower), wasm.i32Or, localGet(3), wasm.i32And],
    ...[localGet(2), wasm.i32Load8u(classesAt), localSet(3)],
    ...[localGet(0), wasm.i32Const(4), wasm.i32Add, localSet(0)],
    ...[wasm.i32Eqz, brIf(0)],
    // The word before, eight bytes back by now. n = -1; do
    ...[localGet(0), wasm.i32Const(8), wasm.i32Sub, ...hashOfWord, wasm.i32Load8u(behindAt), localSet(4)],
    ...[wasm.i32Const(-1), localSet(5)],
    block,
    ...[localGet(4), wasm.i32Const(noWindow), wasm.i32GeU, brIf(0)],
    loop,
    // no further bit: go on with the next word
    ...[
      localGet(4),
      localGet(5),
      wasm.i32Const(1),
      wasm.i32Add,
      localTee(5),
      wasm.i32ShrU,
      wasm.i32Eqz,
      brIf(2),
    ],
    // bit n is not set, or the eight bytes are in no window: try the next bit
    ...[localGet(4), localGet(5), wasm.i32ShrU, wasm.i32Const(1), wasm.i32And, wasm.i32Eqz, brIf(0)],
    ...[localGet(0), localGet(5), wasm.i32Sub, wasm.i32Const(8), wasm.i32Sub, wasm.i64Load],
    ...[wasm.i64Const(windowMultiplier), wasm.i64Mul, wasm.i64Const(BigInt(64 - slotBits)), wasm.i64ShrU],
    ...[wasm.i32WrapI64, wasm.i32Load8u(windowsAt), wasm.i32Eqz, brIf(0)],
    end,
    end,
    ...[localGet(0), wasm.i32Const(8), wasm.i32Sub, ret],
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

const slotOf = (word: number) => Math.imul(word, wordMultiplier) >>> (32 - slotBits);

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
  readonly #memory: Uint8Array;
  readonly #view: DataView;

  constructor() {
    module ??= new WebAssembly.Module(code);
    this.#exports = new WebAssembly.Instance(module).exports;
    this.#memory = new Uint8Array(this.#exports.memory.buffer);
    this.#view = new DataView(this.#exports.memory.buffer);
  }

  /** The text as it was loaded, by address. */
  get memory(): Uint8Array {
    return this.#memory;
  }

  /**
   * A word of a needle, `behind` bytes behind the beginning of the needle's window, and the word that follows it there.
   * @param kind 0 to 6: needles of one kind are told from those of another.
   */
  addWord(word: number, kind: number, follower: number | undefined, behind: number | undefined): void {
    this.#set(classesAt + slotOf(word), follower === undefined ? anyFollower : 1 << kind);
    if (follower !== undefined) this.#set(followersAt + slotOf(follower), 1 << kind);
    this.#set(behindAt + slotOf(word), behind === undefined ? noWindow : 1 << behind);
  }

  /** Eight bytes of a needle that must stand around its words. */
  addWindow(needle: Uint8Array, at: number): void {
    const window = new DataView(needle.buffer, needle.byteOffset).getBigUint64(at, true);
    const slot = BigInt.asUintN(64, window * windowMultiplier) >> BigInt(64 - slotBits);
    this.#set(windowsAt + Number(slot), 1);
  }

  #set(address: number, bit: number): void {
    this.#memory[address] = (this.#memory[address] ?? 0) | bit;
  }

  /** The word at an address. */
  word(address: number): number {
    return this.#view.getInt32(address, true);
  }

  /** Takes a text of at most `maxText` bytes. @returns the address of its end. */
  load(text: Uint8Array): number {
    this.#memory.set(text, textAt);
    // The last word, and the one behind it, may reach beyond the end.
    this.#memory.fill(0, textAt + text.length, textAt + text.length + 16);
    return textAt + text.length;
  }

  /** Address of a word at which a needle may be, -1 when there is none. Begins at the next multiple of four. */
  candidate(at: number, to: number): number {
    return this.#exports.candidate((at + 3) & ~3, ((to + 3) & ~3) + 4);
  }

  /** The number of line ends between two addresses. */
  lineEnds(from: number, to: number): number {
    const [first, last] = [Math.min(to, (from + 7) & ~7), to & ~7];
    let lines = first < last ? this.#exports.lineEnds(first, last) : 0;
    for (let at = from; at < first; at++) if (this.#memory[at] === 10) lines += 1;
    for (let at = Math.max(first, last); at < to; at++) if (this.#memory[at] === 10) lines += 1;
    return lines;
  }
}
