/** Hosts of a fleet made by hand; nothing in it comes from a real network. */
import { catalogue } from '../../src/causes/index.ts';
import type { Fleet, FleetFinding, FleetHost } from '../../src/fleet/fleet.ts';
import { fleetOf } from '../../src/fleet/order.ts';
import type { Severity, Verdict } from '../../src/model.ts';
import type { ViewOptions } from '../../src/report/view.ts';
import { english } from '../../src/texts/english.ts';

export const fleetOptions: ViewOptions = { dictionary: english(catalogue), catalogue };

export function found(
  cause: string,
  verdict: Verdict = 'problem',
  severity: Severity = 'high',
  more: Partial<FleetFinding> = {},
): FleetFinding {
  return {
    cause,
    verdict,
    severity,
    certainty: 'certain',
    title: { id: `${cause}/title`, args: {} },
    summary: { id: 'common/counter-stands', args: { counter: `${cause} counter`, total: 4711n } },
    subjects: [],
    ...more,
  };
}

export function host(name: string, more: Partial<FleetHost> = {}): FleetHost {
  const findings = more.findings ?? [];
  const [worst] = findings;
  const standing = worst
    ? { verdict: worst.verdict, word: worst.verdict }
    : { verdict: 'ok' as const, word: 'ok' as const };
  return {
    id: name,
    identity: { name, kernel: '5.10.0-28-amd64', distribution: 'Debian GNU/Linux 11 (bullseye)' },
    bundles: [`in/${name}-1.tar.xz`, `in/${name}-2.tar.xz`],
    reports: { html: `hosts/${name}.html`, json: `hosts/${name}.json` },
    captures: [
      { label: `${name}-1`, takenAt: Date.UTC(2026, 0, 1) },
      { label: `${name}-2`, takenAt: Date.UTC(2026, 0, 2) },
    ],
    window: 86_400,
    standing,
    findings,
    verdicts: { problem: 0, suspect: 0, past: 0, risk: 0, ok: 90, unknown: 5 },
    drivers: ['ixgbe'],
    settings: {},
    trend: [{ at: Date.UTC(2026, 0, 2), lost: 0, seen: 100_000 }],
    ask: [],
    damaged: false,
    notes: 0,
    ...more,
  };
}

export function fleet(hosts: readonly FleetHost[], unreadable: Fleet['unreadable'] = []): Fleet {
  const about = {
    generator: { name: 'dropcause' as const, version: '0.1.0' },
    createdAt: Date.UTC(2026, 0, 3),
  };
  return fleetOf(about, hosts, unreadable);
}

const causes = ['accept-queue-overflow', 'conntrack-table-full', 'ring-buffer-overflow', 'rp-filter-drop'];
const drivers = ['ixgbe', 'virtio_net', 'mlx5_core'];
const verdicts = ['problem', 'problem', 'suspect', 'risk'] as const;
const severities = ['critical', 'high', 'medium', 'low'] as const;

/** Every third host is healthy; the others have one to three findings, and hosts of one driver have a setting of their own. */
export function largeFleet(n: number): Fleet {
  const hosts = Array.from({ length: n }, (_, i) => {
    const driver = drivers[i % drivers.length] ?? '';
    const findings = Array.from({ length: i % 3 === 0 ? 0 : 1 + (i % 3) }, (_, j) => {
      const cause = causes[(i + j) % causes.length] ?? '';
      return found(cause, verdicts[(i + j) % 4], severities[(i * 7 + j) % 4], { share: (i % 50) / 1000 });
    });
    return host(`host${String(i).padStart(4, '0')}.example`, {
      id: `host-${i}`,
      identity: {
        name: `host${String(i).padStart(4, '0')}.example`,
        kernel: `5.${10 + (i % 7)}.0`,
        distribution: `Distribution ${i % 4}`,
      },
      bundles: [`in/batch-${i % 5}/bundle-${i}.tar.xz`],
      findings,
      drivers: [driver],
      settings: { 'net.core.somaxconn': i === 77 ? '128' : '4096', [`${driver} ring rx`]: '512' },
      captures: Array.from({ length: 1 + (i % 6) }, (_, j) => ({
        label: `${i}-${j}`,
        takenAt: j * 3_600_000,
      })),
      trend: Array.from({ length: i % 6 }, (_, j) => ({ lost: findings.length * i * j, seen: 1_000_000 })),
      ask: i % 6 === 0 ? ['ethtool -S eth0', 'nstat -az'] : [],
      damaged: i % 100 === 0,
    });
  });
  return fleet(hosts, [
    { path: 'in/broken.tar.xz', reason: 'the archive is cut off', kind: 'damaged' },
    { path: 'in/secret.gpg', reason: 'encrypted', kind: 'encrypted' },
  ]);
}
