import type { Bundle, Capture, CaptureSummary } from '../model.ts';
import type { Clock } from './identify.ts';

export interface LaidOutCapture {
  capture: Capture;
  layout: Bundle['layout'];
}

/** All captures of all bundles, in an order that does not depend on the order of arguments. */
export function capturesOf(bundles: readonly Bundle[]): LaidOutCapture[] {
  const captures = bundles.flatMap((bundle) =>
    bundle.captures.map((capture) => ({ capture, layout: bundle.layout })),
  );
  return captures.sort((a, b) =>
    a.capture.label < b.capture.label ? -1 : a.capture.label > b.capture.label ? 1 : 0,
  );
}

export function summarize({ capture, layout }: LaidOutCapture, clock: Clock): CaptureSummary {
  const { bootId, uptime, roughUptime, wall } = clock;
  const told = uptime ?? roughUptime;
  return {
    label: capture.label,
    layout,
    ...(wall === undefined
      ? {}
      : { takenAt: { wall, ...(uptime === undefined ? {} : { monotonic: uptime }) } }),
    ...(bootId === undefined ? {} : { bootId }),
    ...(told === undefined ? {} : { uptime: told }),
    files: capture.files.length,
  };
}
