import type { Answer, Sample } from './answers.ts';
import type { Contents } from './archive.ts';
import { allSockets, listed, nstatOf } from './dialects.ts';

/** The questions of sos in place of our collector's; undefined where sos does not ask. */
const asked = new Map([
  ['ip -s -s -d link', 'networking/ip -s -d link'],
  ['ip -d address', 'networking/ip -d address'],
  ['ip route show table all', 'networking/ip route show table all'],
  ['ip -6 route show table all', 'networking/ip -6 route show table all'],
  ['ip -s -s neigh', 'networking/ip -s -s neigh show'],
  ['tc -s -d qdisc show', 'networking/tc -s qdisc show'],
  ['sysctl -a', 'kernel/sysctl -a'],
  ['dmesg', 'kernel/dmesg'],
  ['uname -a', 'kernel/uname -a'],
  ['date', 'date/date'],
]);
const copied = /^\/(?:proc\/(?!\d+\/|uptime)|etc\/|usr\/lib\/|sys\/class\/net\/)/;

const fileName = (command: string) =>
  command
    .replace(/[^A-Za-z0-9_.\-/]+/g, '_')
    .replaceAll('/', '.')
    .replace(/^[ ._-]+|[ ._-]+$/g, '');

/** sos 3.4 to 3.6: /proc/net as a directory, the packet filter among the network's commands. */
export function sos3(sample: Sample): Contents {
  const root = 'sosreport-web-1-2026-11-21-abcdefg';
  return sosreport(sample, { root, filter: 'networking', procNet: 'proc/net' });
}

/** sos 4.2 to 4.12: /proc/net behind two links, a manifest with the time of every command, nstat. */
export function sos4(sample: Sample): Contents {
  const root = 'sosreport-web-1-2026-11-21-hijklmn';
  const contents = sosreport(sample, { root, filter: 'firewall_tables', procNet: 'proc/4711/net' });
  contents.set(`${root}/proc/net`, { link: 'self/net' });
  contents.set(`${root}/proc/self`, { link: '4711' });
  for (const [netns, prefix] of [
    ['', ''],
    ['C', 'namespaces/C/ip_netns_exec_C_'],
  ] as const) {
    const tables = ['/proc/net/snmp', '/proc/net/netstat'].map((origin) => textOf(sample, origin, netns));
    contents.set(`${root}/sos_commands/networking/${prefix}nstat_-zas`, nstatOf(tables));
  }
  contents.set(`${root}/sos_reports/manifest.json`, manifestOf(sample, contents, root));
  return contents;
}

export const textOf = ({ answers }: Sample, origin: string, netns = ''): string =>
  answers.find((one) => one.origin === origin && one.netns === netns)?.text ?? '';

interface Shape {
  root: string;
  filter: string;
  procNet: string;
}

function sosreport(sample: Sample, { root, filter, procNet }: Shape): Contents {
  const contents: Contents = new Map([[`${root}/version.txt`, 'sosreport: 0\n']]);
  for (const answer of sample.answers) {
    const path = answer.origin.startsWith('/') ? hostPath(answer, procNet) : commandPath(answer);
    if (path !== undefined) contents.set(`${root}/${path}`, answer.text);
  }
  const commands = `${root}/sos_commands`;
  contents.set(`${commands}/networking/ss_-peaonmi`, allSockets(sample.answers, ''));
  contents.set(`${commands}/${filter}/iptables_-vnxL`, listed(textOf(sample, 'iptables-legacy-save -c')));
  contents.set(`${commands}/${filter}/nft_list_ruleset`, textOf(sample, 'nft list ruleset'));
  return contents;
}

function hostPath({ origin, netns }: Answer, procNet: string): string | undefined {
  if (netns !== '' || !copied.test(origin)) return undefined;
  return origin.slice(1).replace(/^proc\/net(?=\/)/, procNet);
}

function commandPath({ origin, netns }: Answer): string | undefined {
  const command = /^ethtool /.test(origin) ? `networking/${origin}` : asked.get(origin);
  if (command === undefined) return undefined;
  const [plugin = '', rest = ''] = [command.split('/')[0], command.slice(command.indexOf('/') + 1)];
  if (netns === '') return `sos_commands/${plugin}/${fileName(rest)}`;
  return `sos_commands/${plugin}/${fileName(`ip netns exec ${netns} ${rest}`)}`;
}

function manifestOf(sample: Sample, contents: Contents, root: string): string {
  const start = Number(sample.records.find((row) => row.startsWith('capture\t'))?.split('\t')[2]);
  const commands = [...contents.keys()].flatMap((path) => {
    const inner = path.slice(root.length + 1);
    if (!inner.startsWith('sos_commands/') || inner.includes('ip_netns_exec')) return [];
    const exec = inner.slice(inner.lastIndexOf('/') + 1).replaceAll('_', ' ');
    return [{ exec, filepath: inner, return_code: 0, truncated: false, start_time: start + 0.5 }];
  });
  const networking = { start_time: '', timeout_hit: false, commands };
  return JSON.stringify({ version: '4.9', components: { report: { plugins: { networking } } } });
}
