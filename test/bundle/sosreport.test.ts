/** What sosreports of every age are made of. Names: sos 2.2 to 4.12, sos/report/plugins. */
import { describe, expect, test } from 'vitest';
import { sosCommand } from '../../src/bundle/layouts/command-names.ts';
import type { Bundle } from '../../src/model.ts';
import type { TarEntry } from './archives.ts';
import { tar } from './archives.ts';
import { everything, filesOf, noteIds, openBytes } from './opened.ts';

const root = 'sosreport-web-2026-11-21-abcdefg';
const snmp = 'Ip: InReceives\nIp: 10\n';

type Files = Record<string, string>;
const entries = (files: Files, links: Files = {}): TarEntry[] => [
  ...Object.entries(files).map(([path, content]) => ({ path: `${root}/${path}`, content })),
  ...Object.entries(links).map(([path, target]) => ({ path: `${root}/${path}`, type: '2', target })),
];
const open = (files: Files, links: Files = {}, options = {}): Promise<Bundle> =>
  openBytes(
    tar(...entries({ 'version.txt': 'sosreport: 4.2\n', 'sos_commands/x/y': '\n', ...files }, links)),
    options,
  );

/** 'ORIGIN' or 'NETNS | ORIGIN' of every file, with its time. */
const placed = (bundle: Bundle) =>
  new Map(
    bundle.captures[0]?.files.map(({ origin, netns, takenAt }) => [
      netns === '' ? origin : `${netns} | ${origin}`,
      takenAt?.wall === undefined ? undefined : new Date(takenAt.wall).toISOString(),
    ]),
  );
const absent = (bundle: Bundle) =>
  Object.fromEntries(
    bundle.captures[0]?.absences.map(({ origin, netns, reason }) => [
      netns === '' ? origin : `${netns} | ${origin}`,
      [reason.id.replace('input/', ''), ...Object.values(reason.args)].join(' '),
    ]) ?? [],
  );

test.each([
  ['ss_-peaonmi', 'ss -peaonmi'],
  ['netstat_-W_-neopa', 'netstat -W -neopa'],
  ['netstat_-s_-6', 'netstat -s -6'],
  ['nstat_-zas', 'nstat -zas'],
  ['ip_-s_-d_link', 'ip -s -d link'],
  ['ip_route_show_table_all', 'ip route show table all'],
  ['ip_-4_rule_list', 'ip -4 rule list'],
  ['ethtool_eth0', 'ethtool eth0'],
  ['ethtool_-S_eth0', 'ethtool -S eth0'],
  ['ethtool_-S_vxlan_sys_4789', 'ethtool -S vxlan_sys_4789'],
  ['ethtool_-S_eth0.10', 'ethtool -S eth0.10'],
  ['ethtool_--show-fec_eth0', 'ethtool --show-fec eth0'],
  ['ethtool_--phy-statistics_bond0', 'ethtool --phy-statistics bond0'],
  ['tc_-s_qdisc_show', 'tc -s qdisc show'],
  ['tc_-s_filter_show_dev_vxlan_sys_4789_ingress', 'tc -s filter show dev vxlan_sys_4789 ingress'],
  ['tc_-s_filter_show_dev_eth0.10', 'tc -s filter show dev eth0.10'],
  ['iptables_-t_nat_-nvL', 'iptables -t nat -nvL'],
  ['nft_-a_list_ruleset', 'nft -a list ruleset'],
  ['conntrack_-L_-o_extended', 'conntrack -L -o extended'],
  ['sysctl_-a', 'sysctl -a'],
  ['date_--utc', 'date --utc'],
  ['netstat_-s.1', 'netstat -s'],
  ['netstat_-agn_2', 'netstat -agn'],
  ['firewall-cmd_--list-all-zones', 'firewall-cmd --list-all-zones'],
  ['journalctl_--no-pager_--boot_-1', 'journalctl --no-pager --boot -1'],
])('the name %s is the command %s', (name, command) => {
  expect(sosCommand(name)).toBe(command);
});

