import type { Delta, LedgerLine } from '../model.ts';
import { layers } from '../model.ts';
import type { Period } from './book.ts';
import { Book, lineOf } from './book.ts';
import { gapLines } from './gaps.ts';
import { compareKeys } from './keys.ts';
import type { LedgerDevice } from './ledger-device.ts';
import { backlogShares, deviceLines, packetsOut } from './ledger-device.ts';
import { hostLines } from './ledger-host.ts';
import type { Wiring } from './wiring.ts';
import { isSumOfOthers } from './wiring.ts';

/** What the ledger wants to know of devices beyond their counters. */
export interface LedgerOptions {
  /** `ethtool -i`: what the names of a driver mean. */
  driver?(netns: string, device: string): string | undefined;
  wiring: Wiring;
}

/**
 * What every layer saw and lost, in and out, per namespace and device; each packet once, by the counter that knows it
 * best. Last in each direction: gaps, where two layers' traffic differs and no counter says why.
 */
export function ledgerOf(deltas: readonly Delta[], { driver, wiring }: LedgerOptions): LedgerLine[] {
  const book = new Book(deltas);
  const devices = devicesOf(deltas, driver).filter(
    ({ netns, device }) => !isSumOfOthers(wiring, netns, device),
  );
  const shares = {
    window: backlogShares(book, devices, 'window'),
    boot: backlogShares(book, devices, 'boot'),
  };
  const lines = [
    ...devices.flatMap((device) => deviceLines(book, device, (period: Period) => shares[period](device))),
    ...devices.flatMap((device) => queueLine(book, device) ?? []),
    ...book.netns.flatMap((netns) => [...hostLines(book, netns), ...gapLines(book, netns, devices, wiring)]),
  ];
  return lines.sort((a, b) => compareKeys(rank(a), rank(b)));
}

/** The root counts what its classes and leaves drop (sch_generic: qdisc_tree_reduce_backlog and each enqueue). */
function queueLine(book: Book, { netns, device }: LedgerDevice): LedgerLine | undefined {
  const ofDevice = ({ scope }: Delta) =>
    scope.device === device && !/^(?:ingress|clsact) /.test(scope.queue ?? '');
  const roots = book.select(
    netns,
    'qdisc.dropped',
    (delta) => ofDevice(delta) && / root$/.test(delta.scope.queue ?? ''),
  );
  const all = book.select(netns, 'qdisc.dropped', ofDevice);
  return lineOf({ direction: 'out', layer: 'qdisc', scope: { netns, device } }, (period) => {
    const known = roots.parts(period);
    const parts = known.length > 0 ? known : all.parts(period);
    const sent = packetsOut(book, period, { netns, device });
    return { parts, seen: sent === undefined ? undefined : sent + (parts[0]?.value ?? 0n) };
  });
}

function devicesOf(deltas: readonly Delta[], driver: LedgerOptions['driver']): LedgerDevice[] {
  const devices = new Map<string, LedgerDevice>();
  for (const { scope } of deltas) {
    if (scope.device === undefined) continue;
    const netns = scope.netns ?? '';
    const name = driver?.(netns, scope.device);
    devices.set(`${netns} ${scope.device}`, {
      netns,
      device: scope.device,
      ...(name === undefined ? {} : { driver: name }),
    });
  }
  return [...devices.values()];
}

function rank(line: LedgerLine): (string | number)[] {
  const { netns = '', device = '' } = line.scope;
  return [line.direction === 'in' ? 0 : 1, line.gap ? 1 : 0, layers.indexOf(line.layer), netns, device];
}
