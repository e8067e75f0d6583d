import type { Line } from '../model.ts';
import type { LinkStatistics } from './link-stats.ts';
import { linkSamples } from './link-stats.ts';
import { words } from './numbers.ts';
import type { Reading } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** The only set of columns since 2.2; used where the header was cut off. */
const usualColumns =
  'rx_bytes rx_packets rx_errs rx_drop rx_fifo rx_frame rx_compressed rx_multicast ' +
  'tx_bytes tx_packets tx_errs tx_drop tx_fifo tx_colls tx_carrier tx_compressed';

/**
 * /proc/net/dev: two lines of header, then 'eth0: 1 2 3'; kernels before 2.6.38 print 'eth0:1234' without a blank.
 * Columns are read by the header's names. Source: net/core/net-procfs.c, dev_seq_printf_stats.
 */
export const procNetDev = defineParser<LinkStatistics[]>({
  name: '/proc/net/dev',
  reads: /^\/proc\/net\/dev$/,
  parse(file, note) {
    let columns = usualColumns.split(' ');
    const devices: LinkStatistics[] = [];
    for (const line of file.lines) {
      if (line.text.trim() === '' || line.text.startsWith('Inter-|')) continue;
      if (line.text.includes('|')) {
        columns = columnsOf(line.text);
        continue;
      }
      const device = deviceOf(line, columns);
      if (device) devices.push(device);
      else note(line, { id: 'common/unread-line', args: {} });
    }
    return devices.length > 0 ? devices : undefined;
  },
  samples: linkSamples,
});

/** ' face |bytes packets ...|bytes packets ...' */
function columnsOf(header: string): string[] {
  const [, received = '', sent = ''] = header.split('|');
  return [...words(received).map((name) => `rx_${name}`), ...words(sent).map((name) => `tx_${name}`)];
}

function deviceOf(line: Line, columns: readonly string[]): LinkStatistics | undefined {
  // A name may hold a colon itself ('eth0:1'): the last one that digits follow ends it.
  const match = /^\s*(\S+):\s*(\d[\d\s]*)$/.exec(line.text);
  const [, device, numbers] = match ?? [];
  if (device === undefined || numbers === undefined) return undefined;
  const values = words(numbers);
  if (values.length !== columns.length) return undefined;
  const counters = new Map<string, Reading>();
  columns.forEach((column, i) => {
    const value = integer(values[i]);
    if (value !== undefined) counters.set(`dev.${column}`, { value, line });
  });
  return { device, counters, line };
}
