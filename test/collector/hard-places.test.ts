import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withMachine } from '../truth.ts';
import type { TestBundle } from './bundle.ts';
import { answer, flaws, readArchive, readText, reason } from './bundle.ts';
import { alone, collector, collectorWith, lacks, run, systemPath, workingFolder } from './run.ts';

const folder = workingFolder();
afterAll(folder.dispose);
let count = 0;

/** A new empty folder for a part of a test. */
function room(): string {
  count += 1;
  const path = join(folder.path, String(count));
  mkdirSync(path);
  chmodSync(path, 0o755);
  chmodSync(folder.path, 0o755);
  return path;
}

async function read(bytes: Buffer): Promise<TestBundle> {
  return bytes[0] === 0x23 ? readText(bytes.toString('latin1')) : readArchive(bytes);
}

withMachine(
  'hard places',
  lacks('root', 'unshare', 'setpriv', 'busybox', 'dash', 'ip', 'iptables-legacy'),
  () => {
    test('over standard input', async () => {
      const command = alone(['sh', '-s', '--', '-n', '2', '-i', '1', '-o', '-']);
      const { status, stdout, stderr } = await run(command, { input: readFileSync(collector) });
      const bundle = await read(stdout);
      expect({ status, stderr, end: bundle.end, flaws: flaws(bundle) }).toEqual({
        status: 0,
        stderr: '',
        end: 'complete',
        flaws: [],
      });
      expect(bundle.records.filter(([type]) => type === 'capture').map(([, n]) => n)).toEqual(['1', '2']);
      expect(bundle.files.has('2/proc/net/snmp')).toBe(true);
      expect(bundle.files.has('2/etc/os-release')).toBe(false);
    });

    test('as an ordinary user', async () => {
      const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
      const command = alone([...user, 'sh', collector, '-o', '-'], 'sleep 60 &');
      const { status, stdout, stderr } = await run(command);
      const bundle = await read(stdout);
      expect({ status, stderr, end: bundle.end, flaws: flaws(bundle) }).toEqual({
        status: 0,
        stderr: '',
        end: 'complete',
        flaws: [],
      });
      expect(bundle.meta.get('uid')).toBe('65534');
      expect(answer(bundle, '/proc/net/netstat')).toMatch(/^TcpExt: \d/m);
      expect(reason(bundle, '/proc/net/nf_conntrack')).toBe('denied');
      const refused = bundle.asked.find((r) => r['origin'] === 'iptables-save -c');
      expect(refused?.['stderr']).toMatch(/Permission denied/);
      expect(bundle.records.find(([type]) => type === 'note')?.[1]).toMatch(
        /^network namespaces of \d+ of \d+ processes: not told$/,
      );
    });

    test('with nowhere to write: text on standard output', async () => {
      const first =
        'mount -o bind / /mnt && mount -o remount,ro,bind /mnt && mount -t proc proc /mnt/proc && mount -o bind /dev /mnt/dev || exit 99';
      const command = alone(['chroot', '/mnt', 'sh', '-s', '--'], first);
      const { status, stdout, stderr } = await run(command, { input: readFileSync(collector) });
      const bundle = readText(stdout.toString('latin1'));
      expect({ status, stderr, end: bundle.end }).toEqual({ status: 0, stderr: '', end: 'complete' });
      expect(answer(bundle, '/proc/net/snmp')).toMatch(/^Tcp: \d/m);
      expect(answer(bundle, 'ip address')).toMatch(/LOOPBACK/);
    });

    test('in a folder that cannot be written: the bundle goes to /tmp', async () => {
      // The project itself may lie below /tmp.
      const script = '/mnt/collect.sh';
      const aside = `mount -t tmpfs tmpfs /mnt && cp ${collector} ${script}`;
      const command = alone(['sh', script], `${aside} && mount -t tmpfs tmpfs /tmp && cd /proc`);
      const { status, stdout } = await run([
        ...command.slice(0, -2),
        'sh',
        '-c',
        `sh ${script} && cat /tmp/dropcause-*`,
      ]);
      const [first, rest] = [stdout.subarray(0, stdout.indexOf(10)), stdout.subarray(stdout.indexOf(10) + 1)];
      expect(first.toString()).toMatch(/^\/tmp\/dropcause-testhost-\d{8}T\d{6}Z\.tar\.gz$/);
      expect({ status, end: (await read(rest)).end }).toEqual({ status: 0, end: 'complete' });
    });

    test('where the given file cannot be written whole: one line, nothing left behind', async () => {
      const [place, left] = [room(), '; ls -A /dev/shm /mnt >&2'];
      const first = `mount -t tmpfs -o size=8k tmpfs /mnt && mount -t tmpfs tmpfs /dev/shm && cd ${place}`;
      const { status, stderr } = await run(
        alone(['sh', '-c', `sh ${collector} -o /mnt/bundle; code=$?${left}; exit $code`], first),
      );
      expect(status).toBe(1);
      expect(stderr).toBe(
        'dropcause: cannot write /mnt/bundle gzip: stdout: No space left on device\n/dev/shm:\n\n/mnt:\n',
      );
    });

    test('on a disk that fills up while collecting: a readable head', async () => {
      const first = 'mount -t tmpfs -o size=160k tmpfs /dev/shm || exit 99';
      const { status, stdout } = await run(alone(['sh', collector, '-o', '-'], first));
      const bundle = await read(stdout);
      expect({ status, end: bundle.end }).toEqual({ status: 0, end: 'limit' });
      expect(answer(bundle, '/proc/net/snmp')).toMatch(/^Tcp: \d/m);
    });

    test.each([['archive'], ['text']])('standard output closed in the middle: %s', async (form) => {
      const options = form === 'text' ? ['-T'] : ['-o', '-'];
      const script = `sh ${collector} ${options.join(' ')} | head -c 700; ls -A /dev/shm >&2`;
      const { stdout, stderr } = await run(alone(['sh', '-c', script], 'mount -t tmpfs tmpfs /dev/shm'));
      expect({ bytes: stdout.length, stderr }).toEqual({ bytes: 700, stderr: '' });
    });

    test.each([
      ['timeout of GNU', systemPath],
      ['timeout of busybox', 'busybox'],
      ['own watchdog', 'toybox'],
    ])('a command that hangs: %s', async (_, tools) => {
      const bin = room();
      writeFileSync(join(bin, 'ss'), '#!/bin/sh\necho before\nexec sleep 600\n', { mode: 0o755 });
      if (tools !== systemPath) symlinkSync(`/usr/bin/${tools}`, join(bin, 'timeout'));
      const script = collectorWith(room(), { limit: 1 });
      const { status, stdout } = await run(
        alone(['env', `PATH=${bin}:${systemPath}`, 'sh', script, '-o', '-']),
      );
      const bundle = await read(stdout);
      expect({ status, end: bundle.end, flaws: flaws(bundle) }).toEqual({
        status: 0,
        end: 'complete',
        flaws: [],
      });
      expect(reason(bundle, 'ss -ltnmep')).toBe('timeout 1');
      expect(answer(bundle, 'ss -ltnmep')).toBe('before\n');
      expect(answer(bundle, '/proc/net/tcp')).toMatch(/local_address/);
    });

    test('limits of size and time for everything', async () => {
      const small = await read(
        (await run(alone(['sh', collectorWith(room(), { max_all: 30_000 }), '-o', '-']))).stdout,
      );
      expect({ end: small.end, last: small.asked.at(-1)?.['reason'] }).toEqual({
        end: 'limit',
        last: 'limit',
      });
      const quick = await read(
        (await run(alone(['sh', collectorWith(room(), { max_time: 0 }), '-o', '-']))).stdout,
      );
      expect({ end: quick.end, asked: quick.asked.length }).toEqual({ end: 'limit', asked: 1 });
      const cut = await read(
        (await run(alone(['sh', collectorWith(room(), { max_bytes: 500 }), '-o', '-']))).stdout,
      );
      expect(cut.asked.find((r) => r['origin'] === '/proc/net/snmp')).toMatchObject({
        bytes: '500',
        cut: '?',
        reason: 'size 500',
      });
      expect(flaws(cut)).toEqual([]);
    });

    test('interrupted: a readable bundle', async () => {
      const command = ['unshare', '--net', 'sh', collector, '-n', '0', '-i', '1', '-o', '-'];
      const { status, stdout } = await run(command, {
        meanwhile: (child) => setTimeout(() => child.kill('SIGINT'), 4000),
      });
      const bundle = await read(stdout);
      expect({ status, end: bundle.end }).toEqual({ status: 130, end: 'interrupted' });
      expect(answer(bundle, '/proc/net/snmp')).toMatch(/^Tcp: \d/m);
    });

    test('an archive that was cut off tells what it had', async () => {
      const { stdout } = await run(alone(['sh', collector, '-o', '-']));
      const bundle = await read(stdout.subarray(0, stdout.length >> 1));
      expect(bundle.end).toBe('complete');
      expect(bundle.files.size).toBeGreaterThan(5);
      expect(flaws(bundle)).not.toEqual([]);
    });
  },
);

