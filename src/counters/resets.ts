import type { Gap, Sample } from '../model.ts';
import { deviceDomain, domainsOf } from './domain.ts';
import { isJitter } from './fall.ts';

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
    if (
      from.incarnation !== to.incarnation &&
      from.incarnation !== undefined &&
      to.incarnation !== undefined
    ) {
      // Increases since the last run of a tool are new in every reading: nothing else is.
      if (domains.some((domain) => domain.key === deviceDomain(to.scope.netns ?? '', to.scope).key)) {
        const { key } = deviceDomain(to.scope.netns ?? '', to.scope);
        this.#mark(key, { ...interval, together: true, gap: 're-created' });
      }
    } else if (to.kind === 'counter' && to.value < from.value && !isJitter(from, to) && !wraps(from, to)) {
      const domain = domains.at(-1);
      if (domain) this.#mark(domain.key, { ...interval, together: domain.together, gap: domain.gap });
    }
  }

  #mark(key: string, mark: Mark): void {
    const known = this.#marks.get(key) ?? new Map<string, Mark>();
    this.#marks.set(key, known.set(JSON.stringify(mark), mark));
  }

  /** The strongest that the counter's domains tell about the time between two readings. */
  fateOf(from: Sample, to: Sample): Fate | undefined {
    let fate: Fate | undefined;
    for (const { key } of domainsOf(to.name, to.scope)) {
      for (const mark of this.#marks.get(key)?.values() ?? []) {
        if (mark.from >= to.capture || from.capture >= mark.to) continue;
        const certain = mark.together && from.capture <= mark.from && mark.to <= to.capture;
        if (!fate || (certain && !fate.certain)) fate = { gap: mark.gap, certain };
      }
    }
    return fate;
  }
}
