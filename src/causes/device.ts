import type { CounterName } from '../counters/names.ts';
import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf, driverCounters, frames, isStacked } from '../host/devices.ts';
import type { Delta, Instance, Message, MessageArgument, Severity } from '../model.ts';
import type { Conclusion, Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';

/** A cause that counters of devices prove: the kernel's own, and the driver's that speak for the cause. */
export interface DeviceCounters {
  cause: string;
  /** Each list: names of one counter in the kernel's two tables, best first. */
  kernel: readonly (readonly CounterName[])[];
  way: 'rx' | 'tx';
  /** Instead of the common scale: fewer bad frames than in other places are worth a word on a wire. */
  grade?: (movement: Movement) => Severity;
  /** Devices that it cannot concern. */
  except?: (device: Device) => boolean;
}

export interface DeviceLoss {
  device: Device;
  /** Of the counter that counted most; others count the same frames again. */
  movement: Movement;
  /** All that are not zero. */
  deltas: Delta[];
}

/** The worst device first. Undefined: no device printed any of the counters. */
export function deviceLosses(
  context: Context,
  { cause, kernel, way, grade, except }: DeviceCounters,
): DeviceLoss[] | undefined {
  const losses: DeviceLoss[] = [];
  for (const device of devicesOf(context)) {
    if (except?.(device)) continue;
    const groups = [
      ...kernel.flatMap((names) => deviceCounter(device, ...names) ?? []).map((delta) => [delta]),
      ...driverCounters(device, cause),
    ];
    const seen = frames(device, way);
    const movements = groups.flatMap((group) => movementOf(group, { seen }) ?? []).sort(worstMovement);
    const worst = movements[0];
    if (!worst) continue;
    const movement =
      grade && (worst.verdict === 'problem' || worst.verdict === 'suspect')
        ? { ...worst, severity: grade(worst) }
        : worst;
    losses.push({ device, movement, deltas: groups.flat().filter(({ latest }) => latest.value > 0n) });
  }
  if (losses.length === 0) return undefined;
  const own = losses.filter(({ device }) => !isStacked(device));
  const counted = own.some(({ movement }) => movement.n > 0n) ? own : losses;
  return counted.sort((a, b) => worstMovement(a.movement, b.movement));
}

const verdicts: readonly Movement['verdict'][] = ['problem', 'suspect', 'past', 'ok'];

function worstMovement(a: Movement, b: Movement): number {
  const apart = verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict);
  return apart !== 0 ? apart : a.n === b.n ? 0 : a.n > b.n ? -1 : 1;
}

type DeviceTexts = (id: Movement['verdict'], args: Record<string, MessageArgument | undefined>) => Message;

/** One instance per device that lost something; the worst one is the summary. */
export function concludeDevices(
  context: Context,
  losses: readonly DeviceLoss[],
  say: DeviceTexts,
): Conclusion & { instances: Instance[] } {
  const worst = losses[0];
  if (!worst)
    return {
      verdict: 'unknown',
      summary: { id: 'common/not-collected', args: { what: '/proc/net/dev' } },
      instances: [],
    };
  const hit = losses.filter(({ movement }) => movement.verdict !== 'ok');
  const instances = hit.map((loss) => instanceOf(loss, context, say));
  const { verdict, severity, share } = worst.movement;
  return {
    verdict,
    severity,
    summary: say(verdict, argsOf(worst)),
    ...(share === undefined ? {} : { share }),
    evidence: hit.length > 0 ? [] : worst.movement.deltas.slice(0, 1).map(citeCounter),
    instances,
    claims: hit.flatMap(({ deltas }) => deltas.map(claim)),
  };
}

/** Arguments of a cause's texts: those of the movement, and {device}, {driver}, {counter}. */
function argsOf({ device, movement }: DeviceLoss): Record<string, MessageArgument | undefined> {
  const counter = movement.deltas[0]?.name.replace(/^\w+\./, '');
  const { driver } = device;
  return {
    ...movement.args,
    device: device.name,
    ...(driver === undefined ? {} : { driver }),
    counter,
  };
}

function instanceOf(loss: DeviceLoss, context: Context, say: DeviceTexts): Instance {
  const { device, movement, deltas } = loss;
  const { driver, name } = device;
  return instance(movement, {
    subject: driver === undefined ? name : `${name} (${driver})`,
    scope: { netns: context.netns, device: name },
    summary: say(movement.verdict, argsOf(loss)),
    evidence: deltas.slice(0, 8).map(citeCounter),
  });
}

/**
 * tg3 before 3.134 counted the moments in which its ring was empty as receive errors, of the kind that ifconfig adds to
 * "frame": the driver's own counter then has the same value. Undefined where any device counted something else.
 */
export function onlyEmptyRings(losses: readonly DeviceLoss[]): Conclusion | undefined {
  const hit = losses.filter(({ movement }) => movement.verdict !== 'ok');
  const empty = hit.flatMap((loss) => emptyRingOf(loss) ?? []);
  const [first] = empty;
  if (!first || empty.length < hit.length) return undefined;
  const args = { device: hit[0]?.device.name ?? '', n: first.latest.value, counter: first.name };
  return {
    verdict: 'ok',
    summary: { id: 'common/empty-ring', args },
    evidence: [...hit.flatMap(({ deltas }) => deltas), ...empty].slice(0, 8).map(citeCounter),
    claims: hit.flatMap(({ deltas }) => deltas.map(claim)),
  };
}

const emptyRingOf = ({ device, movement }: DeviceLoss): Delta | undefined =>
  driverCounters(device, 'ring-buffer-overflow', 'context')
    .flat()
    .find(({ latest }) => latest.value > 0n && latest.value === movement.deltas[0]?.latest.value);

/** On a wire one bad frame in a million is abnormal already, one in ten thousand is felt. */
export function gradeWire({ n, share, verdict }: Movement): Severity {
  if (n < 10n || share === undefined) return 'low';
  const rising = verdict === 'problem';
  if (share >= 1e-4) return rising ? 'high' : 'medium';
  return share >= 1e-6 && rising ? 'medium' : 'low';
}
