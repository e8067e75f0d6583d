import type { Context, Setting } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import { linksOf } from './links.ts';
import type { Family } from './swallowed.ts';

/** Whether packets for other hosts are passed on. */
export interface Forwarding {
  off: boolean;
  /** What says so; without a setting, a line of /proc/net/snmp. */
  line: Line;
  setting?: Setting;
}

export const forwardingKeys: Record<Family, string> = {
  inet: 'net.ipv4.ip_forward',
  inet6: 'net.ipv6.conf.all.forwarding',
};

/** Undefined: it was not collected. Of IPv6 only the setting tells. */
export function forwardingOf(context: Context, family: Family): Forwarding | undefined {
  const state =
    family === 'inet' ? context.deltas().find(({ name }) => name === 'Ip.Forwarding')?.latest : undefined;
  if (state) return { off: state.value === 2n, line: state.line };
  const setting = context.setting(forwardingKeys[family]);
  return setting && { off: setting.value.trim() === '0', line: setting.line, setting };
}

const isOfTheLink = (destination: string) => /^(?:fe80:|ff)/i.test(destination);

/**
 * Devices by which a packet for another host could leave: those of the routes, and where none of the family were
 * collected all but lo. Undefined: not known.
 */
export function waysOut(context: Context, family: Family): string[] | undefined {
  const routes = context.all('routes').flatMap(({ value }) => value.filter((r) => r.family === family));
  const hops = routes
    .filter(({ type, destination }) => type === 'unicast' && !isOfTheLink(destination))
    .flatMap(({ nexthops }) => nexthops.flatMap(({ device }) => device ?? []));
  const known = routes.length > 0 ? hops : linksOf(context).map(({ name }) => name);
  if (known.length === 0 && routes.length === 0) return undefined;
  return [...new Set(known)].filter((device) => device !== 'lo');
}
