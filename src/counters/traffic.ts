import type { Sample } from '../model.ts';

/** Packets that passed a host's devices between two captures: what bounds every counter that counts packets. */
export interface Traffic {
  /** Undefined when it cannot be told: no device was read in both captures, or one fell, was made anew or is gone. */
  packets(from: number, to: number, device?: string): bigint | undefined;
}

/** Readings of the packets of one device, in one direction, from one source, by capture. */
type Packets = Map<number, Sample>;

const perDevice = /^(?:dev|link)\.[rt]x_packets$/;

export function trafficOf(samples: readonly Sample[]): Traffic {
  const devices = new Map<string, Map<string, Packets>>();
  for (const sample of samples) {
    if (!perDevice.test(sample.name) || sample.bits === 32) continue;
    const device = JSON.stringify([sample.scope.netns ?? '', sample.scope.device]);
    const sources = devices.get(device) ?? new Map<string, Packets>();
    devices.set(device, sources);
    const key = `${sample.source} ${sample.name}`;
    sources.set(key, (sources.get(key) ?? new Map<number, Sample>()).set(sample.capture, sample));
  }
  const known = new Map<string, bigint | undefined>();
  return {
    packets(from, to, device) {
      // Asked for every counter of the host.
      const window = JSON.stringify([from, to, device]);
      if (!known.has(window)) known.set(window, packetsIn(devices, from, to, device));
      return known.get(window);
    },
  };
}

function packetsIn(
  devices: ReadonlyMap<string, Map<string, Packets>>,
  from: number,
  to: number,
  device: string | undefined,
): bigint | undefined {
  const there = (readings: Packets) => readings.has(from) || readings.has(to);
  const asked = [...devices.values()]
    .filter((sources) => device === undefined || deviceOf(sources) === device)
    .map((sources) => [...sources.values()].filter(there))
    .filter((sources) => sources.length > 0);
  const sums = asked.map((sources) => devicePackets(sources, from, to));
  if (sums.length === 0 || sums.includes(undefined)) return undefined;
  return sums.reduce<bigint>((sum, packets) => sum + (packets ?? 0n), 0n);
}

function deviceOf(sources: Map<string, Packets>): string | undefined {
  const [packets] = sources.values();
  const [sample] = packets?.values() ?? [];
  return sample?.scope.device;
}

/** Every source counts the same packets once more, which does no harm to an upper bound. */
function devicePackets(sources: readonly Packets[], from: number, to: number): bigint | undefined {
  let sum = 0n;
  for (const readings of sources) {
    const [a, b] = [readings.get(from), readings.get(to)];
    if (!b || b.value < (a?.value ?? 0n)) return undefined;
    if (a && a.incarnation !== b.incarnation) return undefined;
    // A device that is new in the window counted all that it has in the window.
    sum += b.value - (a?.value ?? 0n);
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
