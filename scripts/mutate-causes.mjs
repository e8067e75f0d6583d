import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import ts from 'typescript';
import { equivalentOnes, equivalents } from '../test/mutation/equivalent.mjs';
import { ownHelpers } from '../test/mutation/own-helpers.mjs';

/*
 * Mutation check of src/causes: turns comparisons and thresholds of a cause around, one at a time, and expects its
 * fixture to complain. Everything runs in this process, some ten milliseconds per mutant:
 *
 *     node scripts/mutate-causes.mjs                         all causes, with what survived
 *     node scripts/mutate-causes.mjs accept-queue-overflow   one of them
 *     node scripts/mutate-causes.mjs --markdown FILE         writes what was found of each into the table there
 *
 * What survives is a comparison that no case of the fixture needs: a missing case, or a needless comparison; then the
 * exit code is 1 (2: no such cause). Mutants that promise the same as the original stand in
 * test/mutation/equivalent.txt, with the reason. Helpers that serve one cause alone are checked with it.
 */

/** @typedef {import('../src/causes/cause.ts').Cause} Cause */
/** @typedef {{ catalogue: readonly Cause[], readFixture: typeof import('../test/causes/fixture.ts').readFixture, complaintsOf: typeof import('../test/causes/complaints.ts').complaintsOf }} Harness */
/** @typedef {{ file: string, line: number, row: string, start: number, end: number, text: string, what: string }} Mutant */
/** @typedef {{ mutants: number, killed: number, equivalent: number, survived: number }} Result */

const folder = 'src/causes';

