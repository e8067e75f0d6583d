import type { Line } from '../model.ts';
import { ipShows } from './ip-command.ts';
import { after, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';

/** A rule of the routing policy, lowest priority first. */
export interface PolicyRule {
  family: 'inet' | 'inet6';
  priority: number;
  /** 'all', a prefix. */
  from: string;
  to?: string;
  iif?: string;
  oif?: string;
  fwmark?: string;
  /** Selectors as printed, without the action: 'from 10.0.0.0/8 fwmark 0x1'. */
  selector: string;
  /** 'lookup', 'blackhole', 'unreachable', 'prohibit', 'goto', 'nop'. */
  action: string;
  table?: string;
  line: Line;
}

/** `ip rule`: '32766:	from all lookup main'. The family is that of the option -6 or of an address in it. */
export const ipRule = defineParser<PolicyRule[]>({
  name: 'ip rule',
  reads: ipShows('ru|rul|rule'),
  parse(file, note) {
    const rules: PolicyRule[] = [];
    for (const line of file.lines) {
      if (line.text.trim() === '') continue;
      const rule = ruleOf(line, / -6( |$)/.test(file.origin));
      if (rule) rules.push(rule);
      else note(line, { id: 'common/unread-line', args: {} });
    }
    return rules.length > 0 ? rules : undefined;
  },
});

const actions = new Set([
  'lookup',
  'blackhole',
  'unreachable',
  'prohibit',
  'goto',
  'nop',
  'masquerade',
  'map-to',
]);

function ruleOf(line: Line, six: boolean): PolicyRule | undefined {
  const [, priority, rest] = /^(\d{1,10}):\s+(.*)$/.exec(line.text) ?? [];
  if (priority === undefined || rest === undefined) return undefined;
  const text = words(rest);
  const at = text.findIndex((word) => actions.has(word));
  const selectors = at < 0 ? text : text.slice(0, at);
  const action = text[at] ?? 'nop';
  const from = after(selectors, 'from') ?? 'all';
  const to = after(selectors, 'to');
  return {
    family: six || from.includes(':') || to?.includes(':') === true ? 'inet6' : 'inet',
    priority: Number(priority),
    from,
    ...present({
      to,
      iif: after(selectors, 'iif'),
      oif: after(selectors, 'oif'),
      fwmark: after(selectors, 'fwmark'),
    }),
    selector: selectors.join(' '),
    action,
    ...present({ table: action === 'lookup' ? text[at + 1] : undefined }),
    line,
  };
}
