/**
 * Runs every case folder of a directory (capture-*.*, truth.json) through the program as a user would, and counts
 * what is right: npm run judge -- DIR [--only TEXT] [--min-right SHARE] [--max-false-alarms N] [--max-forbidden N]
 * [--json FILE] [--markdown FILE [--misses FILE] [--read FILE]]. Exit 1 below the thresholds, 2 when there is nothing to judge.
 *
 * Right: the top finding (problem or suspect, no consequence; with `risk_counts` a risk too) is `cause` or in
 * `also_right`. For `none`: no such finding of severity medium or above, but for those in `also_right`.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    'min-right': { type: 'string', default: '0' },
    'max-false-alarms': { type: 'string', default: 'Infinity' },
    'max-forbidden': { type: 'string', default: 'Infinity' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    misses: { type: 'string' },
    read: { type: 'string' },
    cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli.mjs', import.meta.url)) },
  },
});

/**
 * @typedef {{ cause: string, verdict: string, severity: string, certainty: string, consequenceOf?: string }} Finding
 * @typedef {{ cause: string, also_right?: string[], must_not_claim?: string[], risk_counts?: boolean, kind?: string }} Truth
 * @typedef {{ id: string, truth: string, top: string, verdict: string, right: boolean, falseAlarms: string[], forbidden: string[], claims: { certainty: string, right: boolean }[], error?: string }} Judgement
 */

/** @param {string} folder @returns {Promise<{ findings?: Finding[], error?: string }>} */
function diagnose(folder) {
  const captures = readdirSync(folder)
    .filter((name) => name.startsWith('capture-'))
    .sort()
    .map((name) => join(folder, name));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [values.cli, 'report', ...captures, '-f', 'json', '-o', '-'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @type {Buffer[]} */
    const out = [];
    let err = '';
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code) => {
      try {
        resolve({ findings: JSON.parse(Buffer.concat(out).toString()).findings });
      } catch {
        resolve({ error: `exit ${code}: ${err.trim().split('\n')[0] ?? ''}` });
      }
    });
  });
}

/** @param {Finding} f */
const active = (f) => f.verdict === 'problem' || f.verdict === 'suspect';
/** @param {Finding} f */
const loud = (f) => ['critical', 'high', 'medium'].includes(f.severity);

/** @param {string} id @param {Truth} truth @param {{ findings?: Finding[], error?: string }} result @returns {Judgement} */
function judge(id, truth, { findings = [], error }) {
  const accepted = new Set([truth.cause, ...(truth.also_right ?? [])]);
  const roots = findings.filter((f) => f.consequenceOf === undefined);
  const claimed = roots.filter(active);
  const top = claimed[0] ?? (truth.risk_counts ? roots.find((f) => f.verdict === 'risk') : undefined);
  // With `none` among what is as right, saying nothing loud is right too.
  const healthy = truth.cause === 'none';
  const silent = accepted.has('none') && !claimed.some(loud);
  const falseAlarms = healthy
    ? claimed.filter((f) => loud(f) && !accepted.has(f.cause)).map((f) => f.cause)
    : [];
  const forbidden = findings
    .filter((f) => active(f) && f.severity !== 'info' && (truth.must_not_claim ?? []).includes(f.cause))
    .map((f) => f.cause);
  const right =
    error === undefined &&
    (healthy ? falseAlarms.length === 0 : silent || (top !== undefined && accepted.has(top.cause)));
  return {
    id,
    truth: truth.cause,
    top: top?.cause ?? '-',
    verdict: top ? `${top.verdict} ${top.severity} ${top.certainty}` : (error ?? '-'),
    right,
    falseAlarms,
    forbidden,
    claims: claimed.filter(loud).map((f) => ({ certainty: f.certainty, right: accepted.has(f.cause) })),
    ...(error === undefined ? {} : { error }),
  };
}

