import { hostTime, time } from '../figures.ts';
import type { View } from '../view.ts';

export interface Fact {
  term: string;
  value: string;
}

/** Who was looked at, and when. */
export function hostFacts({ report, word, duration }: View): Fact[] {
  const { host } = report;
  const last = report.captures.at(-1);
  const wall = last?.takenAt?.wall;
  const facts: [string, string | undefined][] = [
    [word('host'), host.name ?? word('host-unnamed')],
    [word('kernel'), host.kernel],
    [word('distribution'), host.distribution],
    [word('hardware'), host.hardware],
    [
      word('captures'),
      capturesFact(
        report.captures.map(({ takenAt }) => time(takenAt)),
        word,
      ),
    ],
    [word('window'), windowFact(report.captures.length, report.window, { word, duration })],
    [word('uptime'), last?.uptime === undefined ? undefined : duration(last.uptime)],
    [word('host-time'), wall !== undefined && host.utcOffset ? hostTime(wall, host.utcOffset) : undefined],
  ];
  return facts.flatMap(([term, value]) => (value === undefined ? [] : [{ term, value }]));
}

function capturesFact(times: readonly (string | undefined)[], word: View['word']): string {
  const [first, last] = [times[0], times.at(-1)];
  if (times.length === 1) return first === undefined ? '1' : word('captures-one', { time: first });
  if (first === undefined || last === undefined) return String(times.length);
  const [day] = /^\d{4}-\d\d-\d\d /.exec(last) ?? [];
  const sameDay = day !== undefined && first.startsWith(day);
  return word('captures-many', { n: times.length, first, last: sameDay ? last.slice(day.length) : last });
}

function windowFact(
  captures: number,
  window: number | undefined,
  { word, duration }: Pick<View, 'word' | 'duration'>,
): string {
  if (captures < 2) return word('window-none');
  return window === undefined ? word('window-unknown') : duration(window);
}
