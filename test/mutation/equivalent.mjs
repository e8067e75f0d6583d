import { readFileSync } from 'node:fs';

/** A mutant that no test can kill: what it does is what the code promises as well. `row` is the text of its line.
 * @typedef {{ file: string, row: string, mutation: string, why: string }} Equivalent */

const path = 'test/mutation/equivalent.txt';

/**
 * The mutants of these files that are known to be equivalent.
 * @param {(file: string) => boolean} fits file below src
 * @returns {Equivalent[]}
 */
export function equivalents(fits) {
  const blocks = readFileSync(path, 'utf8')
    .replace(/^#.*\n/gm, '')
    .split(/\n{2,}/);
  return blocks
    .map((block) => block.trim().split('\n'))
    .filter((rows) => rows.length > 1)
    .map(([file = '', row = '', mutation = '', ...why]) => {
      if (why.length === 0) throw new Error(`${path}: no reason is given for ${file}: ${mutation.trim()}`);
      return { file, row: row.trim(), mutation: mutation.trim(), why: why.map((w) => w.trim()).join(' ') };
    })
    .filter(({ file }) => fits(file));
}

/**
 * Takes the known ones out of the mutants, one for each that is listed. Throws when one of them is not there any more.
 * @template {{ file: string, row: string, what: string }} M
 * @param {readonly M[]} mutants
 * @param {readonly Equivalent[]} known
 * @returns {M[]} the equivalent ones
 */
export function equivalentOnes(mutants, known) {
  /** @type {Set<M>} */
  const found = new Set();
  for (const { file, row, mutation } of known) {
    const one = mutants.find((m) => m.file === file && m.row === row && m.what === mutation && !found.has(m));
    if (!one) throw new Error(`${path}: there is no such mutant any more in ${file}: ${row}: ${mutation}`);
    found.add(one);
  }
  return [...found];
}
