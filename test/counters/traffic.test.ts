import { describe, expect, test } from 'vitest';
import { mostEvents, trafficOf } from '../../src/counters/traffic.ts';
import type { Sample } from '../../src/model.ts';
import type { Reading } from './readings.ts';
import { readings, sample } from './readings.ts';

const packets = (values: readonly (number | undefined)[], more: Omit<Reading, 'value'> = {}) =>
  readings({ name: 'dev.rx_packets', source: '/proc/net/dev', scope: { device: 'eth0' }, ...more }, values);
const between = (samples: readonly Sample[], device?: string, from = 0, to = 1) =>
  trafficOf(samples).packets(from, to, device);

describe('packets between two captures', () => {
  test('of all devices, in both directions and all namespaces, or of one device', () => {
    const samples = [
      ...packets([10, 15]),
      ...packets([10, 30], { name: 'dev.tx_packets' }),
      ...packets([0, 7], { scope: { device: 'eth1' } }),
      ...packets([0, 100], { scope: { netns: 'web', device: 'eth0' } }),
      ...readings({ name: 'dev.rx_drop', scope: { device: 'eth0' } }, [0, 1000]),
    ];
    expect(between(samples)).toBe(132n);
    expect(between(samples, 'eth1')).toBe(7n);
    expect(between(samples, 'eth0')).toBe(125n);
  });

  test('every source counts once more', () => {
    expect(
      between([
        ...packets([10, 15]),
        ...packets([10, 16], { name: 'link.rx_packets', source: 'ip -s link' }),
      ]),
    ).toBe(11n);
  });

  test('a device that is new counted all that it has; one that was never there nothing', () => {
    expect(between([...packets([1, 4]), ...packets([undefined, 9], { scope: { device: 'veth1' } })])).toBe(
      12n,
    );
    expect(
      between([...packets([1, 4, 9]), ...packets([undefined, undefined, 7], { scope: { device: 'veth1' } })]),
    ).toBe(3n);
  });

  test('not known: no device, one that is gone, that fell, that was made anew, that has 32 bits', () => {
    expect(between([])).toBeUndefined();
    expect(between(packets([1, 4]), 'eth9')).toBeUndefined();
    expect(between(packets([5, undefined]))).toBeUndefined();
    expect(between(packets([undefined, undefined, 7]))).toBeUndefined();
    expect(between(packets([5, 4]))).toBeUndefined();
    expect(between(packets([5, 5]))).toBe(0n);
    const anew = [0, 1].map((capture) =>
      sample({
        name: 'link.rx_packets',
        scope: { device: 'eth0' },
        capture,
        value: 5 + capture,
        incarnation: String(capture),
      }),
    );
    expect(between(anew)).toBeUndefined();
    expect(between(packets([5, 9], { bits: 32 }))).toBeUndefined();
  });
});

describe('events that there can have been', () => {
  const cpu = (capture: number) =>
    sample({ name: 'softnet.processed', scope: { cpu: 0 }, capture, value: 0 });
  const eth0 = (capture: number) =>
    sample({ name: 'qdisc.sent_packets', scope: { device: 'eth0' }, capture, value: 0 });
  const none = trafficOf([]);
  const some = trafficOf(packets([0, 1000]));

  test('sixteen a packet, and those between two files', () => {
    expect(mostEvents(cpu(0), cpu(1), undefined, some)).toBe(1_016_000n);
    expect(mostEvents(cpu(0), cpu(1), 3600, some)).toBe(1_016_000n);
  });

  test('no more than the time allows: on a CPU, on a device, at its speed', () => {
    expect(mostEvents(cpu(0), cpu(1), 0.01, some)).toBe(100_000n);
    expect(mostEvents(cpu(0), cpu(1), 2, none)).toBe(20_000_000n);
    expect(mostEvents(eth0(0), eth0(1), 2, none)).toBe(600_000_000n);
    expect(mostEvents(eth0(0), eth0(1), 2, none, 672)).toBe(2_000_000n);
  });

  test('unknown without traffic and time; traffic within one capture is not known', () => {
    expect(mostEvents(cpu(0), cpu(1), undefined, none)).toBeUndefined();
    expect(mostEvents(cpu(1), cpu(1), undefined, some)).toBeUndefined();
    expect(mostEvents(cpu(1), cpu(1), 2, some)).toBe(20_000_000n);
  });
});
