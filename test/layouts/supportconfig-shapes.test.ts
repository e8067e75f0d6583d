import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import type { Capture } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';
import { withMachine } from '../truth.ts';
import type { Contents } from './archive.ts';
import { tarOf } from './archive.ts';
import { reportOf, temporary } from './laid.ts';

/*
 * Supportconfigs of all ages. No archive of 2014 or 2017 and none of SLES 15 or 16 was to be had: these are built by
 * hand, sections in the form that supportutils 1.20, 3.0 and 3.2 write.
 */
const folder = temporary();
const command = (title: string, output: string) =>
  `#==[ Command ]======================================#\n# ${title}\n${output}\n\n`;
const note = (title: string, text: string) => command(title, `\n# NOTE: ${text}\n`);

async function written(name: string, root: string, files: Record<string, string>): Promise<string> {
  const contents: Contents = new Map(Object.entries(files).map(([file, text]) => [`${root}/${file}`, text]));
  const tar = await tarOf(contents);
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('gz') ? gzipSync(tar) : tar);
  return path;
}

async function captureOf(path: string): Promise<Capture> {
  const bundle = await openBundle(path, { wanted });
  expect([bundle.layout, bundle.captures.length]).toEqual(['supportconfig', 1]);
  return bundle.captures[0] ?? { label: '', host: {}, files: [], absences: [] };
}
const origins = ({ files }: Capture) => files.map(({ origin }) => origin).sort();
const reasons = ({ absences }: Capture) =>
  absences.map(({ origin, reason }) => [
    origin,
    reason.id.slice('input/'.length),
    ...Object.values(reason.args),
  ]);

const netstat = `Ip:
    5231 total packets received
TcpExt:
    68 times the listen queue of a socket overflowed
    68 SYNs to LISTEN sockets dropped`;
const of2014 = {
  'basic-environment.txt': `${command('/bin/date', 'Wed May 14 09:00:00 CEST 2014')}${command('/bin/uname -a', 'Linux sles11 3.0.101-0.29-default #1 SMP x86_64 x86_64 x86_64 GNU/Linux')}`,
  'network.txt': [
    command(
      '/sbin/ifconfig -a',
      `eth0      Link encap:Ethernet  HWaddr 00:50:56:AA:BB:CC
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
          RX packets:1000 errors:0 dropped:17 overruns:0 frame:0
          TX packets:900 errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:1000
          RX bytes:100000 (97.6 Kb)  TX bytes:90000 (87.8 Kb)`,
    ),
    command('/bin/netstat -as', netstat),
    command(
      '/bin/netstat -nlp',
      'Active Internet connections (only servers)\nProto Recv-Q Send-Q Local Address Foreign Address State PID/Program name\ntcp        0      0 0.0.0.0:8080            0.0.0.0:*               LISTEN      812/java',
    ),
    command(
      '/bin/netstat -nr',
      'Kernel IP routing table\nDestination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n0.0.0.0         10.0.0.1        0.0.0.0         UG        0 0          0 eth0',
    ),
    command(
      '/bin/netstat -i',
      'Kernel Interface table\nIface   MTU Met    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\neth0   1500   0     1000      0     17      0      900      0      0      0 BMRU',
    ),
    command('/usr/sbin/ethtool -S eth0', 'ERROR: Command not found or not executible'),
  ].join(''),
};

describe('2014, named nts_, .tgz', async () => {
  const path = await written('nts_sles11_140514_0900.tgz', 'nts_sles11_140514_0900', of2014);
  const capture = await captureOf(path);
  test('what net-tools said is read', () => {
    expect(origins(capture)).toEqual([
      'date',
      'ifconfig -a',
      'netstat -as',
      'netstat -i',
      'netstat -nlp',
      'netstat -nr',
      'uname -a',
    ]);
    expect(reasons(capture)).toContainEqual([
      'ethtool -S eth0',
      'reason-not-found',
      'ERROR: Command not found or not executible',
    ]);
  });
  test('and gives findings that cite the text file', async () => {
    const report = await reportOf([path]);
    const finding = report.findings.find(({ cause }) => cause === 'accept-queue-overflow');
    expect(finding?.verdict).toBe('suspect');
    const cited = of2014['network.txt'].split('\n');
    for (const { path: file, line, excerpt } of finding?.evidence ?? [])
      expect([file, cited[line - 1]]).toEqual(['nts_sles11_140514_0900/network.txt', excerpt]);
    expect(report.host).toMatchObject({ name: 'sles11', kernel: '3.0.101-0.29-default' });
  });
});

const bzip2 = 'bzip2';
withMachine(bzip2, spawnSync(bzip2, ['--version']).error && 'bzip2 is not installed', () => {
  test('.tbz', async () => {
    const plain = await written('nts_b.tar', 'nts_b', of2014);
    spawnSync(bzip2, [plain]);
    expect(origins(await captureOf(`${plain}.bz2`))).toContain('netstat -as');
  });
});

