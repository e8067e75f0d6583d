/** How a CPU saves power: the governor of its frequency, its idle states, the profile of tuned. */
import type { CapturedFile, Line } from '../model.ts';
import { defineParser } from './parser.ts';

/** One thing that one file or line tells. */
export interface CpuPower {
  what: 'governor' | 'driver' | 'profile' | 'idle-name' | 'idle-latency' | 'idle-disable';
  /** Of an idle state, from 0; undefined for what is no idle state. */
  state?: number;
  /** 'powersave', 'intel_pstate', 'C6'; of the latency microseconds, of disable '1' when it is not used. */
  value: string;
  line: Line;
}

const frequency = /^\/sys\/devices\/system\/cpu\/cpu\d{1,5}\/cpufreq\/scaling_(governor|driver)$/;
const idle = /^\/sys\/devices\/system\/cpu\/cpu\d{1,5}\/cpuidle\/state(\d{1,2})\/(name|latency|disable)$/;

/** /sys/devices/system/cpu/cpuN/cpufreq and cpuidle: one value a file. Source: drivers/cpufreq/cpufreq.c, drivers/cpuidle/sysfs.c. */
export const sysCpu = defineParser<CpuPower[]>({
  name: '/sys/devices/system/cpu',
  reads: new RegExp(`${frequency.source}|${idle.source}`),
  parse(file) {
    const scaling = frequency.exec(file.origin)?.[1];
    const [, state, attribute] = idle.exec(file.origin) ?? [];
    for (const line of file.lines) {
      const value = line.text.trim().slice(0, 100);
      if (value === '') continue;
      if (scaling === 'governor' || scaling === 'driver') return [{ what: scaling, value, line }];
      if (attribute === 'name' || attribute === 'latency' || attribute === 'disable')
        return [{ what: `idle-${attribute}`, state: Number(state), value, line }];
    }
    return undefined;
  },
});

/** `cpupower frequency-info` and `idle-info` (tools/power/cpupower/utils). */
export const cpupower = defineParser<CpuPower[]>({
  name: 'cpupower',
  reads: /^cpupower (?:-c \S+ )?(?:frequency|idle)-info\b/,
  parse(file: CapturedFile) {
    const found: CpuPower[] = [];
    let state = -1;
    for (const line of file.lines) {
      const text = line.text.slice(0, 300).trim();
      const driver = /^driver: (\S+)$/.exec(text)?.[1];
      const governor = /^The governor "(\w+)" may decide/.exec(text)?.[1];
      const [, name, disabled] = /^(POLL|C\d\w*|[A-Z]\w{0,15})( \(DISABLED\))? ?:$/.exec(text) ?? [];
      const latency = /^Latency: (\d{1,9})$/.exec(text)?.[1];
      if (driver !== undefined) found.push({ what: 'driver', value: driver, line });
      if (governor !== undefined) found.push({ what: 'governor', value: governor, line });
      if (name !== undefined) {
        state += 1;
        found.push({ what: 'idle-name', state, value: name, line });
        if (disabled !== undefined) found.push({ what: 'idle-disable', state, value: '1', line });
      }
      if (latency !== undefined && state >= 0)
        found.push({ what: 'idle-latency', state, value: latency, line });
    }
    return found.length > 0 ? found : undefined;
  },
});

/** `tuned-adm active`: 'Current active profile: throughput-performance'; the file holds the name alone. */
export const tunedProfile = defineParser<CpuPower[]>({
  name: 'tuned',
  reads: /^(?:tuned-adm active|\/etc\/tuned\/active_profile)$/,
  parse(file) {
    for (const line of file.lines) {
      const value = /^(?:Current active profile: *)?([\w-]+(?: [\w-]+){0,3})\s*$/.exec(
        line.text.slice(0, 200),
      )?.[1];
      if (value !== undefined) return [{ what: 'profile', value, line }];
    }
    return undefined;
  },
});
