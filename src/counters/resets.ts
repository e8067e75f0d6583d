import type { Gap, Sample } from '../model.ts';
import { deviceDomain, domainsOf } from './domain.ts';
import { fell } from './fall.ts';

/** A domain began anew somewhere between two captures. */
interface Mark {
  from: number;
  to: number;
  together: boolean;
  gap: Gap;
}

/** What is known of a counter between two readings, from all counters that share its fate. */
export interface Fate {
  gap: Gap;
  /** True: it began anew for certain. False: others around it did, it may have. */
  certain: boolean;
}

/** Which domains began anew between which captures, from what fell and from what got another identity. */
export class Resets {
  readonly #marks = new Map<string, Map<string, Mark>>();

  /** @param series readings of one counter, scope and source each, oldest first. `wraps`: the fall is a wrap. */
  constructor(series: Iterable<readonly Sample[]>, wraps: (from: Sample, to: Sample) => boolean) {
    for (const readings of series) {
      for (const [i, to] of readings.entries()) {
        const from = readings[i - 1];
        if (from && from.capture !== to.capture) this.#compare(from, to, wraps);
      }
    }
  }

  #compare(from: Sample, to: Sample, wraps: (from: Sample, to: Sample) => boolean): void {
    const interval = { from: from.capture, to: to.capture };
    const domains = domainsOf(to.name, to.scope);
    if (isNewIncarnation(from, to)) {
      // Increases since the last run of a tool are new in every reading: nothing else is.
      if (domains.some((domain) => domain.key === deviceDomain(to.scope.netns ?? '', to.scope).key)) {
        const { key } = deviceDomain(to.scope.netns ?? '', to.scope);
        this.#mark(key, { ...interval, together: true, gap: 're-created' });
      }
    } else if (to.kind === 'counter' && fell(from, to) && !wraps(from, to)) {
      const domain = domains.at(-1);
      if (domain) this.#mark(domain.key, { ...interval, together: domain.together, gap: domain.gap });
    }
  }

  #mark(key: string, mark: Mark): void {
    const known = this.#marks.get(key) ?? new Map<string, Mark>();
    this.#marks.set(key, known.set(JSON.stringify(mark), mark));
  }

  /** What the counter's domains tell about the time between two readings: the certain first, then the outermost. */
  fateOf(from: Sample, to: Sample): Fate | undefined {
    const marks = domainsOf(to.name, to.scope).flatMap(({ key }) => [
      ...(this.#marks.get(key)?.values() ?? []),
    ]);
    const fates = marks
      .filter((mark) => mark.from < to.capture && from.capture < mark.to)
      .map(({ gap, ...mark }) => ({
        gap,
        certain: mark.together && from.capture <= mark.from && mark.to <= to.capture,
      }));
    return fates.find(({ certain }) => certain) ?? fates[0];
  }
}

/** Another device, socket or run of a tool under the same name. Where one reading does not tell, it is taken for the same. */
export function isNewIncarnation(from: Sample, to: Sample): boolean {
  return (
    from.incarnation !== undefined && to.incarnation !== undefined && from.incarnation !== to.incarnation
  );
}
