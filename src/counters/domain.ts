import type { Gap, Scope } from '../model.ts';

/**
 * Counters that lie in one place of the kernel: when one of them begins anew, so do the others (`together`), or perhaps
 * some of them (a driver's, or the rules of a table of which one chain was set to zero).
 */
export interface Domain {
  key: string;
  together: boolean;
  /** What to call it when it begins anew. */
  gap: Gap;
}

const perNamespace =
  /^(Ip|IpExt|Ip6|Icmp|IcmpMsg|Icmp6|Tcp|TcpExt|Udp|UdpLite|Udp6|UdpLite6|MPTcpExt|Xfrm|Tls)$/;

/** Outermost first. A fall of the counter tells about the last one only. */
export function domainsOf(name: string, scope: Scope): readonly Domain[] {
  const group = name.slice(0, name.indexOf('.'));
  const netns = scope.netns ?? '';
  const own = (gap: Gap, ...parts: unknown[]): Domain => ({
    key: keyOf(group, netns, ...parts),
    together: true,
    gap,
  });
  if (perNamespace.test(group)) {
    return [
      { key: keyOf('mib', netns), together: true, gap: netns === '' ? 'reset' : 'namespace-restarted' },
    ];
  }
  switch (group) {
    case 'conntrack':
      return [own('reloaded')];
    case 'firewall':
      return [{ ...own('reloaded', scope.rule?.split(' ').slice(0, 2)), together: false }];
    case 'socket':
    case 'netlink':
    case 'cgroup':
    case 'nfqueue':
      return [own('re-created', scope.socket, scope.queue)];
    case 'qdisc':
    case 'class':
    case 'tc':
      return [deviceDomain(netns, scope), own('re-created', scope.device, scope.queue, scope.rule)];
    case 'ethtool':
      return [deviceDomain(netns, scope), { ...own('reset', scope.device), together: false }];
    default:
      if (scope.device !== undefined) return [deviceDomain(netns, scope)];
      return [own('reset', name, scope.cpu, scope.queue)];
  }
}

/** All that a device counts is new when the device is; a driver may also set single counters to zero. */
export function deviceDomain(netns: string, scope: Scope): Domain {
  return { key: keyOf('device', netns, scope.device), together: false, gap: 'reset' };
}

function keyOf(...parts: unknown[]): string {
  return JSON.stringify(parts);
}
