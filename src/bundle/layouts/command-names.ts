/** From the name of a file that holds a command's output back to the command. */

/** Commands of which everything after the options is the name of one device, which may hold '_'. */
const perDevice = /^(ethtool)((?:_--?[A-Za-z][A-Za-z-]*)*)_(.+)$/;
const filter = /^(tc_-s(?:_-d)?_(?:filter|class|qdisc)_show_dev)_(.+?)(_ingress|_egress|_parent_.+)?$/;

/**
 * sos makes a file name of a command: directories of the command dropped, every run of characters outside
 * [A-Za-z0-9_.-/] an underscore, '/' a dot, the ends stripped of ' ._-' (sos/report/plugins/__init__.py,
 * _mangle_command). A second output of the same name has '_2' (to 3.7) or '.1' (from 3.8) at its end.
 */
export function sosCommand(name: string): string {
  const device = perDevice.exec(name);
  if (device) return `${device[1]}${(device[2] ?? '').replaceAll('_', ' ')} ${device[3]}`;
  const dev = filter.exec(name);
  if (dev) return `${dev[1]?.replaceAll('_', ' ')} ${dev[2]}${(dev[3] ?? '').replaceAll('_', ' ')}`;
  return name.replace(/(\.[1-9]\d?|(?<=[a-zA-Z])_[2-9])$/, '').replaceAll('_', ' ');
}

const namespacePrefix = /^ip_netns_exec_/;
/** What sos runs in namespaces: where the list of namespaces is lost, the name ends before one of these. */
const commandStart =
  /_((?:ip6?tables(?:-save)?|ip6?tables_|ip|ss|netstat|nstat|ethtool|nft|tc|sysctl|conntrack|bridge|route|ifconfig|cat|ls|ps|nmstatectl)(?:_-|_|$).*)$/;

/**
 * 'ip_netns_exec_NS_COMMAND': the namespace, as sos spells it in file names, and the name of the rest.
 * @param known The namespaces' own names, where a list of them is there.
 */
export function netnsCommand(
  name: string,
  known: readonly string[] = [],
): { netns: string; name: string } | undefined {
  if (!namespacePrefix.test(name)) return undefined;
  const rest = name.replace(namespacePrefix, '');
  const listed = known
    .filter((netns) => rest.startsWith(`${mangled(netns)}_`))
    .sort((a, b) => b.length - a.length)[0];
  if (listed !== undefined) return { netns: listed, name: rest.slice(mangled(listed).length + 1) };
  const guess = commandStart.exec(rest);
  return guess?.[1] === undefined ? undefined : { netns: rest.slice(0, guess.index), name: guess[1] };
}

const mangled = (text: string) => text.replace(/[^A-Za-z0-9_.-]+/g, '_').replaceAll('/', '.');

const longNames = [
  'iptables-legacy-save',
  'ip6tables-legacy-save',
  'iptables-nft-save',
  'ip6tables-nft-save',
  'iptables-save',
  'ip6tables-save',
  'firewall-cmd',
  'resolvectl',
];
/** Commands whose first argument is a bundle of options; the others take words. */
const takesOptions = new Set([
  'ss',
  'netstat',
  'nstat',
  'ethtool',
  'sysctl',
  'conntrack',
  'dmesg',
  'ps',
  'uname',
  'ifconfig',
  'route',
  'arp',
  'lspci',
  'sar',
  'iptables',
  'ip6tables',
]);

/**
 * Names that people and small scripts give: 'ss-tanipm', 'ip-s-s-link', 'ethtool-S.eth0', 'nft-list-ruleset',
 * 'ss -s', 'netstat_-s', each with or without '.txt'.
 */
export function looseCommand(fileName: string): string {
  const name = fileName.replace(/\.(txt|log|out)$/, '');
  if (name === 'uname') return 'uname -a';
  if (name.includes(' ')) return name.trim();
  if (name.includes('_')) return sosCommand(name);
  const long = longNames.find((known) => name === known || name.startsWith(`${known}-`));
  if (long) return name.length === long.length ? long : `${long} -${name.slice(long.length + 1)}`;
  const [command = '', ...rest] = name.split('-');
  if (command === 'ethtool' || command.startsWith('ethtool.'))
    return name.replace(/^ethtool(-[A-Za-z])?[.-](.+)$/, (_, o, d) => `ethtool${o ? ` ${o}` : ''} ${d}`);
  const words = rest.filter((word) => word !== '');
  const option = (word: string, i: number) => word.length === 1 || (takesOptions.has(command) && i === 0);
  return [command, ...words.map((word, i) => (option(word, i) ? `-${word}` : word))].join(' ');
}