const rules = `*filter
:INPUT ACCEPT [0:0]
-A INPUT -p tcp -m tcp --dport 8080 -j DROP
COMMIT`;
const of2023 = {
  'network.txt': [
    command('/usr/sbin/iptables-save -t filter', rules),
    note('iptables', 'The iptable_nat module is not loaded, skipping check'),
    note('ip6tables', 'The ip6table_filter module is not loaded, skipping check'),
    command(
      '/usr/sbin/nft list table inet app',
      'table inet app {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t\ttcp dport 9090 counter packets 30 bytes 1800 drop\n\t}\n}',
    ),
    command('/usr/sbin/ethtool -m eth0', '# ERROR: Command did not complete within the timeout period.'),
    command(
      '/usr/bin/nstat -az',
      '\t<00:06:27:799975895> /usr/bin/nstat -az  #kernel\nIpInReceives                    77                 0.0\n<00:06:27:806170860>',
    ),
  ].join(''),
  'network-blue.txt': `#==[ Network namespace blue ]=======================#\n\n${command('/sbin/ip netns exec blue /usr/sbin/nft list table ip nat', 'table ip nat {\n}')}`,
  'supportconfig.txt':
    '  Networking...                                Done\n  PROC...                                      Excluded\n  Boot Files...                                EXCLUDED\n  Open Files...                                Skipped\n',
};

describe('2023', async () => {
  const capture = await captureOf(await written('scc_sles15.tar', 'scc_sles15_230301_0900', of2023));
  test('rules and tables reach the packet filter', async () => {
    expect(origins(capture)).toEqual([
      'iptables-save -t filter',
      'nft list table inet app',
      'nft list table ip nat',
      'nstat -az',
    ]);
    const report = await reportOf([join(folder, 'scc_sles15.tar')]);
    const drop = report.findings.find(({ cause }) => cause === 'firewall-drop-rule');
    expect(JSON.stringify(drop?.evidence.map(({ excerpt }) => excerpt))).toContain('tcp dport 9090');
  });
  test('what was not asked, and why', () => {
    expect(reasons(capture)).toEqual([
      ['iptables -t nat -nvL', 'reason-modules', 'iptable_nat'],
      ['ip6tables -t filter -nvL', 'reason-modules', 'ip6table_filter'],
      ['ethtool -m eth0', 'reason-timeout', '# ERROR: Command did not complete within the timeout period.'],
      ...['snmp', 'netstat', 'snmp6', 'dev', 'softnet_stat', 'sockstat'].map((name) => [
        `/proc/net/${name}`,
        'reason-skipped',
        'PROC: Excluded',
      ]),
      ['dmesg -T', 'reason-skipped', 'Boot Files: EXCLUDED'],
    ]);
  });
  test('trace times are no output', () => {
    const nstat = capture.files.find(({ origin }) => origin === 'nstat -az');
    expect([...(nstat?.lines ?? [])].map(({ text }) => text)).toEqual([
      '#kernel',
      'IpInReceives                    77                 0.0',
    ]);
  });
});

test('without the packet filter, the finding says why it cannot tell', async () => {
  const files = {
    'network.txt': ['filter', 'nat', 'mangle', 'raw']
      .map((table) => note('iptables', `The iptable_${table} module is not loaded, skipping check`))
      .join(''),
  };
  const report = await reportOf([await written('scc_bare.tar', 'scc_bare_230301_0900', files)]);
  const drop = report.findings.find(({ cause }) => cause === 'firewall-drop-rule');
  expect([drop?.verdict, drop?.summary.id, drop?.summary.args['modules']]).toEqual([
    'unknown',
    'input/reason-modules',
    'iptable_filter',
  ]);
});

test('scrubbed: read as it is, and said', async () => {
  const files = {
    ...of2014,
    'env.txt': command('/sbin/sysctl -a', 'kernel.hostname = *REMOVED BY SUPPORTCONFIG*'),
  };
  const bundle = await openBundle(await written('scc_s.tar', 'scc_s_scrubbed', files), { wanted });
  expect(bundle.notes.map(({ message }) => message.id)).toContain('input/obfuscated');
  expect(bundle.captures[0]?.files.map(({ origin }) => origin)).toContain('netstat -as');
});

test('cut off: what was there is used, and the loss is said', async () => {
  const filler = Array.from({ length: 30_000 }, (_, i) => `key.${(i * 7919) % 100_003} = ${i}`).join('\n');
  const files = { ...of2014, 'env.txt': command('/sbin/sysctl -a', filler) };
  const contents = new Map(Object.entries(files).map(([file, text]) => [`scc_cut/${file}`, text]));
  const whole = gzipSync(await tarOf(contents));
  const path = join(folder, 'scc_cut.tgz');
  writeFileSync(path, whole.subarray(0, Math.floor(whole.length * 0.7)));
  const bundle = await openBundle(path, { wanted });
  expect(bundle.damaged).toBe(true);
  expect(bundle.captures[0]?.files.map(({ origin }) => origin)).toContain('netstat -as');
  const [cut] = bundle.captures[0]?.files.filter(({ origin }) => origin === 'sysctl -a') ?? [];
  expect(cut?.whole).toBe(false);
});
