import type { Delta } from '../model.ts';

/** How often a link changed in a day on average since boot; on the first day, how often so far. */
export function carrierChangesPerDay(changes: Delta): number {
  const days = (changes.uptime ?? 0) / 86400;
  return Math.round(Number(changes.latest.value) / Math.max(days, 1));
}

/** More changes a day than reboots of a switch and administrators make: worth a look. */
export const manyChangesPerDay = 4;
