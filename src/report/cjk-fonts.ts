import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Family under which the faces below stand; it comes first, because its ranges leave all other characters alone. */
const family = 'dropcause CJK';

/**
 * Each holds its font in about a hundred slices, with the characters that each slice draws. The Chinese one has kana
 * too, and names Hangul in its ranges without drawing it.
 */
const packages = [
  { name: '@fontsource-variable/noto-sans-kr', draws: /\p{Script=Hangul}/u },
  { name: '@fontsource-variable/noto-sans-sc', draws: /\P{Script=Hangul}/u },
];

const cjk = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\uff00-\uffef]/u;

/**
 * A stylesheet with the faces that draw the Chinese, Japanese and Korean characters of a text, as data: URLs: a PDF
 * must be legible although the machine that prints it has no such font. Empty when the text has none, or when the
 * optional font packages are not installed.
 */
export async function cjkFaces(text: string): Promise<string> {
  const characters = [...new Set(text)].filter((character) => cjk.test(character));
  const faces: string[] = [];
  for (const { name, draws } of packages) {
    const drawn = characters.filter((character) => draws.test(character));
    if (drawn.length > 0) faces.push(...(await facesOf(name, drawn)));
  }
  if (faces.length === 0) return '';
  const stack = (fallback: string) => `"${family}", "DejaVu ${fallback}"`;
  // Each weight of a variable font is drawn on its own in a PDF: two are enough.
  return `${faces.join('\n')}\n:root { --semibold: 700; --sans: ${stack('Sans')}, sans-serif; --mono: ${stack('Sans Mono')}, monospace; }`;
}

async function facesOf(name: string, characters: readonly string[]): Promise<string[]> {
  const index = indexOf(name);
  if (index === undefined) return [];
  const faces: string[] = [];
  for (const block of (await readFile(index, 'utf8')).split('@font-face').slice(1)) {
    const url = /url\(([^)]+)\)/.exec(block)?.[1];
    const drawn = /unicode-range:([^;]+);/.exec(block)?.[1];
    const used = characters.filter((character) => drawn !== undefined && inRange(character, drawn));
    if (url === undefined || used.length === 0) continue;
    const bytes = await readFile(join(dirname(index), url));
    const points = used.map((character) => `U+${character.codePointAt(0)?.toString(16)}`).join(',');
    faces.push(
      `@font-face { font-family: "${family}"; font-weight: 100 900; unicode-range: ${points}; ` +
        `src: url(data:font/woff2;base64,${bytes.toString('base64')}) format("woff2"); }`,
    );
  }
  return faces;
}

function indexOf(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${name}/index.css`);
  } catch {
    return undefined;
  }
}

/** `ranges` as CSS writes them: 'U+4e00-4e5f,U+5000'. */
function inRange(character: string, ranges: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return ranges.split(',').some((range) => {
    const [first, last] = range.trim().replace(/^U\+/i, '').split('-');
    const from = Number.parseInt(first ?? '', 16);
    return point >= from && point <= (last === undefined ? from : Number.parseInt(last, 16));
  });
}
