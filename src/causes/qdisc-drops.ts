import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { Qdisc } from '../parsers/tc-qdisc.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped } from './counted.ts';
import type { Movement } from './grade.ts';
import { amountOf, citeCounter, claim, instance, movementOf } from './grade.ts';

const texts = {
  title: 'Transmit queue drops packets',
  why:
    'Packets that leave wait in the queueing discipline (qdisc) of their device. It drops when the queue is full: the ' +
    'host, or a guest behind a tap, sends faster than the device takes packets, or faster than a shaper (tbf, htb) ' +
    'allows. TCP sends such packets again; UDP applications may get ENOBUFS. Disciplines that manage their queue ' +
    '(fq_codel, cake, red) drop on purpose to tell senders to slow down: a little of that is healthy.',
  problem:
    '{device} dropped {n} packets it should send ({kind})[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of them]]',
  suspect:
    '{device} dropped {n} packets it should send since boot ({kind})[[, {share:percent} of them]]; when is unknown',
  past: '{device} dropped {n} packets it should send since boot ({kind}), none in the {flat:duration} between the captures',
  ok: 'no transmit queue dropped packets',
  aqm: 'This discipline drops on purpose to keep waiting times short: a small share is how it works.',
  shaper: 'a shaper: what is over its rate waits, and what is over its limit is dropped',
  guest:
    'Transmit on a tap or vnet device is receive for the guest: the guest (or its vhost thread) takes packets too slowly.',
  queue: 'the length of its queue',
  longer: 'Let more packets wait, for bursts',
  latency:
    'Packets that wait longer are late: a longer queue does not help where the rate itself is too low.',
  rate: 'Look at the rate and the limit of the shaper, and at who asked for it',
  who: 'See what sends so much',
};
type Speak = Say<typeof texts>;

interface Queue {
  device: Device;
  kind: string;
  qdisc: Qdisc | undefined;
  movement: Movement;
}

const managed = /^(?:fq_codel|codel|cake|red|fq_pie|pie|sfb|gred|choke|hhf)$/;
const shaping = /^(?:tbf|htb|hfsc|cbq)$/;
const entrance = /^(?:ingress|clsact)$/;

