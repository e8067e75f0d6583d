import type { Context } from '../causes/cause.ts';
import type { CpuPower } from '../parsers/cpu-power.ts';
import { count } from '../parsers/numbers.ts';

/** A CPU that takes so long to wake lets hundreds of frames of 10 Gb/s wait. In microseconds. */
const deepLatency = 100;

/** What saves power at the cost of time, and what is set as a whole. */
export interface PowerSaving {
  governor: CpuPower | undefined;
  profile: CpuPower | undefined;
  /** Profile or governor that keep the frequency low, else the deepest idle state, when it is deep. */
  slow: CpuPower | undefined;
  /** Microseconds that the deepest idle state in use needs to end. */
  latency: number | undefined;
}

/** intel_pstate and amd-pstate call their own, dynamic choice 'powersave': it is their default and no brake. */
export function powerSaving(context: Context): PowerSaving {
  const known = context.all('cpuPower').flatMap(({ value }) => value);
  const of = (what: CpuPower['what'], state?: number) =>
    known.find((one) => one.what === what && (state === undefined || one.state === state));
  const [governor, profile, driver] = [of('governor'), of('profile'), of('driver')];
  const dynamic = /pstate/.test(driver?.value ?? '');
  const low =
    governor && !dynamic && /^(?:powersave|conservative)$/.test(governor.value) ? governor : undefined;
  const saver = profile && /powersave|laptop|battery/.test(profile.value) ? profile : undefined;
  const deepest = known
    .filter(({ what, state }) => what === 'idle-latency' && of('idle-disable', state)?.value !== '1')
    .sort((a, b) => (count(b.value) ?? 0) - (count(a.value) ?? 0))[0];
  const latency = count(deepest?.value);
  const deep = latency !== undefined && latency >= deepLatency ? deepest : undefined;
  return { governor, profile, slow: saver ?? low ?? deep, latency };
}
