import type { Finding, Layer, Report, Tuning } from '../model.ts';
import { countsOf, rootsOf, standingOf } from '../report/headline.ts';
import { byText } from '../report/order.ts';
import { commandsOf } from '../report/sections/checks.ts';
import type { ViewOptions } from '../report/view.ts';
import type { FleetFinding, FleetHost } from './fleet.ts';
import { trendOf } from './trend.ts';

/** What the report itself does not know of a host of the fleet. */
export type AboutHost = Pick<FleetHost, 'id' | 'bundles' | 'reports' | 'damaged'>;

/** The part of a report that the fleet index needs. */
export function fleetHost(
  report: Report,
  about: AboutHost,
  { catalogue }: Pick<ViewOptions, 'catalogue'>,
): FleetHost {
  const layers = new Map(catalogue.map(({ id, layer }) => [id, layer]));
  const { verdict, word } = standingOf(report);
  return {
    ...about,
    identity: report.host,
    captures: report.captures.map(({ label, takenAt, bootId }) => ({
      label,
      ...(takenAt?.wall === undefined ? {} : { takenAt: takenAt.wall }),
      ...(bootId === undefined ? {} : { bootId }),
    })),
    ...(report.window === undefined ? {} : { window: report.window }),
    standing: { verdict, word },
    findings: rootsOf(report)
      .filter((finding) => finding.verdict !== 'ok' && finding.verdict !== 'unknown')
      .map((finding) => fleetFinding(finding, layers.get(finding.cause))),
    verdicts: countsOf(report),
    drivers: driversOf(report.tuning),
    settings: settingsOf(report.tuning),
    trend: trendOf(report),
    ask: askFor(report.findings),
    notes: report.notes.length,
  };
}

const mostSubjects = 5;

function fleetFinding(
  { cause, verdict, severity, certainty, summary, share, instances }: Finding,
  layer?: Layer,
): FleetFinding {
  const subjects = instances.filter((instance) => instance.verdict === verdict).map(({ subject }) => subject);
  return {
    cause,
    verdict,
    severity,
    certainty,
    ...(layer === undefined ? {} : { layer }),
    title: { id: `${cause}/title`, args: {} },
    summary,
    ...(share === undefined ? {} : { share }),
    subjects: [...new Set(subjects)].slice(0, mostSubjects),
  };
}

function driversOf(tuning: Tuning | undefined): string[] {
  const drivers = tuning?.devices.flatMap(({ driver }) => driver ?? []) ?? [];
  return [...new Set(drivers)].sort(byText);
}

function settingsOf(tuning: Tuning | undefined): Record<string, string> {
  const values = new Map<string, Set<string>>();
  for (const { driver, settings } of tuning?.devices ?? []) {
    if (driver === undefined) continue;
    for (const [key, value] of Object.entries(settings)) {
      const known = values.get(`${driver} ${key}`) ?? new Set();
      values.set(`${driver} ${key}`, known.add(value));
    }
  }
  const ofDevices = [...values].map(([key, set]) => [key, [...set].sort(byText).join(', ')]);
  return { ...tuning?.sysctl, ...(Object.fromEntries(ofDevices) as Record<string, string>) };
}

/** Commands whose answers are missing: what would make most checks possible comes first. */
function askFor(findings: readonly Finding[]): string[] {
  const counts = new Map<string, number>();
  for (const command of findings.filter(({ verdict }) => verdict === 'unknown').flatMap(commandsOf))
    counts.set(command, (counts.get(command) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || byText(a[0], b[0])).map(([command]) => command);
}
