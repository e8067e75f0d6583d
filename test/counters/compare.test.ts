import { describe, expect, test } from 'vitest';
import type { CaptureClock } from '../../src/counters/clock.ts';
import type { CompareOptions } from '../../src/counters/compare.ts';
import { compare } from '../../src/counters/compare.ts';
import { deltaOf } from '../../src/counters/delta.ts';
import { trafficOf } from '../../src/counters/traffic.ts';
import type { Sample } from '../../src/model.ts';
import { clockAt, readings, sample } from './readings.ts';

const minute = [clockAt(86_400), clockAt(86_460)];
const two32 = 2 ** 32;

function one(samples: readonly Sample[], clocks: readonly CaptureClock[] = minute, options?: CompareOptions) {
  const { deltas, decisions } = compare(samples, clocks, options);
  const [delta] = deltas;
  if (!delta || deltas.length !== 1) throw new Error(`${deltas.length} deltas`);
  return { ...delta, gaps: delta.steps.map((step) => step.gap), decisions };
}

/** The delta of one counter among several. */
function of(name: string, samples: readonly Sample[], clocks: readonly CaptureClock[] = minute) {
  const { deltas, decisions } = compare(samples, clocks);
  const delta = deltas.find((d) => d.name === name);
  if (!delta) throw new Error(`no ${name}`);
  return { ...delta, gaps: delta.steps.map((step) => step.gap), decisions };
}

describe('a counter without incidents', () => {
  test('rises by the difference, in the seconds between', () => {
    expect(one(readings({}, [7, 75]))).toMatchObject({
      increase: 68n,
      bound: 'exact',
      since: 'capture',
      seconds: 60,
      uptime: 86_460,
    });
  });

  test('one reading counts since boot', () => {
    const delta = one(readings({}, [7]), [clockAt(500)]);
    expect(delta).toMatchObject({ increase: 0n, since: 'boot', seconds: 500, uptime: 500, steps: [] });
    expect(delta.latest.value).toBe(7n);
  });

  test('all steps add up, and each has its own seconds', () => {
    const delta = one(
      readings({}, [1, 5, 5, 9]),
      [0, 10, 30, 60].map((s) => clockAt(1000 + s)),
    );
    expect(delta).toMatchObject({ increase: 8n, seconds: 60, gaps: [undefined, undefined, undefined] });
    expect(delta.steps.map((s) => [s.increase, s.seconds])).toEqual([
      [4n, 10],
      [0n, 20],
      [4n, 30],
    ]);
  });

  test('a damaged capture in the middle is stepped over', () => {
    const delta = one(
      readings({}, [1, undefined, 9]),
      [0, 10, 30].map((s) => clockAt(1000 + s)),
    );
    expect(delta).toMatchObject({ increase: 8n, seconds: 30, bound: 'exact' });
    expect(delta.steps).toHaveLength(1);
  });

  test('no reading, no delta', () => {
    const nothing = { name: 'TcpExt.ListenDrops', scope: {}, bySource: new Map<string, Sample[]>() };
    const around = { clocks: minute, traffic: trafficOf([]) };
    expect(deltaOf(nothing, { source: '/proc/net/netstat', samples: [], steps: [] }, around)).toBeUndefined();
  });

  test('beyond 2^53 to the unit', () => {
    const big = 2n ** 63n;
    expect(one(readings({}, [big, big + 1n])).increase).toBe(1n);
  });

  test('a gauge has no increase, also when it falls', () => {
    expect(one(readings({ kind: 'gauge', name: 'conntrack.count' }, [900, 100]))).toMatchObject({
      increase: 0n,
      bound: 'exact',
      gaps: [undefined],
    });
    expect(compare(readings({ kind: 'gauge' }, [900, 100]), minute).decisions).toEqual([]);
  });

  test('scopes are apart: namespace, device, CPU, queue, rule, socket', () => {
    const scopes = [
      {},
      { netns: 'a' },
      { device: 'eth0' },
      { cpu: 0 },
      { cpu: 1 },
      { queue: 'q' },
      { rule: 'r' },
      { socket: 's' },
    ];
    const samples = scopes.flatMap((scope, i) => readings({ scope }, [0, i + 1]));
    const { deltas } = compare(samples, minute);
    expect(deltas.map((d) => d.increase)).toEqual(scopes.map((_, i) => BigInt(i + 1)));
  });
});

