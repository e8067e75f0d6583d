import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withMachine } from '../truth.ts';
import { readArchive } from './bundle.ts';
import { alone, collector, lacks, run, workingFolder } from './run.ts';

const folder = workingFolder();
afterAll(folder.dispose);

/** What the collector may write to: its folder on the tmpfs, its output, /dev/null and terminals. */
const ours = /^(\/dev\/shm\/\.dropcause\.[\d.]+(\/|$)|\/dev\/(null|tty)$|pipe:)/;

const writes = [
  ...[
    'openat',
    'open',
    'creat',
    'mkdir',
    'mkdirat',
    'unlink',
    'unlinkat',
    'rmdir',
    'rename',
    'renameat',
    'renameat2',
  ],
  ...[
    'link',
    'linkat',
    'symlink',
    'symlinkat',
    'mknod',
    'mknodat',
    'chmod',
    'fchmod',
    'fchmodat',
    'chown',
    'fchown',
  ],
  ...['fchownat', 'truncate', 'ftruncate', 'utimensat', 'setxattr', 'sethostname'],
];
const calls = [
  'chdir',
  'init_module',
  'finit_module',
  'delete_module',
  'socket',
  'bind',
  'connect',
  'listen',
  'sendto',
  'sendmsg',
  'sendmmsg',
];

/**
 * What calls wrote to: full paths. A line of strace -yy is `123 openat(AT_FDCWD</tmp>, "a", O_RDONLY) = 3</tmp/a>`, but
 * of `123 mkdir("a", 0777) = 0` the current folder is only known from the chdir before.
 */
