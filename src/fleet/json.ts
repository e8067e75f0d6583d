import { printable } from '../report/clean.ts';
import type { Fleet } from './fleet.ts';

/** The fleet as one JSON document: bigint as decimal strings, messages as ids with their arguments. */
export function fleetJson(fleet: Fleet): string {
  const decimal = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return `${printable(JSON.stringify(fleet, decimal, 2))}\n`;
}
