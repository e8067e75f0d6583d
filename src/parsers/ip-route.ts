import type { Line } from '../model.ts';
import { ipShows } from './ip-command.ts';
import { after, count, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';

export interface NextHop {
  gateway?: string;
  device?: string;
  weight?: number;
  /** 'dead', 'linkdown', 'onlink', 'pervasive'. */
  flags: string[];
}

export interface Route {
  family: 'inet' | 'inet6';
  /** 'unicast', 'local', 'broadcast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'anycast', 'nat'. */
  type: string;
  /** Network address: '0.0.0.0' or '::' for the default route. */
  destination: string;
  prefixLength: number;
  nexthops: NextHop[];
  /** 'main', 'local', 'default', a name, or a number. */
  table: string;
  metric?: number;
  /** Source address that the kernel prefers. */
  source?: string;
  scope?: string;
  /** Who added it: 'kernel', 'static', 'dhcp', 'bird' ... */
  protocol?: string;
  mtu?: number;
  /** True: 'mtu lock 1400', path MTU discovery is off for it. */
  mtuLocked?: boolean;
  advmss?: number;
  /** Words of the cache line or options not named above, as printed. */
  options: string[];
  line: Line;
}

const types = new Set([
  'unicast',
  'local',
  'broadcast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'anycast',
  'nat',
]);
const hopFlags = new Set([
  'dead',
  'linkdown',
  'onlink',
  'pervasive',
  'offload',
  'trap',
  'notify',
  'unresolved',
  'rt_offload',
  'rt_trap',
]);

/**
 * `ip route show`, with any table; multipath next hops on lines of their own that begin with 'nexthop'. IPv6 routes of
 * `table all` stand among the others; their family shows in the addresses, else in the option -6.
 */
export const ipRoute = defineParser<Route[]>({
  name: 'ip route',
  reads: ipShows('r|ro|rou|rout|route'),
  parse(file, note) {
    const routes: Route[] = [];
    const six = /^ip( -\S+)* -(6|f(amily)? inet6)/.test(file.origin);
    const table = / table (\S+)/.exec(file.origin)?.[1];
    for (const line of file.lines) {
      const text = words(line.text.slice(0, 4096));
      const last = routes.at(-1);
      if (text.length === 0) continue;
      if (text[0] === 'nexthop' && last) last.nexthops.push(hopOf(text));
      else if (/^\s/.test(line.text) && last) last.options = last.options.concat(text).slice(0, 1000);
      else {
        const route = routeOf(text, six, table === 'all' ? undefined : table, line);
        if (route) routes.push(route);
        else note(line, { id: 'common/unread-line', args: {} });
      }
    }
    return routes.length > 0 ? routes : undefined;
  },
});

function routeOf(text: string[], six: boolean, table: string | undefined, line: Line): Route | undefined {
  const typed = types.has(text[0] ?? '');
  const type = typed ? (text[0] ?? '') : 'unicast';
  const target = text[typed ? 1 : 0] ?? '';
  const rest = text.slice(typed ? 2 : 1);
  if (!/^(default|[0-9a-fA-F.:]+(\/\d{1,3})?)$/.test(target)) return undefined;
  const inet6 =
    target.includes(':') ||
    (target === 'default' && (six || (after(rest, 'via') ?? after(rest, 'src') ?? '').includes(':')));
  const [address = '', length] = target.split('/');
  const hop = hopOf(rest);
  const lock = after(rest, 'mtu') === 'lock';
  return {
    family: inet6 ? 'inet6' : 'inet',
    type,
    destination: address === 'default' ? (inet6 ? '::' : '0.0.0.0') : address,
    prefixLength: count(length) ?? (address === 'default' ? 0 : inet6 ? 128 : 32),
    nexthops: hop.gateway === undefined && hop.device === undefined ? [] : [hop],
    table: after(rest, 'table') ?? table ?? 'main',
    ...present({
      metric: count(after(rest, 'metric')),
      source: after(rest, 'src'),
      scope: after(rest, 'scope'),
      protocol: after(rest, 'proto'),
      mtu: count(lock ? after(rest, 'lock') : after(rest, 'mtu')),
      mtuLocked: lock ? true : undefined,
      advmss: count(after(rest, 'advmss')),
    }),
    options: rest,
    line,
  };
}

function hopOf(text: readonly string[]): NextHop {
  const via = after(text, 'via');
  const gateway = via === 'inet6' || via === 'inet' ? after(text, via) : via;
  return {
    ...present({ gateway, device: after(text, 'dev'), weight: count(after(text, 'weight')) }),
    flags: text.filter((word) => hopFlags.has(word)),
  };
}
