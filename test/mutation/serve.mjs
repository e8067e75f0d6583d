import { mutation } from './switch.mjs';
import { tests } from './vitest.mjs';

/** @typedef {import('./vitest.mjs').Body} Body */
/** What runs the tests says about them. `atLoad`: mutants that need a process of their own, in force when it starts.
 * @typedef {{ passes: boolean, atLoad: number[] }} Ready */

/**
 * Tells whether the tests pass, then answers, for every mutant that is asked for, whether those that reach its place
 * still do: the quickest first, since most mutants are dead before the slow ones.
 */
export async function serve() {
  const atLoad = [...mutation.reached];
  /** @type {{ body: Body, reached: Set<number>, took: number }[]} */
  const surveyed = [];
  let passes = true;
  for (const body of tests) {
    mutation.reached = new Set();
    const before = performance.now();
    passes &&= await passesAll([body]);
    surveyed.push({ body, reached: mutation.reached, took: performance.now() - before });
  }
  surveyed.sort((a, b) => a.took - b.took);
  process.on('message', async (message) => {
    mutation.inForce = Number(message);
    const about = surveyed.filter(({ reached }) => mutation.inForce === -1 || reached.has(mutation.inForce));
    process.send?.(await passesAll(about.map(({ body }) => body)));
  });
  process.send?.({ passes, atLoad });
}

/** Tests that skip themselves do nothing. @param {readonly Body[]} bodies */
async function passesAll(bodies) {
  try {
    for (const body of bodies) await body({ skip() {} });
    return true;
  } catch {
    return false;
  }
}
