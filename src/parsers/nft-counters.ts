import type { FirewallRule } from './firewall.ts';

/** 'counter c1 { packets 3 bytes 180 }' of a table: rules refer to it by name. */
export interface NamedCounter {
  table: string;
  name: string;
  packets: bigint | undefined;
  bytes: bigint | undefined;
}

/** Gives a rule the numbers of its named counter, unless several rules share it: then nobody's share is known. */
export function assignCounters(rules: readonly FirewallRule[], counters: readonly NamedCounter[]): void {
  const users = new Map<string, FirewallRule[]>();
  for (const rule of rules) {
    const name = /\bcounter name "?([^\s"]+)/.exec(rule.text)?.[1];
    if (name === undefined) continue;
    const key = `${rule.table} ${name}`;
    users.set(key, [...(users.get(key) ?? []).slice(0, 1), rule]);
  }
  for (const { table, name, packets, bytes } of counters) {
    const [only, another] = users.get(`${table} ${name}`) ?? [];
    if (only && !another) Object.assign(only, { packets, bytes });
  }
}
