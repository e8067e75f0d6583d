import type { Context } from '../causes/cause.ts';
import type { Delta, Line } from '../model.ts';
import type { Firewall, FirewallRule } from '../parsers/firewall.ts';
import { filtersOf } from './packet-filter.ts';

/** Packets that came in on some devices and that IP did not see. ARP and the like are among them. */
export interface BeforeIp {
  n: bigint;
  /** Of all that came in, 0 to 1. */
  share: number;
  deltas: Delta[];
}

/** A chain at the hook ingress decides before IP counts: InReceives says nothing of it, the devices' counters do. */
export function missingBeforeIp(context: Context, rule: FirewallRule): BeforeIp | undefined {
  const devices = filtersOf(context).flatMap((firewall) => ingressDevices(firewall, rule));
  const came = devices.flatMap((device) => context.counter('dev.rx_packets', { device }) ?? []);
  const taken = (['Ip.InReceives', 'Ip6.InReceives'] as const).flatMap((name) => context.counter(name) ?? []);
  const [first] = came;
  if (!first || taken.length === 0 || [...came, ...taken].some(({ since }) => since === 'boot'))
    return undefined;
  const sum = (deltas: Delta[]) => deltas.reduce((total, { increase }) => total + increase, 0n);
  const n = sum(came) - sum(taken);
  if (n <= 0n) return undefined;
  return { n, share: Number(n) / Number(sum(came)), deltas: [...came, ...taken] };
}

/** 'type filter hook ingress device "eth0" priority filter'; with -j '"dev": ["eth0", "eth1"]'. */
function ingressDevices({ chains }: Firewall, { tool, table }: FirewallRule): string[] {
  return chains
    .filter((chain) => chain.tool === tool && chain.table === table && chain.hook === 'ingress')
    .flatMap(({ line }) => namesIn(line));
}

function namesIn({ text }: Line): string[] {
  const listed = / devices? (?:= )?(\{[^{}]*\}|\S+)/.exec(text) ?? /"dev":(\[[^\]]*\]|"[^"]*")/.exec(text);
  return [...(listed?.[1] ?? '').matchAll(/[^\s"{}[\],]+/g)].map(([name]) => name);
}
