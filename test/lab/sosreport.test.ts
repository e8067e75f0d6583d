import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { withMachine } from '../truth.ts';

/**
 * The same faults, told by two genuine sosreports: the system's own sos takes the place of our collector. Its log of the
 * kernel is the whole machine's, so only what is proven to happen now is held against the analyzer.
 */
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const output = mkdtempSync(join(tmpdir(), 'dropcause-sos-'));
afterAll(() => rmSync(output, { recursive: true, force: true }));

interface Analysis {
  captures: { layout: string }[];
  findings: { cause: string; verdict: string; severity: string; consequenceOf?: string }[];
  counters: { name: string; scope: { netns?: string; device?: string }; increase: string; since: string }[];
}
interface Witness {
  moved: Record<string, { delta: number }>;
}

const tools = ['sos', 'ip', 'unshare', 'python3', 'bash', 'tc', 'nft', 'ethtool'];
const missing = tools.find((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
const lack = process.getuid?.() === 0 ? missing && `it needs ${missing}` : 'it needs root';

function run(fault: string, mode: 'fault' | 'control'): { analysis: Analysis; witness: Witness } {
  const folder = join(output, mode === 'fault' ? fault : `${fault}-control`);
  const env = { ...process.env, OUT: join(output, fault), COLLECTOR: here('./sosreport.sh') };
  const lab = spawnSync('bash', [here(`./faults/${fault}.sh`), mode], {
    env,
    encoding: 'utf8',
    timeout: 300_000,
  });
  expect([lab.status, lab.stderr]).toEqual([0, expect.any(String)]);
  const captures = ['capture-1.tar.gz', 'capture-2.tar.gz'].map((name) => join(folder, name));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [here('../../dist/cli.mjs'), 'report', '-f', 'json', '-o', '-', ...captures],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  expect(stderr).toBe('');
  return {
    analysis: JSON.parse(stdout) as Analysis,
    witness: JSON.parse(readFileSync(join(folder, 'moved.json'), 'utf8')) as Witness,
  };
}

/** What moved of the protocols and of the devices, and by how much, as the report has it. */
function increases({ counters }: Analysis, name: string): string[] {
  const [, device, column] = /^dev\.(\w+)\.(\w+)$/.exec(name) ?? [];
  return counters
    .filter((one) => one.since === 'capture' && (one.scope.netns ?? '') === '')
    .filter((one) =>
      device === undefined ? one.name === name : one.name === `dev.${column}` && one.scope.device === device,
    )
    .map(({ increase }) => increase);
}

withMachine('a pair of sosreports around a fault', lack, () => {
  test.each([
    ['05-accept-queue-overflow', 'accept-queue-overflow'],
    ['01-udp-rcvbuf-overflow', 'udp-rcvbuf-full'],
  ])('%s: the cause on top, and every increase exact', { timeout: 300_000 }, (fault, cause) => {
    const { analysis, witness } = run(fault, 'fault');
    expect(analysis.captures.map(({ layout }) => layout)).toEqual(['sosreport', 'sosreport']);
    const problems = analysis.findings.filter(
      ({ verdict, consequenceOf }) => verdict === 'problem' && consequenceOf === undefined,
    );
    expect(problems[0]?.cause).toBe(cause);
    for (const [name, { delta }] of Object.entries(witness.moved)) {
      if (!/^(?:Ip|Udp|Tcp|TcpExt|dev\.eth0)\./.test(name) || name === 'Tcp.CurrEstab') continue;
      expect([name, increases(analysis, name)]).toEqual([name, expect.arrayContaining([String(delta)])]);
    }
    const control = run(fault, 'control').analysis;
    const alarms = control.findings.filter(
      ({ verdict, severity }) => verdict === 'problem' && /critical|high|medium/.test(severity),
    );
    expect(alarms.map((finding) => finding.cause)).toEqual([]);
  });
});
