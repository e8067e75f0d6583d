/**
 * `ethtool -S`: the driver's own counters, spelled as its programmer liked: 'rx_missed_errors', '[0]: rx_bytes',
 * 'rxq0: rx_pkts', 'ucast pkts tx', 'vf000.rx_discards'. Names hold colons and blanks, so a line is split at its last
 * colon. vmxnet3 repeats the same names below 'Tx Queue#: 0' lines. Names have no history that one could list here.
 */
import type { CapturedFile, Line, Sample } from '../model.ts';
import { deviceOf, isRefusal } from './ethtool.ts';
import { driverQueue } from './ethtool-queue.ts';
import type { NoteAt, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

export interface EthtoolStatistic {
  /** As printed, without the blanks around it. */
  name: string;
  /** 'rx 0', 'tx 3', or '7' where the name does not tell the direction; undefined for the device as a whole. */
  queue: string | undefined;
  kind: Sample['kind'];
  value: bigint;
  line: Line;
}

export interface EthtoolStatistics {
  /** '' when neither the command nor the file tells it. */
  device: string;
  statistics: EthtoolStatistic[];
}

/** Names that hold a state and not a count: temperatures, sizes, levels. */
const gauge =
  /temperature|_temp$|voltage|_speed$|(?:^|_)(?:ring_size|queue_len(?:gth)?|queue_depth)$|napi_id|ifindex$|_watermark$/i;

/** 'Tx Queue#: 0' of vmxnet3 (vmxnet3_ethtool.c): what is indented deeper below belongs to that queue. */
const queueHeading = /^\s*(Tx|Rx) Queue#:\s*(\d+)\s*$/i;

interface Block {
  queue: string;
  indent: number;
  /** Undefined until the line after the heading; false where a paste has lost its indentation. */
  indented: boolean | undefined;
}

const indentOf = (line: Line) => line.text.length - line.text.trimStart().length;

function parse(file: CapturedFile, note: NoteAt): EthtoolStatistics | undefined {
  const statistics: EthtoolStatistic[] = [];
  let block: Block | undefined;
  for (const line of file.lines) {
    const text = line.text.trim();
    if (text === '' || text.endsWith(':') || isRefusal(text)) continue;
    const heading = queueHeading.exec(line.text);
    if (heading) {
      const queue = `${(heading[1] ?? '').toLowerCase()} ${heading[2] ?? ''}`;
      block = { queue, indent: indentOf(line), indented: undefined };
      continue;
    }
    if (block) block.indented ??= indentOf(line) > block.indent;
    if (block?.indented && indentOf(line) <= block.indent) block = undefined;
    const read = statistic(line, block?.queue);
    if (read) statistics.push(read);
    else note(line, { id: 'common/unread-line', args: {} });
  }
  return statistics.length > 0 ? { device: deviceOf(file), statistics } : undefined;
}

/** Only the first word after the colon is the value: people annotate such files. */
function statistic(line: Line, block: string | undefined): EthtoolStatistic | undefined {
  const at = line.text.lastIndexOf(':');
  const name = line.text.slice(0, at).trim();
  const value = integer(
    line.text
      .slice(at + 1)
      .trim()
      .split(/\s/, 1)[0],
  );
  if (at <= 0 || name === '' || value === undefined) return undefined;
  return {
    name,
    queue: driverQueue(name) ?? block,
    kind: gauge.test(name) ? 'gauge' : 'counter',
    value,
    line,
  };
}

function samples({ device, statistics }: EthtoolStatistics): SampleSeed[] {
  return statistics.map(({ name, queue, kind, value, line }) => {
    const scope = queue === undefined ? { device } : { device, queue };
    return { name: `ethtool.${name}`, kind, value, line, scope };
  });
}

export const ethtoolStatistics = defineParser<EthtoolStatistics>({
  name: 'ethtool -S',
  reads: /^ethtool (?:-S|--statistics)\b/,
  parse,
  samples,
});

/** What the PHY counts, where it is not the NIC's own. */
export const ethtoolPhyStatistics = defineParser<EthtoolStatistics>({
  name: 'ethtool --phy-statistics',
  reads: /^ethtool --phy-statistics\b/,
  parse,
  samples,
});
