import type { DropRule } from '../host/drop-rules.ts';
import { describeRule, dropRulesOf, dropsInvalid } from '../host/drop-rules.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence, Remedy, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';
import { mayBeInvalid, mostlyHandshakes, sentAgain } from './retransmission.ts';

const liberal = 'net.netfilter.nf_conntrack_tcp_be_liberal';

const texts = {
  title: 'Packets that connection tracking calls INVALID are dropped',
  why:
    'Connection tracking follows every TCP connection. A packet that fits none of them (outside of the window, of a ' +
    'connection whose beginning it did not see, with a bad checksum, an answer to nothing) is INVALID. The kernel does ' +
    'not drop it, but it belongs to no known connection and is not translated by NAT; a rule "ctstate INVALID -j DROP" ' +
    'drops it. A few are on every network: the last RST of a connection that both ends have closed. Many are a ' +
    'connection whose two directions take different ways, of which this host sees one: it stalls and is reset.',
  problem:
    'the rule {rule} dropped {n} packets as INVALID[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
  suspect:
    'the rule {rule} dropped {n} packets as INVALID since it was loaded[[, {share:percent} of what arrived]]; when is unknown',
  uncounted:
    'the rule {rule} drops INVALID packets without counting them; connection tracking called {n} so[[ in {seconds:duration}]][[, {share:percent} of what arrived]]',
  past: 'the rule {rule} dropped {n} packets as INVALID since it was loaded, none in the {flat:duration} between the captures',
  ok: 'connection tracking called no packet INVALID',
  noise:
    'rules drop {n} packets as INVALID[[, {share:percent} of what arrived]]: so few are late packets of connections that are over',
  'not-dropped': '{n} packets were INVALID, and no rule that we know of drops them',
  'no-rule': 'no rule drops INVALID packets',
  'sent-again': 'TCP sent {n} segments again in the same time: the ACKs that it waited for may be among them',
  'log-names': 'the kernel says what is wrong with one of them',
  'see-which':
    'See which packets they are, and whether their other direction passes this host as well: without the first SYN, or with half of the traffic, tracking cannot follow',
  'log-them':
    'The kernel tells why, for TCP: sysctl -w net.netfilter.nf_conntrack_log_invalid=6, look into dmesg, and set it back to 0.',
  'be-liberal': 'Let only RSTs outside of the window be INVALID',
  'weaker-check':
    'Forged segments with a wrong window pass, too. First look for the other direction: this hides an asymmetric path, it does not repair it.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'conntrack-invalid',
  layer: 'conntrack',
  per: 'netns',
  needs: [['conntrack.invalid', 'firewall']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: [
    'net/netfilter/nf_conntrack_proto_tcp.c: nf_conntrack_tcp_packet',
    'iptables-extensions(8): conntrack',
    'https://docs.kernel.org/networking/nf_conntrack-sysctl.html: nf_conntrack_tcp_be_liberal',
  ],

  evaluate(context, say) {
    const seen = [context.counter('Ip.InReceives'), context.counter('Ip6.InReceives')];
    const grade = (deltas: Parameters<typeof movementOf>[0]) => movementOf(deltas, { seen, within: true });
    const invalid = grade(context.counters('conntrack.invalid'));
    const rules = dropRulesOf(context).rules.filter(dropsInvalid);
    const counted = rules.filter(({ delta }) => delta !== undefined);
    const dropped = grade(counted.map(({ delta }) => delta));
    const movement = dropped ?? (rules.length > 0 ? invalid : undefined);
    const claims = [...(invalid?.deltas ?? []), ...(dropped?.deltas ?? [])].map(claim);
    const quiet = (id: 'ok' | 'not-dropped' | 'no-rule' | 'noise', args: Movement['args'] = {}) => ({
      verdict: 'ok' as const,
      summary: say(id, args),
      evidence: [...((dropped ?? invalid)?.deltas.slice(0, 4).map(citeCounter) ?? [])],
      claims,
    });
    if (!movement) {
      if (!invalid) return quiet('no-rule');
      return invalid.n > 0n ? quiet('not-dropped', invalid.args) : quiet('ok');
    }
    if (movement.verdict === 'ok') return quiet('ok');
    const harm = harmOf(context);
    const severity = severityOf(movement, harm);
    if (movement.verdict !== 'past' && severity === 'info') return quiet('noise', movement.args);
    const { verdict, share } = movement;
    const worst = worstRule(counted, movement) ?? rules[0];
    const id = (dropped ?? verdict === 'past') ? verdict : 'uncounted';
    return {
      verdict,
      severity,
      certainty: (dropped ?? harm) && verdict === 'problem' ? 'likely' : 'possible',
      summary: say(id, { ...movement.args, rule: worst && describeRule(worst.rule) }),
      ...(share === undefined ? {} : { share }),
      evidence: [
        ...evidenceOf(context, movement, worst, say),
        ...(harm?.deltas ?? []).map((delta) => ({
          ...citeCounter(delta),
          meaning: say('sent-again', harm?.args),
        })),
      ],
      claims,
      remedies: verdict === 'past' ? [] : remediesOf(context, say),
      confirm: [say('log-them')],
      consequenceOf: [
        'asymmetric-routing',
        'conntrack-table-full',
        'conntrack-early-drop',
        'offload-checksum-bug',
      ],
    };
  },
});

/** Segments sent again in the same time, one in a hundred or more, for which these drops may be the reason. */
function harmOf(context: Context): Movement | undefined {
  const again = sentAgain(context);
  if (!again || again.n < 10n || (again.share ?? 0) < 0.01) return undefined;
  return mayBeInvalid(context, again) && !mostlyHandshakes(context, again) ? again : undefined;
}

/**
 * Connections that end leave late packets behind: below one in a thousand they tell nothing. A step more where TCP
 * suffers: that is then told as a consequence of this.
 */
function severityOf({ n, share, rate, verdict }: Movement, harm: Movement | undefined): Severity {
  const [many, some] = harm ? (['high', 'medium'] as const) : (['medium', 'low'] as const);
  if (verdict === 'past' || n < 10n) return 'info';
  if (verdict !== 'problem') return share !== undefined && share >= 0.01 ? 'low' : 'info';
  if (share === undefined) return rate !== undefined && rate >= 1 ? some : 'info';
  if (share >= 0.01) return many;
  return share >= 0.001 ? some : 'info';
}

function worstRule(rules: readonly DropRule[], { deltas }: Movement): DropRule | undefined {
  return rules.find(({ delta }) => delta === deltas[0]);
}

function evidenceOf(
  context: Context,
  { deltas }: Movement,
  rule: DropRule | undefined,
  say: Speak,
): Evidence[] {
  const logged = loggedEvents(context, 'conntrack-invalid');
  return [
    ...(rule && !rule.delta ? [cite(rule.rule.line, say('title'))] : []),
    ...deltas.slice(0, 4).map(citeCounter),
    ...(logged ? [cite(logged.last.line, say('log-names'))] : []),
  ];
}

function remediesOf(context: Context, say: Speak): Remedy[] {
  const inside = (command: string) => inNamespace(context.netns, command);
  const look = ['conntrack -S', 'ip rule', 'ip route show table all'].map(inside);
  const verify = [inside('conntrack -S')];
  const strict = context.setting(liberal)?.value.trim() === '0';
  return [
    investigate(say('see-which'), look, 'network', verify),
    ...(strict
      ? changeSetting(context, {
          key: liberal,
          to: 1,
          what: say('be-liberal'),
          sideEffects: say('weaker-check'),
          risk: 'weakens-protection',
          verify,
        })
      : []),
  ];
}