/** @type {Map<ts.SyntaxKind, string>} */
const flips = new Map([
  [ts.SyntaxKind.LessThanToken, '>='],
  [ts.SyntaxKind.LessThanEqualsToken, '>'],
  [ts.SyntaxKind.GreaterThanToken, '<='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '<'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
]);

/** @param {string} file below src @param {string} text @returns {Mutant[]} */
function mutantsOf(file, text) {
  const source = ts.createSourceFile('cause.ts', text, ts.ScriptTarget.ES2023, true);
  const rows = text.split('\n').map((row) => row.trim());
  /** @type {Mutant[]} */
  const mutants = [];
  /** @param {ts.Node} node @param {string} replacement */
  const add = (node, replacement) => {
    const [start, end] = [node.getStart(source), node.getEnd()];
    const { line } = source.getLineAndCharacterOfPosition(start);
    const what = `${node.parent.getText(source).replace(/\s+/g, ' ').slice(0, 100)}: ${node.getText(source)} -> ${replacement}`;
    mutants.push({ file, line: line + 1, row: rows[line] ?? '', start, end, text: replacement, what });
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isBinaryExpression(node)) {
      const flip = flips.get(node.operatorToken.kind);
      if (flip !== undefined) add(node.operatorToken, flip);
      for (const side of [node.left, node.right]) {
        // 0 and 1 say "none" and "any": their comparison is flipped already.
        if (flip !== undefined && ts.isNumericLiteral(side) && Number(side.text) > 1)
          add(side, `${side.text} * 2`);
        if (flip !== undefined && ts.isNumericLiteral(side) && Number(side.text) % 1 > 0)
          add(side, `${side.text} / 2`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

const scratch = mkdtempSync(join(tmpdir(), 'mutation-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));
let loaded = 0;

/** @param {string} contents @param {{ path: string, text: string }} [changed] a file that it imports @returns {Promise<any>} */
async function load(contents, changed) {
  /** @type {import('esbuild').Plugin} */
  const mutation = {
    name: 'mutation',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/causes\/\w+\.ts$/ }, ({ path }) =>
        path === changed?.path ? { contents: changed.text, loader: 'ts' } : undefined,
      );
    },
  };
  const { outputFiles } = await build({
    plugins: [mutation],
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  });
  loaded += 1;
  const file = join(scratch, `${loaded}.mjs`);
  writeFileSync(file, outputFiles[0]?.contents ?? '');
  return import(pathToFileURL(file).href);
}

/** @param {Harness} harness @param {Cause} cause */
function complains({ catalogue, readFixture, complaintsOf }, cause) {
  const all = catalogue.map((other) => (other.id === cause.id ? cause : other));
  const cases = readFixture(readFileSync(`test/causes/${cause.id}.txt`, 'utf8'), `${cause.id}.txt`);
  try {
    return cases.some((fixture) => complaintsOf(fixture, cause, needed(all, cause, fixture)).length > 0);
  } catch {
    // A mutant that says nonsense is noticed, too.
    return true;
  }
}

/**
 * The causes that a case speaks of: all of them take five times as long.
 * @param {readonly Cause[]} all @param {Cause} cause @param {import('../test/causes/fixture.ts').FixtureCase} fixture
 */
function needed(all, cause, { directives }) {
  const asksAll = (/** @type {{ word: string, rest: string }} */ { word, rest }) =>
    word === 'top' || (word === 'follows' && rest === 'nothing');
  if (directives.some(asksAll)) return all;
  const followed = directives.filter(({ word }) => word === 'follows').map(({ rest }) => rest);
  return all.filter(({ id }) => id === cause.id || id === cause.lookAlike || followed.includes(id));
}

/** Puts the results into the table of a Markdown file, each under its name; what else stands there is kept. @param {string} file @param {ReadonlyMap<string, Result>} results */
function writeTable(file, results) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const rows = new Map(
    [...text.matchAll(/^\| ([a-z0-9-]+) \| \d.*\|$/gm)].map(([row, name = '']) => [name, row]),
  );
  for (const [name, { mutants, killed, equivalent, survived }] of results)
    rows.set(name, `| ${name} | ${mutants} | ${killed} | ${equivalent} | ${survived} |`);
  const figures = [...rows.values()].map(
    (row) =>
      row
        .match(/\d+(?= \|)/g)
        ?.slice(-4)
        .map(Number) ?? [],
  );
  const sums = [0, 1, 2, 3].map((column) => figures.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  writeFileSync(
    file,
    [
      '# Mutation check of the causes',
      '',
      'Made by `node scripts/mutate-causes.mjs --markdown` with this file. A mutant is one comparison, logical operator or threshold of a',
      'cause turned around; it is killed when a case of the fixture complains. Equivalent ones promise the same as the',
      'original: `test/mutation/equivalent.txt` says why.',
      '',
      '| cause | mutants | killed | equivalent | survived |',
      '|---|--:|--:|--:|--:|',
      ...[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
      `| **${rows.size} causes** | ${sums.map((sum) => `**${sum}**`).join(' | ')} |`,
      '',
    ].join('\n'),
  );
}

/** @param {readonly Result[]} results */
function inWords(results) {
  const sum = (/** @type {keyof Result} */ key) => results.reduce((all, result) => all + result[key], 0);
  return `${sum('mutants')} mutants, ${sum('killed')} killed, ${sum('equivalent')} equivalent, ${sum('survived')} survived`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { markdown: { type: 'string' } },
});
/** @type {Harness} */
const harness = await load(`
  export { catalogue } from './index.ts';
  export { complaintsOf } from '../../test/causes/complaints.ts';
  export { readFixture } from '../../test/causes/fixture.ts';
`);
const ids = harness.catalogue.map(({ id }) => id).sort();
const strangers = positionals.filter((id) => !ids.includes(id));
if (strangers.length > 0) {
  console.error(`no such cause: ${strangers.join(', ')}`);
  process.exit(2);
}
const wanted = positionals.length > 0 ? ids.filter((id) => positionals.includes(id)) : ids;
/** @type {Map<string, Result>} */
const results = new Map();
for (const id of wanted) {
  const files = [id, ...ownHelpers(id)].map((name) => `causes/${name}.ts`);
  const texts = new Map(files.map((file) => [file, readFileSync(`src/${file}`, 'utf8')]));
  const mutants = [...texts].flatMap(([file, text]) => mutantsOf(file, text));
  const skipped = equivalentOnes(
    mutants,
    equivalents((other) => texts.has(other)),
  );
  const cause = texts.get(files[0] ?? '') ?? '';
  const original = await load(cause);
  if (complains(harness, original.default)) throw new Error(`the fixture of ${id} fails without a mutant`);
  /** @type {Mutant[]} */
  const survivors = [];
  for (const mutant of mutants.filter((m) => !skipped.includes(m))) {
    const { file, start, end } = mutant;
    const text = texts.get(file) ?? '';
    const changed = text.slice(0, start) + mutant.text + text.slice(end);
    const loaded =
      file === files[0]
        ? await load(changed)
        : await load(cause, { path: resolve('src', file), text: changed });
    if (!complains(harness, loaded.default)) survivors.push(mutant);
  }
  const [equivalent, survived] = [skipped.length, survivors.length];
  const killed = mutants.length - equivalent - survived;
  results.set(id, { mutants: mutants.length, killed, equivalent, survived });
  console.log(`${id}: ${inWords([...results.values()].slice(-1))}`);
  for (const { file, line, row, what } of survivors) console.log(`  ${file}:${line}  ${row}\n    ${what}`);
}
console.log(`all: ${inWords([...results.values()])}`);
if (values.markdown !== undefined) writeTable(values.markdown, results);
if ([...results.values()].some(({ survived }) => survived > 0)) process.exitCode = 1;
