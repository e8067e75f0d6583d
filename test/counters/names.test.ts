import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { anyDriver, drivers, unclassified } from '../../src/counters/names/ethtool.ts';
import { openEnded } from '../../src/counters/names/open-ended.ts';
import type { CounterName } from '../../src/counters/names.ts';
import { exactNames, meaningOf } from '../../src/counters/names.ts';
import { layers } from '../../src/model.ts';
import { withTruth } from '../truth.ts';
import { namesOf, spelledOut } from './reference-names.ts';

describe('every known name', () => {
  test.each(exactNames)('%s has a layer and says what it means', (name) => {
    const meaning = meaningOf(name);
    expect(layers).toContain(meaning?.layer);
    expect(meaning?.meaning).not.toBe('');
    for (const cause of meaning?.causes ?? []) expect(cause).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    if (meaning?.since !== undefined) expect(meaning.since).toMatch(/^(<=)?\d+\.\d+(\.\d+)?$/);
  });

  test('a misspelt name does not compile', () => {
    // @ts-expect-error: it is ListenDrops
    const wrong: CounterName = 'TcpExt.ListenDrop';
    expect(meaningOf(wrong)).toBeUndefined();
    expect(meaningOf('TcpExt.toString')).toBeUndefined();
    expect(meaningOf('__proto__')).toBeUndefined();
  });
});

describe('names of drivers', () => {
  test('the driver decides what a shared name means', () => {
    expect(meaningOf('ethtool.rx_discards', 'tg3')?.layer).toBe('nic');
    expect(meaningOf('ethtool.rx_discards', 'i40e')?.bad).toBe('context');
    expect(meaningOf('ethtool.rx_out_of_buffer', 'mlx5_core')?.causes).toEqual(['ring-buffer-overflow']);
    expect(meaningOf('ethtool.rx_out_of_buffer', 'mlx5_core_foo')?.meaning).toContain('WQE');
  });

  test('bnx2x is not bnx2', () => {
    expect(meaningOf('ethtool.rx_fw_discards', 'bnx2')?.bad).toBe(true);
    expect(meaningOf('ethtool.rx_fw_discards', 'bnx2x')?.meaning).toBe('unclassified receive drop');
  });

  test("without the driver, the general meaning goes before any one driver's", () => {
    expect(meaningOf('ethtool.rx_missed_errors')?.meaning).toBe('no free receive buffer / FIFO overflow');
    expect(meaningOf('ethtool.pkts rx OOB')?.causes).toEqual(['ring-buffer-overflow']);
  });

  test('the name tells the direction where one pattern holds both', () => {
    expect(meaningOf('ethtool.tx_flow_control_xoff', 'ixgbe')?.direction).toBe('out');
    expect(meaningOf('ethtool.rx_flow_control_xoff', 'ixgbe')?.direction).toBe('in');
    expect(meaningOf('ethtool.outbound_pci_stalled_wr', 'mlx5_core')?.direction).toBe('in');
  });

  test("a name with both directions, or none, has its pattern's", () => {
    expect(meaningOf('ethtool.rx_comp_busy', 'hv_netvsc')?.direction).toBe('in');
    expect(meaningOf('ethtool.stop_queue', 'hv_netvsc')?.direction).toBe('out');
    expect(meaningOf('ethtool.rx_queue_0_xdp_tx_errors', 'veth')?.direction).toBe('in');
    expect(meaningOf('ethtool.rxtx_hang', 'foo')?.direction).toBe('in');
  });

  test('XDP in the driver is a layer of its own', () => {
    expect(meaningOf('ethtool.rx_queue_0_xdp_drops', 'veth')?.layer).toBe('xdp');
    expect(meaningOf('ethtool.rx_queue_0_drops', 'veth')?.layer).toBe('driver');
    expect(meaningOf('ethtool.rx_out_of_buffer_xdp', 'foo')?.layer).toBe('nic');
  });

  test('names of 128 characters are looked up, longer ones are not', () => {
    const name = (length: number) =>
      `ethtool.rx_${'a'.repeat(length - 'ethtool.rx_'.length - '_dropped'.length)}_dropped`;
    expect(meaningOf(name(128))).toBeDefined();
    expect(meaningOf(name(129))).toBeUndefined();
  });

  test('kernels that print it', () => {
    expect(meaningOf('TcpExt.PAWSPassive')).toMatchObject({ since: '<=2.6.29', removed: '4.12' });
    expect(meaningOf('TcpExt.ListenDrops')).not.toHaveProperty('removed');
  });

  test('no loss: management frames, page pool; unknown: no meaning', () => {
    expect(meaningOf('ethtool.dropped_smbus', 'e1000e')?.bad).toBe(false);
    expect(meaningOf('ethtool.rx_pp_recycle_ring_full', 'mlx5_core')?.bad).toBe(false);
    expect(meaningOf('ethtool.rx_packets', 'e1000e')).toBeUndefined();
    expect(meaningOf(`ethtool.rx_${'a'.repeat(200)}_dropped`)).toBeUndefined();
  });
});

describe('the reference list', () => {
  withTruth('reference', (folder) => {
    const text = readFileSync(`${folder}/counters.tsv`, 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split('\t'));
    const expressions = [...Object.values(drivers).flat(), ...anyDriver, ...unclassified, ...openEnded].map(
      ([e]) => String(e),
    );

    const knownFor = (name: string, driver: string | undefined) =>
      meaningOf(`ethtool.${name}`, driver)?.meaning.startsWith('unclassified') === false;

    test('holds all rows', () => expect(rows.length).toBe(831));

    test.each(rows.map(([file = '', key = '', kind = '']) => [`${file} ${key}`, file, key, kind] as const))(
      '%s',
      (_, file, key, kind) => {
        if (file.startsWith('ethtool -S')) {
          if (expressions.includes(key)) return;
          const driver = /\(([\w-]+)/.exec(file)?.[1];
          return expect(spelledOut(key).filter((name) => !knownFor(name, driver))).toEqual([]);
        }
        const names = namesOf(file, key);
        expect(names.length).toBeGreaterThan(0);
        for (const name of names) {
          const meaning = meaningOf(name);
          if (!meaning) throw new Error(`${name} is not known`);
          if (kind === 'config') expect(['setting', 'gauge']).toContain(meaning.kind);
          if (kind === 'counter')
            expect(meaning.kind === 'counter' || name.startsWith('tcp_info.')).toBe(true);
        }
      },
    );
  });
});
