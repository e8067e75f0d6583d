import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaptureClock } from '../../src/counters/clock.ts';
import { compare } from '../../src/counters/compare.ts';
import { orderOf } from '../../src/counters/order.ts';
import type { Delta, Sample } from '../../src/model.ts';
import { sample } from './readings.ts';

// The same cases in every run; another seed gives others.
const seed = Number(process.env['SEED'] ?? 1);

/*
 * A host that really counts: random traffic, reboots, devices made anew, containers restarted, rules loaded again,
 * clocks set, 32-bit fields that wrap. It is read a few times, and what is concluded is compared with what happened.
 */

type Incident = 'none' | 'reboot' | 're-create' | 'restart' | 'reload' | 'clock';

interface Window {
  seconds: number;
  /** Packets per second on the device. */
  pps: number;
  /** Share of the packets, in percent, that each other counter counts. */
  shares: number[];
  incident: Incident;
  /** When in the window it happens, 0 to 1. */
  when: number;
  clockStep: number;
  /** Units that readings at the end of the window are short of. */
  jitter: number;
  /** The capture at its end lacks the file. */
  damaged: boolean;
}

const window: fc.Arbitrary<Window> = fc.record({
  seconds: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 5_000_000 })),
  pps: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 2_000_000 })),
  shares: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 }),
  incident: fc.constantFrom<Incident>(
    'none',
    'none',
    'none',
    'reboot',
    're-create',
    'restart',
    'reload',
    'clock',
  ),
  when: fc.double({ min: 0, max: 1, noNaN: true }),
  clockStep: fc.integer({ min: -100_000, max: 100_000 }),
  jitter: fc.integer({ min: 0, max: 8 }),
  damaged: fc.boolean(),
});

/** Name, scope, bits, and the incident (besides the reboot) that sets it to zero. */
const counters = [
  { name: 'link.rx_packets', scope: { device: 'eth0' }, bits: 64, zeroedBy: 're-create', share: 0 },
  { name: 'dev.rx_packets', scope: { device: 'eth0' }, bits: 64, zeroedBy: 're-create', share: 0 },
  { name: 'dev.rx_drop', scope: { device: 'eth0' }, bits: 64, zeroedBy: 're-create', share: 1 },
  { name: 'Ip.InReceives', scope: { netns: 'web' }, bits: 64, zeroedBy: 'restart', share: 2 },
  { name: 'Udp.RcvbufErrors', scope: { netns: 'web' }, bits: 64, zeroedBy: 'restart', share: 3 },
  { name: 'softnet.processed', scope: { cpu: 0 }, bits: 32, zeroedBy: 'reboot', share: 4 },
  {
    name: 'firewall.packets',
    scope: { rule: 'iptables filter INPUT -j DROP' },
    bits: 64,
    zeroedBy: 'reload',
    share: 1,
  },
  {
    name: 'firewall.packets',
    scope: { rule: 'iptables filter INPUT -j LOG' },
    bits: 64,
    zeroedBy: 'reload',
    share: 2,
  },
] as const;

/** Whatever is set to zero had counted so much before that its fall shows, and counts less than that in a window. */
const ancient = 10n ** 15n;

interface Observed {
  clocks: CaptureClock[];
  samples: Sample[];
  /** What each counter counted between its first and last reading, in the order of `counters`. */
  happened: bigint[];
  incidents: Incident[];
}

