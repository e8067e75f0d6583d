import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';

/** What tells the kernel to drop packets for an IPv4 destination, without a counter of the namespace. */
export interface DiscardingRoute {
  /** 'blackhole 192.0.2.0/24', 'from 198.51.100.0/24 prohibit'. */
  name: string;
  line: Line;
}

/**
 * Each destination once: /proc/net/route does not tell the types apart. A rule that says unreachable is not among them:
 * net/core/fib_rules.c has it count as no route.
 */
export function discardingRoutes(context: Context): DiscardingRoute[] {
  const known = new Map<string, DiscardingRoute>();
  for (const route of context.all('routes').flatMap(({ value }) => value)) {
    const { family, type, destination, prefixLength, table, line } = route;
    const where = `${destination}/${prefixLength}${table === 'main' ? '' : ` table ${table}`}`;
    if (family === 'inet' && /^(?:blackhole|unreachable|prohibit)$/.test(type) && !known.has(where))
      known.set(where, { name: `${type} ${where}`, line });
  }
  const rules = context.all('policyRules').flatMap(({ value }) => value);
  const dropping = rules.filter(
    ({ family, action }) => family === 'inet' && /^(?:blackhole|prohibit)$/.test(action),
  );
  return [
    ...known.values(),
    ...dropping.map(({ selector, action, line }) => ({ name: `${selector} ${action}`, line })),
  ];
}