describe('/proc/net', () => {
  const other = 'Ip: InReceives\nIp: 99\n';
  const shown = async (files: Files, links: Files = {}) => [
    ...filesOf((await open(files, links)).captures[0]),
  ];
  const pid = 'proc/4711/net/snmp';

  test.each<[string, Files, Files, string]>([
    ['a directory, as up to 3.6', { 'proc/net/snmp': snmp }, {}, 'proc/net/snmp'],
    [
      'behind two links',
      { [pid]: snmp, 'proc/1/net/snmp': other },
      { 'proc/net': 'self/net', 'proc/self': '4711' },
      pid,
    ],
    ['links lost, one process', { [pid]: snmp }, {}, pid],
    ['links followed by a copy', { [pid]: snmp, 'proc/net/snmp': snmp, 'proc/self/net/snmp': snmp }, {}, pid],
    ['another namespace beside it', { 'proc/1/net/snmp': other, 'proc/net/snmp': snmp }, {}, 'proc/net/snmp'],
    [
      'links in a circle',
      { 'proc/net/snmp': snmp },
      { 'proc/self': 'net', 'proc/thread-self': 'self' },
      'proc/net/snmp',
    ],
    ['a link out of the archive', { [pid]: snmp }, { 'proc/net': '../../../../proc/1/net' }, pid],
  ])('%s', async (_, files, links, path) => {
    expect(await shown(files, links)).toEqual([
      [`${root}/${path} | /proc/net/snmp`, '1 Ip: InReceives\n2 Ip: 10'],
    ]);
  });

  test('/sys/class/net behind its links, once', async () => {
    const files = {
      'sys/devices/pci0000:00/0000:00:03.0/virtio0/net/eth0/mtu': '1500\n',
      'sys/class/net/eth0/mtu': '1500\n',
    };
    expect((await shown(files)).map(([key]) => key)).toEqual([
      `${root}/sys/devices/pci0000:00/0000:00:03.0/virtio0/net/eth0/mtu | /sys/class/net/eth0/mtu`,
    ]);
  });
});

describe('links', () => {
  test('to a file whose own name tells nothing, to nowhere, out of the archive, in circles', async () => {
    const bundle = await open(
      { 'usr/lib/os-release': 'PRETTY_NAME="X"\n' },
      {
        'etc/os-release': '../usr/lib/os-release',
        'etc/machine-id': '/var/lib/dbus/machine-id',
        'etc/hostname': '../../../../../../etc/shadow',
        'etc/sysctl.conf': 'sysctl.conf',
      },
    );
    expect([...placed(bundle).keys()].sort()).toEqual(['/etc/os-release', '/usr/lib/os-release']);
    expect(absent(bundle)).toEqual({
      '/etc/machine-id': 'reason-link',
      '/etc/hostname': 'reason-link',
      '/etc/sysctl.conf': 'reason-link',
    });
  });
});

describe('network namespaces', () => {
  test.each<[string, string, string]>([
    ['flat, 3.2 to 4.2', 'sos_commands/networking', 'qdhcp-a_b.c'],
    ['in a directory of their own, from 4.3', 'sos_commands/networking/namespaces/blue_ip_b', 'blue_ip_b'],
  ])('%s', async (_, directory, netns) => {
    const bundle = await open({
      'sos_commands/networking/ip_netns': `${netns} (id: 0)\nother\n`,
      [`${directory}/ip_netns_exec_${netns}_nstat_-zas`]: '#kernel\n',
      [`${directory}/ip_netns_exec_${netns}_ethtool_-S_eth_0`]: 'NIC statistics:\n     rx: 1\n',
      [`${directory}/ip_netns_exec_${netns}_iptables-save`]: '*filter\n',
    });
    const commands = ['ethtool -S eth_0', 'iptables-save', 'nstat -zas'];
    expect([...placed(bundle).keys()].sort()).toEqual(commands.map((command) => `${netns} | ${command}`));
  });

  test('without a list of them, by the command that follows', async () => {
    const bundle = await open({ 'sos_commands/networking/ip_netns_exec_ns1_netstat_-s': 'Ip:\n' });
    expect([...placed(bundle).keys()]).toEqual(['ns1 | netstat -s']);
  });
});

