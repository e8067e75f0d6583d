import type { Evidence, Line, SettingChange } from '../model.ts';
import type { Fact, Source } from '../parsers/index.ts';
import type { SettingEntry } from './entries.ts';
import { entriesOf, extractors, scopeOf } from './entries.ts';
import type { Facts } from './parse.ts';

/** More changes than a reader takes in: a firewall that was written anew. */
const most = 1000;

/** One answer of one capture: what one parser read in one namespace, of all its files. */
interface Answer {
  source: Source;
  parser: string;
  netns: string;
  capture: number;
  whole: boolean;
  entries: Map<string, SettingEntry>;
}

/** Settings that differ from one capture to the next, each time that they do, oldest first. */
export function settingChangesOf(facts: Facts): SettingChange[] {
  const changes = new Map<string, SettingChange>();
  for (const [source, known] of facts.bySource) {
    if (!extractors[source]) continue;
    const answers = answersOf(source, known);
    for (const [i, later] of answers.entries()) {
      const earlier = answers
        .slice(0, i)
        .findLast((a) => a.parser === later.parser && a.netns === later.netns);
      for (const change of earlier ? differences(earlier, later) : []) {
        // Two formats of one source tell the same change.
        changes.set(
          JSON.stringify([change.key, change.scope, change.from, change.to, change.capture]),
          change,
        );
      }
    }
  }
  return [...changes.values()].sort(inOrder).slice(0, most);
}

function answersOf(source: Source, facts: readonly Fact<unknown>[]): Answer[] {
  const answers = new Map<string, Answer>();
  for (const { parser, netns, capture, file, value } of facts) {
    const key = JSON.stringify([parser, netns, capture]);
    const answer = answers.get(key) ?? { source, parser, netns, capture, whole: true, entries: new Map() };
    answers.set(key, answer);
    answer.whole &&= file.whole;
    // The one cast of the table: bySource is filled per source from the parsers of that very source.
    for (const entry of entriesOf(source, value as never)) {
      answer.entries.set(JSON.stringify([entry.key, entry.device]), entry);
    }
  }
  return [...answers.values()].sort((a, b) => a.capture - b.capture);
}

function differences(earlier: Answer, later: Answer): SettingChange[] {
  const complete = earlier.whole && later.whole;
  const changes: SettingChange[] = [];
  for (const key of new Set([...earlier.entries.keys(), ...later.entries.keys()])) {
    const [before, after] = [earlier.entries.get(key), later.entries.get(key)];
    const known = before ?? after;
    if (!known || before?.value === after?.value) continue;
    if (!(before && after) && !(complete && known.listed)) continue;
    changes.push({
      key: known.key,
      scope: scopeOf(later.netns, known),
      capture: later.capture,
      ...(before ? { from: before.value, before: cite(before.line, known.key, before.value) } : {}),
      ...(after ? { to: after.value, after: cite(after.line, known.key, after.value) } : {}),
    });
  }
  return changes;
}

function cite(line: Line, key: string, value: string): Evidence {
  const meaning = { id: 'common/setting-is', args: { key, value } };
  return { path: line.file.path, line: line.number, excerpt: line.text, meaning };
}

function inOrder(a: SettingChange, b: SettingChange): number {
  const keys = (c: SettingChange) => [c.scope.netns ?? '', c.scope.device ?? '', c.key].join('\n');
  return a.capture - b.capture || (keys(a) < keys(b) ? -1 : 1);
}
