import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/*
 * Sums up what .ci/run left in a folder: NAME.status (a step's exit status) and NAME.json (its tests, from vitest's
 * JSON reporter). Names what failed or was skipped, prints the line "N passed, N failed, N skipped" last, and exits 1
 * unless everything passed. A step that failed without a failing test (a crash, a file that does not load) counts as
 * one failure, so that nothing goes missing.
 */
const folder = process.argv[2] ?? '.';
const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).sort()) {
  if (file.endsWith('.status')) count(basename(file, '.status'));
}
if (total.passed + total.failed === 0) fail('no step was run');
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed + total.skipped > 0 ? 1 : 0;

/** @param {string} step */
function count(step) {
  const status = readFileSync(join(folder, `${step}.status`), 'utf8').trim();
  const before = total.failed;
  const tests = testsOf(step);
  for (const { status: outcome, fullName } of tests) {
    if (outcome === 'passed') total.passed++;
    else if (outcome === 'failed') fail(`${step}: ${fullName}`);
    else skip(`${step}: ${fullName}`);
  }
  if (status !== '0' && total.failed === before) fail(`${step}: exit status ${status}`);
  else if (status === '0' && tests.length === 0) total.passed++;
}

/**
 * @param {string} step
 * @returns {{ status: string, fullName: string }[]}
 */
function testsOf(step) {
  let report;
  try {
    report = readFileSync(join(folder, `${step}.json`), 'utf8');
  } catch {
    return [];
  }
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  const { testResults } = JSON.parse(report);
  return testResults.flatMap(({ name, status, assertionResults }) =>
    assertionResults.length === 0 ? [{ status, fullName: name }] : assertionResults,
  );
}

/** @param {string} what */
function fail(what) {
  total.failed++;
  console.log(`failed: ${what}`);
}

/** @param {string} what */
function skip(what) {
  total.skipped++;
  console.log(`skipped: ${what}`);
}
