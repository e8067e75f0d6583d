import { clean } from '../report/clean.ts';
import type { ViewOptions } from '../report/view.ts';
import type { Fleet, FleetFinding, FleetHost } from './fleet.ts';
import { nameOf } from './order.ts';
import { speakerOf } from './speaker.ts';

type CsvCell = string | number | boolean | undefined;

const head = [
  ...['host', 'id', 'machine_id', 'kernel', 'distribution', 'hardware', 'drivers', 'host_verdict'],
  ...['cause', 'title', 'verdict', 'severity', 'certainty', 'layer', 'share', 'summary', 'subjects'],
  ...['captures', 'window_seconds', 'damaged', 'bundles', 'report'],
];

/** One row per host and finding, a host without findings has one too. RFC 4180, with CRLF; safe to open in a spreadsheet. */
export function fleetCsv(fleet: Fleet, options: ViewOptions): string {
  const { say, title } = speakerOf(options);
  const about = (finding: FleetFinding | undefined): CsvCell[] =>
    finding === undefined
      ? Array.from({ length: 9 }, () => undefined)
      : [
          ...[finding.cause, title(finding.cause), finding.verdict, finding.severity, finding.certainty],
          ...[finding.layer, finding.share, say(finding.summary), finding.subjects.join('; ')],
        ];
  const rows = fleet.hosts.flatMap((host) =>
    (host.findings.length > 0 ? host.findings : [undefined]).map((finding) => [
      ...hostCells(host),
      ...about(finding),
      ...inputCells(host),
    ]),
  );
  return [head, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function hostCells(host: FleetHost): CsvCell[] {
  const { id, identity, drivers, standing } = host;
  const { machineId, kernel, distribution, hardware } = identity;
  return [nameOf(host), id, machineId, kernel, distribution, hardware, drivers.join('; '), standing.verdict];
}

function inputCells({ captures, window, damaged, bundles, reports }: FleetHost): CsvCell[] {
  return [captures.length, window, damaged, bundles.join('; '), reports['html'] ?? Object.values(reports)[0]];
}

/** What a spreadsheet takes for the beginning of a formula, also in its full-width form. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text that would be run as a formula gets an apostrophe before it, as a spreadsheet's user would type it. */
export function csvField(value: CsvCell): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = clean(value);
  const safe = formula.test(value) || formula.test(text.trimStart()) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
