import type { Context } from '../causes/cause.ts';
import type { CounterName } from '../counters/names.ts';
import type { Delta } from '../model.ts';

/** Packets that the cloud dropped or queued because an allowance of the instance was used up (driver ena). */
export function exceeded(context: Context, ...allowances: readonly string[]): Delta[] {
  const names = allowances.map((name) => `ethtool.${name}_allowance_exceeded`);
  return context.deltas().filter(({ name }) => names.includes(name));
}

/** The driver prints any of its allowances: then the ones that are zero were really looked at. */
export function showsAllowances(context: Context): boolean {
  return context.deltas().some(({ name }) => /^ethtool\.\w+_allowance_exceeded$/.test(name));
}

/** Frames and bits per second of a device between the captures. */
export interface Traffic {
  device: string;
  packets: { in: number; out: number };
  bits: { in: number; out: number };
  delta: Delta;
}

export function trafficOf(context: Context): Traffic[] {
  const rate = (device: string, names: readonly CounterName[]) => {
    const delta = names
      .flatMap((name) => context.counter(name, { device }) ?? [])
      .find(({ since, seconds }) => since === 'capture' && seconds);
    return delta?.seconds ? { rate: Number(delta.increase) / delta.seconds, delta } : undefined;
  };
  const devices = new Set(
    context
      .counters('link.rx_packets')
      .concat(context.counters('dev.rx_packets'))
      .flatMap(({ scope }) => scope.device ?? []),
  );
  return [...devices].flatMap((device): Traffic[] => {
    const [rx, tx] = [
      rate(device, ['link.rx_packets', 'dev.rx_packets']),
      rate(device, ['link.tx_packets', 'dev.tx_packets']),
    ];
    const [rxBytes, txBytes] = [
      rate(device, ['link.rx_bytes', 'dev.rx_bytes']),
      rate(device, ['link.tx_bytes', 'dev.tx_bytes']),
    ];
    if (device === 'lo' || !rx || !tx || !rxBytes || !txBytes) return [];
    return [
      {
        device,
        packets: { in: rx.rate, out: tx.rate },
        bits: { in: rxBytes.rate * 8, out: txBytes.rate * 8 },
        delta: rx.delta,
      },
    ];
  });
}
