import { expect, test } from 'vitest';
import { listOf } from '../../src/host/numa.ts';
import { cpusOfList } from '../../src/parsers/cpu-list.ts';

test.each([['0-3,8'], ['0'], ['1,3,5-6']])('%s is read and written', (list) => {
  expect(listOf(cpusOfList(list) ?? [])).toBe(list);
});

test.each(['', 'all', '0-', '0x3'])('%j is no list of CPUs', (list) => {
  expect(cpusOfList(list)).toBeUndefined();
});
