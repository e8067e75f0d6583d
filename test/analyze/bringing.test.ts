import { expect, test } from 'vitest';
import { bringing } from '../../src/analyze/bringing.ts';
import type { Context } from '../../src/causes/cause.ts';
import { catalogue } from '../../src/causes/index.ts';

const nothing = { deltas: () => [] } as unknown as Context;
const firsts: string[] = catalogue.flatMap(({ needs }) =>
  needs.flatMap((need) => (typeof need === 'string' ? need : need.slice(0, 1))),
);

test('what a check needs has a name that a customer knows', () => {
  const wordless = firsts.filter((need) => bringing(need, nothing).missing.args['what'] === need);
  expect(wordless).toEqual([]);
});

test('the command can be pasted: no placeholder is left, and every answer stands under its name', () => {
  const commands = firsts.map((need) => bringing(need, nothing).command ?? '');
  expect(commands.filter((command) => /\b(DEVICE|PID)\b/.test(command))).toEqual([]);
  expect(bringing('ethtoolRings', nothing).command).toBe(
    'for device in $(ls /sys/class/net); do echo "# ethtool -g $device"; ethtool -g "$device"; done',
  );
});
