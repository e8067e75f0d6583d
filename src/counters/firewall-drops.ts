import type { Delta } from '../model.ts';
import type { Book, Part, Period } from './book.ts';

/** 'iptables filter INPUT -p tcp -j DROP', 'nft inet filter input tcp dport 22 drop', 'iptables filter INPUT policy DROP'. */
const dropping = / -[jg] (?:DROP|REJECT|TARPIT)\b| (?:DROP|REJECT) \S+ -- |(?:^| )(?:drop|reject)(?: |$)/;
const policy = / policy (?:DROP|drop)$/;
const leaving = /^(?:OUTPUT|POSTROUTING|output|postrouting)$/;

/** Rules and policies that drop, in the chains of one direction. A chain of its own counts as inbound. */
export function droppedByRules(book: Book, netns: string, period: Period, direction: 'in' | 'out'): Part[] {
  const drops = ({ scope, name }: Delta) => {
    const rule = scope.rule ?? '';
    const isDrop = name === 'firewall.policy_packets' ? policy.test(rule) : dropping.test(rule);
    return isDrop && leaving.test(chainOf(rule)) === (direction === 'out');
  };
  return ['firewall.packets', 'firewall.policy_packets'].flatMap((name) =>
    book.select(netns, name, (delta, all) => drops(delta) && !isTwin(delta, all)).parts(period),
  );
}

/** The word after tool and table; nft's table has its family before it. */
function chainOf(rule: string): string {
  const words = rule.split(' ');
  return words[words[0] === 'nft' ? 3 : 2] ?? '';
}

/** iptables-nft keeps its rules in nft tables of its own names: `nft list ruleset` shows them once more. */
function isTwin({ scope }: Delta, all: readonly Delta[]): boolean {
  const match = /^nft (ip6?) (\S+) [A-Z]/.exec(scope.rule ?? '');
  if (!match) return false;
  const [, family, table] = match;
  return all.some((other) => other.scope.rule?.startsWith(`${family}tables ${table} `));
}
