import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import ts from 'typescript';

/*
 * Mutation check of src/causes: turns comparisons and thresholds of a cause around, one at a time, and expects its
 * fixture to complain. Everything runs in this process, some ten milliseconds per mutant:
 *
 *     node scripts/mutate-causes.mjs                         all causes, with what survived
 *     node scripts/mutate-causes.mjs accept-queue-overflow   one of them
 *     node scripts/mutate-causes.mjs --min-killed 0.9        exit 1 when less is killed
 *
 * What survives is a comparison that no case of the fixture needs: a missing case, or a needless comparison.
 */

/** @typedef {import('../src/causes/cause.ts').Cause} Cause */
/** @typedef {{ catalogue: readonly Cause[], readFixture: typeof import('../test/causes/fixture.ts').readFixture, complaintsOf: typeof import('../test/causes/complaints.ts').complaintsOf }} Harness */
/** @typedef {{ line: number, start: number, end: number, text: string, what: string }} Mutant */

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

/** @param {string} text @returns {Mutant[]} */
function mutantsOf(text) {
  const source = ts.createSourceFile('cause.ts', text, ts.ScriptTarget.ES2023, true);
  /** @type {Mutant[]} */
  const mutants = [];
  /** @param {ts.Node} node @param {string} replacement */
  const add = (node, replacement) => {
    const [start, end] = [node.getStart(source), node.getEnd()];
    const { line } = source.getLineAndCharacterOfPosition(start);
    const what = `${node.parent.getText(source).replace(/\s+/g, ' ').slice(0, 100)}: ${node.getText(source)} -> ${replacement}`;
    mutants.push({ line: line + 1, start, end, text: replacement, what });
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

/** @param {string} contents @returns {Promise<any>} */
async function load(contents) {
  const { outputFiles } = await build({
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
  const cases = readFixture(readFileSync(`test/causes/${cause.id}.txt`, 'utf8'));
  try {
    return cases.some((fixture) => complaintsOf(fixture, cause, all).length > 0);
  } catch {
    // A mutant that says nonsense is noticed, too.
    return true;
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'min-killed': { type: 'string' } },
});
/** @type {Harness} */
const harness = await load(`
  export { catalogue } from './index.ts';
  export { complaintsOf } from '../../test/causes/complaints.ts';
  export { readFixture } from '../../test/causes/fixture.ts';
`);
const names = readdirSync(folder).filter((name) => name.includes('-') && name.endsWith('.ts'));
const wanted =
  positionals.length > 0 ? names.filter((name) => positionals.includes(name.replace('.ts', ''))) : names;
let [killed, all] = [0, 0];
for (const name of wanted) {
  const text = readFileSync(`${folder}/${name}`, 'utf8');
  const mutants = mutantsOf(text);
  /** @type {Mutant[]} */
  const survivors = [];
  for (const mutant of mutants) {
    const cause = await load(text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end));
    if (!complains(harness, cause.default)) survivors.push(mutant);
  }
  killed += mutants.length - survivors.length;
  all += mutants.length;
  console.log(`${name.replace('.ts', '')}: ${mutants.length - survivors.length} of ${mutants.length} killed`);
  for (const { line, what } of survivors) console.log(`  line ${line}  ${what}`);
}
console.log(`${killed} of ${all} killed (${((100 * killed) / Math.max(1, all)).toFixed(1)} %)`);
if (all === 0) throw new Error('nothing to mutate');
if (killed / all < Number(values['min-killed'] ?? 0)) process.exitCode = 1;
