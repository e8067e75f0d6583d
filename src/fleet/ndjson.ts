import { printable } from '../report/clean.ts';
import type { ViewOptions } from '../report/view.ts';
import type { Fleet } from './fleet.ts';
import { speakerOf } from './speaker.ts';

/** A line per host and per unreadable bundle, after one about the fleet; `kind` tells them apart. */
export function fleetNdjson(fleet: Fleet, options: ViewOptions): string {
  const { say } = speakerOf(options);
  const { hosts, unreadable, ...about } = fleet;
  const lines = [
    { kind: 'fleet', ...about, hosts: hosts.length, unreadable: unreadable.length },
    ...hosts.map(({ findings, ...host }) => ({
      kind: 'host',
      ...host,
      findings: findings.map(({ title, summary, ...finding }) => ({
        ...finding,
        title: { ...title, text: say(title) },
        summary: { ...summary, text: say(summary) },
      })),
    })),
    ...unreadable.map(({ kind, ...bundle }) => ({ kind: 'unreadable', reasonKind: kind, ...bundle })),
  ];
  return lines.map((line) => `${printable(JSON.stringify(line, decimal))}\n`).join('');
}

function decimal(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