describe('the time between two readings', () => {
  test('is their own where they have it', () => {
    const samples = [
      sample({ capture: 0, value: 1, at: { monotonic: 86_401 } }),
      sample({ capture: 1, value: 2, at: { monotonic: 86_471.5 } }),
    ];
    expect(one(samples).seconds).toBe(70.5);
  });

  test('is worked out from wall clocks and the boot time', () => {
    const at = (uptime: number) => ({ wall: (clockAt(uptime).bootTime ?? 0) + uptime * 1000 });
    const samples = [
      sample({ capture: 0, value: 1, at: at(86_410) }),
      sample({ capture: 1, value: 2, at: at(86_440) }),
    ];
    expect(one(samples).seconds).toBe(30);
  });

  test('falls back on wall clocks alone', () => {
    expect(one(readings({}, [1, 2]), [{ wall: 1000 }, { wall: 21_000 }]).seconds).toBe(20);
  });

  test('is unknown rather than zero or negative', () => {
    expect(one(readings({}, [1, 2]), [{ wall: 21_000 }, { wall: 1000 }]).seconds).toBeUndefined();
    expect(one(readings({}, [1, 2]), [{ uptime: 5 }, { uptime: 5 }]).seconds).toBeUndefined();
    expect(one(readings({}, [1, 2]), [{}, {}]).seconds).toBeUndefined();
    expect(one(readings({}, [1, 2, 3]), [{ wall: 0 }, {}, { wall: 9000 }]).seconds).toBeUndefined();
  });
});

describe('reboot', () => {
  const rebooted = [clockAt(86_400, 1), clockAt(300, 2)];

  test('what counts is what was counted since it', () => {
    const delta = one(readings({}, [500, 40]), rebooted);
    expect(delta).toMatchObject({
      increase: 40n,
      bound: 'at-least',
      since: 'reset',
      seconds: 300,
      gaps: ['reboot'],
    });
    expect(delta.decisions).toEqual([{ id: 'comparison/reboot-by-boot-id', args: { from: 1, to: 2 } }]);
  });

  test('also when the counter has grown beyond where it stood', () => {
    expect(one(readings({}, [500, 700]), rebooted)).toMatchObject({
      increase: 700n,
      bound: 'at-least',
      since: 'reset',
    });
  });

  test('a rise after it proves that it rises now', () => {
    const delta = one(readings({}, [500, 40, 45]), [...rebooted, clockAt(360, 2)]);
    expect(delta).toMatchObject({
      increase: 45n,
      bound: 'at-least',
      since: 'capture',
      seconds: 360,
      gaps: ['reboot', undefined],
    });
  });

  test('and where nothing rose since, nothing proves that it rises now', () => {
    const delta = one(readings({}, [500, 40, 40]), [...rebooted, clockAt(360, 2)]);
    expect(delta).toMatchObject({ increase: 40n, since: 'reset', gaps: ['reboot', undefined] });
  });

  test('is known by an uptime that fell, and by a boot after the first capture', () => {
    const byUptime = [{ uptime: 900 }, { uptime: 30 }];
    expect(one(readings({}, [5, 9]), byUptime)).toMatchObject({ increase: 9n, gaps: ['reboot'] });
    const { bootId: _a, ...before } = clockAt(900, 1);
    const { bootId: _b, ...after } = clockAt(5000, 2);
    const delta = one(readings({}, [5, 9]), [before, after]);
    expect(delta).toMatchObject({ increase: 9n, gaps: ['reboot'] });
    expect(delta.decisions[0]?.id).toBe('comparison/reboot-by-boot-time');
  });
});

