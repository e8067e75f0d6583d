import type { CounterName } from '../counters/names.ts';
import { inNamespace, sh } from '../host/shell.ts';
import { leadersIn } from '../host/tcp-info.ts';
import type { Evidence, Remedy, Severity } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import type { Gaps } from './gaps.ts';
import { gapsOf } from './gaps.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, concludeLoss, meanwhile, movementOf, shareOf } from './grade.ts';
import type { Needless } from './needless.ts';
import { needlessOf } from './needless.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Packets overtake each other',
  why:
    'Packets of one connection arrive in another order than they were sent. Something spreads them packet by packet over ' +
    'several ways that are not equally fast: a bond in mode balance-rr, a router that shares its load by packet and not by ' +
    'flow, several queues or CPUs in between. Nothing is lost, but the receiver sees gaps, and the sender takes them for ' +
    'losses: it sends again what had arrived, and slows down.',
  problem:
    'TCP saw {n} times that segments it had sent arrived out of order[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments sent]]',
  suspect:
    'TCP saw {n} times since boot that segments it had sent arrived out of order[[, {share:percent} of the segments sent]]; when is unknown',
  past: 'TCP saw {n} times since boot that segments it had sent arrived out of order, not once in the {flat:duration} between the captures',
  ok: 'segments seldom arrive out of order[[: seen {n} times, {share:percent} of the segments sent]]',
  arriving:
    '{n} segments arrived here before an earlier one[[ in {seconds:duration}]], {share:percent} of all, and the peers sent {again} segments again that were only late',
  duplicates: 'the peers sent again what had arrived',
  sender: '{peer}: seen {n} times on this connection',
  receiver: '{peer}: {n} segments of this connection arrived before an earlier one',
  'round-robin':
    'the bond {bond} sends the packets of one connection over its members in turn (balance-rr): they overtake each other',
  'bond-mode':
    'Let {bond} choose a member per flow: mode 802.3ad (with LACP on the switch) or balance-xor, and xmit_hash_policy layer3+4',
  way: 'Look for the place that spreads packets of one flow: bonds, load sharing per packet (ECMP), tunnels over several links, a change of RPS or of queues during the captures',
};
type Speak = Say<typeof texts>;

/** By SACK, by timestamp, by duplicate ACKs without SACK; by FACK before kernel 4.15. */
const seen = [
  'TcpExt.TCPSACKReorder',
  'TcpExt.TCPTSReorder',
  'TcpExt.TCPRenoReorder',
  'TcpExt.TCPFACKReorder',
] as const satisfies readonly CounterName[];

export default defineCause({
  id: 'reordering',
  layer: 'wire',
  per: 'netns',
  needs: [seen],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'retransmission-high',
  texts,
  references: [
    'net/ipv4/tcp_input.c: tcp_check_sack_reordering, tcp_data_queue_ofo',
    'RFC 4737',
    'Documentation/networking/bonding.rst (balance-rr)',
  ],

  evaluate(context, say) {
    const movement = movementOf(
      seen.map((name) => context.counter(name)),
      { seen: [context.counter('Tcp.OutSegs')], within: true },
    );
    if (!movement) return nothingPrinted('TcpExt.TCPSACKReorder');
    const needless = needlessOf(context);
    const told = { ...concludeLoss(movement, say), severity: severityOf(movement, needless) };
    const bonds = roundRobin(context, say);
    if (told.severity !== 'info')
      return {
        ...told,
        evidence: [...told.evidence, ...bonds.evidence, ...connections(context, 'reord_seen', say)],
        remedies: [...bonds.remedies, look(context, say)],
      };
    const lossy = needless?.worth && !needless.mostly;
    const gaps = lossy ? undefined : gapsOf(context);
    if (gaps?.late) return arriving(context, gaps, say);
    return told.verdict === 'past' ? told : { ...told, verdict: 'ok', summary: say('ok', movement.args) };
  },
});

/** Seen at one segment of a thousand: worth a look; at one of a hundred, or with many needless retransmissions: harm. */
function severityOf({ verdict, n, share = 0 }: Movement, needless: Needless | undefined): Severity {
  const harm = share >= 0.01 || (needless?.mostly && needless.severity === 'medium');
  if (verdict === 'problem' && n >= 10n && share >= 0.001) return harm ? 'medium' : 'low';
  return verdict === 'suspect' && n >= 10n && share >= 0.01 ? 'low' : 'info';
}

/** On the way here: the duplicates that peers send for it are the harm. */
function arriving(context: Context, { movement, duplicates }: Gaps, say: Speak): Conclusion {
  const again = meanwhile(movement, duplicates);
  const wasted = shareOf(again, context.counter('Tcp.InSegs')?.increase) ?? 0;
  return {
    verdict: 'problem',
    severity: wasted >= 0.02 ? 'medium' : 'low',
    certainty: 'likely',
    summary: say('arriving', { ...movement.args, again }),
    evidence: [
      ...movement.deltas.map(citeCounter),
      ...(duplicates ? [{ ...citeCounter(duplicates), meaning: say('duplicates') }] : []),
      ...connections(context, 'rcv_ooopack', say),
    ],
    claims: movement.deltas.map(claim),
    remedies: [look(context, say)],
  };
}

function look(context: Context, say: Speak) {
  const commands = [inNamespace(context.netns, "ss -tinp | grep -B1 -E 'reord_seen:|rcv_ooopack:'")];
  const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPSACKReorder TcpExtTCPTSReorder')];
  return investigate(say('way'), commands, 'network', verify);
}

function connections(context: Context, field: 'reord_seen' | 'rcv_ooopack', say: Speak): Evidence[] {
  const id = field === 'reord_seen' ? 'sender' : 'receiver';
  return leadersIn(context, field).map(({ line, ...about }) => cite(line, say(id, about)));
}

/** Of this host, which sends in turn; what arrives out of order was spread elsewhere. */
function roundRobin(context: Context, say: Speak): { evidence: Evidence[]; remedies: Remedy[] } {
  const [bond] = context
    .all('bonding')
    .map(({ value }) => value)
    .filter(({ mode, slaves }) => mode?.includes('round-robin') && slaves.length > 1);
  if (!bond) return { evidence: [], remedies: [] };
  const line = bond.fields.get('Bonding Mode')?.line ?? bond.line;
  const file = sh`cat ${`/proc/net/bonding/${bond.device}`}`;
  return {
    evidence: [cite(line, say('round-robin', { bond: bond.device }))],
    remedies: [investigate(say('bond-mode', { bond: bond.device }), [file], 'admin', [file])],
  };
}
