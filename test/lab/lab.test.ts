import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { withMachine } from '../truth.ts';

/**
 * Real faults on the real kernel: our collector before and after, the analyzer as a user starts it, and a witness that
 * read the kernel's counters by itself.
 */
const faults = fileURLToPath(new URL('./faults', import.meta.url));
const cli = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const output = mkdtempSync(join(tmpdir(), 'dropcause-lab-'));
afterAll(() => rmSync(output, { recursive: true, force: true }));

interface Moved {
  cause: string;
  passed: boolean;
  moved: Record<string, { delta: number }>;
}

interface Analysis {
  findings: {
    cause: string;
    verdict: string;
    severity: string;
    consequenceOf?: string;
    evidence: { path: string }[];
  }[];
  counters: { name: string; source: string; scope: { netns?: string }; increase: string; since: string }[];
}

/** Causes that are as right as the one that the fault is named after. */
const alsoRight: Record<string, readonly string[]> = {
  'accept-queue-overflow': ['app-slow-reader'],
  'duplicate-packets': ['ack-loss-delayedack', 'spurious-retransmits'],
  'firewall-policy-drop': ['firewall-drop-rule'],
  'forwarding-disabled': ['in-addr-errors'],
  'icmp-rate-limited': ['udp-no-listener'],
  'listen-abort-on-overflow': ['accept-queue-overflow'],
  'oversize-frames': ['iface-rx-dropped'],
  'pmtu-blackhole': ['rto-timeouts'],
  'qdisc-drops': ['tc-shaping', 'udp-sndbuf-full', 'txqueuelen-zero-or-tiny'],
  'reset-by-closed-port': ['service-not-running'],
  'retransmission-high': ['rto-timeouts'],
  'rp-filter-drop': ['asymmetric-routing'],
  'syn-backlog-overflow': ['syn-flood', 'syncookies-disabled'],
  'syn-to-time-wait-reuse': ['paws-established'],
  'tcp-checksum': ['offload-checksum-bug', 'tcp-in-errors'],
  'udp-checksum-or-length': ['offload-checksum-bug'],
  'udp-rcvbuf-full': ['app-slow-reader'],
  'zero-window': ['app-slow-reader'],
};

/** Real retransmissions happen in these controls too. */
const retransmits = ['syn-retrans-high', 'retransmission-high', 'rto-timeouts', 'connect-failures'];
/** The CPUs are the machine's: what else runs on them is no part of the fault. */
const machineWide = ['host-overload', 'softirq-single-core', 'irq-affinity-imbalance', 'steal-time'];
/** Faults that do no harm, or that no counter marks: nothing needs to be claimed. */
const harmless = ['unhandled-protocol', 'vlan-or-mac-filter-drop'];

function lack(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'the lab needs Linux and root';
  for (const tool of [
    'ip',
    'tc',
    'iptables-legacy',
    'nft',
    'conntrack',
    'ethtool',
    'ping',
    'unshare',
    'python3',
    'bash',
  ]) {
    if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) return `the lab needs ${tool}`;
  }
  return undefined;
}

function induce(name: string, mode: 'fault' | 'control'): { moved: Moved; analysis: Analysis } {
  const folder = join(output, `${name}-${mode}`);
  const run = spawnSync('bash', [join(faults, `${name}.sh`), mode], {
    env: { ...process.env, OUT: folder },
    encoding: 'utf8',
    timeout: 110_000,
  });
  if (run.status !== 0) throw new Error(`${name} ${mode}: ${run.stdout}${run.stderr}`);
  const captures = readdirSync(folder)
    .filter((file) => file.startsWith('capture-'))
    .map((file) => join(folder, file));
  const report = spawnSync(process.execPath, [cli, 'report', ...captures, '-f', 'json', '-o', '-'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect(report.stderr).toBe('');
  expect(report.status).toBe(0);
  return {
    moved: JSON.parse(readFileSync(join(folder, 'moved.json'), 'utf8')) as Moved,
    analysis: JSON.parse(report.stdout) as Analysis,
  };
}

/** The peer's namespace is on this machine too, and our collector sees it: its findings are not the host's. */
const claimed = ({ findings }: Analysis) =>
  findings.filter(
    ({ cause, verdict, consequenceOf, evidence }) =>
      consequenceOf === undefined &&
      (verdict === 'problem' || verdict === 'suspect') &&
      !machineWide.includes(cause) &&
      !(evidence.length > 0 && evidence.every(({ path }) => path.includes('/netns/'))),
  );
const loud = (analysis: Analysis) =>
  claimed(analysis)
    .filter((f) => ['critical', 'high', 'medium'].includes(f.severity))
    .map((f) => f.cause);

/** Protocol counters, for which witness and analyzer have the same names; loss counters keep still after the fault. */
const compared =
  /^(TcpExt\.(Listen|TCPReqQFull|SyncookiesSent|IPReversePathFilter|PAWS|TCPMD5)|Udp\.(RcvbufErrors|InErrors|InCsumErrors|NoPorts)|Ip6?\.(In(Hdr|Addr)Errors|ReasmFails|OutNoRoutes))/;

function expectSameIncreases({ moved, analysis }: { moved: Moved; analysis: Analysis }): void {
  for (const [name, { delta }] of Object.entries(moved.moved)) {
    if (!compared.test(name)) continue;
    const seen = analysis.counters.filter(
      (c) =>
        c.name === name &&
        (c.scope.netns ?? '') === '' &&
        c.since === 'capture' &&
        c.source.startsWith('/proc/net/'),
    );
    expect({ name, increases: seen.map((c) => c.increase) }).toEqual({ name, increases: [String(delta)] });
  }
}

withMachine('fault lab', lack(), () => {
  const names = readdirSync(faults)
    .map((file) => file.replace(/\.sh$/, ''))
    .sort();
  describe.each(names)('%s', (name) => {
    test('the fault: right cause on top, increases to the packet', { timeout: 150_000 }, () => {
      const result = induce(name, 'fault');
      const { cause } = result.moved;
      if (!harmless.includes(cause))
        expect([cause, ...(alsoRight[cause] ?? [])]).toContain(claimed(result.analysis)[0]?.cause);
      else expect(loud(result.analysis).filter((c) => c !== cause && c !== 'iface-rx-dropped')).toEqual([]);
      expectSameIncreases(result);
    });
    test('the same traffic without it: no false alarm', { timeout: 150_000 }, () => {
      const result = induce(name, 'control');
      expect(loud(result.analysis).filter((c) => !retransmits.includes(c))).toEqual([]);
      expectSameIncreases(result);
    });
  });
});
