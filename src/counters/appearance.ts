import type { Sample } from '../model.ts';
import type { CaptureClock } from './clock.ts';
import { sameBoot } from './clock.ts';

/** Printed only once they have counted something, also by the kernel itself: not printed is zero. */
const omittedWhenZero = /^(IcmpMsg\.|Icmp6\.(?:In|Out)Type\d)/;

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
  const asked = new Map<string, Map<number, Sample>>();
  for (const sample of samples) {
    const captures = asked.get(question(sample)) ?? new Map<number, Sample>();
    asked.set(question(sample), captures);
    if (!captures.has(sample.capture)) captures.set(sample.capture, sample);
  }
  return (readings) => {
    const [first] = readings;
    if (!first || first.kind === 'gauge' || !(isMade(first) || omittedWhenZero.test(first.name)))
      return readings;
    const before = [...(asked.get(question(first))?.keys() ?? [])].filter(
      (capture) => capture < first.capture,
    );
    const answer = asked.get(question(first))?.get(Math.max(...before));
    if (!answer?.line.file.whole) return readings;
    if (sameBoot(clocks[answer.capture] ?? {}, clocks[first.capture] ?? {}) === false) return readings;
    const { at: _, ...zero } = { ...first, value: 0n, capture: answer.capture };
    return [answer.at === undefined ? zero : { ...zero, at: answer.at }, ...readings];
  };
}
