import type { Sample } from './answers.ts';
import type { Contents } from './archive.ts';
import { allSockets, briefSockets, listed, nstatOf } from './dialects.ts';
import { textOf } from './relay-sos.ts';

const marker = (kind: string) => `#==[ ${kind} ]${'='.repeat(50 - kind.length)}#`;
const command = (line: string, output: string) => `${marker('Command')}\n# ${line}\n${output}\n`;
/** Comments and empty lines of a file are left out. */
const configuration = (path: string, content: string) => {
  const rows = content.split('\n').filter((row) => row !== '' && !/^[#;]/.test(row));
  return `${marker('Configuration File')}\n# ${path}\n${rows.map((row) => `${row}\n`).join('')}\n\n`;
};

/** supportconfig 3.2: no files below /proc/net/stat and /proc/net/netfilter, no /proc/stat, no times. */
export function supportconfig(sample: Sample): Contents {
  const root = 'scc_web-1_261121_0209';
  const text = (origin: string) => textOf(sample, origin);
  const procNet = sample.answers.filter(
    ({ origin, netns }) => netns === '' && /^\/proc\/net\/[^/]+$/.test(origin),
  );
  const sections = {
    'basic-environment.txt': [
      command('/bin/date', text('date')),
      command('/bin/uname -a', text('uname -a')),
      configuration('/etc/os-release', text('/etc/os-release')),
    ],
    'proc.txt': [
      ...procNet.map((one) => configuration(one.origin, one.text)),
      configuration('/proc/softirqs', text('/proc/softirqs')),
      configuration('/proc/sys/kernel/random/boot_id', text('/proc/sys/kernel/random/boot_id')),
    ],
    'env.txt': [command('/sbin/sysctl -a', text('sysctl -a'))],
    'boot.txt': [command('/bin/dmesg -T', text('dmesg'))],
    'network.txt': network(sample, ''),
    'network-C.txt': [`${marker('Network namespace C')}\n`, ...network(sample, 'C')],
  };
  const banner = `${'='.repeat(77)}\n                     Support Utilities - Supportconfig\n${'='.repeat(77)}\n\n`;
  return new Map(
    Object.entries(sections).map(([name, rows]) => [`${root}/${name}`, `${banner}${rows.join('\n')}`]),
  );
}

function network(sample: Sample, netns: string): string[] {
  const text = (origin: string) => textOf(sample, origin, netns);
  const inside = netns === '' ? '' : `/sbin/ip netns exec ${netns} `;
  const saved = text('iptables-legacy-save -c');
  const rules = saved
    .split('\n')
    .map((row) => row.replace(/^\[\d+:\d+\] /, ''))
    .join('\n');
  const devices = ['', '-k ', '-i ', '-S ', '-g ', '-l '].map((option) =>
    command(`${inside}/usr/sbin/ethtool ${option}eth0`, text(`ethtool ${option}eth0`)),
  );
  return [
    command(`${inside}/sbin/ip addr`, text('ip -d address')),
    command(`${inside}/sbin/ip route`, text('ip route show table all')),
    command(`${inside}/sbin/ip -stats link`, text('ip -s -s -d link')),
    command(`${inside}/sbin/ip -stats neighbor`, text('ip -s -s neigh')),
    command(`${inside}/usr/sbin/tc -s -d qdisc show dev eth0`, text('tc -s -d qdisc show')),
    command(`${inside}/usr/sbin/ss -nap`, briefSockets(allSockets(sample.answers, netns))),
    command(`${inside}/usr/bin/nstat -az`, nstatOf([text('/proc/net/snmp'), text('/proc/net/netstat')])),
    ...devices,
    ...(saved === ''
      ? [
          `${marker('Command')}\n# iptables\n\n# NOTE: The iptable_filter module is not loaded, skipping check\n`,
        ]
      : [
          command(`${inside}/usr/sbin/iptables -t filter -nvL`, listed(saved)),
          command(`${inside}/usr/sbin/iptables-save -t filter`, rules),
        ]),
  ];
}