function observe(windows: readonly Window[]): Observed {
  const values = counters.map(({ name }) => (name === 'softnet.processed' ? 123_456n : ancient));
  const counted = counters.map(() => 0n);
  const seen = counters.map((): { first?: bigint; last?: bigint } => ({}));
  const clocks: CaptureClock[] = [];
  const samples: Sample[] = [];
  let [time, boot, offset, ifindex] = [1_000_000, 0, 0, 2];
  const read = (jitter: number, damaged: boolean) => {
    const capture = clocks.length;
    clocks.push({
      bootId: `boot ${boot}`,
      uptime: time - boot,
      wall: (time + offset) * 1000,
      bootTime: (boot + offset) * 1000,
    });
    counters.forEach((counter, i) => {
      if (damaged && counter.name !== 'dev.rx_packets') return;
      const value = (values[i] ?? 0n) - (counter.name === 'Ip.InReceives' ? BigInt(jitter) : 0n);
      const place = seen[i];
      if (place) place.first ??= counted[i] ?? 0n;
      if (place) place.last = counted[i] ?? 0n;
      const { name, scope, bits } = counter;
      const incarnation = name === 'link.rx_packets' ? { incarnation: String(ifindex) } : {};
      samples.push(
        sample({
          name,
          scope,
          bits,
          capture,
          ...incarnation,
          value: bits === 32 ? value % 2n ** 32n : value,
        }),
      );
    });
  };
  const pass = (seconds: number, { pps, shares }: Window) => {
    const packets = BigInt(Math.floor(seconds * pps));
    time += seconds;
    counters.forEach((counter, i) => {
      const share = counter.share === 0 ? 100 : (shares[counter.share] ?? 0);
      values[i] = (values[i] ?? 0n) + (packets * BigInt(share)) / 100n;
      counted[i] = (counted[i] ?? 0n) + (packets * BigInt(share)) / 100n;
    });
  };
  read(0, false);
  windows.forEach((w, index) => {
    pass(w.seconds * w.when, w);
    if (w.incident === 'reboot') boot = time;
    if (w.incident === 're-create' || w.incident === 'reboot') ifindex += 1;
    if (w.incident === 'clock') offset += w.clockStep;
    counters.forEach((counter, i) => {
      if (w.incident === 'reboot' || w.incident === counter.zeroedBy) values[i] = 0n;
    });
    pass(w.seconds * (1 - w.when), w);
    const last = index === windows.length - 1;
    const grown = (values[3] ?? 0n) > 10n ** 9n;
    read(grown && !last ? w.jitter : 0, w.damaged && !last);
  });
  const happened = seen.map(({ first = 0n, last = 0n }) => last - first);
  return { clocks, samples, happened, incidents: windows.map((w) => w.incident) };
}

/** A second fall of something that has counted little since the first cannot be seen: nobody could. */
const hidden = (windows: readonly Window[]) => {
  const count = (...of: Incident[]) => windows.filter((w) => of.includes(w.incident)).length;
  return count('restart', 'reboot') > 1 || count('reload', 'reboot') > 1 || count('reboot') > 1;
};

const host = fc
  .array(window, { minLength: 1, maxLength: 6 })
  .filter((windows) => !hidden(windows))
  .map(observe);

const inOrderOfCounters = (deltas: readonly Delta[]) =>
  counters.map(({ name, scope }) => {
    const found = deltas.find((d) => d.name === name && JSON.stringify(d.scope) === JSON.stringify(scope));
    if (!found) throw new Error(`no delta of ${name}`);
    return found;
  });

