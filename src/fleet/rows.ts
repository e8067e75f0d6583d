import { clean, shortened } from '../report/clean.ts';
import type { Filters } from './filters.ts';
import type { FleetHost } from './fleet.ts';
import { nameOf, toldOf } from './order.ts';
import { trendView } from './sparkline.ts';
import type { Speaker } from './speaker.ts';

const mostTitles = 4;

/** One host as a row of the table. `index`: its place in the order of the fleet. */
export function rowOf(host: FleetHost, index: number, filters: Filters, speaker: Speaker) {
  const { word, reportWord } = speaker;
  const { identity, standing, captures, window, damaged } = host;
  const count = captures.length;
  return {
    index,
    ...linkOf(host),
    formats: formatsOf(host, speaker),
    standing: standing.verdict,
    standingWord: reportWord(standing.word),
    damaged: damaged ? word('damaged') : null,
    ...worstOf(host, speaker),
    kernel: shown(identity.kernel),
    distribution: shown(identity.distribution),
    drivers: host.drivers.map((driver) => shown(driver)).join(', '),
    captures:
      count < 2
        ? word('captures-1')
        : window === undefined
          ? word('captures-untimed', { n: count })
          : word('captures-n', { n: count, window }),
    count,
    trend: trendView(host, speaker),
    marks: filters.marksOf(host),
    bundles: host.bundles.map((path) => shown(path.split('/').at(-1))).join(' '),
  };
}

/** The host's name, and its report where there is one. */
export function linkOf(host: FleetHost) {
  const path = host.reports['html'] ?? Object.values(host.reports)[0];
  return { name: shown(nameOf(host)), href: path === undefined ? null : address(path) };
}

function worstOf(host: FleetHost, { say, title, word, reportWord }: Speaker) {
  const told = toldOf(host);
  const [worst, ...others] = told;
  const { ok, unknown } = host.verdicts;
  const titles = others.slice(0, mostTitles).map(({ cause }) => title(cause));
  const more = others.length > mostTitles ? '…' : '';
  return {
    finding: worst
      ? {
          title: title(worst.cause),
          summary: shortened(say(worst.summary)),
          severity: worst.severity,
          severityWord: reportWord(worst.severity),
          verdict: worst.verdict,
          verdictWord: reportWord(worst.verdict),
        }
      : null,
    others:
      others.length > 0 ? word('also-n', { n: others.length, titles: `${titles.join('; ')}${more}` }) : null,
    nothing: worst ? null : ok > 0 ? word('nothing-found', { ok }) : word('nothing-known', { unknown }),
  };
}

function formatsOf(host: FleetHost, { word }: Speaker) {
  const name = shown(nameOf(host));
  return Object.entries(host.reports)
    .filter(([format]) => format !== 'html')
    .map(([format, path]) => ({
      format: shown(format).toUpperCase(),
      href: address(path),
      label: word('report-as', { host: name, format: shown(format).toUpperCase() }),
    }));
}

/** A path below the index as a link: no scheme, no host, no way up, and no `?` or `#` of a file's name is obeyed. */
function address(path: string): string {
  const parts = path.split('/').map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')));
  return `./${parts.filter((part) => !/^\.{0,2}$/.test(part)).join('/')}`;
}

/** A stranger's text in one line. */
export function shown(text: string | undefined): string {
  return text === undefined ? '' : shortened(clean(text), 120);
}
