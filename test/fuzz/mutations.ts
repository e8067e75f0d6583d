/** Changes to inputs, as data: fast-check makes them, and takes away what a failure does not need. */
import fc from 'fast-check';

/** Words that mean something to a parser, a terminal, a page or a spreadsheet. */
const words = [
  ...['0', '-1', '4294967296', '18446744073709551616', '9'.repeat(400), '1e309', 'NaN', '0x', '010', '٣'],
  ...['', ' ', '\t', '\r', '\0', ':', '{', '}', '[', '"', "'", '\\', '=', '#', '(', '*', '-', '--', '%', '|'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'eth0', 'lo', 'kernel:', 'drop', 'inf'],
  ...['<zoo-element onclick=x>', '{{constructor}}', 'javascript:alert(1)', '=cmd|x', '`x`', '[a](b:c)'],
  ...[
    '\u001b[31m',
    '\u009b31m',
    '\u202e',
    '\ud800',
    '\u2028',
    '\ufeff',
    'a'.repeat(70_000),
    'a '.repeat(3000),
  ],
];
const word = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...words) }, fc.string({ maxLength: 40 }));
const place = fc.nat(1_000_000);

export const textChange = fc.oneof(
  fc.record({ op: fc.constantFrom('word' as const, 'insert' as const), line: place, at: place, word }),
  fc.record({ op: fc.constantFrom('drop' as const, 'twice' as const, 'cut' as const), line: place }),
  fc.record({ op: fc.constantFrom('swap' as const, 'copy' as const), line: place, at: place }),
  fc.record({ op: fc.constant('many' as const), line: place, at: fc.nat(300) }),
);
export type TextChange = typeof textChange extends fc.Arbitrary<infer T> ? T : never;

/** Lines and words as the kernel's tables have them. */
export function changeText(text: string, changes: readonly TextChange[]): string {
  const lines = text.split('\n');
  for (const change of changes) changeLines(lines, change);
  return lines.join('\n');
}

function changeLines(lines: string[], change: TextChange): void {
  const at = lines.length === 0 ? 0 : change.line % lines.length;
  const line = lines[at] ?? '';
  switch (change.op) {
    case 'word':
    case 'insert': {
      const parts = line.split(/(\s+|[:=,()[\]{}"/])/);
      parts.splice(change.at % parts.length, change.op === 'word' ? 1 : 0, change.word);
      lines[at] = parts.join('');
      return;
    }
    case 'drop':
      lines.splice(at, 1);
      return;
    case 'twice':
      lines.splice(at, 0, line);
      return;
    case 'cut':
      lines.length = at;
      lines.push(line.slice(0, line.length >> 1));
      return;
    case 'swap':
    case 'copy': {
      const other = change.at % Math.max(1, lines.length);
      if (change.op === 'swap') lines[at] = lines[other] ?? '';
      lines[other] = line;
      return;
    }
    case 'many':
      lines.splice(at, 0, ...Array.from({ length: change.at }, () => line));
      return;
  }
}

export const byteChange = fc.oneof(
  fc.record({ op: fc.constant('set' as const), at: place, byte: fc.nat(255) }),
  fc.record({ op: fc.constant('cut' as const), at: place }),
  fc.record({ op: fc.constant('drop' as const), at: place }),
  fc.record({ op: fc.constant('copy' as const), at: place, from: place, length: fc.nat(2000) }),
);
export type ByteChange = typeof byteChange extends fc.Arbitrary<infer T> ? T : never;

/** Bytes of a container, whose inner form the text changes do not know. */
export function changeBytes(original: Uint8Array, changes: readonly ByteChange[]): Uint8Array {
  let bytes = Uint8Array.from(original);
  for (const change of changes) {
    const at = change.at % Math.max(1, bytes.length);
    if (change.op === 'set') bytes[at] = change.byte;
    else if (change.op === 'cut') bytes = bytes.slice(0, at);
    else if (change.op === 'drop')
      bytes = Uint8Array.from(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
    else {
      const from = change.from % Math.max(1, bytes.length);
      bytes = Uint8Array.from(
        Buffer.concat([
          bytes.subarray(0, at),
          bytes.subarray(from, from + change.length),
          bytes.subarray(at),
        ]),
      );
    }
  }
  return bytes;
}
