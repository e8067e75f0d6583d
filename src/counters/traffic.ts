import type { Sample } from '../model.ts';

/** Packets that passed a host's devices between two captures: what bounds every counter that counts packets. */
export interface Traffic {
  /** Undefined when no device was read in both captures, or when a device's count fell. */
  packets(from: number, to: number, device?: string): bigint | undefined;
}

const perDevice = /^(dev|link)\.([rt]x_packets)$/;

/** Keeps, per device and direction, the first reading of each capture, from the source that was met first. */
export function trafficOf(samples: readonly Sample[]): Traffic {
  const readings = new Map<string, Map<number, Sample>>();
  for (const sample of samples) {
    const direction = perDevice.exec(sample.name)?.[2];
    if (direction === undefined) continue;
    const key = JSON.stringify([sample.scope.netns ?? '', sample.scope.device, direction]);
    const known = readings.get(key) ?? new Map<number, Sample>();
    readings.set(key, known);
    const [first] = known.values();
    if (first && first.source !== sample.source) continue;
    if (!known.has(sample.capture)) known.set(sample.capture, sample);
  }
  return { packets: (from, to, device) => packetsOf([...readings.values()], from, to, device) };
}

function packetsOf(
  devices: readonly Map<number, Sample>[],
  from: number,
  to: number,
  device: string | undefined,
): bigint | undefined {
  let sum: bigint | undefined;
  for (const readings of devices) {
    const [a, b] = [readings.get(from), readings.get(to)];
    if (!b || (device !== undefined && b.scope.device !== device)) continue;
    // A device that is new in the window counted all that it has in the window.
    const packets = b.value - (a?.value ?? 0n);
    if (packets < 0n || b.bits === 32) return undefined;
    sum = (sum ?? 0n) + packets;
  }
  return sum;
}

/** One packet may be counted several times: by RPS on two CPUs, by each device of a stack, per lookup. */
const countsPerPacket = 16n;
/** Files are not read at one instant: packets that came between the readings. */
const slack = 1_000_000n;
/** Packets per second that no CPU, and none of today's devices, gets past. */
const fastest = { cpu: 10_000_000, device: 300_000_000 };
const smallestFrameBits = 672;

/**
 * How many events there can have been at most between two readings: as many as the traffic of the device (or of the
 * host) allows, and as the time allows at the device's speed (Mb/s). Undefined when neither is known.
 */
export function mostEvents(
  from: Sample,
  to: Sample,
  seconds: number | undefined,
  traffic: Traffic,
  speed?: number,
): bigint | undefined {
  const { device } = from.scope;
  const packets = from.capture === to.capture ? undefined : traffic.packets(from.capture, to.capture, device);
  const byTraffic = packets === undefined ? undefined : packets * countsPerPacket + slack;
  const perSecond =
    device === undefined
      ? fastest.cpu
      : speed === undefined
        ? fastest.device
        : (speed * 1e6) / smallestFrameBits;
  const byTime = seconds === undefined ? undefined : BigInt(Math.ceil(seconds * perSecond));
  if (byTraffic === undefined || byTime === undefined) return byTraffic ?? byTime;
  return byTraffic < byTime ? byTraffic : byTime;
}