const odd = ['a*b', '$(id)', '"q\'', '-x', '\\t', '[a]', '~', '\x01\x1b', ';ls', '\u00e4'];

withMachine('odd names', lacks('root', 'unshare', 'ip', 'bash', 'zsh', 'mksh', 'ksh93', 'busybox'), () => {
  test.each([['sh'], ['bash --posix'], ['zsh --emulate sh'], ['mksh'], ['ksh93'], ['busybox ash']])(
    'odd names of host, devices and namespaces: %s',
    async (shell) => {
      const quoted = odd.map((name) => `'${name.replaceAll("'", "'\\''")}'`);
      const first = [
        'mount -t tmpfs tmpfs /run',
        "printf %s 'od $(d) \"h/\\' >/proc/sys/kernel/hostname",
        ...quoted.map((name, i) => `ip link add name ${name} type veth peer name p${i}`),
        "ip netns add 'x y$(id)' && ip netns add '*'",
      ];
      const { status, stdout, stderr } = await run(
        alone([...shell.split(' '), collector, '-o', '-'], first.join('\n')),
      );
      const bundle = await read(stdout);
      expect({ status, stderr, end: bundle.end, flaws: flaws(bundle) }).toEqual({
        status: 0,
        stderr: '',
        end: 'complete',
        flaws: [],
      });
      expect(bundle.meta.get('host')).toBe('od $(d) "h/\\');
      const asked = bundle.asked.flatMap((r) =>
        r['origin']?.startsWith('ethtool -S ') ? [r['origin'].slice(11)] : [],
      );
      expect(asked.filter((name) => !/^p\d+$/.test(name)).sort()).toEqual([...odd].sort());
      expect([...bundle.files.keys()].filter((path) => !/^[A-Za-z0-9._/-]+$/.test(path))).toEqual([]);
      const names = bundle.records.flatMap(([type, , , name]) => (type === 'netns' ? [name] : []));
      expect(names).toContain('*');
    },
  );
});

