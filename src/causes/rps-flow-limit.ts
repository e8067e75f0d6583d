import { changeSetting, numberOf } from '../host/settings.ts';
import type { Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { onCpus } from './cpus.ts';
import { citeSetting, claim, concludeLoss, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Flow limit of the backlog cuts down heavy flows',
  why:
    'With net.core.flow_limit_cpu_bitmap a CPU protects small flows: while its backlog queue is more than half full, it ' +
    'drops frames of a flow that makes up more than half of the last 128 frames. A single tunnel, a backup or a flood ' +
    'through RPS or a device without NAPI (veth, tun) is cut down, while everybody else gets through. The drops are ' +
    'counted in the eleventh column of softnet_stat, and once more in the second.',
  problem:
    '{n} frames of heavy flows dropped by the flow limit[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the frames]]',
  suspect:
    '{n} frames of heavy flows dropped by the flow limit since boot[[ ({rate:rate} on average)]][[, {share:percent} of the frames]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} frames of heavy flows dropped by the flow limit since boot, none in the {flat:duration} between the captures',
  ok: 'the flow limit dropped no frame: the eleventh column of softnet_stat is 0 on every CPU',
  'on-cpu': '{n} dropped[[, {share:percent} of its frames]]',
  'which-flow':
    'Find the heavy flow, and let it be received by its own queue (ntuple rule, ethtool -N) or as several flows: one flow is processed by one CPU, whatever RPS says',
  'half-full':
    'The limit works only while the queue is more than half full: a longer queue bridges longer bursts.',
  off: 'Switch the flow limit off on all CPUs',
  'may-starve': 'Without it one heavy flow can fill the whole queue, and the small ones lose as well.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'rps-flow-limit',
  layer: 'softirq',
  per: 'cpu',
  needs: ['softnet.flow_limit_count'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'netdev-backlog-overflow',
  texts,
  references: [
    'net/core/dev.c: skb_flow_limit',
    'https://docs.kernel.org/networking/scaling.html#rps-flow-limit',
  ],

  evaluate(context, say) {
    const limited = context.counters('softnet.flow_limit_count');
    const movement = movementOf(limited, { seen: context.counters('softnet.processed') });
    if (!movement) return nothingPrinted('softnet.flow_limit_count');
    const told = concludeLoss(movement, say);
    if (told.verdict === 'ok') return told;
    const all = context.counters('softnet.dropped');
    const rising = movement.verdict === 'problem';
    const drops = all.reduce((sum, { increase, latest }) => sum + (rising ? increase : latest.value), 0n);
    const alone = movement.n >= drops;
    return {
      ...told,
      evidence: [...told.evidence, ...citeSetting(context.setting(bitmap))],
      instances: onCpus(context, limited, (args) => say('on-cpu', args)),
      claims: [...told.claims, ...(alone ? all.map(claim) : [])],
      remedies: told.verdict === 'past' ? [] : remediesOf(context, say),
      consequenceOf: [
        // Where the queue was full as well, that is told first, and this is a part of it.
        ...(alone ? [] : ['netdev-backlog-overflow']),
        'soft-lockup',
        'softirq-single-core',
        'steal-time',
      ],
    };
  },
});

const bitmap = 'net.core.flow_limit_cpu_bitmap';

function remediesOf(context: Context, say: Speak): Remedy[] {
  const verify = ['cat /proc/net/softnet_stat'];
  const now = numberOf(context, 'net.core.netdev_max_backlog');
  const longer =
    now === undefined
      ? []
      : changeSetting(context, {
          key: 'net.core.netdev_max_backlog',
          to: Math.max(2000, now * 2),
          sideEffects: say('half-full'),
          verify,
        });
  const on = /[1-9a-f]/i.test(context.setting(bitmap)?.value ?? '');
  const off = changeSetting(context, {
    key: bitmap,
    to: 0,
    what: say('off'),
    sideEffects: say('may-starve'),
    verify,
  });
  return [
    investigate(say('which-flow'), ['mpstat -P ALL 1 5', 'ip -s link'], 'admin', verify),
    ...longer,
    ...(on ? off : []),
  ];
}
