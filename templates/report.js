// The page is complete without this script: it adds search, filters, copying and sorting.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const controls = document.querySelector('.controls');
const { copy, copied, expand, collapse } = controls.dataset;
controls.hidden = false;

for (const block of all('pre.commands')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = copy;
  button.addEventListener('click', async () => {
    await write(block.textContent.trim());
    button.textContent = copied;
    setTimeout(() => {
      button.textContent = copy;
    }, 2000);
  });
  block.after(button);
}

/** A page opened from a file has no clipboard API in every browser. */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

const search = controls.querySelector('input');
const none = document.querySelector('.no-match');
const hidden = new Set();

/** Rows and findings without the words, and findings of verdicts that are switched off, are hidden. */
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (item) => words.every((word) => item.textContent.toLowerCase().includes(word));
  let shown = 0;
  for (const item of all('.finding, table.searched tbody tr')) {
    item.hidden = hidden.has(item.dataset.verdict) || !matches(item);
    if (!item.hidden) shown += 1;
  }
  for (const section of all('section.searched')) {
    section.hidden = words.length > 0 && !section.querySelector('tbody tr:not([hidden])');
    if (words.length > 0 && !section.hidden) for (const fold of all('details', section)) fold.open = true;
  }
  none.hidden = shown > 0;
}
search.addEventListener('input', filter);

for (const button of all('button.verdict-filter', controls)) {
  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') === 'true';
    button.setAttribute('aria-pressed', String(!on));
    if (on) hidden.add(button.dataset.verdict);
    else hidden.delete(button.dataset.verdict);
    filter();
  });
}

const fold = controls.querySelector('button.fold');
fold.addEventListener('click', () => {
  const open = fold.textContent === expand;
  for (const details of all('main details')) details.open = open;
  fold.textContent = open ? collapse : expand;
});

/** A link into a closed part opens it. */
function reveal() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details'))
    fold.open = true;
  target.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();

for (const head of all('table.sorted thead th')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener('click', () => sort(head));
}

/** Numbers as numbers, with their thousands apart; all else as text. Empty cells last. */
function sort(head) {
  const table = head.closest('table');
  const column = [...head.parentElement.children].indexOf(head);
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of all('thead th', table)) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
  const value = (text) => (/^-?[\d,.]+$/.test(text) ? Number(text.replaceAll(',', '')) : text);
  const rows = all('tbody tr', table).map((row) => ({ row, key: value(key(row)) }));
  rows.sort((a, b) =>
    a.key === '' || b.key === ''
      ? (a.key === '') - (b.key === '')
      : compare(a.key, b.key) * (descending ? -1 : 1),
  );
  table.tBodies[0].append(...rows.map(({ row }) => row));
}

function compare(a, b) {
  return typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === 'number' ? -1 : 1;
}
