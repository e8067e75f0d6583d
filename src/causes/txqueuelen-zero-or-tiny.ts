import { isStacked, isVirtual } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { ShortQueue, TransmitQueue } from '../host/transmit-queues.ts';
import { shortQueue, transmitQueues } from '../host/transmit-queues.ts';
import type { Instance, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { worstOf } from './filter.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Transmit queue of a few packets',
  why:
    'Packets wait in the transmit queue while the device is busy. pfifo_fast takes the length of the device ' +
    '(txqueuelen), pfifo its own limit, and classes of htb the length that the device had when they were made. A queue ' +
    'of ten packets or less overflows at every burst, also where the link is idle on average: what does not fit is ' +
    'dropped at once. It is mostly left behind by an old guide, a virtualisation script, or a shaper on a device that ' +
    'had no queue.',
  problem:
    'the transmit queue of {device} holds {packets} packets ({kind}), and dropped {n}[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of them]]',
  suspect:
    'the transmit queue of {device} holds {packets} packets ({kind}), and dropped {n} since boot[[, {share:percent} of them]]; when is unknown',
  past: 'the transmit queue of {device} holds {packets} packets ({kind}), and dropped {n} since boot, none in the {flat:duration} between the captures',
  risk: 'the transmit queue of {device} holds {packets} packets ({kind}): a burst overflows it',
  ok: 'every transmit queue holds more than ten packets',
  'not-told': 'neither the lengths nor the kinds of the transmit queues were collected',
  'in-force': 'the length in force: {packets} packets',
  lengthen: 'Give {device} the queue that the kernel gives to every device by default',
  keep: 'Keep the length of {device} over reboots',
  raise: 'Let {limit} packets wait in that queue',
  'made-anew': 'Kernels before 4.16 use the new length only when the qdisc is made anew (tc qdisc replace).',
  'who-set':
    'Find what sets it (a script of the shaper, udev, the hypervisor), and give each class a queue of its own: fq_codel needs no length',
};
type Speak = Say<typeof texts>;

/** DEFAULT_TX_QUEUE_LEN of net/core/dev.c. */
const standard = 1000;

type Short = TransmitQueue & {
  short: ShortQueue;
  verdict: 'problem' | 'suspect' | 'past' | 'risk';
  movement: NonNullable<ReturnType<typeof movementOf>> | undefined;
  severity: Instance['severity'];
};

export default defineCause({
  id: 'txqueuelen-zero-or-tiny',
  layer: 'qdisc',
  per: 'device',
  needs: [['links', 'qdiscs', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'qdisc-drops',
  texts,
  references: ['net/sched/sch_generic.c: pfifo_fast_init', 'net/sched/sch_fifo.c: fifo_init', 'ip-link(8)'],

  evaluate(context, say) {
    const queues = transmitQueues(context);
    const hits = queues.flatMap(judged);
    const worst = worstOf(hits);
    if (!worst)
      return queues.some(({ qdisc, device }) => qdisc ?? device.link?.qlen)
        ? { verdict: 'ok', summary: say('ok') }
        : { verdict: 'unknown', summary: say('not-told') };
    const { verdict, severity, movement } = worst;
    return {
      verdict,
      severity,
      summary: say(verdict, argsOf(worst)),
      ...(movement?.share === undefined ? {} : { share: movement.share }),
      instances: hits.map((hit) => instanceOf(context, hit, say)),
      claims: hits.flatMap((hit) => hit.movement?.deltas.map(claim) ?? []),
      remedies: remediesOf(context, worst, say),
    };
  },
});

/** Where nothing was dropped only cards of a local network count: CAN (10) and PPP (3) start with less. */
function judged(queue: TransmitQueue): Short[] {
  const short = shortQueue(queue);
  if (!short) return [];
  const movement = movementOf(short.dropped, { seen: short.sent });
  if (movement && movement.verdict !== 'ok')
    return [{ ...queue, short, movement, verdict: movement.verdict, severity: movement.severity }];
  const { device } = queue;
  const card = !isVirtual(device) && !isStacked(device) && device.link?.flags.includes('BROADCAST') === true;
  return card ? [{ ...queue, short, movement: undefined, verdict: 'risk', severity: 'low' }] : [];
}

const argsOf = ({ device, kind, short, movement }: Short) => ({
  ...movement?.args,
  device: device.name,
  packets: short.packets,
  kind: short.qdisc?.kind ?? kind,
});

function instanceOf(context: Context, hit: Short, say: Speak): Instance {
  const { device, short, movement, verdict, severity } = hit;
  return instance(
    { ...movement, verdict, severity },
    {
      subject: device.name,
      scope: { netns: context.netns, device: device.name },
      summary: say(verdict, argsOf(hit)),
      evidence: [
        cite(short.line, say('in-force', { packets: short.packets })),
        ...(movement?.deltas.slice(0, 4).map(citeCounter) ?? []),
      ],
    },
  );
}

function remediesOf(context: Context, { device, short }: Short, say: Speak): Remedy[] {
  const { name } = device;
  const here = (command: string) => inNamespace(context.netns, command);
  const verify = [here(sh`ip link show dev ${name}`), here(sh`tc -s -d qdisc show dev ${name}`)];
  const { qdisc } = short;
  if (short.by === 'classes') return [investigate(say('who-set'), verify, 'admin', verify)];
  const about = { verify, risk: 'none', who: 'admin' } as const;
  if (qdisc) {
    const at = qdisc.parent === 'root' ? 'root' : sh`parent ${qdisc.parent ?? ''}`;
    const limit = (packets: number) =>
      here(sh`tc qdisc change dev ${name} ` + at + sh` handle ${qdisc.handle} pfifo limit ${packets}`);
    const what = say('raise', { limit: standard });
    return [
      investigate(say('who-set'), verify, 'admin', verify),
      { when: 'now', what, commands: [limit(standard)], undo: [limit(short.packets)], ...about },
    ];
  }
  const length = (packets: number) => here(sh`ip link set dev ${name} txqueuelen ${packets}`);
  const now: Remedy = {
    when: 'now',
    what: say('lengthen', { device: name }),
    commands: [length(standard)],
    undo: [length(short.packets)],
    sideEffects: say('made-anew'),
    ...about,
  };
  // In a container's namespace it belongs to what starts the container; a rule's own quoting is not the shell's.
  if (context.netns !== '' || !/^[\w.-]+$/.test(name)) return [now];
  const file = `/etc/udev/rules.d/99-dropcause-txqueuelen-${name}.rules`;
  const rule = `ACTION=="add|move", SUBSYSTEM=="net", NAME=="${name}", ATTR{tx_queue_len}="${standard}"`;
  const commands = [sh`echo ${rule} > ${file}`];
  return [
    now,
    { when: 'persist', what: say('keep', { device: name }), commands, undo: [sh`rm ${file}`], ...about },
  ];
}
