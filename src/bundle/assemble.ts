/** Makes a WebAssembly module out of a few functions, written instruction by instruction (WebAssembly 1.0, section 5). */

/** A signed number as LEB128. */
function leb(value: bigint | number): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    const byte = Number(rest & 0x7fn);
    const done = (rest >> 7n === 0n && (byte & 0x40) === 0) || (rest >> 7n === -1n && (byte & 0x40) !== 0);
    bytes.push(done ? byte : byte | 0x80);
    if (done) return bytes;
  }
}

/** An unsigned number as LEB128. */
const unsigned = (value: number): number[] =>
  value < 128 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];

export const i32 = 0x7f;
export const i64 = 0x7e;

/** Instructions, spelled as in the text format. */
export const wasm = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: [0x0b],
  br: (depth: number) => [0x0c, depth],
  brIf: (depth: number) => [0x0d, depth],
  ret: [0x0f],
  localGet: (index: number) => [0x20, index],
  localSet: (index: number) => [0x21, index],
  localTee: (index: number) => [0x22, index],
  i32Load: [0x28, 0, 0],
  i64Load: [0x29, 0, 0],
  i32Load8u: (offset: number) => [0x2d, 0, ...unsigned(offset)],
  i32Const: (value: number) => [0x41, ...leb(value | 0)],
  i64Const: (value: bigint) => [0x42, ...leb(BigInt.asIntN(64, value))],
  i32Eqz: [0x45],
  i32GeU: [0x4f],
  i32Add: [0x6a],
  i32Sub: [0x6b],
  i32Mul: [0x6c],
  i32And: [0x71],
  i32Or: [0x72],
  i32ShrU: [0x76],
  i64Popcnt: [0x7b],
  i64Add: [0x7c],
  i64Mul: [0x7e],
  i64And: [0x83],
  i64Or: [0x84],
  i64Xor: [0x85],
  i64ShrU: [0x88],
  i32WrapI64: [0xa7],
} as const;

export interface WasmFunction {
  name: string;
  /** All of type i32; it returns an i32. */
  parameters: number;
  /** Types of further locals. */
  locals: readonly number[];
  code: readonly (readonly number[])[];
}

/** @returns the bytes of a module that exports the functions and `memory`. */
export function assemble(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const list = (items: readonly number[][]) => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, items: readonly number[][]) => {
    const content = list(items);
    return [id, ...unsigned(content.length), ...content];
  };
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const type = ({ parameters }: WasmFunction) => [
    0x60,
    parameters,
    ...Array<number>(parameters).fill(i32),
    1,
    i32,
  ];
  const body = ({ locals, code }: WasmFunction) => {
    const bytes = [...list(locals.map((local) => [1, local])), ...code.flat(), ...wasm.end];
    return [...unsigned(bytes.length), ...bytes];
  };
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, functions.map(type)),
    ...section(
      3,
      functions.map((_, i) => [i]),
    ),
    ...section(5, [[0x00, ...unsigned(pages)]]),
    ...section(7, [[...name('memory'), 0x02, 0], ...functions.map((f, i) => [...name(f.name), 0x00, i])]),
    ...section(10, functions.map(body)),
  ]);
}
