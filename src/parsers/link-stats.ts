import type { Line } from '../model.ts';
import type { Reading, SampleSeed } from './parser.ts';

/**
 * Counters of one network device by sample name: 'dev.rx_drop' from /proc/net/dev and the tools that read it (ifconfig,
 * netstat -i), 'link.rx_dropped' from rtnetlink (ip -s link, spelled as in include/uapi/linux/if_link.h). The two sets
 * overlap without being equal: dev.rx_drop = link.rx_dropped + link.rx_missed_errors.
 */
export interface LinkStatistics {
  device: string;
  ifindex?: number;
  counters: Map<string, Reading>;
  /** The line that names the device. */
  line: Line;
}

/** Samples of any such table. The ifindex, where printed, tells a re-created device from the one before. */
export function linkSamples(devices: readonly LinkStatistics[]): SampleSeed[] {
  return devices.flatMap(({ device, ifindex, counters }) =>
    [...counters].map(([name, { value, line }]) => ({
      name,
      value,
      line,
      scope: { device },
      ...(ifindex === undefined ? {} : { incarnation: String(ifindex) }),
    })),
  );
}
