import { expect, test } from 'vitest';
import type { Sighting } from '../../src/batch/grouping.ts';
import { groupByHost } from '../../src/batch/grouping.ts';
import type { HostIdentity } from '../../src/model.ts';

const hour = 3_600_000;
const [id, otherId] = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'];

/** A capture at an hour of a host that booted at another. */
function seen(
  archive: string,
  host: HostIdentity,
  boot: { id?: string; booted?: number; at?: number } = {},
): Sighting {
  return {
    archive,
    capture: 0,
    host,
    ...(boot.id === undefined ? {} : { bootId: boot.id }),
    ...(boot.booted === undefined ? {} : { bootedAt: boot.booted * hour }),
    ...(boot.at === undefined ? {} : { takenAt: boot.at * hour }),
  };
}
const groups = (...sightings: Sighting[]) =>
  groupByHost(sightings)
    .map((group) => group.sightings.map(({ archive }) => archive).join(' '))
    .sort();

test('the machine id tells a host, whatever it is called', () => {
  expect(
    groups(
      seen('a', { machineId: id, name: 'web' }, { id: 'x', booted: 0, at: 2 }),
      seen('b', { machineId: id, name: 'web.example.com' }, { id: 'x', booted: 0, at: 1 }),
      seen('c', { machineId: otherId, name: 'web' }, { id: 'y', booted: 0, at: 1 }),
    ),
  ).toEqual(['b a', 'c']);
});

test('without one, name and hardware do; names that every host has do not', () => {
  expect(
    groups(
      seen('a', { name: 'web', hardware: 'KVM' }),
      seen('b', { name: 'web', hardware: 'KVM' }),
      seen('c', { name: 'web', hardware: 'VMware' }),
      seen('d', { name: 'localhost' }),
      seen('e', { name: 'localhost' }),
      seen('f', {}),
      seen('f', {}),
    ),
  ).toEqual(['a b', 'c', 'd', 'e', 'f f']);
});

test('an id of zeros or of another form is none', () => {
  const zeros = '0'.repeat(32);
  expect(
    groups(seen('a', { machineId: zeros, name: 'web' }), seen('b', { machineId: zeros, name: 'db' })),
  ).toEqual(['a', 'b']);
  expect(
    groups(
      seen('a', { machineId: 'uninitialized', name: 'web' }),
      seen('b', { machineId: 'uninitialized', name: 'db' }),
    ),
  ).toEqual(['a', 'b']);
});

test('a cloned id: other names, up at the same time', () => {
  expect(
    groups(
      seen('a1', { machineId: id, name: 'web' }, { id: 'x', booted: 0, at: 2 }),
      seen('b1', { machineId: id, name: 'db' }, { id: 'y', booted: 1, at: 3 }),
      seen('a2', { machineId: id, name: 'web' }, { id: 'x', booted: 0, at: 4 }),
    ),
  ).toEqual(['a1 a2', 'b1']);
});

test('a cloned id, and nothing tells when they were up', () => {
  expect(groups(seen('a', { machineId: id, name: 'web' }), seen('b', { machineId: id, name: 'db' }))).toEqual(
    ['a', 'b'],
  );
});

test('a host that was renamed: one boot after the other, or within one', () => {
  expect(
    groups(
      seen('a', { machineId: id, name: 'old' }, { id: 'x', booted: 0, at: 2 }),
      seen('b', { machineId: id, name: 'new' }, { id: 'y', booted: 3, at: 4 }),
    ),
  ).toEqual(['a b']);
  expect(
    groups(
      seen('a', { machineId: id, name: 'old' }, { id: 'x', booted: 0, at: 2 }),
      seen('b', { machineId: id, name: 'new' }, { id: 'x', booted: 0, at: 4 }),
    ),
  ).toEqual(['a b']);
});

test('clones of one name: only the boot tells them apart, so each boot is a host', () => {
  expect(
    groups(
      seen('a1', { machineId: id, name: 'golden' }, { id: 'x', booted: 0, at: 2 }),
      seen('b', { machineId: id, name: 'golden' }, { id: 'y', booted: 1, at: 3 }),
      seen('a2', { machineId: id, name: 'golden' }, { id: 'x', booted: 0, at: 4 }),
    ),
  ).toEqual(['a1 a2', 'b']);
});

test('a reboot is no clone, nor are two captures of one boot without its id', () => {
  expect(
    groups(
      seen('a', { machineId: id, name: 'web' }, { id: 'x', booted: 0, at: 2 }),
      seen('b', { machineId: id, name: 'web' }, { id: 'y', booted: 2, at: 3 }),
    ),
  ).toEqual(['a b']);
  expect(
    groups(
      seen('a', { machineId: id, name: 'web' }, { booted: 10, at: 12 }),
      seen('b', { machineId: id, name: 'web' }, { booted: 10.001, at: 14 }),
    ),
  ).toEqual(['a b']);
});

test('the key is the same in any order, and another one for every host', () => {
  const sightings = ['a', 'b', 'c', 'd'].map((archive, i) =>
    seen(archive, i < 3 ? { machineId: id, name: `web-${i % 2}` } : { name: 'db' }, {
      id: `boot ${i}`,
      booted: i,
      at: i + 2,
    }),
  );
  const keys = (list: Sighting[]) => groupByHost(list).map(({ key }) => key);
  expect(keys([...sightings].reverse())).toEqual(keys(sightings));
  expect(new Set(keys(sightings)).size).toBe(keys(sightings).length);
});