describe('a step of the clock', () => {
  const stepped = (seconds: number): CaptureClock[] => {
    const later = clockAt(86_460);
    return [
      clockAt(86_400),
      {
        ...later,
        wall: (later.wall ?? 0) + seconds * 1000,
        bootTime: (later.bootTime ?? 0) + seconds * 1000,
      },
    ];
  };

  test.each([
    [3600, 'clock-forward'],
    [-3600, 'clock-back'],
  ])('by %i s is no reboot and changes no rate', (by, id) => {
    const delta = one(readings({}, [1, 7]), stepped(by));
    expect(delta).toMatchObject({
      increase: 6n,
      bound: 'exact',
      since: 'capture',
      seconds: 60,
      gaps: ['clock-step'],
    });
    expect(delta.decisions).toEqual([{ id: `comparison/${id}`, args: { from: 1, to: 2, seconds: 3600 } }]);
  });

  test('is not taken for a reboot without boot ids either', () => {
    const clocks = stepped(3600).map(({ bootId: _, ...clock }) => clock);
    expect(one(readings({}, [1, 7]), clocks)).toMatchObject({
      increase: 6n,
      seconds: 60,
      gaps: ['clock-step'],
    });
  });

  test('of a second is none: /proc/stat rounds', () => {
    expect(one(readings({}, [1, 7]), stepped(1)).gaps).toEqual([undefined]);
    expect(one(readings({}, [1, 7]), stepped(2)).gaps).toEqual([undefined]);
    expect(one(readings({}, [1, 7]), stepped(3)).gaps).toEqual(['clock-step']);
  });
});

describe('a device that was made anew', () => {
  const eth0 = { scope: { device: 'eth0' } };

  test('all its counters count from then on, also those of tables without ifindex', () => {
    const samples = [
      sample({
        ...eth0,
        name: 'link.rx_packets',
        source: 'ip -s link',
        incarnation: '2',
        capture: 0,
        value: 100,
      }),
      sample({
        ...eth0,
        name: 'link.rx_packets',
        source: 'ip -s link',
        incarnation: '9',
        capture: 1,
        value: 130,
      }),
      ...readings({ ...eth0, name: 'dev.rx_drop', source: '/proc/net/dev' }, [4, 6]),
      ...readings({ ...eth0, name: 'ethtool.rx_missed', source: 'ethtool -S' }, [4, 8]),
      ...readings({ scope: { device: 'eth1' }, name: 'dev.rx_drop', source: '/proc/net/dev' }, [4, 6]),
    ];
    const { deltas, decisions } = compare(samples, minute);
    expect(deltas.map((d) => [d.increase, d.bound, d.since])).toEqual([
      [130n, 'at-least', 'reset'],
      [6n, 'at-least', 'reset'],
      [8n, 'at-least', 'reset'],
      [2n, 'exact', 'capture'],
    ]);
    expect(decisions.map((d) => [d.id, d.args['what']])).toEqual([['comparison/re-created', 'eth0']]);
  });

  test('in another namespace is another device', () => {
    const samples = [
      ...readings({ scope: { netns: 'a', device: 'eth0' }, name: 'dev.rx_drop' }, [9, 1]),
      ...readings({ scope: { netns: 'b', device: 'eth0' }, name: 'dev.rx_drop' }, [4, 6]),
    ];
    expect(compare(samples, minute).deltas.map((d) => [d.increase, d.bound])).toEqual([
      [1n, 'at-least'],
      [2n, 'exact'],
    ]);
  });

  test('a driver that sets one counter to zero: the others are lower bounds', () => {
    const samples = [
      ...readings({ ...eth0, name: 'ethtool.rx_missed' }, [90, 3]),
      ...readings({ ...eth0, name: 'ethtool.rx_no_dma' }, [10, 15]),
      ...readings({ ...eth0, name: 'dev.rx_drop' }, [10, 15]),
    ];
    const { deltas, decisions } = compare(samples, minute);
    expect(deltas.map((d) => [d.increase, d.bound])).toEqual([
      [3n, 'at-least'],
      [5n, 'at-least'],
      [5n, 'exact'],
    ]);
    expect(decisions).toEqual([
      {
        id: 'comparison/reset',
        args: { from: 1, to: 2, what: 'eth0', n: 2, names: 'ethtool.rx_missed, ethtool.rx_no_dma' },
      },
    ]);
  });
});

