/** Files of one word beside the causes that serve one cause alone: they are checked with it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../src/causes/', import.meta.url));

/** By helper: the causes and helpers that import it. @type {Map<string, Set<string>>} */
const importers = new Map();
for (const name of readdirSync(folder)) {
  for (const [, helper = ''] of readFileSync(`${folder}${name}`, 'utf8').matchAll(/from '\.\/(\w+)\.ts'/g))
    importers.set(helper, (importers.get(helper) ?? new Set()).add(name.replace(/\.ts$/, '')));
}

/** Imported by this cause and no other, directly or by one another. @param {string} id @returns {string[]} */
export function ownHelpers(id) {
  const own = new Set([id]);
  const serves = (/** @type {string} */ helper) =>
    !own.has(helper) && [...(importers.get(helper) ?? [])].every((name) => own.has(name));
  for (let found = [...importers.keys()].find(serves); found; found = [...importers.keys()].find(serves))
    own.add(found);
  return [...own].slice(1);
}
