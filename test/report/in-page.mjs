// @ts-nocheck: what runs inside the page; the project's types know no DOM, because the program must not use it.

/** How many elements of that selector can be seen. */
export function shown(selector) {
  return [...document.querySelectorAll(selector)].filter((item) => item.checkVisibility()).length;
}

export function unfold() {
  for (const details of document.querySelectorAll('details')) details.open = true;
}

/** Types into the search field as a person would at once. */
export function searchFor(text) {
  const input = document.querySelector('input[type=search]');
  input.value = text;
  input.dispatchEvent(new Event('input'));
}

export function findingsShown() {
  return [...document.querySelectorAll('.finding:not([hidden])')].map((item) => item.id);
}

/** The numbers of one column of a table, as they stand now. */
export function column(table, n) {
  const cells = [...document.querySelectorAll(`${table} tbody td:nth-child(${n})`)];
  return cells.map((cell) => Number(cell.textContent.replace(/\D/g, '')));
}

/** Takes the place of the clipboard, which a page without a user has not. */
export function catchClipboard() {
  const writeText = async (text) => {
    document.body.dataset.clip = text;
  };
  Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
}

export function clipboard() {
  return document.body.dataset.clip;
}

/** What inline styles are for: a breach of the policy. */
export function breakPolicy() {
  document.body.setAttribute('style', 'color: red');
}

/** Links into the page: the element that each points at, and the part that holds it. */
export function targets(selector) {
  return [...document.querySelectorAll(selector)].map((link) => {
    const target = document.querySelector(link.getAttribute('href'));
    return target && { tag: target.tagName, evidence: target.closest('.evidence') !== null };
  });
}

export function text() {
  return document.body.textContent;
}

/** Which elements there are, and which attributes on them; of script and style also the length. */
export function markup() {
  const all = [...document.querySelectorAll('*')];
  const names = all.flatMap((item) => [
    item.tagName,
    ...item.getAttributeNames().map((name) => `${item.tagName} ${name}`),
  ]);
  const code = [...document.querySelectorAll('script, style')].map(
    (item) => `${item.tagName} of ${item.textContent.length}`,
  );
  return [...new Set([...names, ...code])].sort();
}

/** What sticks out of the page, or out of a part that cannot be scrolled. */
export function outside() {
  const sticking = [...document.querySelectorAll('main *, header *, footer *')].filter((item) => {
    if (!item.checkVisibility() || item.closest('.scroll, .hidden, svg')) return false;
    const box = item.getBoundingClientRect();
    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
  });
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
  return [
    ...wide,
    ...sticking.map((item) => `${item.tagName}.${item.className} ${item.textContent.slice(0, 40)}`),
  ];
}

/** Words in the picture of the packet's path that lie upon each other or leave the picture. */
export function overlapping() {
  const frame = document.querySelector('.path svg').getBoundingClientRect();
  const words = [...document.querySelectorAll('.path text')]
    .map((item) => ({ text: item.textContent, box: item.getBoundingClientRect() }))
    .filter(({ text }) => text !== '');
  if (words.length < 20) return ['no picture'];
  const left = words
    .filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1)
    .map(({ text }) => `${text} leaves the picture`);
  const touching = words.flatMap((a, i) =>
    words.slice(i + 1).flatMap((b) => {
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      return across > 1 && down > Math.min(a.box.height, b.box.height) / 3 ? [`${a.text} on ${b.text}`] : [];
    }),
  );
  return [...left, ...touching];
}

/** What axe-core, which must be there, finds wrong: one line for each rule. */
export async function violations() {
  const { violations } = await globalThis.axe.run(document);
  return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 4).map((node) => node.target)].join(' '));
}
