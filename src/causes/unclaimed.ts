import { backupMembers } from '../host/bonds.ts';
import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf, driverCounters, isStacked } from '../host/devices.ts';
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { movementOf } from './grade.ts';

/** rx_dropped of one device, and what of it other counters tell again. */
export interface RxDropped {
  device: Device;
  movement: Movement;
  delta: Delta;
  parts: { id: 'missed' | 'backlog' | 'driver'; n: bigint; delta: Delta }[];
  /** What no other counter claims. */
  rest: bigint;
  /** Ring and backlog were both looked at. */
  compared: boolean;
}

/** Devices that count the frames themselves; of a bond's idle member before 4.6 it is what it is meant to ignore. */
export function rxDropped(context: Context): RxDropped[] {
  const idle = backupMembers(context).map(({ device }) => device);
  return devicesOf(context).flatMap((device) => {
    const ignores = idle.includes(device.name) && !deviceCounter(device, 'link.rx_nohandler');
    return isStacked(device) || ignores ? [] : lossOf(context, device);
  });
}

/** /proc/net/dev alone holds rx_missed_errors as well. */
function lossOf(context: Context, device: Device): RxDropped[] {
  const delta = deviceCounter(device, 'link.rx_dropped', 'dev.rx_drop');
  const movement = movementOf([delta], {
    seen: [deviceCounter(device, 'link.rx_packets', 'dev.rx_packets')],
  });
  if (!delta || !movement) return [];
  const amount = (other: Delta) => (movement.verdict === 'problem' ? other.increase : other.latest.value);
  const missed = missedOf(device);
  const ring = driverCounters(device, 'ring-buffer-overflow');
  const backlog = movementOf(context.counters('softnet.dropped'));
  const twin = device.deltas.find(
    (other) =>
      /^ethtool\..*(?:miss|drop|discard|no_buf|OOB)/i.test(other.name) && amount(other) === movement.n,
  );
  const parts: RxDropped['parts'] = [];
  if (missed && delta.name === 'dev.rx_drop' && amount(missed) > 0n)
    parts.push({ id: 'missed', n: amount(missed), delta: missed });
  const first = backlog?.deltas[0];
  if (first && backlog.verdict === movement.verdict && backlog.n > 0n && backlog.n <= movement.n)
    parts.push({ id: 'backlog', n: backlog.n, delta: first });
  if (twin && parts.length === 0 && movement.n > 0n)
    parts.push({ id: 'driver', n: amount(twin), delta: twin });
  const rest = parts.reduce((left, { n }) => left - n, movement.n);
  const ringKnown = missed !== undefined || delta.name === 'link.rx_dropped' || ring.length > 0;
  return [{ device, movement, delta, parts, rest, compared: ringKnown && backlog !== undefined }];
}

/** As the kernel has it, else as the driver prints it under the same name. */
function missedOf(device: Device): Delta | undefined {
  return (
    deviceCounter(device, 'link.rx_missed_errors') ??
    device.deltas.find(({ name }) => name === 'ethtool.rx_missed_errors')
  );
}
