import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';

/** Which CPU serves most interrupts of a device. */
export interface InterruptShare {
  cpu: number;
  /** 0 to 1, of all interrupts of the device in the window, or since boot with one capture. */
  share: number;
  /** CPUs online. */
  cpus: number;
  /** Interrupt vectors of the device that counted anything. */
  vectors: number;
  total: number;
  /** Row of the vector that counted most. */
  line: Line;
}

/**
 * From /proc/interrupts, whose rows name the device among their actions: 'eth0-TxRx-0', 'virtio1-input.0' (found by
 * the name only where the driver registers it under the device's name).
 */
export function interruptShare(context: Context, device: string): InterruptShare | undefined {
  if (device === '') return undefined;
  const tables = context.history('interrupts');
  const [first, last] = [tables[0]?.value, tables.at(-1)?.value];
  if (!last) return undefined;
  const before = tables.length > 1 ? first : undefined;
  const perCpu = last.cpus.map(() => 0);
  let [vectors, total] = [0, 0];
  let most: { line: Line; sum: number } | undefined;
  for (const row of last.rows.values()) {
    if (!isOf(row.actions, device)) continue;
    const old = before?.rows.get(row.label)?.counts ?? [];
    const grown = row.counts.map((count, i) => Math.max(0, Number(count - (old[i] ?? 0n))));
    const sum = grown.reduce((a, b) => a + b, 0);
    if (sum === 0) continue;
    vectors += 1;
    total += sum;
    grown.forEach((n, i) => {
      perCpu[i] = (perCpu[i] ?? 0) + n;
    });
    if (!most || sum > most.sum) most = { line: row.line, sum };
  }
  const top = perCpu.indexOf(Math.max(...perCpu));
  if (!most || total === 0) return undefined;
  return {
    cpu: last.cpus[top] ?? top,
    share: (perCpu[top] ?? 0) / total,
    cpus: last.cpus.length,
    vectors,
    total,
    line: most.line,
  };
}

/** The device's name as a word among the actions. */
function isOf(actions: string, device: string): boolean {
  return actions
    .split(/[\s,]+/)
    .some((word) => word === device || word.startsWith(`${device}-`) || word.startsWith(`${device}:`));
}
