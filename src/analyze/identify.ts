import type { KernelVersion } from '../causes/cause.ts';
import type { Capture, HostIdentity } from '../model.ts';
import type { Fact, Source, Value } from '../parsers/index.ts';
import { parsers } from '../parsers/index.ts';
import type { Facts } from './parse.ts';
import type { LogClock } from './when.ts';

export type Clock = LogClock;

/** The best answer of one capture, seen from the host's own namespace. */
function told<S extends Source>(facts: Facts, source: S, capture: number): Fact<Value<S>> | undefined {
  const rank = (fact: Fact<unknown>) => parsers[source].findIndex((parser) => parser.name === fact.parser);
  const known = (facts.bySource.get(source) ?? []).filter(
    (fact) => fact.capture === capture && fact.netns === '',
  );
  return known.sort((a, b) => rank(a) - rank(b))[0] as Fact<Value<S>> | undefined;
}

/**
 * When the capture was taken: what the layout knows, completed from the host's own files. The `uptime` command tells
 * minutes only, so the boot time goes before it.
 */
export function clockOf(capture: Capture, index: number, facts: Facts): Clock {
  const btime = told(facts, 'bootTime', index)?.value.value;
  const bootTime = btime === undefined ? undefined : Number(btime) * 1000;
  const uptimeTold = told(facts, 'uptime', index);
  const wall = capture.takenAt?.wall ?? told(facts, 'date', index)?.value.wall;
  const computed = wall !== undefined && bootTime !== undefined ? (wall - bootTime) / 1000 : undefined;
  const read = uptimeTold && Number(uptimeTold.value.value);
  const exact = uptimeTold?.parser === '/proc/uptime' ? read : undefined;
  const uptime = capture.takenAt?.monotonic ?? exact ?? computed ?? (wall === undefined ? read : undefined);
  const known = {
    bootId: capture.bootId ?? told(facts, 'bootId', index)?.value.value,
    uptime,
    roughUptime: uptime === undefined ? read : undefined,
    wall: wall ?? (bootTime !== undefined && uptime !== undefined ? bootTime + uptime * 1000 : undefined),
    bootTime,
    utcOffset: capture.host.utcOffset ?? told(facts, 'date', index)?.value.utcOffset,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

/** Who the host is: what the layout knows, completed from the host's own files. */
export function identityOf(capture: Capture, index: number, facts: Facts): HostIdentity {
  const found = {
    name: told(facts, 'hostname', index)?.value.value,
    machineId: told(facts, 'machineId', index)?.value.value,
    kernel: told(facts, 'kernel', index)?.value.value,
    distribution: told(facts, 'osRelease', index)?.value.value,
    utcOffset: told(facts, 'date', index)?.value.utcOffset,
  };
  const known = Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as HostIdentity;
  return { ...known, ...capture.host };
}

export function kernelOf(index: number, facts: Facts): KernelVersion | undefined {
  const fact = told(facts, 'kernel', index)?.value;
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(fact?.value ?? '') ?? [];
  if (!fact || major === undefined || minor === undefined) return undefined;
  return { release: fact.value, major: Number(major), minor: Number(minor), line: fact.line };
}
