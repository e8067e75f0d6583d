import type { CapturedFile, Line } from '../model.ts';
import { ipShows } from './ip-command.ts';
import { linkBlocks } from './ip-link.ts';
import type { LinkStatistics } from './link-stats.ts';
import { linkSamples } from './link-stats.ts';
import { words } from './numbers.ts';
import type { NoteAt, Reading } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** Names of the columns, by header and word, as in include/uapi/linux/if_link.h. */
const columnNames: Record<string, Record<string, string>> = {
  'RX:': {
    bytes: 'rx_bytes',
    packets: 'rx_packets',
    errors: 'rx_errors',
    dropped: 'rx_dropped',
    missed: 'rx_missed_errors',
    overrun: 'rx_over_errors',
    mcast: 'multicast',
    compressed: 'rx_compressed',
  },
  'TX:': {
    bytes: 'tx_bytes',
    packets: 'tx_packets',
    errors: 'tx_errors',
    dropped: 'tx_dropped',
    carrier: 'tx_carrier_errors',
    collsns: 'collisions',
    compressed: 'tx_compressed',
  },
  'RX errors:': {
    length: 'rx_length_errors',
    crc: 'rx_crc_errors',
    frame: 'rx_frame_errors',
    fifo: 'rx_fifo_errors',
    missed: 'rx_missed_errors',
    overrun: 'rx_over_errors',
    over: 'rx_over_errors',
    nohandler: 'rx_nohandler',
    otherhost: 'rx_otherhost_dropped',
    otherhost_dropped: 'rx_otherhost_dropped',
    compressed: 'rx_compressed',
  },
  'TX errors:': {
    aborted: 'tx_aborted_errors',
    fifo: 'tx_fifo_errors',
    window: 'tx_window_errors',
    heartbt: 'tx_heartbeat_errors',
    heartbeat: 'tx_heartbeat_errors',
    transns: 'carrier_changes',
  },
};

/**
 * `ip -s link` and `ip -s -s link`: each header line names the columns of the line below. Old versions print 'overrun'
 * where new ones print 'missed'; both name what they mean, so the header decides. 'transns' is the number of carrier
 * changes. Source: iproute2 ip/ipaddress.c, print_link_stats64.
 */
function countersIn(lines: Iterable<Line>, note: NoteAt): Map<string, Reading> {
  const counters = new Map<string, Reading>();
  let header: { names: Record<string, string>; columns: string[] } | undefined;
  for (const line of lines) {
    const match = /^\s*((RX|TX)( errors)?:)(.*)$/.exec(line.text);
    if (match) header = { names: columnNames[match[1] ?? ''] ?? {}, columns: words(match[4] ?? '') };
    else if (header) {
      readRow(header, line, counters, note);
      header = undefined;
    }
  }
  return counters;
}

/** Without the lines that name devices (a paste, or grep) the command may tell which one it was. */
function nameless(file: CapturedFile, note: NoteAt): LinkStatistics[] {
  const counters = countersIn(file.lines, note);
  const [first] = counters.values();
  const device = /\s(?:show|dev|list|ls) (?:dev )?(\S+)$/.exec(file.origin)?.[1] ?? '';
  return first ? [{ device, counters, line: first.line }] : [];
}

function readRow(
  header: { names: Record<string, string>; columns: string[] },
  line: Line,
  counters: Map<string, Reading>,
  note: NoteAt,
): void {
  const values = words(line.text);
  header.columns.forEach((column, i) => {
    const value = integer(values[i]);
    const name = Object.hasOwn(header.names, column) ? header.names[column] : undefined;
    if (value === undefined) note(line, { id: 'common/unread-value', args: { name: column } });
    else if (name !== undefined) counters.set(`link.${name}`, { value, line });
  });
}

export const ipStatsLink = defineParser<LinkStatistics[]>({
  name: 'ip -s link',
  reads: ipShows('l|li|lin|link|a|ad|addr|addre|address'),
  parse(file: CapturedFile, note) {
    const blocks = linkBlocks(file.lines, () => {});
    const devices = blocks.map(({ name, ifindex, line, rest }) => ({
      device: name,
      ifindex,
      counters: countersIn(rest, note),
      line,
    }));
    const counted =
      blocks.length > 0 ? devices.filter(({ counters }) => counters.size > 0) : nameless(file, note);
    return counted.length > 0 ? counted : undefined;
  },
  samples: linkSamples,
});
