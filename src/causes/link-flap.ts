import { groupBy } from '../group-by.ts';
import { carrierChangesPerDay, manyChangesPerDay } from '../host/carrier.ts';
import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf } from '../host/devices.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Evidence, Instance, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim } from './grade.ts';

const texts = {
  title: 'Link goes down and up',
  why:
    'The carrier of a network device is lost and comes back: a bad cable or transceiver, a switch port that restarts, ' +
    'an energy-saving mode (EEE) that the two ends do not agree on, or a driver that resets the card. While it is down ' +
    'everything is lost; after it, the switch may need half a minute of spanning tree before it forwards again.',
  problem: 'the link of {device} changed {n} times[[ in {seconds:duration}]]',
  logged:
    'the kernel logged {n} times that the link of {device} went down[[; the last time {age:duration} before the capture]]',
  suspect: 'the link of {device} changed {n} times since boot[[, {perDay} times a day]]; when is unknown',
  ok: 'no link went down[[; {device} changed {n} times since boot]]',
  down: 'the link went down',
  eee: 'energy-efficient Ethernet is active on the device',
  physical:
    'Change cable or transceiver, try another switch port, and read the counters of the port at the other end',
  'eee-off': 'Switch energy-efficient Ethernet off for a test',
  admin:
    'An administrator, NetworkManager or a driver (MTU, ring size) can take a link down on purpose: look at the time.',
};
type Speak = Say<typeof texts>;

interface Flap {
  device: string;
  id: 'problem' | 'logged' | 'suspect';
  now: boolean;
  n: number;
  severity: Severity;
  args: Record<string, string | number | bigint | undefined>;
  evidence: Evidence[];
  deltas: Delta[];
}

export default defineCause({
  id: 'link-flap',
  layer: 'wire',
  per: 'device',
  needs: [['link.carrier_changes', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'device-down',
  texts,
  references: ['net/sched/sch_generic.c: netif_carrier_off', 'Documentation/ABI/testing/sysfs-class-net'],

  evaluate(context, say) {
    const devices = devicesOf(context);
    const flaps = [...devices.flatMap((device) => counted(device) ?? []), ...fromLog(context, devices, say)];
    const [worst] = flaps.sort((a, b) => Number(b.now) - Number(a.now) || b.n - a.n);
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const eee = context.all('ethtoolEee').find(({ value }) => value.device === worst.device)?.value.active;
    return {
      verdict: worst.now ? 'problem' : 'suspect',
      severity: worst.severity,
      summary: say(worst.id, worst.args),
      evidence: [...worst.evidence, ...(eee?.value ? [cite(eee.line, say('eee'))] : [])],
      instances: flaps.map((flap) => instanceOf(context, flap, say)),
      claims: flaps.flatMap(({ deltas }) => deltas.map(claim)),
      remedies: [
        {
          when: 'investigate',
          what: say('physical'),
          commands: [sh`ethtool ${worst.device}`, sh`ethtool -m ${worst.device}`].map((c) =>
            inNamespace(context.netns, c),
          ),
          verify: [inNamespace(context.netns, sh`cat /sys/class/net/${worst.device}/carrier_changes`)],
          undo: [],
          risk: 'none',
          who: 'network',
        },
        ...(eee?.value
          ? [
              {
                when: 'now' as const,
                what: say('eee-off'),
                commands: [sh`ethtool --set-eee ${worst.device} eee off`],
                verify: [sh`ethtool --show-eee ${worst.device}`],
                undo: [sh`ethtool --set-eee ${worst.device} eee on`],
                risk: 'link-reset' as const,
                who: 'admin' as const,
              },
            ]
          : []),
      ],
      confirm: [say('admin')],
      consequenceOf: ['soft-lockup', 'nic-hang-reset', 'device-down'],
    };
  },
});

/** Changes between the captures prove it; since boot only many tell something. */
function counted(device: Device): Flap | undefined {
  const changes = deviceCounter(device, 'link.carrier_changes');
  if (!changes || device.name === 'lo') return undefined;
  const base = { device: device.name, evidence: [citeCounter(changes)], deltas: deltasOf(device) };
  if (changes.since !== 'boot' && changes.increase > 0n) {
    const args = { device: device.name, n: changes.increase, seconds: changes.seconds };
    return { ...base, id: 'problem', now: true, n: Number(changes.increase), severity: 'high', args };
  }
  const perDay = carrierChangesPerDay(changes);
  if (perDay <= manyChangesPerDay) return undefined;
  const args = { device: device.name, n: changes.latest.value, perDay };
  return { ...base, id: 'suspect', now: false, n: Number(changes.latest.value), severity: 'low', args };
}

const deltasOf = (device: Device): Delta[] =>
  (['link.carrier_changes', 'link.carrier_up_count', 'link.carrier_down_count'] as const).flatMap(
    (name) => deviceCounter(device, name) ?? [],
  );

/** Kernel messages: two or more losses of one link; once is a reboot of the switch, or an administrator. */
function fromLog(context: Context, devices: readonly Device[], say: Speak): Flap[] {
  const logged = loggedEvents(context, 'link-down', 'carrier-lost');
  if (!logged) return [];
  return [...groupBy(logged.events, ({ device }) => device ?? '?')].flatMap(([device, events]): Flap[] => {
    const n = events.reduce((sum, { count }) => sum + count, 0);
    const known = devices.some(
      ({ name, deltas }) => name === device && counted({ name, deltas }) !== undefined,
    );
    if (known || (n < 2 && logged.verdict !== 'problem')) return [];
    const now = logged.verdict === 'problem' && events.includes(logged.last);
    return [
      {
        device,
        id: 'logged',
        now,
        n,
        severity: now ? 'high' : n >= 4 ? 'medium' : 'low',
        args: { device, n, age: events.includes(logged.last) ? logged.age : undefined },
        evidence: events.slice(-5).map(({ line }) => cite(line, say('down'))),
        deltas: [],
      },
    ];
  });
}

function instanceOf(context: Context, flap: Flap, say: Speak): Instance {
  return {
    subject: flap.device,
    scope: { netns: context.netns, device: flap.device },
    verdict: flap.now ? 'problem' : 'suspect',
    severity: flap.severity,
    summary: say(flap.id, flap.args),
    evidence: flap.evidence,
  };
}
