/** How wide a text stands on a terminal: CJK and full-width characters take two columns (UAX #11, East Asian Width). */

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
const combining = /\p{M}/u;

export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** The text in one line of so many columns; what does not fit is replaced by an ellipsis. */
export function clip(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let [clipped, columns] = ['', 1];
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > width) break;
    clipped += character;
  }
  return `${clipped.trimEnd()}…`;
}

/** A line may end at a space or beside a wide character; no mark that closes begins a line, none that opens ends it. */
function mayBreak(text: string, at: number): boolean {
  const [before = '', after = ''] = [text[at - 1], text[at]];
  if (after === ' ') return true;
  return (
    (wide.test(before) || wide.test(after)) &&
    !/[，。、；：！？）》」”’…,.;:!?)]/.test(after) &&
    !/[（《「“‘(]/.test(before)
  );
}

/** Lines of at most so many columns, broken between words where possible. The last of `most` lines is clipped. */
export function wrap(text: string, width: number, most = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (columnsOf(rest) > width && lines.length < most - 1) {
    const fitting = clip(rest, width + 1).slice(0, -1);
    let end = fitting.length;
    while (end > fitting.length / 3 && !mayBreak(rest, end)) end -= 1;
    if (end <= fitting.length / 3) end = fitting.length || 1;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, clip(rest, width)];
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columnsOf(text)));
}
