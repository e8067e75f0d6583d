import type { Line } from '../model.ts';
import { fraction, words } from './numbers.ts';
import type { NoteAt } from './parser.ts';
import { defineParser } from './parser.ts';

/** Rates and gauges over time of one kind: what sysstat recorded before the customer called. */
export interface SarSeries {
  /** As the option of sar -n: 'DEV', 'EDEV', 'TCP', 'ETCP', 'UDP', 'SOCK', 'IP', 'EIP', 'SOFT'...; 'CPU' for plain sar. */
  kind: string;
  /** 'rxpck/s', 'rxdrop/s', 'active/s': names of `SarRow.values`, without time and device. */
  columns: string[];
  rows: SarRow[];
  /** The rows marked 'Average:'. */
  averages: SarRow[];
}

export interface SarRow {
  /** Seconds since midnight, in the host's local time: end of the interval. Undefined for averages, and in vmstat. */
  at?: number;
  /** IFACE, or CPU. */
  device?: string;
  values: (number | undefined)[];
  line: Line;
}

export interface SarReport {
  /** 'YYYY-MM-DD', where the banner's form is unambiguous. */
  date?: string;
  series: SarSeries[];
  /** 'LINUX RESTART' lines: the host booted. */
  restarts: { at: number; line: Line }[];
}

/** A column that only one kind has. */
const kinds: [column: string, kind: string][] = [
  ['rxpck/s', 'DEV'],
  ['rxerr/s', 'EDEV'],
  ['atmptf/s', 'ETCP'],
  ['active/s', 'TCP'],
  ['idgm/s', 'UDP'],
  ['idgm6/s', 'UDP6'],
  ['totsck', 'SOCK'],
  ['tcp6sck', 'SOCK6'],
  ['ihdrerr/s', 'EIP'],
  ['irec/s', 'IP'],
  ['ihder6/s', 'EIP6'],
  ['irec6/s', 'IP6'],
  ['ierr/s', 'EICMP'],
  ['imsg/s', 'ICMP'],
  ['squeezd/s', 'SOFT'],
  ['%user', 'CPU'],
  ['%usr', 'CPU'],
];
const rowLimit = 200_000;
const seriesLimit = 100;

/**
 * Text of sar(1), from `sar -n ALL` or the file that sysstat writes each night. Header lines begin with a time and name
 * the columns; they come again every screen. Times are local, with AM/PM in some locales. Other sections are passed over.
 * mpstat(1) prints the same form.
 */
export const sar = defineParser<SarReport>({
  name: 'sar',
  reads: /^((sar|mpstat)( .*)?|\/var\/log\/(sa|sysstat)\/sar\d{1,8})$/,
  parse(file, note) {
    const report: SarReport = { series: [], restarts: [] };
    const open: { series: SarSeries | undefined; keyed: boolean } = { series: undefined, keyed: false };
    let rows = 0;
    for (const line of file.lines) {
      const text = words(line.text);
      if (text[0] === 'Linux') Object.assign(report, bannerDate(text));
      const start = text[0] === 'Average:' ? { width: 1 } : timeOf(text);
      if (!start) continue;
      const rest = text.slice(start.width);
      const isHeader =
        rest.length > 1 && fraction(rest.at(-1)) === undefined && fraction(rest[1]) === undefined;
      if (/LINUX RESTART/.test(line.text)) report.restarts.push({ at: start.at ?? 0, line });
      else if (isHeader) Object.assign(open, openSeries(report, rest));
      else if (open.series && rows++ < rowLimit) {
        const list = start.at === undefined ? open.series.averages : open.series.rows;
        list.push(...rowOf(open.series, open.keyed, start.at, rest, line, note));
      }
    }
    return report.series.length > 0 ? report : undefined;
  },
});

/** '12:10:01 AM' or '00:10:01'. */
function timeOf(text: readonly string[]): { at?: number; width: number } | undefined {
  const [, hours, minutes, seconds] = /^(\d{2}):(\d{2}):(\d{2})$/.exec(text[0] ?? '') ?? [];
  if (hours === undefined) return undefined;
  const half = text[1] === 'AM' || text[1] === 'PM' ? text[1] : undefined;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'PM' ? 12 : 0);
  return { at: hour * 3600 + Number(minutes) * 60 + Number(seconds), width: half === undefined ? 1 : 2 };
}

