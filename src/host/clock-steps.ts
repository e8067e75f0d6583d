import type { Context } from '../causes/cause.ts';
import type { Line, Step } from '../model.ts';

/** The wall clock of the host was set between two captures of one boot. */
export interface ClockStep {
  /** Indexes of the captures. */
  from: number;
  to: number;
  /** Seconds forward; back when negative. */
  seconds: number;
  /** Two readings that show it: of the boot time where it was collected, else of a counter. */
  lines: readonly [before: Line, after: Line];
}

/** What two captures of one boot tell about the clock between them. */
export interface ClockComparison {
  /** The greatest first. */
  steps: ClockStep[];
  /** There were two clocks to compare. */
  compared: boolean;
}

/**
 * What the comparison of the counters noticed already (`clock-step`), with its size: the boot time of /proc/stat is
 * worked out from the wall clock and moves with it, by the size of the step (fs/proc/stat.c, getboottime64).
 */
export function clockSteps(context: Context): ClockComparison {
  const found = new Map<string, ClockStep | undefined>();
  for (const delta of context.deltas()) {
    for (const step of delta.steps) {
      const key = `${step.from.capture} ${step.to.capture} ${step.gap === 'clock-step'}`;
      if (step.gap === 'reboot' || step.from.capture === step.to.capture || found.has(key)) continue;
      found.set(key, byBootTime(context, step) ?? byReadings(step));
    }
  }
  const known = [...found].flatMap(([key, step]) => (step ? [{ key, step }] : []));
  const steps = known.filter(({ key }) => key.endsWith('true')).map(({ step }) => step);
  return {
    steps: steps.sort((a, b) => Math.abs(b.seconds) - Math.abs(a.seconds)),
    compared: known.length > 0,
  };
}

function byBootTime(context: Context, step: Step): ClockStep | undefined {
  const [from, to] = [step.from.capture, step.to.capture];
  const told = context.history('bootTime');
  const before = told.find(({ capture }) => capture === from)?.value;
  const after = told.find(({ capture }) => capture === to)?.value;
  if (!before || !after) return undefined;
  return { from, to, seconds: Number(after.value) - Number(before.value), lines: [before.line, after.line] };
}

function byReadings({ from, to }: Step): ClockStep | undefined {
  const [a, b] = [from.at, to.at];
  if (a?.wall === undefined || b?.wall === undefined) return undefined;
  if (a.monotonic === undefined || b.monotonic === undefined) return undefined;
  const seconds = Math.round((b.wall - a.wall) / 1000 - (b.monotonic - a.monotonic));
  return { from: from.capture, to: to.capture, seconds, lines: [from.line, to.line] };
}