/** A root with some applets of busybox, dash, and nothing else. */
async function smallRoot(applets: readonly string[]): Promise<string> {
  const root = room();
  for (const name of ['bin', 'proc', 'sys', 'tmp', 'etc', 'dev', 'dev/shm']) mkdirSync(join(root, name));
  writeFileSync(join(root, 'dev/null'), '');
  const libraries = (await run(['ldd', '/bin/dash'])).stdout.toString().match(/\/\S+/g) ?? [];
  for (const file of ['/bin/busybox', '/bin/dash', ...libraries]) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    copyFileSync(file, join(root, file));
  }
  for (const name of applets) symlinkSync('busybox', join(root, 'bin', name));
  return root;
}

async function applets(): Promise<string[]> {
  const { stdout } = await run(['busybox', '--list']);
  return stdout
    .toString()
    .split('\n')
    .filter((name) => !['', 'busybox', 'dash'].includes(name));
}

/** What must come out where one tool is missing; where nothing is said, an archive packed by gzip. */
const forms: Record<string, string> = {
  tar: 'text',
  gzip: 'archive',
  head: 'text',
  wc: 'text',
  mkdir: 'text',
  rm: 'text',
  ...{
    timeout: '',
    sha256sum: '',
    find: '',
    cp: '',
    cat: '',
    date: '',
    sed: '',
    grep: '',
    id: '',
    sleep: '',
    sysctl: '',
  },
};

withMachine('small roots', lacks('root', 'unshare', 'busybox', 'dash', 'ldd'), () => {
  const collectIn = (root: string, shell: string, mounts: string) => {
    const first = `cd ${root} && mount -t proc proc proc && mount -t sysfs sysfs sys && ${mounts} || exit 99`;
    return run(alone(['chroot', root, shell, '-s', '--', '-o', '-'], first), {
      input: readFileSync(collector),
    });
  };

  test('nothing but busybox: not even /dev/null', async () => {
    const { status, stdout } = await collectIn(await smallRoot(await applets()), '/bin/sh', 'rm dev/null');
    const bundle = readText(stdout.toString('latin1'));
    expect({ status, end: bundle.end }).toEqual({ status: 0, end: 'complete' });
    expect(answer(bundle, '/proc/net/snmp')).toMatch(/^Tcp: \d/m);
    expect(answer(bundle, 'sysctl -a')).toMatch(/^net\.core\.somaxconn = \d+$/m);
    expect(reason(bundle, 'ss -ltnmep')).toBe('not-found');
  });

  test.each(Object.entries(forms))('without %s', async (tool, form) => {
    const root = await smallRoot((await applets()).filter((name) => name !== tool));
    const mounts = 'mount -t tmpfs tmpfs dev/shm && mount -o bind /dev/null dev/null';
    const { status, stdout, stderr } = await collectIn(root, '/bin/dash', mounts);
    const bundle = await read(stdout);
    expect({ status, stderr, end: bundle.end }).toEqual({ status: 0, stderr: '', end: 'complete' });
    expect(stdout[0] === 0x23 ? 'text' : stdout[0] === 0x1f ? '' : 'archive').toBe(form);
    for (const origin of ['/proc/net/snmp', '/proc/net/tcp', '/sys/class/net/*'])
      expect(answer(bundle, origin), origin).toMatch(/^Tcp: \d|local_address|lo\/statistics\/rx_packets:/m);
  });
});
