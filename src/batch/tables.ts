/** What can be asked of a fleet in SQL: the tables, and their rows. */
import type { Fleet, FleetHost } from '../fleet/fleet.ts';
import type { Measures } from '../fleet/measures.ts';
import { nameOf } from '../fleet/order.ts';
import type { Speaker } from '../fleet/speaker.ts';

export type ColumnType = 'VARCHAR' | 'VARCHAR[]' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP';
/** A TIMESTAMP is milliseconds since the epoch; what no BIGINT can hold is told as absent. */
export type Cell = string | number | bigint | boolean | readonly string[] | undefined;
export type Row = Readonly<Record<string, Cell>>;

/** Columns by table. Every table names its host by `host`, which `hosts` explains. */
export const tables = {
  hosts: {
    host: 'VARCHAR',
    name: 'VARCHAR',
    machine_id: 'VARCHAR',
    kernel: 'VARCHAR',
    distribution: 'VARCHAR',
    hardware: 'VARCHAR',
    drivers: 'VARCHAR[]',
    verdict: 'VARCHAR',
    problems: 'INTEGER',
    suspects: 'INTEGER',
    unchecked: 'INTEGER',
    captures: 'INTEGER',
    first_capture: 'TIMESTAMP',
    last_capture: 'TIMESTAMP',
    window_seconds: 'DOUBLE',
    lost: 'BIGINT',
    received: 'BIGINT',
    damaged: 'BOOLEAN',
    bundles: 'VARCHAR[]',
    report: 'VARCHAR',
  },
  findings: {
    host: 'VARCHAR',
    rank: 'INTEGER',
    cause: 'VARCHAR',
    title: 'VARCHAR',
    verdict: 'VARCHAR',
    severity: 'VARCHAR',
    certainty: 'VARCHAR',
    layer: 'VARCHAR',
    share: 'DOUBLE',
    summary: 'VARCHAR',
    subjects: 'VARCHAR[]',
  },
  settings: { host: 'VARCHAR', key: 'VARCHAR', value: 'VARCHAR' },
  counters: {
    host: 'VARCHAR',
    name: 'VARCHAR',
    netns: 'VARCHAR',
    device: 'VARCHAR',
    cpu: 'INTEGER',
    queue: 'VARCHAR',
    rule: 'VARCHAR',
    socket: 'VARCHAR',
    source: 'VARCHAR',
    kind: 'VARCHAR',
    value: 'BIGINT',
    increase: 'BIGINT',
    bound: 'VARCHAR',
    seconds: 'DOUBLE',
    layer: 'VARCHAR',
    bad: 'BOOLEAN',
    path: 'VARCHAR',
    line: 'INTEGER',
  },
  notes: { host: 'VARCHAR', path: 'VARCHAR', line: 'INTEGER', text: 'VARCHAR' },
  unreadable: { path: 'VARCHAR', kind: 'VARCHAR', reason: 'VARCHAR' },
} as const satisfies Record<string, Record<string, ColumnType>>;

export type TableName = keyof typeof tables;

/** The rows of one host in every table. */
export function rowsOf(
  host: FleetHost,
  measures: Measures | undefined,
  { say, title }: Speaker,
): Record<Exclude<TableName, 'unreadable'>, Row[]> {
  const { id } = host;
  const own = (rows: readonly object[]): Row[] => rows.map((row) => ({ host: id, ...row }));
  return {
    hosts: [hostRow(host)],
    findings: host.findings.map(({ title: _title, summary, ...finding }, rank) => ({
      host: id,
      rank: rank + 1,
      ...finding,
      title: title(finding.cause),
      summary: say(summary),
    })),
    settings: Object.entries(host.settings).map(([key, value]) => ({ host: id, key, value })),
    counters: own(measures?.counters ?? []),
    notes: own(measures?.notes ?? []),
  };
}

export function unreadableRows({ unreadable }: Fleet): Row[] {
  return unreadable.map(({ path, kind, reason }) => ({ path, kind, reason }));
}

function hostRow(host: FleetHost): Row {
  const { id, identity, drivers, standing, verdicts, captures, window, trend, damaged, bundles, reports } =
    host;
  const total = (values: readonly (number | undefined)[]) =>
    trend.length === 0 || values.includes(undefined)
      ? undefined
      : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return {
    host: id,
    name: nameOf(host),
    machine_id: identity.machineId,
    kernel: identity.kernel,
    distribution: identity.distribution,
    hardware: identity.hardware,
    drivers,
    verdict: standing.verdict,
    problems: verdicts.problem,
    suspects: verdicts.suspect,
    unchecked: verdicts.unknown,
    captures: captures.length,
    first_capture: captures[0]?.takenAt,
    last_capture: captures.at(-1)?.takenAt,
    window_seconds: window,
    lost: total(trend.map(({ lost }) => lost)),
    received: total(trend.map(({ seen }) => seen)),
    damaged,
    bundles,
    report: reports['html'] ?? Object.values(reports)[0],
  };
}
