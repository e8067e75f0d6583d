import { devicesOf, isVirtual } from '../host/devices.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import type { Delta, Evidence, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { onCpus } from './cpus.ts';
import type { Movement } from './grade.ts';
import { concludeLoss, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Backlog queue of a CPU overflows',
  why:
    'Frames that are steered to another CPU (RPS), and those of devices without NAPI (veth, tun, loopback, tunnels), ' +
    'wait in a queue of the CPU that is to process them, at most net.core.netdev_max_backlog of them. When that CPU is ' +
    'too busy with network softirqs, or with anything else, the queue fills and the kernel drops further frames. A ' +
    'network card of today without RPS never uses this queue.',
  problem:
    '{n} frames dropped because the backlog queue of a CPU was full[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the frames]]',
  suspect:
    '{n} frames dropped since boot because the backlog queue of a CPU was full[[ ({rate:rate} on average)]][[, {share:percent} of the frames]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} frames dropped since boot because the backlog queue of a CPU was full, none in the {flat:duration} between the captures',
  ok: 'no backlog queue overflowed: the second column of softnet_stat is 0 on every CPU',
  'on-cpu': '{n} dropped[[, {share:percent} of its frames]]',
  'rps-on': 'RPS steers frames of {device} to the CPUs {cpus}: they pass this queue',
  'flow-limit': '{n} of them by net.core.flow_limit: it cuts down one heavy flow, not the queue as a whole',
  'same-drops': '{device} counts them a second time as its rx_dropped',
  'not-ring': 'Not the receive ring: a larger ring (ethtool -G) does not help, the frames had left it.',
  'spread-first':
    'First see why that CPU is behind: all interrupts on one CPU, RPS with too few CPUs, thousands of filter rules, or a busy program pinned there',
  'adds-delay':
    'A longer queue bridges bursts; it adds delay, and a CPU that is behind for good fills it as well.',
  watch:
    'Watch the second column per CPU: watch -d cat /proc/net/softnet_stat; or the reason CPU_BACKLOG in perf record -e skb:kfree_skb (kernel 5.17 and later).',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'netdev-backlog-overflow',
  layer: 'softirq',
  per: 'cpu',
  needs: ['softnet'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts,
  references: [
    'net/core/dev.c: enqueue_to_backlog',
    'net/core/net-procfs.c: softnet_seq_show',
    'https://docs.kernel.org/admin-guide/sysctl/net.html',
  ],

  evaluate(context, say) {
    const drops = context.counters('softnet.dropped');
    const movement = movementOf(drops, { seen: context.counters('softnet.processed') });
    if (!movement)
      return {
        verdict: 'unknown',
        summary: { id: 'common/not-collected', args: { what: '/proc/net/softnet_stat' } },
      };
    const loss = concludeLoss(movement, say);
    if (loss.verdict === 'ok') return loss;
    const instances = onCpus(context, drops, (args) => say('on-cpu', args));
    return {
      ...loss,
      evidence: [
        ...loss.evidence,
        ...steering(context, say),
        ...flowLimit(context, say),
        ...counterparts(context, movement.n, say),
      ],
      instances,
      claims: [
        ...loss.claims,
        ...counterpartDeltas(context, movement.n).map(({ name, scope }) => ({ name, scope })),
      ],
      remedies: remediesOf(context, say),
      ruledOut: [say('not-ring')],
      confirm: [say('watch')],
      consequenceOf: [
        'soft-lockup',
        'softirq-single-core',
        'steal-time',
        ...(byFlowLimit(context, movement) ? ['rps-flow-limit'] : []),
      ],
    };
  },
});

/** Receive queues with a mask of CPUs that is not zero. */
function steering(context: Context, say: Speak): Evidence[] {
  return context.all('deviceAttributes').flatMap(({ value: { device, attribute, value, line } }) => {
    const on = /^queues\/rx-\d+\/rps_cpus$/.test(attribute) && /[1-9a-f]/i.test(value);
    return on ? [cite(line, say('rps-on', { device, cpus: value }))] : [];
  });
}

function flowLimit(context: Context, say: Speak): Evidence[] {
  const limited = movementOf(context.counters('softnet.flow_limit_count'));
  if (!limited || limited.n === 0n) return [];
  return limited.deltas
    .slice(0, 1)
    .map(({ latest }) => cite(latest.line, say('flow-limit', { n: limited.n })));
}

/** All of them: the queue was not full, one flow was cut down. */
function byFlowLimit(context: Context, { n }: Movement): boolean {
  const limited = movementOf(context.counters('softnet.flow_limit_count'));
  return (limited?.n ?? 0n) >= n;
}

/** The kernel counts a backlog drop in the device's rx_dropped as well: equal numbers name the device. */
function counterpartDeltas(context: Context, n: bigint): Delta[] {
  return devicesOf(context).flatMap((device) => {
    const same = device.deltas.find(
      ({ name, increase, since, latest }) =>
        /^(?:link\.rx_dropped|dev\.rx_drop)$/.test(name) &&
        (since === 'boot' ? latest.value : increase) === n,
    );
    return same && n > 0n ? [same] : [];
  });
}

function counterparts(context: Context, n: bigint, say: Speak): Evidence[] {
  return counterpartDeltas(context, n).map(({ latest, scope }) =>
    cite(latest.line, say('same-drops', { device: scope.device })),
  );
}

function remediesOf(context: Context, say: Speak): Remedy[] {
  const now = numberOf(context, 'net.core.netdev_max_backlog');
  const virtual = devicesOf(context).some(isVirtual);
  const verify = ['cat /proc/net/softnet_stat'];
  const look: Remedy = investigate(say('spread-first'), [
    'mpstat -P ALL 1 5',
    'grep . /sys/class/net/*/queues/rx-*/rps_cpus',
    ...(virtual ? ['ip -s link'] : []),
  ]);
  if (now === undefined) return [look];
  const to = Math.max(2000, now * 2);
  return [
    look,
    ...changeSetting(context, {
      key: 'net.core.netdev_max_backlog',
      to,
      sideEffects: say('adds-delay'),
      verify,
    }),
  ];
}
