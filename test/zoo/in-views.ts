/** Bundles whose every word is one text of the zoo: host, devices, log, rules, settings, file names. */
import type { Bundle } from '../../src/model.ts';
import { tar } from '../bundle/archives.ts';
import { openBytes } from '../bundle/opened.ts';

/** As it can stand in one line of a file, and as one word. */
const line = (text: string) => text.replaceAll('\n', ' ');
const word = (text: string) => line(text).replace(/\s+/g, '_');

export function bundleOf(text: string): Promise<Bundle> {
  const [one, name] = [line(text), word(text)];
  const files = {
    'etc/hostname': one,
    'etc/os-release': `PRETTY_NAME="${one}"`,
    'proc/net/snmp': 'Ip: InReceives InHdrErrors\nIp: 4711 5',
    'proc/net/netstat': `TcpExt: ListenOverflows ListenDrops ${name.slice(0, 60)}\nTcpExt: 68 68 9`,
    'proc/net/dev': `Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed\n${name}: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16`,
    'sos_commands/kernel/sysctl_-a': `net.core.somaxconn = ${one}\nnet.ipv4.conf.${name}.rp_filter = 1\nkernel.hostname = ${one}`,
    'sos_commands/kernel/dmesg': `[    1.000000] ${name}: renamed from eth0\n[    2.000000] nf_conntrack: nf_conntrack: table full, dropping packet ${one}\n[    3.000000] e1000e 0000:00:1f.6 ${name}: NIC Link is Down`,
    'var/log/messages': `Nov 21 10:00:00 ${name} kernel: nf_conntrack: table full, dropping packet ${one}`,
    'sos_commands/firewall_tables/iptables-save_-c': `*filter\n:INPUT DROP [5:300]\n[7:420] -A INPUT -p tcp --dport 8080 -m comment --comment "${one.replaceAll('"', '\\"')}" -j DROP\nCOMMIT`,
    'sos_commands/networking/ss_-peaonmi': `State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\nLISTEN 129 128 0.0.0.0:80 0.0.0.0:* users:(("${one}",pid=1,fd=3))`,
    [`sos_commands/networking/ethtool_-S_${name.replaceAll('/', '_').slice(0, 90)}`]:
      'NIC statistics:\n     rx_dropped: 9',
  };
  const entries = Object.entries(files).map(([path, content]) => ({
    path: `host/${path}`,
    content: `${content}\n`,
  }));
  return openBytes(tar(...entries));
}
