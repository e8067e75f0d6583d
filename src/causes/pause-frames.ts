import type { Device } from '../host/devices.ts';
import { devicesOf, driverCounters, frames } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped } from './counted.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Flow control holds traffic back (pause frames)',
  why:
    'With flow control a port that cannot take more frames sends a pause frame, and the other end must stop sending. ' +
    'Pause frames that this card received mean that the switch is congested: what this host wants to send waits in its ' +
    'queues. Pause frames that it sent mean that this host does not empty its receive side in time: the loss does not ' +
    'show here, it moves into the queues of the switch, where it hits others as well.',
  received:
    'the other end told {device} {n} times to stop sending[[ in {seconds:duration}]][[ ({rate:rate})]]',
  sent: '{device} told the other end {n} times to stop sending[[ in {seconds:duration}]][[ ({rate:rate})]]: this host does not take frames fast enough',
  storm: '{device} held the network back for so long that the card raised a pause storm alarm, {n} times',
  'received-boot':
    'the other end told {device} {n} times since boot to stop sending[[ ({rate:rate} on average)]]; when is unknown',
  'sent-boot':
    '{device} told the other end {n} times since boot to stop sending[[ ({rate:rate} on average)]]; when is unknown',
  past: 'pause frames of {device}: {n} since boot, none in the {flat:duration} between the captures',
  ok: 'no network card sent or received pause frames',
  'flow-control': 'flow control of the device: this direction is on',
  receive:
    'Find why {device} is not emptied in time: interrupts on one CPU, a small ring, a busy or stolen CPU',
  congested: 'Look at the switch port of {device}: which way out is congested, and why it pauses its senders',
  'keep-on':
    'Do not just switch flow control off: the delay becomes loss, in the receive ring or in the switch.',
};
type Speak = Say<typeof texts>;

type Way = 'received' | 'sent' | 'storm';
interface Pauses {
  device: Device;
  way: Way;
  movement: Movement;
  severity: Severity;
}

export default defineCause({
  id: 'pause-frames',
  layer: 'wire',
  per: 'device',
  needs: ['ethtoolStats'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts,
  references: ['IEEE 802.3, annex 31B', 'IEEE 802.1Qbb', 'ethtool(8): --show-pause'],

  evaluate(context, say) {
    const found = devicesOf(context).flatMap((device) => pausesOf(device));
    const hits = found.filter(({ movement }) => movement.n > 0n).sort((a, b) => weight(a) - weight(b));
    const [worst] = hits;
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const { movement, severity, way } = worst;
    return {
      verdict: movement.verdict,
      severity,
      summary: say(idOf(worst), argsOf(worst)),
      instances: hits.map((hit) => instanceOf(context, hit, say)),
      claims: hits.flatMap((hit) => hit.movement.deltas.map(claim)),
      remedies: movement.verdict === 'past' ? [] : [remedyOf(context, worst, say)],
      confirm: [say('keep-on')],
      consequenceOf:
        way === 'received'
          ? []
          : [
              'soft-lockup',
              'steal-time',
              'softirq-single-core',
              'irq-affinity-imbalance',
              'ring-buffer-overflow',
            ],
    };
  },
});

/** Times and ends of pauses tell the same pauses again. */
const repeated = /duration|transition|xon|pxon|unpause|thres/i;

function pausesOf(device: Device): Pauses[] {
  const groups = [
    ...driverCounters(device, 'pause-frames', 'context'),
    ...driverCounters(device, 'pause-frames'),
  ];
  const byWay = new Map<Way, Movement>();
  for (const group of groups) {
    const way = wayOf(group);
    const movement = way && movementOf(group, { seen: frames(device, way === 'received' ? 'tx' : 'rx') });
    const known = way && byWay.get(way);
    if (movement && (!known || known.n < movement.n)) byWay.set(way, movement);
  }
  return [...byWay].map(([way, movement]) => ({
    device,
    way,
    movement,
    severity: severityOf(way, movement),
  }));
}

function wayOf([first]: readonly Delta[]): Way | undefined {
  if (!first || repeated.test(first.name)) return undefined;
  if (first.name.includes('storm')) return 'storm';
  return /tx/i.test(first.name) ? 'sent' : 'received';
}

function severityOf(way: Way, { verdict, severity, n }: Movement): Severity {
  if (verdict === 'past') return 'info';
  if (way === 'storm') return verdict === 'problem' ? 'high' : 'medium';
  if (verdict === 'problem') return n >= 10n ? 'medium' : 'low';
  return capped(severity, 'low');
}

const order: readonly string[] = ['problem', 'suspect', 'past', 'ok'];
const weight = ({ movement, way }: Pauses) =>
  order.indexOf(movement.verdict) * 10 + ['storm', 'sent', 'received'].indexOf(way);

function idOf({
  way,
  movement,
}: Pauses): 'received' | 'sent' | 'storm' | 'received-boot' | 'sent-boot' | 'past' {
  if (movement.verdict === 'past') return 'past';
  if (way === 'storm' || movement.verdict === 'problem') return way;
  return way === 'sent' ? 'sent-boot' : 'received-boot';
}

const argsOf = ({ device, movement }: Pauses) => ({ ...movement.args, device: device.name });

function instanceOf(context: Context, hit: Pauses, say: Speak): Instance {
  const { device, movement, severity, way } = hit;
  return instance(
    { ...movement, severity },
    {
      subject: device.driver === undefined ? device.name : `${device.name} (${device.driver})`,
      scope: { netns: context.netns, device: device.name },
      summary: say(idOf(hit), argsOf(hit)),
      evidence: [...movement.deltas.slice(0, 4).map(citeCounter), ...settingOf(context, device, way, say)],
    },
  );
}

function settingOf(context: Context, { name }: Device, way: Way, say: Speak): Evidence[] {
  const pause = context.all('ethtoolPause').find(({ value }) => value.device === name)?.value;
  const told = way === 'received' ? (pause?.negotiatedRx ?? pause?.rx) : (pause?.negotiatedTx ?? pause?.tx);
  return told?.value ? [cite(told.line, say('flow-control'))] : [];
}

function remedyOf(context: Context, { device, way }: Pauses, say: Speak): Remedy {
  const { name } = device;
  const commands = [sh`ethtool -a ${name}`, sh`ethtool -S ${name} | grep -Ei 'pause|xoff'`];
  const here = commands.map((command) => inNamespace(context.netns, command));
  return way === 'received'
    ? investigate(say('congested', { device: name }), here, 'network', here.slice(1))
    : investigate(say('receive', { device: name }), here, 'admin', here.slice(1));
}
