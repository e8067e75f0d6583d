import type { Layer } from '../model.ts';

/** What a counter means, as printed in reports. `bad: true`: its rise is a loss or a refusal. */
export interface CounterMeaning {
  layer: Layer;
  direction: 'in' | 'out' | 'forward' | 'both';
  bad: boolean | 'context';
  unit: string;
  meaning: string;
}

const rows = {
  'TcpExt.ListenOverflows': ['tcp-listen', 'in', true, 'packets', 'final ACKs and SYNs dropped because the accept queue was full'],
  'TcpExt.ListenDrops': ['tcp-listen', 'in', true, 'packets', 'SYNs and final ACKs that a listening socket dropped, for any reason'],
} satisfies Record<string, readonly [Layer, CounterMeaning['direction'], CounterMeaning['bad'], string, string]>;

export type CounterName = keyof typeof rows;

/** Meaning of a counter, or undefined for one that the catalogue of names does not know. */
export function meaningOf(name: string): CounterMeaning | undefined {
  const row = Object.hasOwn(rows, name) ? rows[name as CounterName] : undefined;
  if (!row) return undefined;
  const [layer, direction, bad, unit, meaning] = row;
  return { layer, direction, bad, unit, meaning };
}
