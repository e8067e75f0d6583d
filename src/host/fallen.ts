import type { Context } from '../causes/cause.ts';
import type { Delta, Step } from '../model.ts';
import { devicesOf, isStacked } from './devices.ts';

/** A counter that a later capture of the same boot shows lower than an earlier one. */
export interface FallenCounter {
  delta: Delta;
  step: Step;
}

/** Counters of one device that fell between two captures of one boot, by the table that they stand in. */
export interface FallenDevice {
  device: string;
  fallen: FallenCounter[];
  /** Of the same table: those that held something before, and do not hold less after. */
  kept: number;
  /** The device is another one under the old name (its index or address changed). */
  anew: boolean;
}

/** Kernel's own tables: what drivers print besides is not all counters. A few units are no fall (`jitter`). */
const tables = /^(?:link|dev)\./;

/** Bonds and bridges sum up what others count, and fall when a member leaves. */
export function fallenDevices(context: Context): FallenDevice[] {
  return devicesOf(context).flatMap((device) => {
    if (isStacked(device)) return [];
    const steps = device.deltas
      .filter(({ name, kind }) => kind === 'counter' && tables.test(name))
      .flatMap((delta) => delta.steps.map((step) => ({ delta, step })))
      .filter(({ step }) => step.gap !== 'reboot' && step.gap !== 'jitter' && step.from.value > 0n);
    const fallen = steps.filter(({ step }) => step.to.value < step.from.value && step.gap !== 'wrap');
    if (fallen.length === 0) return [];
    const within = steps.filter(({ step }) => fallen.some((one) => isSameWindow(one.step, step)));
    const anew = within.some(({ step }) => step.gap === 're-created');
    return [{ device: device.name, fallen, kept: within.length - fallen.length, anew }];
  });
}

const isSameWindow = (a: Step, b: Step) =>
  a.to.source === b.to.source && a.from.capture === b.from.capture && a.to.capture === b.to.capture;