/** 'Linux 4.18.0 (host) 11/21/2026 _x86_64_ (8 CPU)': month first, as in the C locale, unless that cannot be. */
function bannerDate(text: readonly string[]): { date?: string } {
  const iso = text.find((word) => /^\d{4}-\d{2}-\d{2}$/.test(word));
  if (iso !== undefined) return { date: iso };
  const [, first, second, year] =
    text.map((word) => /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(word)).find((m) => m !== null) ?? [];
  if (first === undefined || second === undefined) return {};
  return { date: Number(first) > 12 ? `${year}-${second}-${first}` : `${year}-${first}-${second}` };
}

function openSeries(report: SarReport, header: string[]): { series: SarSeries | undefined; keyed: boolean } {
  if (report.series.length >= seriesLimit) return { series: undefined, keyed: false };
  const kind = kinds.find(([column]) => header.includes(column))?.[1];
  if (kind === undefined) return { series: undefined, keyed: false };
  const keyed = header[0] === 'IFACE' || header[0] === 'CPU';
  const columns = keyed ? header.slice(1) : header;
  const known = report.series.find(
    (series) => series.kind === kind && series.columns.join() === columns.join(),
  );
  const series = known ?? { kind, columns, rows: [], averages: [] };
  if (!known) report.series.push(series);
  return { series, keyed };
}

function rowOf(
  series: SarSeries,
  keyed: boolean,
  at: number | undefined,
  rest: string[],
  line: Line,
  note: NoteAt,
): SarRow[] {
  const values = (keyed ? rest.slice(1) : rest).map((text) => fraction(text.replace(',', '.')));
  if (values.length !== series.columns.length) {
    note(line, { id: 'common/uneven-pair', args: { names: series.columns.length, values: values.length } });
    return [];
  }
  return [{ ...(at === undefined ? {} : { at }), ...(keyed ? { device: rest[0] ?? '' } : {}), values, line }];
}

/**
 * The line of all CPUs at the head of `top`: 'Cpu(s):  0.0%us,  0.0%sy, ... 54.3%st' until procps 3.2, '%Cpu(s):  0.0 us,
 * ...' since; busybox has 'CPU:   3% usr   0% sys ... 12% sirq' and tells no steal.
 */
export const topCpu = defineParser<SarReport>({
  name: 'top (CPUs)',
  reads: /^top( .*)?$/,
  parse(file) {
    const rows: SarRow[] = [];
    let columns: string[] = [];
    for (const line of file.lines) {
      if (rows.length >= rowLimit || !/^%?Cpu\(s\):|^CPU: /.test(line.text)) continue;
      const shares = [...line.text.matchAll(/(\d{1,3}(?:\.\d)?)[% ]{1,2}([a-z]{2,4})\b/g)];
      columns = shares.map(([, , name = '']) => `%${name}`);
      rows.push({ device: 'all', values: shares.map(([, value]) => fraction(value)), line });
    }
    return rows.length > 0
      ? { series: [{ kind: 'CPU', columns, rows, averages: [] }], restarts: [] }
      : undefined;
  },
});

/** `vmstat` with or without an interval: 'r b swpd free ... us sy id wa st', KiB and percent; the first row is since boot. */
export const vmstatCommand = defineParser<SarReport>({
  name: 'vmstat',
  reads: /^vmstat( -[awtnS]+| \d+)*$/,
  parse(file, note) {
    let series: SarSeries | undefined;
    for (const line of file.lines) {
      const text = words(line.text);
      if (text[0] === 'r' && text[1] === 'b') {
        // -t adds a date and a time under the name of the zone.
        const columns = text.slice(0, text.indexOf(text.includes('st') ? 'st' : 'wa') + 1);
        series ??= { kind: 'VMSTAT', columns, rows: [], averages: [] };
      } else if (series && /^\d+$/.test(text[0] ?? '') && series.rows.length < rowLimit) {
        series.rows.push(
          ...rowOf(series, false, undefined, text.slice(0, series.columns.length), line, note),
        );
      }
    }
    return series ? { series: [series], restarts: [] } : undefined;
  },
});