describe('a namespace that began anew', () => {
  const inContainer = { scope: { netns: 'web' } };

  test('one counter that fell tells it for all of its protocol counters', () => {
    const samples = [
      ...readings({ ...inContainer, name: 'Ip.InReceives', source: '/proc/net/snmp' }, [5000, 80]),
      ...readings({ ...inContainer, name: 'TcpExt.ListenDrops' }, [2, 5]),
      ...readings({ name: 'TcpExt.ListenDrops' }, [2, 5]),
    ];
    const { deltas, decisions } = compare(samples, minute);
    expect(deltas.map((d) => [d.increase, d.bound, d.since])).toEqual([
      [80n, 'at-least', 'reset'],
      [5n, 'at-least', 'reset'],
      [3n, 'exact', 'capture'],
    ]);
    expect(decisions.map((d) => [d.id, d.args['netns'], d.args['n']])).toEqual([
      ['comparison/namespace-restarted', 'web', 2],
    ]);
  });

  test("the host's own, with nothing known of its boot, is a reset", () => {
    const samples = [
      ...readings({ name: 'Ip.InReceives' }, [5000, 80]),
      ...readings({ name: 'Udp.InErrors' }, [2, 5]),
    ];
    const { deltas, decisions } = compare(samples, [{}, {}]);
    expect(deltas.map((d) => [d.increase, d.bound])).toEqual([
      [80n, 'at-least'],
      [5n, 'at-least'],
    ]);
    expect(decisions.map((d) => d.id)).toEqual(['comparison/reset']);
  });

  test('between the second and third capture: a counter that lacks in the second is a lower bound', () => {
    const clocks = [0, 10, 20].map((s) => clockAt(1000 + s));
    const samples = [
      ...readings({ ...inContainer, name: 'Ip.InReceives' }, [5000, 6000, 80]),
      ...readings({ ...inContainer, name: 'Udp.InErrors' }, [2, undefined, 5]),
      ...readings({ ...inContainer, name: 'Udp.NoPorts' }, [2, 3, undefined]),
    ];
    const { deltas } = compare(samples, clocks);
    expect(deltas.map((d) => [d.increase, d.bound, d.since])).toEqual([
      [1080n, 'at-least', 'capture'],
      [5n, 'at-least', 'reset'],
      [1n, 'exact', 'capture'],
    ]);
  });

  test('a fall seen over two windows makes each of them a lower bound', () => {
    const clocks = [0, 10, 20].map((s) => clockAt(1000 + s));
    const samples = [
      ...readings({ ...inContainer, name: 'Ip.InReceives' }, [5000, undefined, 80]),
      ...readings({ ...inContainer, name: 'Udp.InErrors' }, [2, 3, 5]),
    ];
    expect(of('Udp.InErrors', samples, clocks)).toMatchObject({ increase: 3n, bound: 'at-least' });
  });
});

