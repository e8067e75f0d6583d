import type { Answer } from './answers.ts';

/*
 * The same knowledge in the words of another command: what our collector asks is not always what sos and supportconfig
 * ask.
 */

/** `iptables -vnxL` of what `iptables-save -c` printed, as far as the samples' rules need it. */
export function listed(saved: string): string {
  const rows = saved.split('\n');
  const chains = rows.flatMap((row) => {
    const [, name = '', policy, packets, bytes] = /^:(\S+) (\S+) \[(\d+):(\d+)\]$/.exec(row) ?? [];
    if (name === '') return [];
    const head = `Chain ${name} (policy ${policy} ${packets} packets, ${bytes} bytes)`;
    const columns = '    pkts      bytes target     prot opt in     out     source               destination';
    const rules = rows.filter((rule) => rule.includes(`-A ${name} `)).map(listedRule);
    return [[head, columns, ...rules].join('\n')];
  });
  return chains.length === 0 ? '' : `${chains.join('\n\n')}\n`;
}

function listedRule(rule: string): string {
  const [, packets = '', bytes = '', text = ''] = /^\[(\d+):(\d+)\] -A (.*)$/.exec(rule) ?? [];
  const port = /--dport (\d+)/.exec(text)?.[1];
  const protocol = /-p tcp/.test(text) ? '6   ' : '0   ';
  const target = / -j (\S+)/.exec(text)?.[1] ?? '';
  const counters = `${packets.padStart(8)} ${bytes.padStart(8)} ${target.padEnd(10)}`;
  const where = `${protocol} --  *      *       0.0.0.0/0            0.0.0.0/0           `;
  return `${counters} ${where}${port === undefined ? '' : ` tcp dpt:${port}`}`;
}

/** `ss -peaonmi`: both protocols in one table, with a column that tells which. */
export function allSockets(answers: readonly Answer[], netns: string): string {
  const table = (origin: string, protocol: string) =>
    (answers.find((one) => one.origin === origin && one.netns === netns)?.text ?? '')
      .split('\n')
      .slice(1)
      .filter((row) => row !== '')
      .map((row) => (/^\s/.test(row) ? row : `${protocol}   ${row}`));
  const head = 'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess';
  return `${[head, ...table('ss -unmaep', 'udp'), ...table('ss -tanmoiaep', 'tcp')].join('\n')}\n`;
}

/** `ss -nap`: no second lines, nothing after the processes. */
export function briefSockets(all: string): string {
  const rows = all.split('\n').filter((row) => !/^\s/.test(row));
  return rows.map((row) => row.replace(/ ino:.*$/, '')).join('\n');
}

/** `nstat -az` of /proc/net/snmp and /proc/net/netstat; the names of the kernel, joined. */
export function nstatOf(tables: readonly string[]): string {
  const rows = tables.flatMap((table) => table.split('\n'));
  const pairs = rows.flatMap((row, i) => {
    const [group = '', ...names] = row.split(' ');
    const [again, ...values] = (rows[i + 1] ?? '').split(' ');
    if (group === '' || again !== group || !/^-?\d+$/.test(values[0] ?? '')) return [];
    return names.map((name, at) => `${(group.slice(0, -1) + name).padEnd(32)}${values[at]}    0.0`);
  });
  return `#kernel\n${pairs.join('\n')}\n`;
}
