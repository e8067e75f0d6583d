import { devicesOf } from '../host/devices.ts';
import type { InterruptShare } from '../host/interrupts.ts';
import { devicesOfVectors, interruptShare } from '../host/interrupts.ts';
import { sh } from '../host/shell.ts';
import type { Instance, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { lostBeforeIp } from './losses.ts';

const texts = {
  title: 'One CPU serves the interrupts of a network card',
  why:
    'A network card with several queues raises an interrupt per queue, so that several CPUs can take frames at once. ' +
    'When all those interrupts go to one CPU, only that one empties the rings: under load it falls behind, and frames ' +
    'are lost in the ring or in its backlog while other CPUs idle.',
  risk: 'CPU {cpu} takes {share:percent} of the interrupts of {device} ({vectors} vectors, {cpus} CPUs)',
  suspect:
    'CPU {cpu} takes {share:percent} of the interrupts of {device} ({vectors} vectors, {cpus} CPUs), and frames are lost before IP',
  single:
    '{device} has a single interrupt, on CPU {cpu} of {cpus}: it needs RPS, not affinity, to use more CPUs',
  ok: 'no CPU serves the interrupts of a network card alone',
  'no-card': 'none of the interrupts is known to be of a network card',
  'few-cpus': 'with {cpus} CPUs there is nothing to spread',
  'old-totals':
    'Totals since boot hold the time before any change of the affinity: compare two captures before deciding.',
  balance:
    'Let irqbalance spread the queues, or do it by hand with the script of the driver (set_irq_affinity)',
  'keep-node':
    'Stay on the CPUs of the memory node of the card (cat /sys/class/net/{device}/device/numa_node). irqbalance overwrites masks set by hand. Pinned setups (DPDK, storage) are meant so.',
  steer: 'Steer frames of the single queue to more CPUs (RPS)',
  'rps-cost': 'Each steered frame costs an interrupt between CPUs, and passes net.core.netdev_max_backlog.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'irq-affinity-imbalance',
  layer: 'softirq',
  per: 'device',
  needs: ['interrupts'],
  verdicts: ['suspect', 'risk', 'ok'],
  lookAlike: 'softirq-single-core',
  texts,
  references: ['https://docs.kernel.org/networking/scaling.html', 'proc_interrupts(5)'],

  evaluate(context, say) {
    const names = new Set([...devicesOf(context).map(({ name }) => name), ...devicesOfVectors(context)]);
    const shares = [...names].flatMap((name) => {
      const share = interruptShare(context, name);
      return share ? [{ name, ...share }] : [];
    });
    const cpus = shares[0]?.cpus;
    if (cpus === undefined) return { verdict: 'unknown', summary: say('no-card') };
    if (cpus < 4) return { verdict: 'ok', summary: say('few-cpus', { cpus }) };
    // A card that hardly moves has no load to spread.
    const uneven = shares
      .filter(({ share, total }) => share > 0.7 && total >= 1000)
      .sort((a, b) => b.total - a.total);
    const worst = uneven[0];
    if (!worst)
      return {
        verdict: 'ok',
        summary: say('ok'),
        evidence: shares.slice(0, 1).map(({ line }) => cite(line, say('ok'))),
      };
    const losing = lostBeforeIp(context);
    const verdict = losing && worst.vectors > 1 ? 'suspect' : 'risk';
    return {
      verdict,
      severity: verdict === 'suspect' ? 'medium' : 'low',
      certainty: 'possible',
      summary: tell(worst.name, worst, verdict, say),
      instances: uneven.map((one) => instanceOf(one, context, say)),
      remedies: remediesOf(worst.name, worst, say),
      confirm: context.captures > 1 ? [] : [say('old-totals')],
    };
  },
});

function tell(device: string, share: InterruptShare, verdict: 'risk' | 'suspect', say: Speak) {
  const { cpu, cpus, vectors } = share;
  return say(vectors > 1 ? verdict : 'single', { device, cpu, cpus, vectors, share: share.share });
}

function instanceOf(
  { name, ...share }: InterruptShare & { name: string },
  context: Context,
  say: Speak,
): Instance {
  const summary = tell(name, share, 'risk', say);
  return {
    subject: name,
    scope: { netns: context.netns, device: name },
    verdict: 'risk',
    severity: 'low',
    summary,
    share: share.share,
    evidence: [cite(share.line, summary)],
  };
}

function remediesOf(device: string, { vectors }: InterruptShare, say: Speak): Remedy[] {
  const verify = [sh`grep ${device} /proc/interrupts`];
  if (vectors > 1) {
    return [
      {
        when: 'now',
        what: say('balance'),
        commands: ['systemctl start irqbalance'],
        verify,
        undo: ['systemctl stop irqbalance'],
        sideEffects: say('keep-node', { device }),
        risk: 'none',
        who: 'admin',
      },
      {
        when: 'persist',
        what: say('balance'),
        commands: ['systemctl enable irqbalance'],
        verify,
        undo: ['systemctl disable irqbalance'],
        risk: 'none',
        who: 'admin',
      },
    ];
  }
  const file = `/sys/class/net/${device}/queues/rx-0/rps_cpus`;
  return [
    {
      when: 'now',
      what: say('steer'),
      commands: [sh`echo f > ${file}`],
      verify: [sh`cat ${file}`],
      undo: [sh`echo 0 > ${file}`],
      sideEffects: say('rps-cost'),
      risk: 'none',
      who: 'admin',
    },
  ];
}