describe('connection tracking and rules', () => {
  test('a module that was loaded again', () => {
    const samples = [
      ...readings({ name: 'conntrack.drop', scope: { cpu: 0 }, bits: 32 }, [50, 2]),
      ...readings({ name: 'conntrack.insert_failed', scope: { cpu: 1 }, bits: 32 }, [1, 4]),
    ];
    const { deltas, decisions } = compare(samples, minute);
    expect(deltas.map((d) => [d.increase, d.bound])).toEqual([
      [2n, 'at-least'],
      [4n, 'at-least'],
    ]);
    expect(decisions.map((d) => d.id)).toEqual(['comparison/conntrack-reloaded']);
  });

  test('a table whose rules were loaded again; other tables are not touched', () => {
    const rule = (text: string) => ({
      name: 'firewall.packets',
      source: 'iptables-save',
      scope: { rule: text },
    });
    const samples = [
      ...readings(rule('iptables filter INPUT -p tcp -j DROP'), [70, 5]),
      ...readings(rule('iptables filter INPUT -p udp -j DROP'), [1, 5]),
      ...readings(rule('iptables raw PREROUTING -j DROP'), [1, 5]),
    ];
    const { deltas, decisions } = compare(samples, minute);
    expect(deltas.map((d) => [d.increase, d.bound])).toEqual([
      [5n, 'at-least'],
      [4n, 'at-least'],
      [4n, 'exact'],
    ]);
    expect(decisions.map((d) => [d.id, d.args['what']])).toEqual([
      ['comparison/rules-reloaded', 'iptables filter'],
    ]);
  });

  test('a rule that was added counts from zero, where the earlier listing did not have it', () => {
    const rule = (text: string) => ({
      name: 'firewall.packets',
      source: 'iptables-save',
      scope: { rule: text },
    });
    const samples = [
      ...readings(rule('iptables filter INPUT a'), [3, 3]),
      ...readings(rule('iptables filter INPUT b'), [undefined, 9]),
    ];
    const added = compare(samples, minute).deltas[1];
    expect(added).toMatchObject({ increase: 9n, bound: 'exact', since: 'capture', seconds: 60 });
    expect(added?.steps[0]?.from.value).toBe(0n);
  });

  test('and one whose listing is new as a whole was not seen to rise', () => {
    const rule = {
      name: 'firewall.packets',
      source: 'iptables-save',
      scope: { rule: 'iptables filter INPUT b' },
    };
    expect(one(readings(rule, [undefined, 9]))).toMatchObject({ increase: 0n, since: 'boot' });
    expect(one(readings({ scope: { device: 'eth7' }, name: 'dev.rx_drop' }, [undefined, 9]))).toMatchObject({
      since: 'boot',
    });
  });

  test('the time of the earlier listing is the start', () => {
    const rule = (text: string) => ({
      name: 'firewall.packets',
      source: 'iptables-save',
      scope: { rule: text },
    });
    const samples = [
      sample({ ...rule('iptables filter INPUT a'), capture: 0, value: 3, at: { monotonic: 86_410 } }),
      sample({ ...rule('iptables filter INPUT b'), capture: 1, value: 9, at: { monotonic: 86_470 } }),
    ];
    expect(compare(samples, minute).deltas[1]).toMatchObject({ increase: 9n, seconds: 60 });
    const late = samples.map((s, i) => (i === 0 ? { ...s, at: { monotonic: 86_440 } } : s));
    expect(compare(late, minute).deltas[1]?.seconds).toBe(30);
  });

  test('a UDP socket that was opened; TCP sockets are listed only when they dropped something', () => {
    const socket = (name: string) => ({ name: 'socket.drops', source: 'ss', scope: { socket: name } });
    const opened = (name: string) =>
      compare(
        [...readings(socket('udp 0.0.0.0:1'), [0, 0]), ...readings(socket(name), [undefined, 4])],
        minute,
      ).deltas[1];
    expect(opened('udp 0.0.0.0:53')).toMatchObject({ increase: 4n, since: 'capture' });
    expect(opened('tcp 10.0.0.1:80 10.0.0.2:999')).toMatchObject({ increase: 0n, since: 'boot' });
  });

  test('types of ICMP messages are printed once they are seen', () => {
    const samples = [
      ...readings({ name: 'Icmp.InMsgs' }, [0, 4]),
      ...readings({ name: 'IcmpMsg.InType3' }, [undefined, 4]),
    ];
    expect(of('IcmpMsg.InType3', samples)).toMatchObject({ increase: 4n, since: 'capture' });
    const other = [
      ...readings({ name: 'Icmp.InMsgs' }, [0, 4]),
      ...readings({ name: 'TcpExt.New' }, [undefined, 4]),
    ];
    expect(of('TcpExt.New', other)).toMatchObject({ increase: 0n, since: 'boot' });
  });

  test('columns that `ip` prints once they are not zero, of a device that it printed', () => {
    const eth0 = { source: 'ip -s link', scope: { device: 'eth0' } };
    const other = readings({ ...eth0, name: 'link.rx_packets' }, [5, 105]);
    const otherhost = readings({ ...eth0, name: 'link.rx_otherhost_dropped' }, [undefined, 100]);
    expect(of('link.rx_otherhost_dropped', [...other, ...otherhost])).toMatchObject({
      increase: 100n,
      bound: 'exact',
      since: 'capture',
    });
    const eth1 = readings({ ...eth0, scope: { device: 'eth1' }, name: 'link.rx_otherhost_dropped' }, [
      undefined,
      100,
    ]);
    expect(of('link.rx_otherhost_dropped', [...other, ...eth1])).toMatchObject({ since: 'boot' });
  });

  test('nothing is taken for zero that was searched only, or asked otherwise, or before a reboot', () => {
    const rule = {
      name: 'firewall.packets',
      source: 'iptables-save',
      scope: { rule: 'iptables filter INPUT b' },
    };
    const before = sample({ ...rule, scope: { rule: 'iptables filter INPUT a' }, value: 1 });
    const added = sample({ ...rule, capture: 1, value: 9 });
    const since = (first: Sample, clocks = minute) => compare([first, added], clocks).deltas[1]?.since;
    expect(since(before)).toBe('capture');
    expect(since({ ...before, line: { ...before.line, file: { ...before.line.file, whole: false } } })).toBe(
      'boot',
    );
    expect(
      since({
        ...before,
        line: { ...before.line, file: { ...before.line.file, origin: 'iptables-save -t raw' } },
      }),
    ).toBe('boot');
    expect(since(before, [clockAt(900), clockAt(60, 2)])).toBe('boot');
  });

  test('a socket under the same address is another one when its inode differs', () => {
    const socket = { name: 'socket.drops', scope: { socket: 'udp 0.0.0.0:53' }, bits: 32 as const };
    const samples = [
      sample({ ...socket, incarnation: '11', capture: 0, value: 5 }),
      sample({ ...socket, incarnation: '12', capture: 1, value: 8 }),
    ];
    expect(one(samples)).toMatchObject({
      increase: 8n,
      bound: 'at-least',
      since: 'reset',
      gaps: ['re-created'],
    });
  });

  test('and is taken for the same where one listing does not tell the inode', () => {
    const socket = { name: 'socket.drops', scope: { socket: 'udp 0.0.0.0:53' } };
    const untold = (capture: number, value: number) => sample({ ...socket, capture, value });
    const told = (capture: number, value: number) => ({ ...untold(capture, value), incarnation: '11' });
    expect(one([untold(0, 5), told(1, 8)])).toMatchObject({ increase: 3n, bound: 'exact' });
    expect(one([told(0, 5), untold(1, 8)])).toMatchObject({ increase: 3n, bound: 'exact' });
  });
});

