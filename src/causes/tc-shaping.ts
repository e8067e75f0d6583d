import { inNamespace, sh } from '../host/shell.ts';
import type { ShapedRate, TransmitQueue } from '../host/transmit-queues.ts';
import {
  countersOf,
  isManaged,
  isShaper,
  shapedRate,
  shortQueue,
  transmitQueues,
} from '../host/transmit-queues.ts';
import type { Instance, Severity } from '../model.ts';
import type { Qdisc } from '../parsers/tc-qdisc.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { worstOf } from './filter.ts';
import type { Movement } from './grade.ts';
import { amountOf, citeCounter, claim, instance, movementOf } from './grade.ts';
import { gradeQueue } from './queue.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Shaper drops what exceeds its rate',
  why:
    'A shaper (tbf, htb, hfsc, cbq) lets a device or a class of traffic send at a given rate at most. What comes faster ' +
    'waits in its queue, and what finds the queue full is dropped. TCP takes such drops as the sign to slow down, so a few ' +
    'are how a limit works; many, or drops of UDP, mean that the rate is lower than what is sent, that the burst is too ' +
    'small for the clock of the host, or that the queue is too short.',
  problem:
    '{shaper} on {device} dropped {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what it should send]][[; its limit is {limit}]][[, and {used:percent} of that was sent]]',
  suspect:
    '{shaper} on {device} dropped {n} packets since it was made[[, {share:percent} of what it should send]][[; its limit is {limit}]]; when is unknown',
  past: '{shaper} on {device} dropped {n} packets since it was made[[; its limit is {limit}]], none in the {flat:duration} between the captures',
  ok: 'no shaper dropped packets',
  none: 'no device has a shaper (tbf, htb, hfsc, cbq)',
  held: 'the shaper and its rate',
  full: 'The rate is used up: raise it, or send less. A longer queue only adds delay.',
  bursts:
    'On average the rate is not used up: bursts overflow the queue. A larger burst or a longer queue helps; so does pacing at the sender (fq).',
  'who-set':
    'Find what set the limit (a hypervisor, a CNI, a script of the provider), and whether it is meant; compare the rates of the classes with what each has to send',
  fair: 'fq_codel below each class keeps waiting times short and shares the rate fairly among flows.',
};
type Speak = Say<typeof texts>;

/** A class that dropped something, or the shaper as a whole. */
interface Shaper {
  /** What its classes dropped together: told only when none of them is told. */
  sum: boolean;
  queue: TransmitQueue;
  one: Qdisc;
  limit: ShapedRate | undefined;
  used: number | undefined;
  movement: Movement;
  verdict: Movement['verdict'];
  severity: Severity;
}

export default defineCause({
  id: 'tc-shaping',
  layer: 'qdisc',
  per: 'device',
  needs: ['qdiscs'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'qdisc-drops',
  texts,
  references: ['tc-htb(8)', 'tc-tbf(8)', 'net/sched/sch_htb.c: htb_enqueue'],

  evaluate(context, say) {
    const queues = transmitQueues(context).filter(({ qdisc }) => qdisc !== undefined && isShaper(qdisc));
    const classes = context.all('tcClasses').flatMap(({ value }) => value.filter(isShaper));
    const shapers = queues.flatMap((queue) => shapersOf(queue, classes));
    const hits = shapers.filter(({ verdict }) => verdict !== 'ok');
    const worst = worstOf(hits);
    if (!worst) {
      const evidence = queues.flatMap(({ qdisc }) => (qdisc ? [cite(qdisc.line, say('held'))] : []));
      return { verdict: 'ok', summary: queues.length > 0 ? say('ok') : say('none'), evidence };
    }
    const { device } = worst.queue;
    const commands = [
      sh`tc -s -d class show dev ${device.name}`,
      sh`tc -s -d qdisc show dev ${device.name}`,
    ].map((command) => inNamespace(context.netns, command));
    return {
      verdict: worst.verdict,
      severity: worst.severity,
      summary: say(worst.verdict, argsOf(worst)),
      ...(worst.movement.share === undefined ? {} : { share: worst.movement.share }),
      instances: hits.filter(({ sum }) => !sum).map((hit) => instanceOf(context, hit, say)),
      claims: hits.flatMap(({ movement, queue }) => [...movement.deltas, ...queue.dropped].map(claim)),
      remedies: worst.verdict === 'past' ? [] : [investigate(say('who-set'), commands, 'admin', commands)],
      confirm: [
        ...(worst.used === undefined ? [] : [worst.used >= 0.8 ? say('full') : say('bursts')]),
        ...(isManaged(worst.queue) ? [] : [say('fair')]),
      ],
      consequenceOf: shortQueue(worst.queue) ? ['txqueuelen-zero-or-tiny'] : [],
    };
  },
});

/** Classes name the traffic, and speak first; but many that drop a little are as bad as their sum. */
function shapersOf(queue: TransmitQueue, classes: readonly Qdisc[]): Shaper[] {
  const { qdisc, device } = queue;
  if (!qdisc) return [];
  const whole = shaperOf(queue, qdisc, 'qdisc');
  const own = classes
    .filter((one) => one.device === device.name)
    .flatMap((one) => shaperOf(queue, one, 'class'));
  const loudest = worstOf([...own, ...whole])?.verdict;
  const dropping = own.filter(({ verdict }) => verdict === loudest);
  return [...dropping, ...whole.map((one) => ({ ...one, sum: dropping.length > 0 }))];
}

function shaperOf(queue: TransmitQueue, one: Qdisc, object: 'class' | 'qdisc'): Shaper[] {
  const of = (name: string) => countersOf(queue.device, `${object}.${name}`, one);
  const movement = movementOf(object === 'class' ? of('dropped') : queue.dropped, {
    seen: object === 'class' ? of('sent_packets') : queue.sent,
  });
  if (!movement) return [];
  const limit = shapedRate(one.options);
  const [sent] = of('sent_bytes');
  const used =
    limit && sent?.since === 'capture' && sent.seconds
      ? Math.min(1, (Number(amountOf(sent)) * 8) / sent.seconds / limit.bits)
      : undefined;
  const severity = gradeQueue(movement, isManaged(queue) ? 'on-purpose' : 'when-full');
  return [{ sum: false, queue, one, limit, used, movement, verdict: movement.verdict, severity }];
}

const argsOf = ({ queue, one, limit, used, movement }: Shaper) => ({
  ...movement.args,
  device: queue.device.name,
  shaper: `${one.kind} ${one.handle}`,
  limit: limit?.text,
  used: movement.verdict === 'problem' ? used : undefined,
});

function instanceOf(context: Context, hit: Shaper, say: Speak): Instance {
  const { queue, one, movement, severity } = hit;
  return instance(
    { ...movement, severity },
    {
      subject: `${queue.device.name} ${one.kind} ${one.handle}`,
      scope: { netns: context.netns, device: queue.device.name },
      summary: say(movement.verdict, argsOf(hit)),
      evidence: [cite(one.line, say('held')), ...movement.deltas.slice(0, 4).map(citeCounter)],
    },
  );
}
