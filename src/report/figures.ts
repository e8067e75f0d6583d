import type { Finding, Moment, Scope } from '../model.ts';
import { formatArgument } from '../texts/render.ts';
import { shortened } from './clean.ts';
import type { View } from './view.ts';

/** Thousands apart: 12,345. */
export function number(value: bigint | number): string {
  return formatArgument(value);
}

/** At most five characters, for pictures: 9,999, 12.3 k, 4.6 M. */
export function compact(value: bigint): string {
  const units = ['', ' k', ' M', ' G', ' T', ' P', ' E'];
  if (value < 10_000n) return number(value);
  let [scaled, unit] = [Number(value), 0];
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${scaled >= 99.95 ? scaled.toFixed(0) : scaled.toFixed(1)}${units[unit]}`;
}

/** '2026-01-02 00:00:00Z'; a moment without wall clock is told as seconds since boot. */
export function time(at: Moment | undefined): string | undefined {
  if (at?.wall !== undefined) return `${utc(at.wall)}Z`;
  return at?.monotonic === undefined ? undefined : `[${at.monotonic.toFixed(3)}]`;
}

/** The host's own clock: '2026-01-02 01:00:00+01:00'. `offset` in minutes, east positive. */
export function hostTime(wall: number, offset: number): string {
  const clock = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16);
  return `${utc(wall + offset * 60_000)}${offset < 0 ? '-' : '+'}${clock}`;
}

function utc(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19).replace('T', ' ');
}

/** What a finding says: the worst namespace's words, and where else it was found. */
export function told(
  { summary, namespaces = [] }: Finding,
  { say, word }: Pick<View, 'say' | 'word'>,
): string {
  const [netns, ...others] = namespaces;
  const n = others.length === 0 ? undefined : others.length;
  if (netns === undefined) return say(summary);
  const where = netns === '' ? word('and-in-namespaces', { n }) : word('in-namespaces', { netns, n });
  return `${say(summary)} ${where}`;
}

/** Where a number lives, in words: 'eth0, queue 3', 'CPU 2'. Empty for the host itself. */
export function place(scope: Scope, { word }: Pick<View, 'word'>): string {
  const parts = [
    scope.device,
    scope.socket,
    scope.rule,
    scope.queue === undefined ? undefined : `${word('queue')} ${scope.queue}`,
    scope.cpu === undefined ? undefined : `${word('cpu')} ${scope.cpu}`,
    scope.netns === undefined || scope.netns === '' ? undefined : word('netns', { name: scope.netns }),
  ];
  return shortened(parts.filter((part) => part !== undefined).join(', '));
}
