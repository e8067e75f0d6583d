import type { Sample } from '../model.ts';
import type { CaptureClock } from './clock.ts';
import { sameBoot } from './clock.ts';

/** Printed only once they have counted something, by the kernel (ICMP types) or by `ip -s -s link`: not printed is zero. */
const omittedWhenZero =
  /^(?:IcmpMsg\.|Icmp6\.(?:In|Out)Type\d|link\.(?:rx_nohandler|rx_otherhost_dropped|[rt]x_compressed)$)/;

/** A rule or a socket of its own; of connected TCP sockets only those that dropped something give samples. */
function isMade({ scope }: Sample): boolean {
  return scope.rule !== undefined || (scope.socket !== undefined && !scope.socket.startsWith('tcp'));
}

/** The same question to the host, in the same namespace: its answer would have held the number. */
function question({ source, scope, line }: Sample): string {
  return JSON.stringify([source, line.file.origin, scope.netns ?? '']);
}

/**
 * What was not there in an earlier reading of the same file: a rule that was added, a socket that was opened, a type of
 * message that was seen. All that it counts was counted since: its first reading is then preceded by a zero, which cites
 * the line where the number first stands. (Devices are left out: they can be renamed and moved, and keep their counts.)
 */
export function appearanceIn(
  samples: readonly Sample[],
  clocks: readonly CaptureClock[],
): (readings: readonly Sample[]) => readonly Sample[] {
  const answers = new Map<string, Map<number, Answer>>();
  for (const sample of samples) {
    const asked = question(sample);
    const captures = answers.get(asked) ?? new Map<number, Answer>();
    answers.set(asked, captures);
    const answer = captures.get(sample.capture) ?? { sample, devices: new Set<string | undefined>() };
    captures.set(sample.capture, answer);
    answer.devices.add(sample.scope.device);
  }
  return (readings) => {
    const [first] = readings;
    if (!first || !(isMade(first) || omittedWhenZero.test(first.name))) return readings;
    const captures = answers.get(question(first)) ?? new Map<number, Answer>();
    const answer = captures.get(
      Math.max(...[...captures.keys()].filter((capture) => capture < first.capture)),
    );
    if (!answer?.sample.line.file.whole || !answer.devices.has(first.scope.device)) return readings;
    const { at, capture } = answer.sample;
    if (sameBoot(clocks[capture] ?? {}, clocks[first.capture] ?? {}) === false) return readings;
    const { at: _, ...zero } = { ...first, value: 0n, capture };
    return [at === undefined ? zero : { ...zero, at }, ...readings];
  };
}

/** What one capture holds of an answer: any of its numbers, and the devices that it names. */
interface Answer {
  sample: Sample;
  devices: Set<string | undefined>;
}
