import type { Context } from '../causes/cause.ts';
import type { Message, Remedy } from '../model.ts';
import { changeSetting, numberOf } from './settings.ts';

/**
 * More memory kept free for interrupts (vm.min_free_kbytes): one percent of what the host has, and only where that is
 * more than now.
 */
export function raiseReserve(context: Context, sideEffects: Message, verify: string[]): Remedy[] {
  const total = context.latest('meminfo')?.value.get('MemTotal');
  const now = numberOf(context, 'vm.min_free_kbytes');
  const to = total ? Math.floor(Number(total.value) / 1024 / 100) : 0;
  if (now === undefined || to <= now || context.netns !== '') return [];
  return changeSetting(context, { key: 'vm.min_free_kbytes', to, sideEffects, verify });
}
