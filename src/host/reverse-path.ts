import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';

/** Reverse-path filtering of one device as it works: the greater of `all` and its own value (ip-sysctl.rst). */
export interface ReversePath {
  device: string;
  mode: number;
  /** The line that decides. */
  line: Line;
}

const key = /^net\.ipv4\.conf\.([^.]+)\.rp_filter$/;

/** Every device of the namespace whose setting was collected, but lo, `all` and `default`. */
export function reversePaths(context: Context): ReversePath[] {
  const all = context.setting('net.ipv4.conf.all.rp_filter');
  const devices = new Set(
    context
      .history('sysctl')
      .flatMap(({ value }) => [...value.keys()].flatMap((name) => key.exec(name)?.[1] ?? [])),
  );
  return [...devices].flatMap((device): ReversePath[] => {
    if (device === 'all' || device === 'default' || device === 'lo') return [];
    const own = context.setting(`net.ipv4.conf.${device}.rp_filter`);
    if (!own) return [];
    const [common, mine] = [Number(all?.value ?? 0), Number(own.value)];
    // '/' in the key of a sysctl stands for the dot in the name of a VLAN device.
    return [
      {
        device: device.replaceAll('/', '.'),
        mode: Math.max(common, mine),
        line: all && common > mine ? all.line : own.line,
      },
    ];
  });
}

/** More than one way in: default routes over several devices, or rules that choose a table by source. */
export function hasSeveralWays(context: Context): boolean {
  const routes = context.all('routes').flatMap(({ value }) => value);
  const ways = new Set(
    routes
      .filter((r) => r.family === 'inet' && r.prefixLength === 0 && r.type === 'unicast')
      .flatMap((r) => r.nexthops.map((hop) => hop.device)),
  );
  const rules = context.all('policyRules').flatMap(({ value }) => value);
  const chosen = rules.some(
    (rule) =>
      rule.family === 'inet' &&
      rule.action === 'lookup' &&
      !['local', 'main', 'default'].includes(rule.table ?? ''),
  );
  return ways.size > 1 || chosen;
}
