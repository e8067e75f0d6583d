import type { Line } from '../model.ts';
import { cpusOfList, cpusOfMask } from './cpu-list.ts';
import { defineParser } from './parser.ts';

/** The CPUs that may handle an interrupt, or, `effective`, the one that the controller chose. */
export interface IrqAffinity {
  irq: number;
  effective: boolean;
  cpus: number[];
  line: Line;
}

const path = /^\/proc\/irq\/(\d{1,6})\/((?:effective|smp)_affinity)(_list)?$/;

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
