import type { Line } from '../model.ts';
import { defineParser, integer } from './parser.ts';

/** One file of /sys/class/net/DEVICE, one value: 'statistics/rx_dropped', 'operstate', 'queues/rx-0/rps_cpus'. */
export interface DeviceAttribute {
  device: string;
  attribute: string;
  /** As the file holds it, without the line end: '1500', 'up', 'ff'. */
  value: string;
  line: Line;
}

const path = /^\/sys\/class\/net\/([^/]+)\/([^ ]+)$/;
const counters = /^(statistics\/(\w+)|carrier_changes|carrier_up_count|carrier_down_count)$/;

/**
 * /sys/class/net/DEVICE/...: statistics/* are the same 64-bit numbers as `ip -s -s link` shows (rtnl_link_stats64).
 * src/host/links.ts puts the attributes of a device together. Source: net/core/net-sysfs.c.
 */
export const sysClassNet = defineParser<DeviceAttribute>({
  name: '/sys/class/net',
  reads: path,
  parse(file) {
    const [, device, attribute] = path.exec(file.origin) ?? [];
    if (device === undefined || attribute === undefined) return undefined;
    for (const line of file.lines) {
      const value = line.text.trim();
      return value === '' ? undefined : { device, attribute, value, line };
    }
    return undefined;
  },
  samples({ device, attribute, value, line }) {
    const match = counters.exec(attribute);
    const number = match ? integer(value) : undefined;
    if (!match || number === undefined) return [];
    return [{ name: `link.${match[2] ?? attribute}`, value: number, line, scope: { device } }];
  },
  equals: 'ip -s link',
});
