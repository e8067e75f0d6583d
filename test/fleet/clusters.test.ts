import { describe, expect, test } from 'vitest';
import { chanceOf } from '../../src/fleet/chance.ts';
import { clustersOf } from '../../src/fleet/clusters.ts';
import type { FleetHost } from '../../src/fleet/fleet.ts';
import { outliersOf } from '../../src/fleet/outliers.ts';
import { found, host } from './specimen.ts';

const many = (n: number, name: string, more: Partial<FleetHost> | ((i: number) => Partial<FleetHost>)) =>
  Array.from({ length: n }, (_, i) => host(`${name}${i}`, typeof more === 'function' ? more(i) : more));

describe('chance', () => {
  test.each([
    // Fisher's tea: all four cups right is one of 70; three or more are 17 of 70.
    [{ all: 8, marked: 4, drawn: 4, hits: 4 }, 1 / 70],
    [{ all: 8, marked: 4, drawn: 4, hits: 3 }, 17 / 70],
    [{ all: 8, marked: 4, drawn: 4, hits: 0 }, 1],
    [{ all: 5, marked: 5, drawn: 2, hits: 2 }, 1],
    [{ all: 5, marked: 1, drawn: 2, hits: 2 }, 0],
  ])('%o', (draw, expected) => {
    expect(chanceOf(draw)).toBeCloseTo(expected, 10);
  });
});

describe('same cause', () => {
  const recycle = found('tw-recycle-nat');
  const told = (hosts: readonly FleetHost[], cause: string) =>
    clustersOf(hosts)
      .find((cluster) => cluster.cause === cause)
      ?.shared.map(({ traits, n, of, rest, others }) => [
        traits.map(({ kind, key, value }) => (kind === 'setting' ? `${key}=${value}` : value)).join(' + '),
        ...[n, of, rest, others],
      ]);

  test('17 of 40 hosts have tcp_tw_recycle=1; 9 share a driver and its ring', () => {
    const setting = (value: string) => ({ 'net.ipv4.tcp_tw_recycle': value });
    const hosts = [
      ...many(9, 'a', {
        findings: [recycle],
        drivers: ['ixgbe'],
        settings: { ...setting('1'), 'ixgbe ring rx': '512' },
      }),
      ...many(8, 'b', { findings: [recycle], drivers: ['igb'], settings: setting('1') }),
      ...many(21, 'c', { drivers: ['igb'], settings: setting('0') }),
      ...many(2, 'd', { drivers: ['ixgbe'], settings: { ...setting('0'), 'ixgbe ring rx': '4096' } }),
    ];
    expect(clustersOf(hosts).map(({ cause, hosts: of }) => [cause, of.length])).toEqual([
      ['tw-recycle-nat', 17],
    ]);
    expect(told(hosts, 'tw-recycle-nat')).toEqual([
      ['net.ipv4.tcp_tw_recycle=1', 17, 17, 0, 23],
      ['ixgbe + ixgbe ring rx=512', 9, 17, 0, 23],
    ]);
  });

  test('what the rest has as often, what is rare in the cluster, and what may be chance is not told', () => {
    const both = [...many(10, 'a', { findings: [recycle] }), ...many(10, 'b', {})];
    expect(told(both, 'tw-recycle-nat')).toEqual([]);
    const rare = many(10, 'a', (i) => ({ findings: [recycle], drivers: [i < 3 ? 'odd' : `x${i}`] }));
    expect(told([...rare, ...many(20, 'b', {})], 'tw-recycle-nat')).toEqual([]);
    const few = [...many(2, 'a', { findings: [recycle], drivers: ['odd'] }), ...many(3, 'b', {})];
    expect(told(few, 'tw-recycle-nat')).toEqual([]);
    const enough = [...many(3, 'a', { findings: [recycle], drivers: ['odd'] }), ...many(6, 'b', {})];
    expect(told(enough, 'tw-recycle-nat')).toEqual([['odd', 3, 3, 0, 6]]);
  });

  test('a host that does not tell a setting is counted neither way', () => {
    const hosts = [
      ...many(6, 'a', { findings: [recycle], settings: { k: '1' } }),
      ...many(2, 'b', { findings: [recycle] }),
      ...many(6, 'c', { settings: { k: '0' } }),
      ...many(9, 'd', {}),
    ];
    expect(told(hosts, 'tw-recycle-nat')).toEqual([['k=1', 6, 6, 0, 6]]);
  });

  test('one host is no cluster, and mere information is no finding', () => {
    expect(clustersOf([host('a', { findings: [recycle] }), host('b')])).toEqual([]);
    expect(clustersOf(many(3, 'a', { findings: [found('x', 'problem', 'info')] }))).toEqual([]);
  });
});

describe('outliers', () => {
  const told = (hosts: readonly FleetHost[]) =>
    outliersOf(hosts).map(({ host: { id }, key, value, usual, n, all }) => [id, key, value, usual, n, all]);
  const set = (value: string) => ({ settings: { 'net.core.somaxconn': value } });

  test('the one that differs from all its twins', () => {
    const hosts = [...many(3, 'a', set('4096')), host('odd', set('128'))];
    expect(told(hosts)).toEqual([['odd', 'net.core.somaxconn', '128', '4096', 3, 4]]);
    expect(outliersOf(hosts)[0]?.group).toEqual(['Debian GNU/Linux 11 (bullseye)', 'ixgbe']);
  });

  test('is none among three, nor where two of ten differ; one of twenty-two may, and so may two of forty', () => {
    expect(told([...many(2, 'a', set('4096')), host('odd', set('128'))])).toEqual([]);
    expect(told([...many(8, 'a', set('4096')), ...many(2, 'odd', set('128'))])).toEqual([]);
    expect(told([...many(38, 'a', set('4096')), ...many(2, 'odd', set('128'))])).toHaveLength(2);
  });

  test('has other twins with another driver or distribution, and none where these are unknown', () => {
    const other = host('odd', { ...set('128'), drivers: ['igb'] });
    expect(told([...many(9, 'a', set('4096')), other])).toEqual([]);
    const bare = { ...set('4096'), drivers: [] };
    expect(told([...many(9, 'a', bare), host('odd', { ...bare, ...set('128') })])).toEqual([]);
  });

  test('what was not collected differs from nothing', () => {
    expect(told([...many(9, 'a', set('4096')), host('silent', { settings: {} })])).toEqual([]);
  });
});
