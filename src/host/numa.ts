import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import { cpusOfList } from '../parsers/cpu-list.ts';
import { linksOf } from './links.ts';

/** The memory node that a card is attached to, and its CPUs. */
export interface LocalNode {
  node: number;
  cpus: number[];
  /** The lines that tell the node, and its CPUs. */
  lines: readonly [node: Line, cpus: Line];
}

/**
 * From /sys/class/net/DEVICE/device/numa_node, and local_cpulist beside it, else lscpu. Undefined for virtual devices, on
 * machines that do not tell (-1), and where the CPUs of the node are not known.
 */
export function localNode(context: Context, device: string): LocalNode | undefined {
  const attributes = linksOf(context).find(({ name }) => name === device)?.attributes;
  const told = attributes?.get('device/numa_node');
  if (!told || !/^\d{1,4}$/.test(told.value)) return undefined;
  const node = Number(told.value);
  const list = attributes?.get('device/local_cpulist');
  const byCard = list && cpusOfList(list.value);
  if (byCard) return { node, cpus: byCard, lines: [told.line, list.line] };
  const byNode = context.all('cpuinfo').flatMap(({ value }) => value.nodeCpus?.get(node) ?? [])[0];
  return byNode && { node, cpus: byNode.cpus, lines: [told.line, byNode.line] };
}

/** CPUs as the kernel reads and prints them: '0-3,8'. */
export function listOf(cpus: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const cpu of cpus) {
    const run = runs.at(-1);
    if (run && run[1] === cpu - 1) run[1] = cpu;
    else runs.push([cpu, cpu]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