/** @template T, R @param {readonly T[]} items @param {(item: T) => Promise<R>} work @returns {Promise<R[]>} */
async function twoAtATime(items, work) {
  /** @type {R[]} */
  const results = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await work(/** @type {T} */ (items[index]));
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/** @param {Judgement[]} judgements */
function print(judgements) {
  const width = Math.max(...judgements.map((j) => j.id.length));
  for (const j of judgements) {
    const extra = [
      ...j.falseAlarms.map((c) => `false alarm ${c}`),
      ...j.forbidden.map((c) => `forbidden ${c}`),
    ].join('; ');
    console.log(
      `${j.right ? 'right' : 'WRONG'}  ${j.id.padEnd(width)}  ${j.truth.padEnd(28)}  ${j.top.padEnd(28)}  ${j.verdict}  ${extra}`,
    );
  }
}

/** @param {Judgement[]} judgements @param {Record<string, string>} misses why each miss was missed */
function markdown(judgements, misses) {
  const sum = summary(judgements);
  const certainty = Object.entries(sum.certainty).map(
    ([level, { right, of }]) => `| ${level} | ${right} | ${of} |`,
  );
  const rows = judgements.map(
    (j) =>
      `| ${j.id} | ${j.truth} | ${j.top} | ${j.error ? 'failed' : j.verdict} | ${j.right ? 'right' : '**wrong**'} |`,
  );
  const missed = judgements.filter((j) => !j.right || j.forbidden.length > 0);
  return `# Accuracy

Made by \`npm run judge -- DIR --markdown docs/accuracy.md --read docs/accuracy-read.md\` over the judged cases: real kernel faults with a healthy
control each, archives of the real generators, and public incidents. Right: the top finding is the true cause (or one
that is as right); for a control, nothing of severity medium or above.

- ${sum.right} of ${sum.cases} cases right; of ${sum.faults} faults ${sum.faultsRight}
- ${sum.falseAlarms} cases with a false alarm, ${sum.forbidden} with a forbidden claim

| certainty of a finding (medium or above) | right | of |
|---|---|---|
${certainty.join('\n')}

## Misses

${missed.length === 0 ? 'None.' : missed.map((j) => `- **${j.id}** (${j.truth}; top: ${j.top}): ${misses[j.id] ?? 'not explained yet'}`).join('\n')}

## All cases

| case | truth | top finding | verdict | |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

/** @param {Judgement[]} judgements */
function summary(judgements) {
  const faults = judgements.filter((j) => j.truth !== 'none');
  const certainty = Object.fromEntries(
    ['certain', 'likely', 'possible'].map((level) => {
      const claims = judgements.flatMap((j) => j.claims).filter((c) => c.certainty === level);
      return [level, { right: claims.filter((c) => c.right).length, of: claims.length }];
    }),
  );
  return {
    cases: judgements.length,
    right: judgements.filter((j) => j.right).length,
    faults: faults.length,
    faultsRight: faults.filter((j) => j.right).length,
    falseAlarms: judgements.filter((j) => j.falseAlarms.length > 0).length,
    forbidden: judgements.filter((j) => j.forbidden.length > 0).length,
    certainty,
  };
}

const [directory] = positionals;
const cases = directory && existsSync(directory) ? readdirSync(directory).sort() : [];
const chosen = cases.filter(
  (id) => existsSync(join(directory ?? '', id, 'truth.json')) && (!values.only || id.includes(values.only)),
);
if (!directory || chosen.length === 0) {
  console.error(
    'usage: npm run judge -- DIRECTORY-OF-CASES [--only TEXT] [--min-right 0.95] [--max-false-alarms 0] [--max-forbidden 0]',
  );
  process.exit(2);
}
const judgements = await twoAtATime(chosen, async (id) => {
  const folder = join(directory, id);
  return judge(id, JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')), await diagnose(folder));
});
print(judgements);
const sum = summary(judgements);
console.log(
  `\n${sum.right} of ${sum.cases} right (faults: ${sum.faultsRight} of ${sum.faults}); ${sum.falseAlarms} cases with false alarms, ${sum.forbidden} with forbidden claims`,
);
for (const [level, { right, of }] of Object.entries(sum.certainty))
  console.log(`${level}: ${right} of ${of} right`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...sum, judgements }, null, 2)}\n`);
if (values.markdown) {
  const misses = values.misses ? JSON.parse(readFileSync(values.misses, 'utf8')) : {};
  const read = values.read ? `\n${readFileSync(values.read, 'utf8')}` : '';
  writeFileSync(values.markdown, markdown(judgements, misses) + read);
}
const failed =
  sum.right / sum.cases < Number(values['min-right']) ||
  sum.falseAlarms > Number(values['max-false-alarms']) ||
  sum.forbidden > Number(values['max-forbidden']);
process.exitCode = failed ? 1 : 0;
