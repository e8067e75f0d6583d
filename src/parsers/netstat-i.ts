import type { LinkStatistics } from './link-stats.ts';
import { linkSamples } from './link-stats.ts';
import { headerWords, words } from './numbers.ts';
import type { Reading } from './parser.ts';
import { defineParser, integer } from './parser.ts';

const columns: Record<string, string> = {
  'RX-OK': 'rx_packets',
  'RX-ERR': 'rx_errs',
  'RX-DRP': 'rx_drop',
  'RX-OVR': 'rx_fifo',
  'TX-OK': 'tx_packets',
  'TX-ERR': 'tx_errs',
  'TX-DRP': 'tx_drop',
  'TX-OVR': 'tx_fifo',
};

/** `netstat -i`: numbers of /proc/net/dev under a header; net-tools 1.60 has a column Met more. '- no statistics -' rows. */
export const netstatInterfaces = defineParser<LinkStatistics[]>({
  name: 'netstat -i',
  reads: /^netstat( -\S+)* (-[a-zA-Z]*i[a-zA-Z]*|--interfaces)( .*)?$/,
  parse(file, note) {
    let header: string[] | undefined;
    const devices: LinkStatistics[] = [];
    for (const line of file.lines) {
      const row = words(line.text);
      if (row[0] === 'Iface') {
        header = headerWords(line.text);
        continue;
      }
      if (!header || row.length === 0 || !header.includes('RX-OK')) continue;
      const counters = new Map<string, Reading>();
      header.forEach((name, i) => {
        const value = Object.hasOwn(columns, name) ? integer(row[i]) : undefined;
        if (value !== undefined) counters.set(`dev.${columns[name] ?? ''}`, { value, line });
      });
      if (counters.size > 0) devices.push({ device: row[0] ?? '', counters, line });
      else if (!line.text.includes('no statistics')) note(line, { id: 'common/unread-line', args: {} });
    }
    return devices.length > 0 ? devices : undefined;
  },
  samples: linkSamples,
  equals: '/proc/net/dev',
});
