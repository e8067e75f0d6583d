import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import { remembered } from './remembered.ts';

/** What tells the kernel to drop packets, without a counter of the namespace. */
export interface DiscardingRoute {
  family: 'inet' | 'inet6';
  /** 'blackhole 192.0.2.0/24', 'from 198.51.100.0/24 prohibit'. */
  name: string;
  line: Line;
}

/** What is not among them is counted as no route: net/core/fib_rules.c, net/ipv6/route.c: ip6_pkt_drop. */
const uncounted = {
  inet: { route: /^(?:blackhole|unreachable|prohibit)$/, rule: /^(?:blackhole|prohibit)$/ },
  inet6: { route: /^blackhole$/, rule: /^blackhole$/ },
};

/** Each destination once: /proc/net/route does not tell the types apart. */
export const discardingRoutes = remembered((context: Context): readonly DiscardingRoute[] => {
  const known = new Map<string, DiscardingRoute>();
  for (const route of context.all('routes').flatMap(({ value }) => value)) {
    const { family, type, destination, prefixLength, table, line } = route;
    const where = `${destination}/${prefixLength}${table === 'main' ? '' : ` table ${table}`}`;
    if (uncounted[family].route.test(type) && !known.has(where))
      known.set(where, { family, name: `${type} ${where}`, line });
  }
  const rules = context.all('policyRules').flatMap(({ value }) => value);
  const dropping = rules.filter(({ family, action }) => uncounted[family].rule.test(action));
  return [
    ...known.values(),
    ...dropping.map(({ family, selector, action, line }) => ({
      family,
      name: `${selector} ${action}`,
      line,
    })),
  ];
});
