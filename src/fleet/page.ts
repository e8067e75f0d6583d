import type { Verdict } from '../model.ts';
import { number, time } from '../report/figures.ts';
import type { FleetWord } from '../texts/fleet.ts';
import { fleetTexts } from '../texts/fleet.ts';
import type { ReportWord } from '../texts/report.ts';
import { reportTexts } from '../texts/report.ts';
import type { Cluster } from './clusters.ts';
import { clustersOf } from './clusters.ts';
import { filtersOf } from './filters.ts';
import type { Fleet } from './fleet.ts';
import { outliersOf } from './outliers.ts';
import { rowOf } from './rows.ts';
import { askView, clusterView, outlierRows, unreadableRows } from './sections.ts';
import { sparkSize } from './sparkline.ts';
import type { Speaker } from './speaker.ts';

const verdicts = ['problem', 'suspect', 'past', 'risk', 'ok', 'unknown'] as const;
const mostCards = 6;
const mostClusters = 48;
const mostBars = 8;

/** Everything that the page of the fleet prints, as plain data; nothing is left out, because the template is strict. */
export function fleetPage(fleet: Fleet, speaker: Speaker) {
  const { hosts } = fleet;
  const filters = filtersOf(hosts, speaker);
  const clusters = clustersOf(hosts);
  const cards = clusters
    .slice(0, mostClusters)
    .map((cluster) => clusterView(cluster, hosts.length, filters, speaker));
  const [shownCards, folded] = [cards.slice(0, mostCards), cards.slice(mostCards)];
  const outliers = outlierRows(outliersOf(hosts), speaker);
  const ask = askView(hosts, speaker);
  const unreadable = unreadableRows(fleet, speaker);
  const made = time({ wall: fleet.createdAt });
  return {
    lang: speaker.lang,
    version: fleet.generator.version,
    words: wordsOf(speaker),
    spark: sparkSize,
    ...heroOf(fleet, clusters, speaker),
    bars: cards.slice(0, mostBars),
    clusters: {
      cards: shownCards,
      folded,
      more:
        folded.length === 1
          ? speaker.word('clusters-more-1')
          : speaker.word('clusters-more', { n: folded.length }),
    },
    filters: filters.list,
    rows: hosts.map((host, index) => rowOf(host, index, filters, speaker)),
    shown: speaker.word('shown-n', { n: hosts.length, all: hosts.length }),
    // The script fills in the numbers.
    shownPattern: speaker.say({ id: 'fleet/shown-n', args: {} }),
    outliers,
    ask,
    unreadable,
    contents: contentsOf(
      {
        clusters: clusters.length,
        hosts: hosts.length,
        outliers: outliers.n,
        ask: ask.n,
        unreadable: unreadable.length,
      },
      speaker,
    ),
    footer: speaker.say({
      id: 'report/created-by',
      args: { version: fleet.generator.version, ...(made === undefined ? {} : { time: made }) },
    }),
  };
}

function heroOf({ hosts, unreadable }: Fleet, clusters: readonly Cluster[], speaker: Speaker) {
  const { word, reportWord, title } = speaker;
  const all = hosts.length;
  const n = (verdict: Verdict) => hosts.filter(({ standing }) => standing.verdict === verdict).length;
  const worst = verdicts.find((verdict) => n(verdict) > 0);
  const [frequent] = clusters;
  const counts = verdicts.map((verdict) => ({
    verdict,
    n: n(verdict),
    word: reportWord(n(verdict) === 1 ? verdict : `${verdict}-many`),
    zero: n(verdict) === 0,
    show: speaker.say({ id: 'report/show-verdict', args: { verdict: reportWord(verdict) } }),
  }));
  return {
    title: word(all === 1 ? 'hosts-1' : 'title', { n: all }),
    verdict: worst ?? 'unknown',
    verdictWord: reportWord(worst ?? 'unknown'),
    headline: worst ? word(`headline-${worst}`, { n: n(worst), all }) : word('headline-none'),
    lead: frequent ? word('lead', { title: title(frequent.cause), n: frequent.hosts.length, all }) : null,
    counts,
    parts: partsOf(counts, all),
    partsText: counts
      .filter(({ zero }) => !zero)
      .map((part) => word('standing-part', { verdict: part.word, n: part.n }))
      .join(', '),
    facts: [
      { term: word('hosts'), value: all },
      { term: word('bundles'), value: new Set(hosts.flatMap(({ bundles }) => bundles)).size },
      { term: word('single'), value: hosts.filter(({ captures }) => captures.length < 2).length },
      { term: word('unreadable-short'), value: unreadable.length },
      { term: word('kernels'), value: new Set(hosts.flatMap(({ identity }) => identity.kernel ?? [])).size },
      { term: word('drivers'), value: new Set(hosts.flatMap(({ drivers }) => drivers)).size },
    ].map(({ term, value }) => ({ term, value: number(value) })),
  };
}

/** Pieces of a bar from 0 to 1000. */
function partsOf(counts: readonly { verdict: Verdict; n: number }[], all: number) {
  let before = 0;
  return counts
    .filter(({ n }) => n > 0)
    .map(({ verdict, n }) => {
      const x = Math.round((before / all) * 1000);
      before += n;
      return { verdict, x, width: Math.max(2, Math.round((before / all) * 1000) - x - 3) };
    });
}

/** Links to what is there. */
function contentsOf(
  parts: Record<'clusters' | 'hosts' | 'outliers' | 'ask' | 'unreadable', number>,
  { word }: Speaker,
) {
  return (['clusters', 'hosts', 'outliers', 'ask', 'unreadable'] as const)
    .filter((id) => id === 'hosts' || parts[id] > 0)
    .map((id) => ({ id, n: number(parts[id]), word: word(`nav-${id}`) }));
}

/** Texts without placeholders, for the template; those of the single report under their own names. */
function wordsOf({ word, reportWord }: Speaker) {
  const own = Object.keys(fleetTexts) as FleetWord[];
  const others = Object.keys(reportTexts) as ReportWord[];
  return {
    ...Object.fromEntries(own.map((key) => [key, word(key)])),
    report: Object.fromEntries(others.map((key) => [key, reportWord(key)])),
  };
}