describe('times and reasons', () => {
  const manifest = {
    version: '4.2',
    start_time: '2026-11-21 08:00:00.000000',
    components: {
      report: {
        plugins: {
          networking: {
            timeout_hit: true,
            start_time: '2026-11-21 08:00:01.000000',
            commands: [
              {
                exec: '/usr/sbin/nstat -zas',
                filepath: 'sos_commands/networking/nstat_-zas',
                return_code: 0,
                truncated: false,
                start_time: 1795219201.25,
              },
              {
                exec: 'ip netns exec blue ss -s',
                filepath: 'sos_commands/networking/ip_netns_exec_blue_ss_-s',
                return_code: 0,
                truncated: true,
                start_time: 1795219202,
              },
              {
                exec: 'netstat -s',
                filepath: null,
                return_code: 127,
                truncated: false,
                start_time: 1795219203,
              },
              {
                exec: 'tc -s qdisc show',
                filepath: 'sos_commands/networking/tc_-s_qdisc_show',
                return_code: 124,
                start_time: 1795219204,
              },
              {
                exec: 'ethtool -g eth0',
                filepath: 'sos_commands/networking/ethtool_-g_eth0',
                return_code: 76,
                start_time: 1795219204,
              },
              { exec: 'plotnetcfg', filepath: null, return_code: 127 },
              { 'no exec': true },
              'nonsense',
            ],
          },
        },
      },
    },
  };
  const log = [
    "2026-11-21 08:00:00,100 INFO: [plugin:networking] added cmd output 'nstat -zas'",
    "2026-11-21 08:00:01,002 INFO: [plugin:networking] collecting path '/proc/net/snmp'",
    "2026-11-21 08:00:01,250 INFO: [plugin:networking] collecting output of '/usr/sbin/nstat -zas'",
    "2026-11-21 08:00:02,500 INFO: [plugin:kernel] collecting output of 'dmesg'",
    "2026-11-21 08:00:03,000 WARNING: [plugin:networking] skipped command 'ss -peaonmi': required kmods missing: udp_diag, tcp_diag.   Use '--allow-system-changes' to enable collection.",
    "2026-11-21 08:00:03,001 WARNING: [plugin:networking] skipped command 'nft list ruleset': required kernel modules or services not present (kmods=[nf_tables] services=[]). Use '--allow-system-changes' to enable collection.",
    "2026-11-21 08:00:03,002 WARNING: [plugin:systemd] skipped command 'firewall-cmd --list-all-zones': required services missing: firewalld. ",
    "2026-11-21 08:00:03,003 WARNING: [plugin:networking] command 'conntrack -S' timed out after 300s",
    'a line of another kind',
  ];
  const files: Files = {
    'proc/net/snmp': snmp,
    'sos_commands/networking/nstat_-zas': '#kernel\nIpInReceives 12 0.0\n',
    'sos_commands/networking/ip_netns_exec_blue_ss_-s': 'Total: 5\n',
    'sos_commands/kernel/dmesg': '[    0.000000] Linux version 6.1.0\n',
    'sos_logs/sos.log': `${log.join('\n')}\n`,
  };

  test('the manifest tells commands to the millisecond, the log files; local times become UTC', async () => {
    const bundle = await open({ ...files, 'sos_reports/manifest.json': JSON.stringify(manifest) });
    expect(bundle.captures[0]?.host).toEqual({ utcOffset: 480 });
    expect(placed(bundle)).toEqual(
      new Map([
        ['/proc/net/snmp', '2026-11-21T00:00:01.002Z'],
        ['dmesg', '2026-11-21T00:00:02.500Z'],
        ['blue | ss -s', '2026-11-21T00:00:02.000Z'],
        ['nstat -zas', '2026-11-21T00:00:01.250Z'],
      ]),
    );
    expect(bundle.captures[0]?.takenAt).toEqual({ wall: Date.UTC(2026, 10, 21, 0, 0, 1, 2) });
    expect(absent(bundle)).toEqual({
      'ss -peaonmi': 'reason-modules udp_diag tcp_diag',
      'nft list ruleset': 'reason-modules nf_tables',
      'firewall-cmd --list-all-zones': 'reason-services firewalld',
      'conntrack -S': 'reason-timeout 300',
      'netstat -s': 'reason-no-command netstat',
      'tc -s qdisc show': 'reason-timeout',
      'ethtool -g eth0': 'reason-status 76',
    });
    expect(noteIds(bundle).sort()).toEqual(['plugin-timeout', 'tailed']);
    expect(bundle.captures[0]?.files.find(({ netns }) => netns === 'blue')?.whole).toBe(false);
  });

  test.each<[string, Files, number | undefined]>([
    [
      'timedatectl',
      { 'sos_commands/systemd/timedatectl': '   Time zone: Asia/Shanghai (CST, +0800)\n' },
      480,
    ],
    [
      'two dates',
      {
        'sos_commands/date/date': 'Sat Nov 21 05:30:00 IST 2026\n',
        'sos_commands/date/date_--utc': 'Sat Nov 21 00:00:00 UTC 2026\n',
      },
      330,
    ],
    ['a date in UTC', { 'sos_commands/date/date': 'Sat Nov 21 05:30:00 UTC 2026\n' }, 0],
    ['nothing', {}, undefined],
  ])('without a manifest, the zone comes from %s', async (_, more, offset) => {
    const bundle = await open({ ...files, ...more });
    expect(bundle.captures[0]?.host.utcOffset).toBe(offset);
    const local = Date.UTC(2026, 10, 21, 8, 0, 1, 2);
    expect(bundle.captures[0]?.files.find(({ origin }) => origin === '/proc/net/snmp')?.takenAt).toEqual({
      wall: local - (offset ?? 0) * 60_000,
    });
    expect(noteIds(bundle)).toEqual(offset === undefined ? ['zone-unknown'] : []);
  });

  test('a whole directory copied at once (3.x) gives its time to what is in it', async () => {
    const bundle = await open({
      'proc/net/snmp': snmp,
      'sos_commands/date/date': 'Sat Nov 21 05:30:00 UTC 2026\n',
      'sos_logs/sos.log': "2026-11-21 05:30:01,500 INFO: [plugin:networking] collecting path '/proc/net/'\n",
    });
    expect(placed(bundle).get('/proc/net/snmp')).toBe('2026-11-21T05:30:01.500Z');
  });

  test('a manifest that is cut off, or hostile, is passed over', async () => {
    for (const text of [
      JSON.stringify(manifest).slice(0, 300),
      '[]',
      'null',
      '{"components":{"report":{"plugins":{"__proto__":[1]}}}}',
      `${'['.repeat(5000)}`,
    ]) {
      const bundle = await open({ ...files, 'sos_reports/manifest.json': text });
      expect(placed(bundle).has('/proc/net/snmp')).toBe(true);
    }
  });
});

