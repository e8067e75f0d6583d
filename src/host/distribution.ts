import type { Context } from '../causes/cause.ts';

export type Family = 'debian' | 'redhat' | 'suse' | 'other';

/** Which family of distributions the host belongs to: it decides where settings are kept. */
export function distributionOf(context: Context): Family {
  const name = context.latest('osRelease')?.value.value ?? '';
  if (/debian|ubuntu|mint|raspbian|proxmox/i.test(name)) return 'debian';
  if (
    /red hat|rhel|centos|rocky|alma|fedora|oracle|amazon|scientific|anolis|euler|alibaba|tencent/i.test(name)
  )
    return 'redhat';
  return /suse|sles/i.test(name) ? 'suse' : 'other';
}

/** How this host's packet filter is made to survive a reboot, seen from its chains. */
export type FilterManager = 'firewalld' | 'ufw' | 'nft' | 'iptables';

export function filterManagerOf(context: Context): FilterManager {
  const chains = context.all('firewall').flatMap(({ value }) => value.chains);
  if (chains.some(({ tool, table }) => tool === 'firewalld' || /\bfirewalld$/.test(table)))
    return 'firewalld';
  if (chains.some(({ name }) => name.startsWith('ufw-'))) return 'ufw';
  return chains.some(({ tool }) => tool === 'iptables' || tool === 'ip6tables') ? 'iptables' : 'nft';
}

/** Commands that save the rules in force, so that they are there after a reboot. */
export function savingFilter(context: Context, tool: string): string[] {
  const family = distributionOf(context);
  if (tool === 'nft') {
    const file = family === 'redhat' ? '/etc/sysconfig/nftables.conf' : '/etc/nftables.conf';
    return [`nft list ruleset > ${file}`];
  }
  if (family === 'debian') return ['netfilter-persistent save'];
  const file = tool.startsWith('ip6tables') ? 'ip6tables' : 'iptables';
  const save = /^ip6?tables/.test(tool) ? tool : 'iptables';
  return [`${save}-save > /etc/sysconfig/${file}`];
}
