import { expect, test } from 'vitest';
import { shapedRate } from '../../src/host/transmit-queues.ts';

/** As iproute2 6.1 prints rates (lib/utils.c, print_rate, and print_size64 with -iec). */
test.each([
  ['prio 0 rate 4Mbit ceil 8Mbit burst 1600b', 8e6],
  ['root refcnt 2 rate 1Gbit burst 5Kb lat 50ms', 1e9],
  ['rate 1500bit', 1500],
  ['rate 2.5Mbit', 2.5e6],
  ['rate 64Kibit', 65_536],
  ['rate 1Mbps', 8e6],
])('%s is %d bits per second', (options, bits) => {
  expect(shapedRate(options)?.bits).toBe(bits);
});

test.each(['default 1', 'rate', 'rate 10', 'rate 1Xbit'])('%s tells no rate', (options) => {
  expect(shapedRate(options)).toBeUndefined();
});
