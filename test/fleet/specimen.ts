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
