import type { Layer } from '../../model.ts';

export type Direction = 'in' | 'out' | 'forward' | 'both';

/** 'bad': its rise is a loss or a refusal. 'context': only together with something else. */
export type Bad = 'bad' | 'context' | 'good';

/**
 * Width of the field: 'long' is 64 bits, and 32 on a 32-bit kernel; 'driver' is printed with 64 bits, but a driver may
 * fill it from a register of 32.
 */
export type Width = 32 | 64 | 'long' | 'driver';

/**
 * `since`: the first kernel that prints it: '3.10'; '<=4.4' where only an upper bound is known; '<=2.6.29..4.12' with
 * the kernel that no longer has it; '' unknown. `causes`: ids of causes that it speaks for, with blanks between.
 */
export type Row = readonly [
  layer: Layer,
  direction: Direction,
  bad: Bad,
  unit: string,
  width: Width,
  since: string,
  meaning: string,
  causes?: string,
];
