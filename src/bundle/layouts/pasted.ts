/** What mails and forums make of a terminal's text: every line quoted with '>', or moved to the right. */

const LF = 10;
/** So much of a text tells how all of it was pasted. */
const headBytes = 4096;

/** The text as it stood in the terminal. The numbers of its lines stay. */
export function plainText(bytes: Uint8Array): Uint8Array {
  const mark = markOf(bytes.subarray(0, headBytes));
  if (mark === undefined) return bytes;
  const text = new TextDecoder().decode(bytes);
  return new TextEncoder().encode(text.replaceAll(mark, ''));
}

/** What every line of the head begins with. */
function markOf(head: Uint8Array): RegExp | undefined {
  const lastEnd = head.lastIndexOf(LF);
  const whole = head.length < headBytes || lastEnd < 0 ? head : head.subarray(0, lastEnd);
  const lines = new TextDecoder()
    .decode(whole)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const quoted = lines.length > 0 && lines.every((line) => line.startsWith('>'));
  const inner = quoted ? lines.map((line) => line.replace(/^> ?/, '')) : lines;
  const indent = Math.min(...inner.filter((line) => line.trim() !== '').map(indentOf));
  const blanks = Number.isFinite(indent) && indent > 0 ? ` {0,${indent}}` : '';
  return quoted || blanks !== '' ? new RegExp(`^${quoted ? '> ?' : ''}${blanks}`, 'gm') : undefined;
}

/** Blanks only: a tab at the beginning is of the text itself. */
const indentOf = (line: string) => line.length - line.replace(/^ +/, '').length;
