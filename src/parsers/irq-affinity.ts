import type { Line } from '../model.ts';
import { defineParser } from './parser.ts';

/** The CPUs that may handle an interrupt, or, `effective`, the one that the controller chose. */
export interface IrqAffinity {
  irq: number;
  effective: boolean;
  cpus: number[];
  line: Line;
}

const path = /^\/proc\/irq\/(\d{1,6})\/((?:effective|smp)_affinity)(_list)?$/;
const cpuLimit = 8192;

/**
 * /proc/irq/N/smp_affinity_list ('0-3,8') and smp_affinity (a mask of 32-bit words, 'ff,ffffffff', the highest first);
 * the same with effective_affinity since 4.13. Source: kernel/irq/proc.c.
 */
export const procIrqAffinity = defineParser<IrqAffinity>({
  name: '/proc/irq',
  reads: path,
  parse(file, note) {
    const [, irq, kind, list] = path.exec(file.origin) ?? [];
    for (const line of file.lines) {
      const text = line.text.trim().slice(0, 20_000);
      const cpus = list === undefined ? cpusOfMask(text) : cpusOfList(text);
      if (cpus !== undefined)
        return { irq: Number(irq), effective: kind === 'effective_affinity', cpus, line };
      note(line, { id: 'common/unread-line', args: {} });
      return undefined;
    }
    return undefined;
  },
});

function cpusOfList(text: string): number[] | undefined {
  const cpus: number[] = [];
  for (const part of text.split(',')) {
    const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    if (first === undefined) return undefined;
    for (let cpu = Number(first); cpu <= Number(last ?? first) && cpus.length < cpuLimit; cpu++)
      cpus.push(cpu);
  }
  return cpus;
}

function cpusOfMask(text: string): number[] | undefined {
  if (!/^[0-9a-f]{1,8}(,[0-9a-f]{8})*$/.test(text)) return undefined;
  const digits = text.replaceAll(',', '');
  const cpus: number[] = [];
  for (let i = 0; i < digits.length && i * 4 < cpuLimit; i++) {
    const nibble = Number.parseInt(digits.at(-1 - i) ?? '0', 16);
    for (let bit = 0; bit < 4; bit++) if (((nibble >> bit) & 1) === 1) cpus.push(i * 4 + bit);
  }
  return cpus;
}
