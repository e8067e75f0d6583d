import { filtersOf } from '../host/packet-filter.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Evidence, Instance, Line, Remedy } from '../model.ts';
import type { FirewallRule } from '../parsers/firewall.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const timeWait = 'net.netfilter.nf_conntrack_tcp_timeout_time_wait';

const texts = {
  title: 'Ports of source NAT exhausted',
  why:
    'Source NAT gives each flow a port of the translated address, and two flows to the same destination must not have ' +
    'the same one. From one address to one destination address and port there are 64512 ports (1024 to 65535), or as ' +
    'many as the rule allows. Flows of all clients behind this host count together, and each keeps its port until its ' +
    'entry expires (TCP: two minutes after the end). When the ports run out, the first packet of a new flow is dropped: ' +
    'connections to this one destination time out, while all others work.',
  full: '{n} {protocol} flows from {address} to {destination}: {share:percent} of the {range} ports that source NAT has[[; {failed} insertions failed]]',
  ok: 'no destination takes many ports of source NAT[[: the most is {n} of {range}, from {address} to {destination}]]',
  one: 'one of these {n} flows',
  'rule-limits': 'the rule allows {range} ports',
  holders: 'Find out who opens them, and whether they can be kept open instead (a pool, HTTP keep-alive)',
  addresses:
    'Give source NAT more addresses: each has as many ports again. iptables: --to-source FIRST-LAST; nft: snat to FIRST-LAST.',
  'shorter-wait': 'Let entries of closed connections give their port back sooner',
  'wait-cost':
    'A late segment of a closed connection may then meet a new one on the same port; 30 s is more than segments live in practice.',
  random: 'Until then --random-fully on the rule avoids clashes between the ports that are left.',
};
type Speak = Say<typeof texts>;

interface Pair {
  protocol: string;
  address: string;
  destination: string;
  n: number;
  range: number;
  share: number;
  line: Line;
  rule?: FirewallRule;
}

export default defineCause({
  id: 'snat-port-exhaustion',
  layer: 'conntrack',
  per: 'destination',
  needs: ['conntrackTable'],
  verdicts: ['problem', 'risk', 'ok'],
  lookAlike: 'ephemeral-port-exhaustion',
  texts,
  references: [
    'net/netfilter/nf_nat_core.c: nf_nat_l4proto_unique_tuple',
    'iptables-extensions(8): SNAT, MASQUERADE',
  ],

  evaluate(context, say) {
    const pairs = pairsOf(context);
    const [worst] = pairs;
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const told = (id: 'full' | 'ok', one: Pair, failed?: bigint) => say(id, { ...argsOf(one), failed });
    if (worst.share < 0.8)
      return {
        verdict: 'ok',
        summary: told('ok', worst),
        evidence: [cite(worst.line, say('one', { n: worst.n }))],
      };
    const failed = movementOf(context.counters('conntrack.insert_failed'));
    const failing = failed?.verdict === 'problem' ? failed : undefined;
    const full = worst.share >= 0.95;
    return {
      verdict: full ? 'problem' : 'risk',
      severity: full ? 'critical' : 'medium',
      certainty: failing ? 'certain' : 'likely',
      summary: told('full', worst, full ? failing?.n : undefined),
      evidence: evidenceOf(worst, say).concat(full ? (failing?.deltas ?? []).map(citeCounter) : []),
      instances: pairs.filter(({ share }) => share >= 0.8).map((one) => instanceOf(context, one, say)),
      claims: full ? (failing?.deltas ?? []).map(claim) : [],
      remedies: remediesOf(context, worst, say),
      confirm: [say('random')],
    };
  },
});

/** The fullest first; of several captures, the most that one of them had. */
function pairsOf(context: Context): Pair[] {
  const most = new Map<string, Pair>();
  const nat = filtersOf(context).flatMap(({ rules }) => rules.filter(({ table }) => /\bnat$/.test(table)));
  for (const [key, { count, line }] of context
    .history('conntrackTable')
    .flatMap(({ value }) => value.translated)) {
    const [, protocol = '', address = '', destination = ''] =
      /^(tcp|udp|sctp) (\S+) to (\S+)$/.exec(key) ?? [];
    if (address === '' || (most.get(key)?.n ?? 0) >= count) continue;
    const limit = limitOf(nat, address);
    const range = limit?.range ?? 64512;
    const rule = limit === undefined ? {} : { rule: limit.rule };
    most.set(key, { protocol, address, destination, n: count, range, share: count / range, line, ...rule });
  }
  return [...most.values()].sort((a, b) => b.share - a.share);
}

/** '--to-source 203.0.113.7:1024-2047', 'snat to 203.0.113.7:1024-2047', and masquerading to a range of ports. */
function limitOf(
  nat: readonly FirewallRule[],
  address: string,
): { range: number; rule: FirewallRule } | undefined {
  for (const rule of nat) {
    const [, own, from, to] =
      /(?:--to-source|snat (?:ip6? )?to) \[?([\da-f.:]+?)\]?:(\d+)-(\d+)/.exec(rule.text) ??
      /(?:--to-ports|masquerade to) ()(?::)?(\d+)-(\d+)/.exec(rule.text) ??
      [];
    const masquerades = own === '' && /MASQUERADE|masquerade/.test(rule.text);
    if (own !== address && !masquerades) continue;
    return { range: Number(to) - Number(from) + 1, rule };
  }
  return undefined;
}

const argsOf = ({ protocol, address, destination, n, range, share }: Pair) => ({
  protocol,
  address,
  destination,
  n,
  range,
  share,
});

function evidenceOf({ line, n, rule, range }: Pair, say: Speak): Evidence[] {
  return [cite(line, say('one', { n })), ...(rule ? [cite(rule.line, say('rule-limits', { range }))] : [])];
}

function instanceOf(context: Context, one: Pair, say: Speak): Instance {
  const full = one.share >= 0.95;
  return {
    subject: `${one.address} > ${one.destination}`,
    scope: { netns: context.netns },
    verdict: full ? 'problem' : 'risk',
    severity: full ? 'critical' : 'medium',
    summary: say('full', argsOf(one)),
    share: one.share,
    evidence: evidenceOf(one, say),
  };
}

function remediesOf(context: Context, { protocol, address, destination }: Pair, say: Speak): Remedy[] {
  const [, host = destination, port] = /^(.*):(\d+)$/.exec(destination) ?? [];
  const flows = sh`conntrack -L -p ${protocol} -q ${address} -d ${host}` + (port ? sh` --dport ${port}` : '');
  const inside = (command: string) => inNamespace(context.netns, command);
  const verify = [inside(`${flows} 2>/dev/null | wc -l`)];
  const list = `${flows} 2>/dev/null | grep -o '^[^=]*src=[^ ]*' | grep -o 'src=.*' | sort | uniq -c | sort -rn | head`;
  const long = protocol === 'tcp' && (numberOf(context, timeWait) ?? 0) > 30;
  return [
    investigate(say('holders'), [inside(list)], 'admin', verify),
    { when: 'persist', what: say('addresses'), commands: [], verify, undo: [], risk: 'none', who: 'network' },
    ...(long
      ? changeSetting(context, {
          key: timeWait,
          to: 30,
          what: say('shorter-wait'),
          sideEffects: say('wait-cost'),
          verify,
        })
      : []),
  ];
}
