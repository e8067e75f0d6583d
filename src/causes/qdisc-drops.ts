import type { Device } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { TransmitQueue } from '../host/transmit-queues.ts';
import { isManaged, isShaper, shortQueue, takesLength, transmitQueues } from '../host/transmit-queues.ts';
import type { Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { Qdisc } from '../parsers/tc-qdisc.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { gradeQueue } from './queue.ts';

const texts = {
  title: 'Transmit queue drops packets',
  why:
    'Packets that leave wait in the queueing discipline (qdisc) of their device. It drops when the queue is full: the ' +
    'host, or a guest behind a tap, sends faster than the device takes packets, or faster than a shaper (tbf, htb) ' +
    'allows. TCP sends such packets again; UDP applications may get ENOBUFS. Disciplines that manage their queue ' +
    '(fq_codel, cake, red) drop on purpose to tell senders to slow down: a little of that is healthy.',
  problem:
    '{device} dropped {n} packets it should send[[ ({kind})]][[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of them]]',
  suspect:
    '{device} dropped {n} packets it should send since boot[[ ({kind})]][[, {share:percent} of them]]; when is unknown',
  past: '{device} dropped {n} packets it should send since boot[[ ({kind})]], none in the {flat:duration} between the captures',
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
  kind: string | undefined;
  qdisc: Qdisc | undefined;
  movement: Movement;
  known: TransmitQueue;
}

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
    const queues = transmitQueues(context).flatMap(movedQueue);
    const hit = queues.filter(({ movement }) => movement.verdict !== 'ok');
    const rank = { problem: 0, suspect: 1, past: 2, ok: 3 };
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const weight = (q: Queue) => rank[q.movement.verdict] * 10 + order.indexOf(severityOf(q));
    const [worst] = [...hit].sort((a, b) => weight(a) - weight(b));
    const discards = context.counter('Ip.OutDiscards');
    const guest = worst !== undefined && isGuest(worst);
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
        ...(discards && discards.increase <= movement.n ? [claim(discards)] : []),
      ],
      remedies: remediesOf(context, worst, say),
      confirm: [...(isManaged(worst.known) ? [say('aqm')] : []), ...(guest ? [say('guest')] : [])],
      consequenceOf: [
        ...(shortQueue(worst.known) ? ['txqueuelen-zero-or-tiny'] : []),
        ...(isShaper(worst) ? ['tc-shaping'] : []),
        ...(guest ? ['virtio-vhost-starved'] : []),
      ],
    };
  },
});

function movedQueue(known: TransmitQueue): Queue[] {
  const movement = movementOf(known.dropped, { seen: known.sent });
  const { device, qdisc, kind } = known;
  return movement ? [{ device, kind, qdisc, movement, known }] : [];
}

const severityOf = ({ movement, known }: Queue): Severity =>
  gradeQueue(movement, isManaged(known) ? 'on-purpose' : 'when-full');

/** Transmit of the host is receive of a guest. */
const isGuest = ({ device }: Queue) => /^(?:tap|vnet|fwpr|qvo)/.test(device.name);

const argsOf = ({ device, kind, movement }: Queue) => ({ ...movement.args, device: device.name, kind });

function evidenceOf({ device, qdisc, movement }: Queue, say: Speak): Evidence[] {
  return [
    ...movement.deltas.slice(0, 4).map(citeCounter),
    ...(qdisc && isShaper(qdisc) ? [cite(qdisc.line, say('shaper'))] : []),
    ...(device.link?.qlen === undefined ? [] : [cite(device.link.line, say('queue'))]),
  ];
}

function remediesOf(context: Context, worst: Queue, say: Speak): Remedy[] {
  const { device } = worst;
  const verify = [inNamespace(context.netns, sh`tc -s -d qdisc show dev ${device.name}`)];
  const look = {
    when: 'investigate' as const,
    verify,
    undo: [],
    risk: 'none' as const,
    who: 'admin' as const,
  };
  const length = device.link?.qlen;
  // A tap is as long as its device, whatever its qdisc (drivers/net/tun.c).
  const byLength = worst.known.kind === undefined || takesLength(worst.known) || isGuest(worst);
  const longer = byLength && length !== undefined && length >= 10 && length < 10_000;
  return [
    { ...look, what: isShaper(worst) ? say('rate') : say('who'), commands: verify },
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
