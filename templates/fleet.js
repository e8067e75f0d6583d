// The page is complete without this script: it adds search, filters, sorting and copying.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const table = document.querySelector('table.hosts');
const body = table.tBodies[0];
const form = document.querySelector('.controls');
const search = form.querySelector('input');
const status = form.querySelector('[role=status]');
const none = document.querySelector('.no-match');
const pressed = (button) => button.getAttribute('aria-pressed') === 'true';

const numbers = (text) => text.split(' ').filter(Boolean);
const hosts = [...body.rows].map((row) => {
  const { v, f, k, d, p } = row.dataset;
  const findings = numbers(f).map((pair) => pair.split(':').map(Number));
  return { row, v, findings, kernel: numbers(k), driver: numbers(d), folder: numbers(p), shown: true };
});

/** Built at the first search: what a person reads in the row, and the names of its bundles. */
let texts;
function textsOf() {
  texts ??= hosts.map(({ row }) => `${row.textContent} ${row.dataset.b}`.toLowerCase());
  return texts;
}

const chosen = (name) => form.elements.namedItem(name)?.value ?? '';

function matcher() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hidden = new Set(all('.verdict-filter', form).flatMap((b) => (pressed(b) ? [] : b.dataset.verdict)));
  const [cause, severity] = [chosen('cause'), chosen('severity')];
  const lists = ['kernel', 'driver', 'folder']
    .map((name) => [name, chosen(name)])
    .filter(([, v]) => v !== '');
  const fits = ([of, rank]) =>
    (cause === '' || of === Number(cause)) && (severity === '' || rank <= Number(severity));
  const index = words.length > 0 ? textsOf() : [];
  return (host, at) =>
    !hidden.has(host.v) &&
    lists.every(([name, value]) => host[name].includes(value)) &&
    ((cause === '' && severity === '') || host.findings.some(fits)) &&
    words.every((word) => index[at].includes(word));
}

function filter() {
  const matches = matcher();
  let n = 0;
  for (const [at, host] of hosts.entries()) {
    const shown = matches(host, at);
    if (shown) n += 1;
    if (shown !== host.shown) {
      host.shown = shown;
      host.row.hidden = !shown;
    }
  }
  none.hidden = n > 0;
  const counts = { '{n}': grouped(n), '{all}': grouped(hosts.length) };
  status.textContent = status.dataset.pattern.replace(/\{\w+\}/g, (name) => counts[name]);
}

/** As everywhere in the page: thousands apart from five digits on. */
function grouped(n) {
  return n < 10_000 ? String(n) : n.toLocaleString('en');
}

let waiting;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 80);
});
form.addEventListener('change', filter);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => {
  for (const button of all('.verdict-filter', form)) button.setAttribute('aria-pressed', 'true');
  setTimeout(filter);
});
for (const button of all('.verdict-filter', form)) {
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(!pressed(button)));
    filter();
  });
}
for (const button of all('button.show')) {
  const select = form.elements.namedItem('cause');
  if (!select) continue;
  button.hidden = false;
  button.addEventListener('click', () => {
    form.reset();
    select.value = button.dataset.cause;
    filter();
    document.getElementById('hosts').scrollIntoView();
    select.focus({ preventScroll: true });
  });
}

const heads = all('thead th', table);
for (const [column, head] of heads.entries()) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener('click', () => sort(head, column));
}

const collator = new Intl.Collator('en', { numeric: true });

/** Numbers as numbers, all else as text; what is unknown (empty, -1) comes last either way. */
function sort(head, column) {
  const first = head.dataset.first ? 'descending' : 'ascending';
  const was = head.getAttribute('aria-sort');
  const order = was === null ? first : was === 'ascending' ? 'descending' : 'ascending';
  for (const other of heads) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', order);
  // The order of the fleet, worst first, is by falling weight: its number rises.
  const sign = (order === 'ascending' ? 1 : -1) * (head.dataset.first === 'rank' ? -1 : 1);
  const key = ({ row }) => {
    const cell = row.cells[column];
    return cell.dataset.s === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.s);
  };
  const keyed = hosts.map((host) => ({ row: host.row, key: key(host) }));
  const unknown = (k) => k === '' || k === -1;
  keyed.sort((a, b) =>
    unknown(a.key) || unknown(b.key)
      ? unknown(a.key) - unknown(b.key)
      : sign * (typeof a.key === 'string' ? collator.compare(a.key, b.key) : a.key - b.key),
  );
  body.append(...keyed.map(({ row }) => row));
}

/** A link into a closed part opens it. */
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest('details');
  if (fold && !fold.open) {
    fold.open = true;
    target.scrollIntoView();
  }
}
addEventListener('hashchange', reveal);
reveal();
form.hidden = false;
