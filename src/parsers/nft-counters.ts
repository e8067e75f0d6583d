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
  for (const { table, name, packets, bytes } of counters) {
    const users = rules.filter(
      (rule) => rule.table === table && rule.text.includes(`counter name "${name}"`),
    );
    const [only] = users;
    if (only && users.length === 1) Object.assign(only, { packets, bytes });
  }
}
