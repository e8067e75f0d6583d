import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * Holds the current folder's src to the table of allowed imports in its .dependency-cruiser.mjs. Fails too when a
 * source file was not seen: with an unsupported TypeScript, dependency-cruiser sees none and finds nothing wrong.
 */
const program = fileURLToPath(
  new URL('../../bin/dependency-cruise.mjs', import.meta.resolve('dependency-cruiser')),
);
const { stdout, stderr } = spawnSync(process.execPath, [program, 'src', '--output-type', 'json'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
/** @type {import('dependency-cruiser').ICruiseResult} */
const result = stdout.startsWith('{') ? JSON.parse(stdout) : fail([`dependency-cruiser: ${stderr}`]);

const seen = new Set(result.modules.map((module) => module.source));
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name.replaceAll('\\', '/')}`);
if (files.length === 0 || seen.size === 0) fail(['the layer check saw no modules']);

const violations = result.summary.violations.map(
  ({ from, to, rule, cycle }) =>
    `${from} -> ${cycle?.map((module) => module.name).join(' -> ') ?? to}\n    ${rule.name}: ${reasonOf(rule.name)}`,
);
fail([
  ...violations,
  ...files.filter((file) => !seen.has(file)).map((file) => `${file} was not seen by the layer check`),
]);
console.log(`${files.length} modules keep to the layers`);

/** @param {string} name */
function reasonOf(name) {
  return result.summary.ruleSetUsed?.forbidden?.find((rule) => rule.name === name)?.comment ?? '';
}

/**
 * Ends the check, unless there is nothing to complain about.
 * @param {string[]} complaints
 */
function fail(complaints) {
  if (complaints.length === 0) return;
  console.error(complaints.join('\n'));
  process.exit(1);
}
