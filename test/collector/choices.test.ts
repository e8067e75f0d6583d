import { afterAll, expect, test } from 'vitest';
import { withMachine } from '../truth.ts';
import { answer, flaws, readArchive, readText, reason } from './bundle.ts';
import { alone, collector, lacks, run, workingFolder } from './run.ts';

const folder = workingFolder();
afterAll(folder.dispose);

/** A counter of `Group:` lines: header, then values. */
function counter(text: string | undefined, group: string, name: string): number {
  const [header = [], values = []] = (text ?? '')
    .split('\n')
    .filter((line) => line.startsWith(`${group}:`))
    .map((line) => line.split(' '));
  return Number(values[header.indexOf(name)]);
}

withMachine('options', lacks('root', 'unshare', 'ip', 'ping', 'iptables-legacy', 'ip6tables'), () => {
  test('captures in series: at their times, settings once', async () => {
    const bundle = await readArchive(
      (await run(alone(['sh', collector, '-n', '3', '-i', '2', '-o', '-']))).stdout,
    );
    const times = bundle.records
      .filter(([type]) => type === 'capture')
      .map(([, , , monotonic]) => Number(monotonic));
    expect(times.length).toBe(3);
    for (const [i, time] of times.slice(1).entries()) expect(time - (times[i] ?? 0)).toBeGreaterThan(1);
    expect(bundle.asked.filter((r) => r['origin'] === '/proc/net/netstat').map((r) => r['capture'])).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(bundle.asked.filter((r) => r['origin'] === 'sysctl -a').map((r) => r['capture'])).toEqual(['1']);
    for (const r of bundle.asked) expect(Number(r['end'])).toBeGreaterThanOrEqual(Number(r['start']));
    const [, , wall, monotonic] = bundle.records.find(([type]) => type === 'capture') ?? [];
    expect(Math.abs(Number(wall) - Date.now() / 1000)).toBeLessThan(60);
    expect(monotonic).toMatch(/^\d+\.\d\d$/);
  });

  test('network namespaces: by name, of processes, with their commands', async () => {
    const first = [
      'mount -t tmpfs tmpfs /run; ip netns add web; ip netns add "od d"',
      'ip -n web link set lo up; ip netns exec web iptables-legacy -A INPUT -p tcp --dport 4321 -j DROP',
      'ip netns exec web ping -c 7 -i 0.01 127.0.0.1 >/dev/null',
      "unshare --net sh -c 'ip link set lo up; ping -c 5 -i 0.01 127.0.0.1 >/dev/null; sleep 60' &",
      'sleep 1',
    ].join('\n');
    const bundle = await readArchive((await run(alone(['sh', collector, '-o', '-'], first))).stdout);
    expect(flaws(bundle)).toEqual([]);
    const spaces = new Map(
      bundle.records.flatMap(([type, id = '', , name = '']) => (type === 'netns' ? [[id, name]] : [])),
    );
    expect([...spaces.values()].sort()).toEqual(['', 'od', 'web']);
    const unnamed = [...spaces].find(([, name]) => name === '')?.[0] ?? '';
    expect(unnamed).toMatch(/^4\d{9}$/);
    expect(counter(answer(bundle, '/proc/net/snmp'), 'Icmp', 'InEchos')).toBe(0);
    expect(counter(answer(bundle, '/proc/net/snmp', 'web'), 'Icmp', 'InEchos')).toBe(7);
    expect(counter(answer(bundle, '/proc/net/snmp', unnamed), 'Icmp', 'InEchos')).toBe(5);
    expect(answer(bundle, 'iptables-legacy-save -c', 'web')).toMatch(/--dport 4321 -j DROP/);
    expect(reason(bundle, 'iptables-legacy-save -c', unnamed)).toBe('none');
    expect(answer(bundle, 'ip -s -s -d link', unnamed)).toMatch(/LOOPBACK,UP/);
    expect(bundle.files.has('1/netns/web/proc/net/snmp')).toBe(true);
  });

  test('-P: no addresses, connections or process names', async () => {
    const first = [
      'ip link add veth0 type veth peer name veth1; ip link set veth0 up; ip link set veth1 up',
      'ip address add 10.98.76.54/24 dev veth0; ip address add 2001:db8:98::54/64 dev veth0',
      'iptables-legacy -A INPUT -s 10.11.22.33 -j DROP; ip6tables -A INPUT -s 2001:db8:98::77 -j DROP',
      'ip neigh add 10.98.76.55 lladdr 02:11:22:33:44:55 dev veth0; (exec -a secret-name sleep 60) &',
    ].join('\n');
    const bundle = await readArchive(
      (await run(alone(['sh', collector, '-P', '-o', '-'], first.replace('exec -a secret-name', 'exec'))))
        .stdout,
    );
    expect(flaws(bundle)).toEqual([]);
    expect(bundle.meta.get('private')).toBe('yes');
    const all = [...bundle.files]
      .map(([path, content]) => `${path}\n${content.toString('latin1')}`)
      .join('\n');
    expect(all).not.toMatch(/10\.98\.76|10\.11\.22|2001:db8|02:11:22:33|sleep/);
    expect(all).not.toMatch(/(?<![0-9a-f:])([0-9a-f]{2}:){5}[0-9a-f]{2}/);
    expect(answer(bundle, 'iptables-legacy-save -c')).toMatch(/-A INPUT -s x\.x\.x\.x\/32 -j DROP/);
    expect(counter(answer(bundle, '/proc/net/snmp'), 'Tcp', 'InSegs')).toBe(0);
    for (const origin of [
      '/proc/net/tcp',
      '/proc/net/nf_conntrack',
      'ip address',
      'ss -tanmoi',
      '/proc/net/arp',
      '/proc/net/unix',
    ])
      expect(reason(bundle, origin), origin).toBe('private');
  });

  test('-l lists what would be asked, and asks nothing', async () => {
    const { status, stdout, stderr } = await run(
      alone(['sh', collector, '-l'], 'mount -t tmpfs tmpfs /dev/shm'),
    );
    const bundle = await readArchive((await run(alone(['sh', collector, '-o', '-']))).stdout);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(
      stdout
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual(expect.arrayContaining(bundle.asked.map((r) => r['origin'])));
  });

  test('--until waits for a counter and keeps the captures around its rise', async () => {
    const pings = '(sleep 9; ping -c 3 -i 0.01 127.0.0.1 >/dev/null) &';
    const command = alone(
      ['sh', collector, '-n', '0', '-i', '1', '--until', 'Icmp.InEchos', '-o', '-'],
      pings,
    );
    const bundle = await readArchive((await run(command)).stdout);
    expect(bundle.end).toBe('complete');
    expect(flaws(bundle)).toEqual([]);
    const kept = bundle.records
      .filter(([type]) => type === 'capture')
      .map(([, n]) => Number(n))
      .sort((a, b) => a - b);
    const last = kept.at(-1) ?? 0;
    expect(kept).toEqual([1, last - 3, last - 2, last - 1, last]);
    const echos = kept.map((n) =>
      counter(bundle.files.get(`${n}/proc/net/snmp`)?.toString(), 'Icmp', 'InEchos'),
    );
    expect(echos.at(-1)).toBe(3);
    expect(echos[0]).toBe(0);
    expect(echos[1]).toBe(0);
  });

  test('wrong usage: one line, the usage, exit 2', async () => {
    for (const [args, complaint] of [
      [['--bad'], '--bad: unknown, or needs a value'],
      [['--bad', 'x'], '--bad: unknown'],
      [['-n'], '-n: unknown, or needs a value'],
      [['-n', 'x'], 'a number is needed'],
      [['-n', '0', '--until', 'Tcp.Nothing'], 'no counter Tcp.Nothing'],
    ] as const) {
      const { status, stdout, stderr } = await run(['sh', collector, ...args]);
      expect({ status, stdout: stdout.length }).toEqual({ status: 2, stdout: 0 });
      expect(stderr.split('\n').slice(0, 2)).toEqual([
        `dropcause: ${complaint}`,
        'usage: sh collect.sh [OPTION]...',
      ]);
    }
  });
});

withMachine('packet witness', lacks('root', 'unshare', 'tcpdump', 'bash'), () => {
  test('--pcap records headers of SYNs beside the counters', async () => {
    const syns = "(for i in $(seq 100); do sleep 0.5; bash -c ': >/dev/tcp/127.0.0.1/9' 2>/dev/null; done) &";
    const command = alone(['sh', collector, '-n', '2', '-i', '1', '--pcap', '3', '-o', '-'], syns);
    const bundle = await readArchive((await run(command)).stdout);
    expect(flaws(bundle)).toEqual([]);
    const record = bundle.asked.find((r) => r['kind'] === 'pcap');
    expect(record).toMatchObject({ path: '1/pcap/any.pcap', reason: 'timeout 3' });
    expect(record?.['origin']).toMatch(/^tcpdump -i any .*-w -/);
    const { stdout } = await run(['tcpdump', '-nn', '-r', '-'], {
      input: bundle.files.get('1/pcap/any.pcap') ?? Buffer.alloc(0),
    });
    expect(stdout.toString()).toMatch(/127\.0\.0\.1\.\d+ > 127\.0\.0\.1\.9: Flags \[S\]/);
  });

  test('not in a text bundle, not in private mode', async () => {
    const text = readText(
      (await run(alone(['sh', collector, '--pcap', '1', '-T']))).stdout.toString('latin1'),
    );
    expect(text.asked.find((r) => r['kind'] === 'pcap')).toMatchObject({ path: '', reason: 'text-only' });
    const secret = await readArchive(
      (await run(alone(['sh', collector, '--pcap', '1', '-P', '-o', '-']))).stdout,
    );
    expect(secret.asked.find((r) => r['kind'] === 'pcap')).toMatchObject({ path: '', reason: 'private' });
  });
});