describe('whatever happens to a host', () => {
  test('a delta is what truly happened, or says that it is a lower bound', () => {
    fc.assert(
      fc.property(host, ({ clocks, samples, happened }) => {
        inOrderOfCounters(compare(samples, clocks).deltas).forEach((delta, i) => {
          const truth = happened[i] ?? 0n;
          const what = `${delta.name} ${JSON.stringify(delta.scope)}: ${delta.bound} ${delta.increase}, truly ${truth}; read ${delta.steps.map((s) => `${s.from.value} -> ${s.to.value} in ${s.seconds} s (${s.gap})`).join(', ')}`;
          expect(delta.increase <= truth, what).toBe(true);
          if (delta.bound === 'exact') expect(delta.increase, what).toBe(truth);
        });
      }),
      { seed, numRuns: 1000 },
    );
  });

  test('nothing is negative, nothing is faster than the packets came, and steps add up', () => {
    fc.assert(
      fc.property(host, ({ clocks, samples }) => {
        for (const delta of compare(samples, clocks).deltas) {
          expect(delta.increase).toBe(delta.steps.reduce((sum, step) => sum + step.increase, 0n));
          for (const step of delta.steps) {
            expect(step.increase >= 0n).toBe(true);
            expect(step.seconds === undefined || step.seconds > 0).toBe(true);
            if (step.seconds !== undefined && step.seconds >= 1) {
              const what = `${delta.name} ${step.from.value} -> ${step.to.value} in ${step.seconds} s (${step.gap})`;
              expect(Number(step.increase) / step.seconds, what).toBeLessThanOrEqual(2_000_000 * 1.001 + 8);
            }
          }
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  test('without an incident, and within the range of a field, it is exact', () => {
    const calm = fc
      .array(
        window.map((w): Window => ({ ...w, incident: 'none', jitter: 0, pps: Math.min(w.pps, 700) })),
        { minLength: 1, maxLength: 6 },
      )
      .map(observe);
    fc.assert(
      fc.property(calm, ({ clocks, samples, happened }) => {
        inOrderOfCounters(compare(samples, clocks).deltas).forEach((delta, i) => {
          expect(delta.since).toBe('capture');
          if (delta.latest.bits === 64) expect([delta.bound, delta.increase]).toEqual(['exact', happened[i]]);
        });
      }),
      { seed },
    );
  });

  test('every incident is told', () => {
    const told: Partial<Record<Incident, string>> = {
      reboot: 'reboot-by-boot-id',
      're-create': 're-created',
      restart: 'namespace-restarted',
      reload: 'rules-reloaded',
    };
    fc.assert(
      fc.property(host, ({ clocks, samples, incidents }) => {
        const ids = compare(samples, clocks).decisions.map((d) => d.id.replace('comparison/', ''));
        for (const incident of new Set(incidents)) {
          const id = told[incident];
          if (id !== undefined && !incidents.includes('reboot')) expect(ids).toContain(id);
        }
        if (incidents.includes('reboot')) expect(ids).toContain('reboot-by-boot-id');
        else expect(ids.filter((id) => id.startsWith('reboot'))).toEqual([]);
      }),
      { seed },
    );
  });
});

describe('the order of arguments', () => {
  // A clock that was set back by more than the time between two boots leaves nothing to order them by.
  const ordered = fc
    .array(
      window.map((w) => ({ ...w, clockStep: Math.abs(w.clockStep) })),
      { minLength: 1, maxLength: 6 },
    )
    .filter((windows) => !hidden(windows))
    .map(observe);
  const shuffled = ordered.chain((observed) =>
    fc
      .shuffledSubarray(
        observed.clocks.map((_, i) => i),
        { minLength: observed.clocks.length },
      )
      .map((order) => ({ observed, order })),
  );

  test('does not matter', () => {
    fc.assert(
      fc.property(shuffled, ({ observed: { clocks, samples }, order }) => {
        const place = new Map(order.map((from, to) => [from, to]));
        const given = {
          clocks: order.map((from) => clocks[from] ?? {}),
          labels: order.map((from) => `capture ${from}`),
          samples: samples.map((s) => ({ ...s, capture: place.get(s.capture) ?? 0 })),
        };
        const { order: sorted } = orderOf(given);
        expect(sorted.map((index) => order[index])).toEqual(clocks.map((_, i) => i));
      }),
      { seed },
    );
  });

  test('nor does the order of samples', () => {
    const mixed = host.chain((observed) =>
      fc
        .shuffledSubarray(observed.samples, { minLength: observed.samples.length })
        .map((samples) => ({ ...observed, mixed: samples })),
    );
    fc.assert(
      fc.property(mixed, ({ clocks, samples, mixed: other }) => {
        const summary = (given: readonly Sample[]) =>
          inOrderOfCounters(compare(given, clocks).deltas).map((d) => [
            d.increase,
            d.bound,
            d.since,
            d.seconds,
            d.latest.value,
          ]);
        expect(summary(other)).toEqual(summary(samples));
      }),
      { seed },
    );
  });
});
