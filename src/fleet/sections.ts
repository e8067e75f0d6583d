import { groupBy } from '../group-by.ts';
import { clean } from '../report/clean.ts';
import { number } from '../report/figures.ts';
import type { FleetWord } from '../texts/fleet.ts';
import type { Cluster, Shared } from './clusters.ts';
import type { Filters } from './filters.ts';
import type { Fleet, FleetHost } from './fleet.ts';
import type { Outlier } from './outliers.ts';
import { linkOf, shown } from './rows.ts';
import type { Speaker } from './speaker.ts';
import type { Trait } from './traits.ts';

const mostNames = 8;
const mostOutliers = 200;
const mostSingles = 60;
const mostGroups = 10;

/** Of each cause that several hosts have: a card. */
export function clusterView(
  { cause, hosts, shared }: Cluster,
  all: number,
  filters: Filters,
  speaker: Speaker,
) {
  const { word, title } = speaker;
  const of = (wanted: string) =>
    hosts.filter(({ findings }) => findings.find((one) => one.cause === cause)?.verdict === wanted).length;
  const verdicts = (['problem', 'suspect', 'past', 'risk'] as const).map((verdict) => ({
    verdict,
    n: of(verdict),
  }));
  const present = verdicts.filter(({ n }) => n > 0);
  return {
    title: title(cause),
    number: filters.causeNumber(cause),
    verdict: present[0]?.verdict ?? 'none',
    n: number(hosts.length),
    count: word('cluster-count', { n: hosts.length, all }),
    width: Math.max(1, Math.round((hosts.length / Math.max(1, all)) * 1000) / 10),
    verdicts: present.map(({ verdict, n }) => ({
      verdict,
      text: word('cluster-verdicts', {
        n,
        verdict: speaker.reportWord(n === 1 ? verdict : `${verdict}-many`),
      }),
    })),
    shared: shared.map((one) => sharedText(one, hosts.length, speaker)),
    nothing: shared.length === 0 ? word('shared-nothing') : null,
    ...namesOf(hosts, mostNames, speaker),
  };
}

function sharedText({ traits, n, of, rest, others }: Shared, size: number, speaker: Speaker): string {
  const whole = n === size ? 'shared-all' : 'shared-some';
  const id: FleetWord = rest === 0 ? `${whole}-none` : whole;
  return speaker.word(id, {
    traits: traits.map((trait) => traitText(trait, speaker)).join(', '),
    n,
    of,
    rest,
    others,
  });
}

function traitText({ kind, key, value }: Trait, { word }: Speaker): string {
  return word(`trait-${kind}`, { key: shown(key), value: shown(value) });
}

/** So many names as links; the rest as a number. */
function namesOf(hosts: readonly FleetHost[], most: number, { word }: Speaker) {
  return {
    names: hosts.slice(0, most).map((host) => linkOf(host)),
    more: hosts.length > most ? word('and-more', { n: hosts.length - most }) : null,
  };
}

export function outlierRows(outliers: readonly Outlier[], { word }: Speaker) {
  return {
    n: outliers.length,
    rows: outliers.slice(0, mostOutliers).map(({ host, key, value, usual, n, all, group }) => ({
      ...linkOf(host),
      key: shown(key),
      value: shown(value),
      twins: word('outlier-twins-have', { value: shown(usual), n, all }),
      group: group.map((part) => shown(part)).join(' · '),
    })),
    more:
      outliers.length > mostOutliers ? word('outliers-more', { n: outliers.length - mostOutliers }) : null,
  };
}

/** Hosts of which a second capture would tell most, and the commands that they lack, once for those that lack the same. */
export function askView(hosts: readonly FleetHost[], speaker: Speaker) {
  const single = hosts.filter(({ captures }) => captures.length < 2);
  const asking = single.filter(({ ask }) => ask.length > 0);
  const groups = groupBy(asking, ({ ask }) => ask.join('\n'));
  const frequent = [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, mostGroups);
  return {
    n: single.length,
    again: ['sh collect.sh -n 2 -i 60'],
    ...namesOf(single, mostSingles, speaker),
    groups: frequent.map(([commands, of]) => ({
      hosts: speaker.word('ask-for', {
        hosts: of
          .slice(0, mostNames)
          .map((host) => linkOf(host).name)
          .join(', ')
          .concat(of.length > mostNames ? ` ${speaker.word('and-more', { n: of.length - mostNames })}` : ''),
      }),
      commands: commands.split('\n').map(clean),
    })),
  };
}

const kinds = [
  'damaged',
  'empty',
  'not-a-bundle',
  'encrypted',
  'crashed',
  'too-slow',
  'too-large',
  'unsupported',
  'unreadable',
] as const;

export function unreadableRows({ unreadable }: Fleet, { word }: Speaker) {
  return unreadable.map(({ path, reason, kind }) => {
    const known = kinds.find((name) => name === kind) ?? 'unreadable';
    return { path: clean(path), reason: clean(reason), kind: word(`kind-${known}`) };
  });
}
