// @ts-nocheck: what runs inside the page; the project's types know no DOM.

/** Answers when the next frame has been painted. */
export function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Milliseconds from a keystroke until the table follows, without the wait for another one (80 ms). */
export function typed(text) {
  const input = document.querySelector('input[type=search]');
  const status = document.querySelector('[role=status]');
  const before = status.textContent;
  input.value = text;
  const started = performance.now();
  input.dispatchEvent(new Event('input'));
  return new Promise((resolve) => {
    const done = () => resolve(performance.now() - started - 80);
    const look = () =>
      status.textContent === before ? setTimeout(look) : requestAnimationFrame(() => setTimeout(done));
    look();
  });
}

/** Milliseconds of a filter and of a sort, each until it is painted. */
export async function chosen() {
  const timed = async (act) => {
    const started = performance.now();
    act();
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - started;
  };
  document.querySelector('button[type=reset]').click();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const select = document.querySelector('select[name=driver]');
  select.selectedIndex = 1;
  const filter = await timed(() => select.dispatchEvent(new Event('change', { bubbles: true })));
  const sort = await timed(() => document.querySelector('table.hosts th button').click());
  return { filter, sort };
}
