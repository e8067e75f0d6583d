// @ts-nocheck: what runs inside the page; see test/report/in-page.mjs.

/** The names of the hosts that the table shows, in its order. */
export function names() {
  return [...document.querySelectorAll('table.hosts tbody tr:not([hidden])')].map(
    (row) => row.querySelector('.id a, .id span span').firstChild.textContent,
  );
}

/** The text of one column as it stands now. */
export function column(n) {
  return [...document.querySelectorAll('table.hosts tbody tr:not([hidden])')].map((row) =>
    row.cells[n].innerText.trim(),
  );
}

/** Chooses an option by the beginning of its text. */
export function choose(filter, text) {
  const select = document.querySelector(`select[name=${filter}]`);
  const option = [...select.options].find((one) => one.textContent.startsWith(text));
  select.value = option.value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Types into the search field, and answers when the table follows. */
export async function searchFor(text) {
  const input = document.querySelector('input[type=search]');
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await new Promise((resolve) => setTimeout(resolve, 150));
}

export function status() {
  return document.querySelector('[role=status]').textContent;
}

/** Where the links to reports lead. */
export function links() {
  return [...document.querySelectorAll('main a:not([href^="#"])')].map((link) => link.getAttribute('href'));
}