function written(trace: readonly string[]): string[] {
  const folders = new Map<string, string>();
  return trace.flatMap((line) => {
    const [, pid = '', name = '', base] = /^(\d+) +(\w+)\((?:\w+<([^>"]*)>)?/.exec(line) ?? [];
    const path = resolve(base ?? folders.get(pid) ?? '/unknown', /"([^"]*)"/.exec(line)?.[1] ?? '');
    if (/ = -1 E/.test(line)) return [];
    if (name === 'chdir') folders.set(pid, path);
    const reading = /^open(at)?$/.test(name) && !/O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(line);
    return writes.includes(name) && !reading ? [path] : [];
  });
}

withMachine(
  'the host stays as it was',
  lacks('root', 'unshare', 'strace', 'dash', 'ip', 'iptables-legacy', 'nft', 'ethtool'),
  () => {
    describe.each([
      ['with the tools of GNU', ''],
      ['as private', '-P'],
      ['as text', '-T'],
    ])('%s', (_, option) => {
      let trace: string[] = [];

      beforeAll(async () => {
        const file = join(folder.path, `trace${option}`);
        const names = [...writes, ...calls].map((name) => `?${name}`).join(',');
        const strace = [
          'strace',
          '-f',
          '-yy',
          '-qq',
          '-s',
          '300',
          '-e',
          `trace=${names}`,
          '-e',
          'signal=none',
          '-o',
          file,
        ];
        const options = option === '' ? [] : [option];
        const command = alone(
          [...strace, 'dash', collector, ...options, '-o', '-'],
          'mount -t tmpfs tmpfs /dev/shm',
        );
        expect(await run(command)).toMatchObject({ status: 0, stderr: '' });
        trace = readFileSync(file, 'latin1').split('\n');
        expect(trace.length).toBeGreaterThan(1000);
      });

      test('no file is written but its own', () => {
        const paths = written(trace);
        expect(paths.length).toBeGreaterThan(20);
        expect(paths.filter((path) => !ours.test(path))).toEqual([]);
      });

      test('no kernel module is loaded', () => {
        expect(trace.filter((call) => /_module\(/.test(call))).toEqual([]);
        expect(trace.filter((call) => /modprobe|insmod/.test(call))).toEqual([]);
      });

      test('nothing is sent, bound or connected on the network', () => {
        const sockets = trace.filter((call) => /^\d+ +socket\(/.test(call));
        expect(sockets.length).toBeGreaterThan(10);
        expect(sockets.filter((call) => !/socket\(AF_(NETLINK|UNIX|INET6?),/.test(call))).toEqual([]);
        const talk = trace.filter((call) =>
          /^\d+ +(bind|connect|listen|sendto|sendmsg|sendmmsg)\(/.test(call),
        );
        expect(talk.length).toBeGreaterThan(10);
        expect(
          talk.filter((call) => !/\(\d+<(NETLINK|UNIX)/.test(call)).map((call) => call.slice(0, 80)),
        ).toEqual([]);
      });
    });

    test('settings, links, firewall tables and qdiscs are the same before and after', async () => {
      const state = [
        'sysctl -a 2>/dev/null | grep -vE "^(fs\\.(dentry|file-nr|inode)|kernel\\.(random|ns_last_pid|pty)|.*(nf_conntrack_count|route\\.gc))"',
        ...[
          'ip -d link',
          'ip address',
          'ip route show table all',
          'ip netns',
          'tc qdisc',
          'iptables-legacy-save | grep -v ^#',
          'nft list ruleset',
        ],
        ...[
          'cat /proc/net/ip_tables_names /proc/net/ip6_tables_names',
          'ls /tmp /run /var/tmp /dev/shm',
          'cat /proc/mounts',
        ],
      ].join('; echo ==; ');
      const first = [
        // The project itself may lie below /tmp.
        `mount -t tmpfs tmpfs /opt; cp ${collector} /opt/collect.sh`,
        // Their own: what other tests leave in the machine's folders meanwhile is not the collector's.
        'for folder in /run /tmp /var/tmp /dev/shm; do mount -t tmpfs tmpfs $folder; done',
        'ip netns add other; ip -n other link set lo up',
        'ip link add veth0 type veth peer name veth1; ip address add 10.1.1.1/24 dev veth0; ip link set veth0 up',
        'iptables-legacy -A INPUT -p tcp --dport 99 -j DROP; nft add table inet filter',
      ].join('\n');
      const script = `(${state}) >/mnt/before; sh /opt/collect.sh -o /mnt/bundle >/dev/null; (${state}) >/mnt/after; diff /mnt/before /mnt/after && wc -l </mnt/before`;
      const { status, stdout, stderr } = await run(
        alone(['sh', '-c', script], `${first}\nmount -t tmpfs tmpfs /mnt`),
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(Number(stdout.toString())).toBeGreaterThan(300);
    });

    test('in a fresh network namespace no iptables table comes into being', async () => {
      const script = `sh ${collector} -o /dev/null.bundle >/dev/null 2>&1; sh ${collector} -o - >/mnt/b; cat /proc/net/ip_tables_names /proc/net/ip6_tables_names`;
      const { status, stdout } = await run(alone(['sh', '-c', script], 'mount -t tmpfs tmpfs /mnt'));
      expect({ status, names: stdout.toString() }).toEqual({ status: 0, names: '' });
    });

    test('where modules can be loaded, what would load one is not asked', async () => {
      const guarded = readFileSync(collector, 'utf8').replace(
        '[ ! -e /proc/modules ]',
        '[ ! -e /proc/version ]',
      );
      const command = alone(['sh', '-s', '--', '-o', '-'], 'mount -t tmpfs tmpfs /sys/module');
      const bundle = await readArchive((await run(command, { input: Buffer.from(guarded) })).stdout);
      expect(bundle.meta.get('modules')).toBe('guarded');
      const reasons = new Map(bundle.asked.map((r) => [r['origin'], r['reason']]));
      expect(reasons.get('nft list ruleset')).toBe('no-module nf_tables');
      expect(reasons.get('ss -ltnmep')).toBe('no-module inet_diag');
      expect(reasons.get('conntrack -S')).toBe('no-module nf_conntrack_netlink');
      expect(reasons.get('iptables-save -c')).toBe('no-module nft_compat');
      expect(reasons.get('iptables-legacy-save -c')).toBe('none');
      expect(reasons.get('ip -s -s -d link')).toBe('');
      expect(reasons.get('/proc/net/tcp')).toBe('');
    });
  },
);