describe('32 bits', () => {
  const softnet = {
    name: 'softnet.processed',
    source: '/proc/net/softnet_stat',
    scope: { cpu: 0 },
    bits: 32 as const,
  };
  const traffic = (packets: number) =>
    readings({ name: 'dev.rx_packets', source: '/proc/net/dev', scope: { device: 'eth0' } }, [0, packets]);

  test('a wrap is one where the traffic allows it', () => {
    const samples = [...readings(softnet, [two32 - 1000, 500]), ...traffic(2000)];
    const delta = of('softnet.processed', samples);
    expect(delta).toMatchObject({ increase: 1500n, bound: 'exact', since: 'capture', gaps: ['wrap'] });
    expect(delta.decisions.map((d) => [d.id, d.args['counter'], d.args['cpu']])).toEqual([
      ['comparison/wrap', 'softnet.processed', 0],
    ]);
  });

  test('and a reset where it does not', () => {
    const samples = [...readings(softnet, [3_000_000_000, 500]), ...traffic(2000)];
    expect(of('softnet.processed', samples)).toMatchObject({
      increase: 500n,
      bound: 'at-least',
      since: 'reset',
      gaps: ['reset'],
    });
  });

  test('without known traffic the time bounds it', () => {
    expect(one(readings(softnet, [two32 - 1000, 500]))).toMatchObject({
      increase: 1500n,
      bound: 'exact',
      gaps: ['wrap'],
    });
    const second = [clockAt(86_400), clockAt(86_401)];
    expect(one(readings(softnet, [2 ** 31, 500]), second)).toMatchObject({ increase: 500n, gaps: ['reset'] });
  });

  test('not below half of its range, not of 64 bits, not across a reboot, not of an unknown boot', () => {
    expect(one(readings(softnet, [2 ** 31 - 1, 500]), [clockAt(1000), clockAt(1400)]).gaps).toEqual([
      'reset',
    ]);
    expect(one(readings({ ...softnet, bits: 64 }, [two32 - 1000, 500])).gaps).toEqual(['reset']);
    expect(one(readings(softnet, [two32 - 1000, 500]), [clockAt(1000), clockAt(60, 2)]).gaps).toEqual([
      'reboot',
    ]);
    expect(one(readings(softnet, [two32 - 1000, 500]), [{}, {}]).gaps).toEqual(['reset']);
    const byWallClock = [{ wall: 0 }, { wall: 60_000 }];
    expect(one(readings(softnet, [two32 - 1000, 500]), byWallClock)).toMatchObject({
      seconds: 60,
      gaps: ['reset'],
    });
  });

  test('two readings of one capture are of one boot, whichever it is', () => {
    const twice = [two32 - 1000, 500].map((value, i) =>
      sample({ ...softnet, value, at: { monotonic: 50 + i } }),
    );
    expect(one(twice, [{}])).toMatchObject({ gaps: ['wrap'], increase: 1500n });
  });

  test('over a long time it may have wrapped more than once: a lower bound', () => {
    const day = [clockAt(86_400), clockAt(2 * 86_400)];
    expect(one(readings(softnet, [5, 500]), day)).toMatchObject({ increase: 495n, bound: 'at-least' });
    expect(one(readings(softnet, [two32 - 5, 500]), day)).toMatchObject({
      increase: 505n,
      bound: 'at-least',
      gaps: ['wrap'],
    });
    expect(of('softnet.processed', [...readings(softnet, [5, 500]), ...traffic(1000)], day)).toMatchObject({
      bound: 'exact',
    });
  });

  test('a device cannot count more than its speed allows', () => {
    const qdisc = {
      name: 'qdisc.sent_packets',
      scope: { device: 'eth0', queue: 'fq 0:' },
      bits: 32 as const,
    };
    const wrap = readings(qdisc, [two32 - 10_000_000, 5_000_000]);
    expect(one(wrap)).toMatchObject({ gaps: ['wrap'], increase: 15_000_000n });
    expect(one(wrap, minute, { speed: () => 100 })).toMatchObject({
      gaps: ['re-created'],
      increase: 5_000_000n,
    });
    expect(one(wrap, minute, { speed: () => 1000 })).toMatchObject({ gaps: ['wrap'] });
  });
});