export default defineCause({
  id: 'qdisc-drops',
  layer: 'qdisc',
  per: 'device',
  needs: [['qdiscs', 'linkStats', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-sndbuf-full',
  texts,
  references: ['net/sched/sch_generic.c', 'tc(8)', 'tc-fq_codel(8)'],

  evaluate(context, say) {
    const queues = devicesOf(context).flatMap((device) => queueOf(context, device) ?? []);
    const hit = queues.filter(({ movement }) => movement.verdict !== 'ok');
    const rank = { problem: 0, suspect: 1, past: 2, ok: 3 };
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const weight = (q: Queue) => rank[q.movement.verdict] * 10 + order.indexOf(severityOf(q));
    const [worst] = [...hit].sort((a, b) => weight(a) - weight(b));
    const discards = context.counter('Ip.OutDiscards');
    const guest = worst !== undefined && /^(?:tap|vnet|fwpr|qvo)/.test(worst.device.name);
    if (!worst) {
      const evidence = queues.flatMap(({ movement }) => movement.deltas.slice(0, 1).map(citeCounter));
      return { verdict: 'ok', summary: say('ok'), evidence: evidence.slice(0, 4) };
    }
    const { movement } = worst;
    return {
      verdict: movement.verdict,
      severity: severityOf(worst),
      summary: say(movement.verdict, argsOf(worst)),
      ...(movement.share === undefined ? {} : { share: movement.share }),
      evidence: evidenceOf(worst, say),
      instances: hit.map((queue) => instanceOf(context, queue, say)),
      claims: [
        ...hit.flatMap((queue) => queue.movement.deltas.map(claim)),
        // OutDiscards repeats what the qdisc dropped of this host's own packets.
        ...(discards && amountOf(discards) <= movement.n ? [claim(discards)] : []),
      ],
      remedies: remediesOf(context, worst, say),
      confirm: [...(managed.test(worst.kind) ? [say('aqm')] : []), ...(guest ? [say('guest')] : [])],
      consequenceOf: guest ? ['virtio-vhost-starved'] : [],
    };
  },
});

/** The root speaks for its classes and queues; where no qdisc was listed, the device's own drop counter does. */
function queueOf(context: Context, device: Device): Queue | undefined {
  const known = context.all('qdiscs').flatMap(({ value }) => value.filter((q) => q.device === device.name));
  const qdisc = known.find(({ parent }) => parent === 'root') ?? known[0];
  const drops = device.deltas.filter(({ name }) => name === 'qdisc.dropped');
  const root = qdisc
    ? drops.filter(({ scope }) => scope.queue?.startsWith(`${qdisc.kind} ${qdisc.handle}`))
    : [];
  const bad: Delta[] = root.some(({ latest }) => latest.value > 0n) ? root : drops;
  const own = deviceCounter(device, 'link.tx_dropped', 'dev.tx_drop');
  const counted = bad.length > 0 ? bad : own ? [own] : [];
  const queues = new Set(bad.map(({ scope }) => scope.queue));
  const sent = device.deltas.filter((d) => d.name === 'qdisc.sent_packets' && queues.has(d.scope.queue));
  const seen = sent.length > 0 ? sent : [deviceCounter(device, 'link.tx_packets', 'dev.tx_packets')];
  const movement = movementOf(counted, { seen });
  const kind = kindOf(qdisc, known) ?? device.link?.qdisc ?? 'transmit queue';
  return movement && { device, kind, qdisc, movement };
}

/** mq has no queue of its own: it is what its queues are. */
function kindOf(root: Qdisc | undefined, known: readonly Qdisc[]): string | undefined {
  const [kind, ...others] = new Set(
    known.filter((one) => one !== root && !entrance.test(one.kind)).map((one) => one.kind),
  );
  return root?.kind === 'mq' && others.length === 0 ? (kind ?? root.kind) : root?.kind;
}

/** Managed queues drop to signal: only a large share is worth a word. */
function severityOf({ kind, movement }: Queue): Severity {
  if (movement.verdict === 'past') return 'info';
  if (!managed.test(kind)) return movement.severity;
  return (movement.share ?? 0) >= 0.02 ? capped(movement.severity, 'medium') : 'info';
}

const argsOf = ({ device, kind, movement }: Queue) => ({ ...movement.args, device: device.name, kind });

function evidenceOf({ device, kind, qdisc, movement }: Queue, say: Speak): Evidence[] {
  return [
    ...movement.deltas.slice(0, 4).map(citeCounter),
    ...(qdisc && shaping.test(kind) ? [cite(qdisc.line, say('shaper'))] : []),
    ...(device.link?.qlen === undefined ? [] : [cite(device.link.line, say('queue'))]),
  ];
}

function remediesOf(context: Context, { device, kind }: Queue, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, sh`tc -s -d qdisc show dev ${device.name}`)];
  const look = {
    when: 'investigate' as const,
    verify,
    undo: [],
    risk: 'none' as const,
    who: 'admin' as const,
  };
  const length = device.link?.qlen;
  const longer =
    length !== undefined && length >= 10 && length < 10_000 && !shaping.test(kind) && !managed.test(kind);
  return [
    { ...look, what: shaping.test(kind) ? say('rate') : say('who'), commands: verify },
    ...(longer
      ? [
          {
            when: 'now' as const,
            what: say('longer'),
            commands: [
              inNamespace(context.netns, sh`ip link set dev ${device.name} txqueuelen ${length * 2}`),
            ],
            verify,
            undo: [inNamespace(context.netns, sh`ip link set dev ${device.name} txqueuelen ${length}`)],
            sideEffects: say('latency'),
            risk: 'none' as const,
            who: 'admin' as const,
          },
        ]
      : []),
  ];
}

function instanceOf(context: Context, queue: Queue, say: Speak): Instance {
  const { movement, device } = queue;
  return instance(
    { ...movement, severity: severityOf(queue) },
    {
      subject: device.name,
      scope: { netns: context.netns, device: device.name },
      summary: say(movement.verdict, argsOf(queue)),
      evidence: evidenceOf(queue, say),
    },
  );
}