describe('what stands in place of data', () => {
  test('error texts are reasons; an error text within data, and an empty file, are data', async () => {
    const directory = 'sos_commands/networking';
    const bundle = await open({
      [`${directory}/netstat_-s`]: 'bash: netstat: command not found\n',
      [`${directory}/ethtool_-g_eth0`]: 'netlink error: Operation not supported\n',
      [`${directory}/ethtool_-g_eth1`]:
        'Ring parameters for eth1:\nCannot get device ring settings: Operation not supported\n',
      [`${directory}/ethtool_-S_lo`]: 'no stats available\n',
      [`${directory}/conntrack_-S`]:
        'conntrack v1.4.7: Operation failed: sorry, you must be root or get CAP_NET_ADMIN\nPermission denied\n',
      'sos_commands/kernel/sysctl_-a':
        "sysctl: permission denied on key 'fs.protected_fifos'\nnet.core.somaxconn = 4096\n",
      [`${directory}/nft_list_ruleset`]: '',
      'proc/net/snmp': 'cat: /proc/net/snmp: Permission denied\n',
      'proc/net/udp':
        '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n',
    });
    expect(absent(bundle)).toMatchObject({
      'netstat -s': expect.stringContaining('reason-not-found') as string,
      'ethtool -g eth0': expect.stringContaining('reason-not-supported') as string,
      'ethtool -g eth1': expect.stringContaining('reason-not-supported') as string,
      'ethtool -S lo': expect.stringContaining('reason-not-supported') as string,
      'conntrack -S': expect.stringContaining('reason-denied') as string,
      '/proc/net/snmp': expect.stringContaining('reason-denied') as string,
    });
    expect([...placed(bundle).keys()].sort()).toEqual(['/proc/net/udp', 'nft list ruleset', 'sysctl -a']);
  });

  test('tails of what was too long, obfuscation, a report without the network', async () => {
    const bundle = await openBytes(
      tar(
        ...[
          {
            path: 'sosreport-host0-2026-11-21-abcdefg-obfuscated/sos_strings/logs/var.log.messages.tailed',
            content: 'first\nlast\n',
          },
          {
            path: 'sosreport-host0-2026-11-21-abcdefg-obfuscated/sos_strings/networking/netstat_-s.tailed',
            content: 'Ip:\n',
          },
          {
            path: 'sosreport-host0-2026-11-21-abcdefg-obfuscated/var/log/messages',
            type: '2',
            target: '../../sos_strings/logs/var.log.messages.tailed',
          },
        ],
        {
          path: 'sosreport-host0-2026-11-21-abcdefg-obfuscated/sos_reports/manifest.json',
          content: JSON.stringify({ components: { report: { plugins: { kernel: {} } } } }),
        },
      ),
    );
    expect(bundle.captures[0]?.files.map(({ origin, whole }) => [origin, whole])).toEqual([
      ['/var/log/messages', false],
      ['netstat -s', false],
    ]);
    expect(noteIds(bundle).sort()).toEqual(['obfuscated', 'plugin-not-run', 'tailed', 'tailed']);
  });

  test('a report with nothing for us is a capture all the same', async () => {
    const bundle = await open({ 'sos_commands/hardware/dmidecode': 'SMBIOS\n' });
    expect([bundle.layout, bundle.captures.length, bundle.captures[0]?.files]).toEqual(['sosreport', 1, []]);
  });
});

