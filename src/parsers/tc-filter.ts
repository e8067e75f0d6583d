/**
 * `tc -s filter show`: classifiers with their actions below them. An action with its own counters tells how many
 * packets a policer or a drop action ate. Source: iproute2 tc/tc_filter.c, m_action.c, m_police.c, m_gact.c.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { SampleSeed } from './parser.ts';
import { defineParser } from './parser.ts';
import type { TcCounters } from './tc.ts';
import { askedDevice, noCounters, readCounters, wordAfter } from './tc.ts';

export interface TcAction extends TcCounters {
  /** 'police', 'gact', 'mirred', 'bpf'. */
  kind: string;
  /** What it does with a packet that it takes: 'drop' or 'shot', 'pass', 'redirect'; of a policer: with the excess. */
  verdict: string | undefined;
  /** The whole head: 'police 0x1 rate 1Mbit burst 10Kb ... action drop'. */
  text: string;
  line: Line;
}

export interface TcFilter {
  device: string;
  /** 'ffff:' is ingress; undefined where the command names the hook. */
  parent: string | undefined;
  /** 'ingress' or 'egress' of clsact, where the command or the head tells it. */
  hook: string | undefined;
  protocol: string | undefined;
  /** 'u32', 'flower', 'bpf', 'matchall'. */
  kind: string | undefined;
  text: string;
  actions: TcAction[];
  line: Line;
}

const kinds = /\b(u32|flower|bpf|matchall|fw|basic|route|cgroup|flow|rsvp|tcindex)\b/;
const actionLine =
  /^(?:action order \d+: +)?(police|gact|mirred|nat|pedit|skbedit|bpf|vlan|tunnel_key|ct|connmark|mpls|gate|sample|csum|ife|xt|simple)\b(.*)$/;

/** Nothing printed: no filters. Anything else before the first filter is a complaint. */
function parse(file: CapturedFile): TcFilter[] | undefined {
  const filters: TcFilter[] = [];
  for (const line of file.lines) {
    const text = line.text.trim();
    const filter = filters.at(-1);
    if (text.startsWith('filter ')) filters.push(filterOf(text, file, line));
    else if (text === '') continue;
    else if (!filter) return undefined;
    else readBelow(text, line, filter);
  }
  return filters;
}

function filterOf(text: string, file: CapturedFile, line: Line): TcFilter {
  return {
    device: wordAfter(text, 'dev') ?? askedDevice(file),
    parent: wordAfter(text, 'parent'),
    hook: /\b(ingress|egress)\b/.exec(text)?.[1] ?? /\b(ingress|egress)\b/.exec(file.origin)?.[1],
    protocol: wordAfter(text, 'protocol'),
    kind: kinds.exec(text)?.[1],
    text,
    actions: [],
    line,
  };
}

function readBelow(text: string, line: Line, filter: TcFilter): void {
  const found = actionLine.exec(text);
  const action = filter.actions.at(-1);
  if (found) {
    const [, kind = '', rest = ''] = found;
    const verdict =
      wordAfter(rest, 'action')?.replace(/\/.*$/, '') ?? /\((\w+)/.exec(rest)?.[1]?.toLowerCase();
    filter.actions.push({ ...noCounters(), kind, verdict, text, line });
  } else if (action) readCounters(line, action);
}

function samples(filters: TcFilter[]): SampleSeed[] {
  return filters.flatMap(({ device, text, actions }) =>
    actions.flatMap((action, order) => {
      if (!action.dropped) return [];
      const scope = { device, queue: text.slice(0, 200), rule: `${order + 1} ${action.text}` };
      return [{ name: 'tc.action_drops', ...action.dropped, scope }];
    }),
  );
}

export const tcFilter = defineParser<TcFilter[]>({
  name: 'tc -s filter show',
  reads: /^tc (?:-\S+ )*filter (?:show|list|ls)\b/,
  parse,
  samples,
});
