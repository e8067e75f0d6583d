import { groupBy } from '../group-by.ts';
import { cpusOf, cpuUse } from '../host/cpus.ts';
import { chainOf, filtersOf } from '../host/packet-filter.ts';
import { inNamespace } from '../host/shell.ts';
import type { Line } from '../model.ts';
import type { Firewall, FirewallRule } from '../parsers/firewall.ts';
import type { Context } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

/** From so many on, a packet filter shows up in profiles. */
const many = 2000;

interface LongChain {
  name: string;
  rules: number;
  /** Packets of known connections are accepted before they come here. */
  spared: boolean;
  line: Line;
}

export default defineCause({
  id: 'firewall-ruleset-slow',
  layer: 'netfilter',
  per: 'netns',
  needs: ['firewall'],
  verdicts: ['problem', 'risk', 'ok'],
  lookAlike: 'softirq-single-core',
  texts: {
    title: 'Packet filter with thousands of rules in a row',
    why:
      'The rules of a chain are tried one after the other until one decides. With thousands of them (a block list with a ' +
      'rule per address) each packet costs as much CPU as receiving it several times over, in softirq, on the CPU that ' +
      'receives: the host handles fewer packets, and drops begin at the ring or the backlog. A set finds an address ' +
      'among a million in one step.',
    problem:
      'each packet is held against up to {rules} rules in {chain}, while CPU {cpu} spends {softirq:percent} of its time in softirqs',
    risk: 'each packet is held against up to {rules} rules in {chain}; how busy the CPUs are with it is not known',
    ok: 'the longest chain has {rules} rules ({chain})',
    'ok-none': 'the packet filter has no rules',
    spared:
      '{chain} has {rules} rules, but packets of known connections are accepted before it: only new ones pay',
    'has-room':
      '{chain} has {rules} rules, and no CPU spends more than {softirq:percent} of its time in softirqs',
    'first-rule': 'the first of {rules} rules',
    busy: 'CPU {cpu}: {softirq:percent} in softirqs',
    profile: 'See where the time goes: ipt_do_table or nft_do_chain at the top is the proof',
    'use-sets':
      'Put the addresses into a set (ipset create NAME hash:net, one rule -m set --match-set NAME src; nft: a named set), and accept ESTABLISHED,RELATED first. Try it beside the old rules before they go.',
  },
  references: ['net/ipv4/netfilter/ip_tables.c: ipt_do_table', 'ipset(8)', 'nft(8): SETS'],

  evaluate(context, say) {
    const chains = filtersOf(context)
      .flatMap(chainsOf)
      .sort((a, b) => b.rules - a.rules);
    const [most] = chains;
    if (!most) return { verdict: 'ok', summary: say('ok-none') };
    const about = ({ name, rules }: LongChain) => ({ chain: name, rules });
    const quiet = (id: 'ok' | 'spared' | 'has-room', one: LongChain, softirq?: number) => ({
      verdict: 'ok' as const,
      summary: say(id, { ...about(one), softirq }),
      evidence: [cite(one.line, say('first-rule', { rules: one.rules }))],
    });
    if (most.rules <= many) return quiet('ok', most);
    const longest = chains.find(({ rules, spared }) => rules > many && !spared);
    if (!longest) return quiet('spared', most);
    const busiest = busiestOf(context);
    if (busiest && busiest.softirq < 0.5) return quiet('has-room', longest, busiest.softirq);
    const args = { ...about(longest), cpu: busiest?.cpu, softirq: busiest?.softirq };
    return {
      verdict: busiest ? 'problem' : 'risk',
      severity: !busiest ? 'low' : busiest.softirq >= 0.8 ? 'high' : 'medium',
      certainty: busiest ? 'likely' : 'possible',
      summary: say(busiest ? 'problem' : 'risk', args),
      evidence: [
        cite(longest.line, say('first-rule', { rules: longest.rules })),
        ...(busiest ? [cite(busiest.line, say('busy', args))] : []),
      ],
      remedies: [
        investigate(
          say('profile'),
          ['perf record -a -g sleep 10', 'perf report --no-children --stdio | head -40'],
          'admin',
          [inNamespace(context.netns, 'mpstat -P ALL 1 5')],
        ),
      ],
      confirm: [say('use-sets')],
    };
  },
});

function busiestOf(context: Context) {
  return cpusOf(context)
    .flatMap((cpu) => cpuUse(context, cpu) ?? [])
    .sort((a, b) => b.softirq - a.softirq)[0];
}

/** The table nat is asked for the first packet of a flow only. */
function chainsOf(firewall: Firewall): LongChain[] {
  const asked = firewall.rules.filter(({ tool, table }) => tool !== 'firewalld' && !/\bnat$/.test(table));
  return [...groupBy(asked, chainOf).values()].flatMap((rules) => {
    const [first] = rules;
    if (!first) return [];
    const name = `${first.tool} ${first.table} ${first.chain}`;
    return [
      {
        name,
        rules: rules.length,
        spared: rules.length > many && isSpared(firewall, first),
        line: first.line,
      },
    ];
  });
}

/** Near the start of the chain itself, or of a chain with a hook in its table that leads to it. */
function isSpared(firewall: Firewall, first: FirewallRule): boolean {
  const { tool, table, chain } = first;
  const same = firewall.rules.filter((rule) => rule.tool === tool && rule.table === table);
  const known = (rule: FirewallRule) =>
    rule.action === 'accept' && rule.matches.states?.includes('ESTABLISHED') === true;
  const own = same.filter((rule) => rule.chain === chain);
  if (own.slice(0, 100).some(known)) return true;
  const jump = same.find((rule) => rule.action === 'jump' && rule.target === chain);
  const before = same.filter((rule) => rule.chain === jump?.chain);
  return jump !== undefined && before.slice(0, before.indexOf(jump)).some(known);
}
