import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import { isNetworkVector } from '../parsers/interrupts.ts';
import type { IrqAffinity } from '../parsers/irq-affinity.ts';

/** One interrupt of a device. */
export interface Vector {
  irq: number;
  /** By position of `Vectors.cpus`: between the captures, or since boot with one. */
  counts: number[];
  total: number;
  /** CPUs that may take it, as configured; undefined when /proc/irq was not collected. */
  allowed: IrqAffinity | undefined;
  line: Line;
}

export interface Vectors {
  /** Numbers of the CPUs online. */
  cpus: number[];
  /** Those that counted anything. */
  vectors: Vector[];
}

/**
 * From /proc/interrupts, whose rows name the device among their actions ('eth0-TxRx-0', 'i40e-eth0-TxRx-0'), or its
 * PCI address ('mlx5_comp0@pci:0000:3b:00.0'). virtio names neither ('virtio1-input.0').
 */
export function vectorsOf(context: Context, device: string): Vectors | undefined {
  const tables = context.history('interrupts');
  const [first, last] = [tables[0]?.value, tables.at(-1)?.value];
  if (!last) return undefined;
  const before = tables.length > 1 ? first : undefined;
  const bus = context.all('ethtoolDriver').find(({ value }) => value.device === device)?.value.bus;
  const affinities = context.all('irqAffinity').map(({ value }) => value);
  const vectors: Vector[] = [];
  for (const row of last.rows.values()) {
    if (!isOf(row.actions, device, bus)) continue;
    const old = before?.rows.get(row.label)?.counts ?? [];
    const counts = row.counts.map((count, i) => Math.max(0, Number(count - (old[i] ?? 0n))));
    const total = counts.reduce((a, b) => a + b, 0);
    const irq = Number(row.label);
    const allowed = affinities.find((one) => one.irq === irq && !one.effective);
    if (total > 0) vectors.push({ irq, counts, total, allowed, line: row.line });
  }
  return { cpus: last.cpus, vectors };
}

/** 'ens192-rxtx-0', 'i40e-eth0-TxRx-0', 'eth0-q0-rx'. */
const named = /(?:^|[\s,-])((?:eth|em|ib|wlan)\d{1,3}|en[opsxP]\w{1,14}|p\d+p\d+)(?=$|[\s,:-])/;

/** Devices whose vectors the table names, also where nothing else of them was collected. */
export function devicesOfVectors(context: Context): string[] {
  const rows = [...(context.latest('interrupts')?.value.rows.values() ?? [])].filter(isNetworkVector);
  return [...new Set(rows.flatMap(({ actions }) => named.exec(actions)?.[1] ?? []))];
}

/** The device's name between blanks, dashes or colons, or its address on the PCI bus. */
function isOf(actions: string, device: string, bus: string | undefined): boolean {
  const words = actions.split(/[\s,]+/);
  if (bus !== undefined && words.some((word) => word.endsWith(`@pci:${bus}`))) return true;
  return words.some((word) => {
    const at = word.indexOf(device);
    const [left, right] = [word[at - 1], word[at + device.length]];
    return (
      at >= 0 &&
      (left === undefined || left === '-') &&
      (right === undefined || right === '-' || right === ':')
    );
  });
}

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

export function interruptShare(context: Context, device: string): InterruptShare | undefined {
  const known = vectorsOf(context, device);
  const most = known && [...known.vectors].sort((a, b) => b.total - a.total)[0];
  if (!known || !most) return undefined;
  const perCpu = known.cpus.map((_, i) =>
    known.vectors.reduce((sum, { counts }) => sum + (counts[i] ?? 0), 0),
  );
  const total = perCpu.reduce((a, b) => a + b, 0);
  const top = perCpu.indexOf(Math.max(...perCpu));
  return {
    cpu: known.cpus[top] ?? top,
    share: (perCpu[top] ?? 0) / total,
    cpus: known.cpus.length,
    vectors: known.vectors.length,
    total,
    line: most.line,
  };
}