describe('per-CPU jitter', () => {
  test('a few units less are no reset, and are not counted twice', () => {
    const clocks = [0, 10, 20].map((s) => clockAt(1000 + s));
    const delta = one(readings({ name: 'Ip.InReceives' }, [1_000_000, 999_997, 1_000_005]), clocks);
    expect(delta).toMatchObject({
      increase: 5n,
      bound: 'at-least',
      since: 'capture',
      gaps: ['jitter', undefined],
    });
    expect(delta.decisions.map((d) => d.id)).toEqual(['comparison/jitter']);
  });

  test('it stays the highest reading that counts', () => {
    const clocks = [0, 10, 20, 30].map((s) => clockAt(1000 + s));
    const delta = one(readings({}, [1_000_000, 999_995, 999_998, 1_000_003]), clocks);
    expect(delta).toMatchObject({ increase: 3n, gaps: ['jitter', 'jitter', undefined] });
  });

  test('nine units, or a few of a small number, are a reset', () => {
    expect(one(readings({}, [1_000_000, 999_992])).gaps).toEqual(['jitter']);
    expect(one(readings({}, [1_000_000, 999_991])).gaps).toEqual(['reset']);
    expect(one(readings({}, [8000, 7992])).gaps).toEqual(['jitter']);
    expect(one(readings({}, [7999, 7991])).gaps).toEqual(['reset']);
    expect(one(readings({}, [3, 0]))).toMatchObject({ gaps: ['reset'], increase: 0n, bound: 'at-least' });
  });

  test('idle time may decrease by itself', () => {
    expect(one(readings({ name: 'cpu.iowait', scope: { cpu: 1 } }, [1000, 990])).gaps).toEqual(['jitter']);
    expect(one(readings({ name: 'cpu.idle', scope: { cpu: 1 } }, [1000, 990])).gaps).toEqual(['jitter']);
    expect(one(readings({ name: 'cpu.idle', scope: { cpu: 1 } }, [1000, 989])).gaps).toEqual(['reset']);
    expect(one(readings({ name: 'cpu.steal', scope: { cpu: 1 } }, [1000, 990])).gaps).toEqual(['reset']);
  });

  test('jitter of one counter is no restart for the others', () => {
    const samples = [
      ...readings({ scope: { netns: 'a' }, name: 'Ip.InReceives' }, [1_000_000, 999_997]),
      ...readings({ scope: { netns: 'a' }, name: 'Udp.InErrors' }, [1, 2]),
    ];
    expect(of('Udp.InErrors', samples)).toMatchObject({ bound: 'exact', increase: 1n });
  });
});
