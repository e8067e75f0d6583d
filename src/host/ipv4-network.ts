/** Which network an IPv4 address lies in. */
import type { Context } from '../causes/cause.ts';
import { groupBy } from '../group-by.ts';
import type { InterfaceAddress } from '../parsers/ip-addr.ts';
import type { Route } from '../parsers/ip-route.ts';
import { remembered } from './remembered.ts';

/** The address as a number; undefined for anything else. */
function numberOf(address: string): number | undefined {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  return bytes?.every((byte) => byte < 256) ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : undefined;
}

/** False for what is no IPv4 address. */
export function isWithin(address: string, network: string, prefixLength: number): boolean {
  const [own, other] = [numberOf(address), numberOf(network)];
  const size = 2 ** (32 - prefixLength);
  return own !== undefined && other !== undefined && Math.floor(own / size) === Math.floor(other / size);
}

/** IPv4 addresses of the namespace with their networks, each once; not those of the loopback device. */
export function ipv4AddressesOf(context: Context): (InterfaceAddress & { prefixLength: number })[] {
  const known = new Map<string, InterfaceAddress & { prefixLength: number }>();
  for (const one of context.all('addresses').flatMap(({ value }) => value)) {
    const { device, family, address, prefixLength } = one;
    const key = `${address} ${device}`;
    if (family !== 'inet' || prefixLength === undefined || device === 'lo' || known.has(key)) continue;
    known.set(key, { ...one, prefixLength });
  }
  return [...known.values()];
}

/** The route of the main table that leads to an address: the longest prefix, then the lowest metric. */
export function wayTo(context: Context, address: string): Route | undefined {
  const own = numberOf(address);
  if (own === undefined) return undefined;
  for (const [prefixLength, routes] of tableOf(context)) {
    const route = routes.get(networkOf(own, prefixLength));
    if (route) return route;
  }
  return undefined;
}

const networkOf = (address: number, prefixLength: number) => Math.floor(address / 2 ** (32 - prefixLength));

/** The best route to each network, by length of its prefix, the longest first. */
const tableOf = remembered((context: Context): readonly [number, ReadonlyMap<number, Route>][] => {
  const [first] = context.all('routes');
  const routes = context
    .all('routes')
    .flatMap(({ parser, value }) => (parser === first?.parser ? value : []))
    .filter(({ family, table }) => family === 'inet' && table === 'main')
    // Of one network the last stays: that of the lowest metric, and of equal ones the first listed.
    .sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0))
    .reverse();
  const byLength = groupBy(routes, ({ prefixLength }) => prefixLength);
  return [...byLength]
    .sort(([a], [b]) => b - a)
    .map(([length, alike]) => [
      length,
      new Map(alike.map((route) => [networkOf(numberOf(route.destination) ?? -1, length), route])),
    ]);
});