describe('the same question twice', () => {
  test('two outputs are two readings; two equal ones are one', async () => {
    const twice = {
      'sos_commands/a/netstat_-s': 'Ip:\n    1 x\n',
      'sos_commands/b/netstat_-s': 'Ip:\n    2 x\n',
      'sos_commands/c/netstat_-s.1': 'Ip:\n    2 x\n',
    };
    const bundle = await open(twice, {}, { wanted: everything });
    expect(
      bundle.captures[0]?.files.filter(({ origin }) => origin === 'netstat -s').map(({ path }) => path),
    ).toEqual([`${root}/sos_commands/a/netstat_-s`, `${root}/sos_commands/b/netstat_-s`]);
  });
});

describe('several reports in one archive', () => {
  test('sos collect: a tar of reports; what lies deep inside a report is not another', async () => {
    const report = (host: string) =>
      tar(
        { path: `sosreport-${host}/sos_commands/host/hostname`, content: `${host}\n` },
        { path: `sosreport-${host}/proc/net/snmp`, content: snmp },
        { path: `sosreport-${host}/var/lib/machines/guest/etc/hostname`, content: 'guest\n' },
        { path: `sosreport-${host}/sos_containers/web/sos_commands/networking/netstat_-s`, content: 'Ip:\n' },
      );
    const bundle = await openBytes(
      tar(
        { path: 'sos-collector-x/a.tar', content: report('a') },
        { path: 'sos-collector-x/b.tar', content: report('b') },
      ),
    );
    expect(bundle.captures.map(({ label, files }) => [label, files.map(({ path }) => path)])).toEqual(
      ['a', 'b'].map((host) => [
        `input: sos-collector-x/${host}.tar/sosreport-${host}`,
        [
          `sos-collector-x/${host}.tar/sosreport-${host}/proc/net/snmp`,
          `sos-collector-x/${host}.tar/sosreport-${host}/sos_commands/host/hostname`,
        ],
      ]),
    );
  });
});
