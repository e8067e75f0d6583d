import { stateOf } from './digest.ts';
import type { Discovery, Found } from './discover.ts';

/** Tells files that are still being written from those that are complete: they have stood still for a while. */
export class Settling {
  readonly #still: number;
  readonly #known = new Map<string, { state: string; since: number }>();

  /** @param still Milliseconds. */
  constructor(still: number) {
    this.#still = still;
  }

  /**
   * What counts by now, and a word that changes with it.
   * @param now Milliseconds of any clock that does not jump.
   */
  async settled(discovery: Discovery, now: number): Promise<{ discovery: Discovery; version: string }> {
    const found: Found[] = [];
    const versions: string[] = [];
    for (const one of discovery.found) {
      const state = await stateOf(one.real).catch(() => '');
      const known = this.#known.get(one.real);
      if (known?.state !== state) this.#known.set(one.real, { state, since: now });
      else if (state !== '' && now - known.since >= this.#still) {
        found.push(one);
        versions.push(`${one.real} ${state}`);
      }
    }
    const missing = discovery.missing.map(({ path }) => path);
    return { discovery: { ...discovery, found }, version: [...versions, ...missing].join('\n') };
  }
}
