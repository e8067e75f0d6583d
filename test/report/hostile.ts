import type { Report } from '../../src/model.ts';
import { layers } from '../../src/model.ts';
import { mapStrings } from '../../src/report/clean.ts';
import { specimen, specimenCatalogue } from './specimen.ts';

/** What a host that wants to harm its reader would print. */
const poison =
  '<img src=x onerror=alert(1)><script>alert(1)</script></style></pre><!--]]>{{constructor}}{{{x}}}{{#if}}' +
  '[a](javascript:alert(1)) https://evil.example www.evil.example @team `x` | "\' onclick=alert(1) $x$ $(x)' +
  '\u001b[31m\u001b]0;x\u0007\u009b31m\u202e\u200b\ud800\r\n# heading\n```\n\u2028- item\u0000';

/** Words that the program itself chooses; all else may come from the host. */
const own = new Set<string>([
  ...['problem', 'suspect', 'past', 'risk', 'ok', 'unknown', 'critical', 'high', 'medium', 'low', 'info'],
  ...['certain', 'likely', 'possible', 'now', 'persist', 'investigate', 'none', 'restart', 'link-reset'],
  ...[
    'admin',
    'in',
    'out',
    'log',
    'counter',
    'reset',
    'baseline',
    'worse',
    'exact',
    'at-least',
    'capture',
    'boot',
    'dropcause',
  ],
  ...layers,
  ...specimenCatalogue.map((cause) => cause.id),
]);

/** The specimen with the next text in every field that a stranger could fill. */
export function hostileReport(next: () => string = () => poison): Report {
  const isOwn = (value: string) => own.has(value) || /^(specimen|common|report)\/[\w-]+$/.test(value);
  return mapStrings(specimen(), (value) => (isOwn(value) ? value : `${value} ${next()}`));
}

/** The specimen grown as large as a hostile or a very big host makes it. */
export function hugeReport(times: number): Report {
  const report = specimen();
  const many = <T>(items: readonly T[]): T[] => Array.from({ length: times }, () => items).flat();
  const long = 'x'.repeat(5000);
  for (const finding of report.findings) {
    finding.evidence = many(finding.evidence).map((e, i) => ({
      ...e,
      line: i + 1,
      excerpt: e.excerpt + long,
    }));
    finding.instances = many(finding.instances).map((i, n) => ({
      ...i,
      subject: `${n} ${i.subject} ${long}`,
    }));
    finding.ruledOut = many(finding.ruledOut);
    finding.confirm = many(finding.confirm);
  }
  report.counters = many(report.counters).map((delta, i) => ({
    ...delta,
    scope: { ...delta.scope, device: `eth${i}` },
  }));
  report.timeline = many(report.timeline);
  report.ledger = many(report.ledger);
  report.settings = many(report.settings);
  report.notable = many(report.notable);
  report.notes = many(report.notes).map((note) => ({ ...note, path: note.path + long }));
  report.absences = many(report.absences);
  report.comparisons = many(report.comparisons ?? []);
  report.decisions = many(report.decisions);
  report.unexplained = many(report.unexplained).map((delta, i) => ({
    ...delta,
    scope: { device: `eth${i}` },
  }));
  return report;
}
