import { inNamespace } from '../host/shell.ts';
import type { Evidence } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, claim, concludeLoss, movementOf } from './grade.ts';

const texts = {
  title: 'Connection tracking: insertion races',
  why:
    'A new connection gets its entry in the table only when its first packet has passed all rules. Two packets of the ' +
    'same new flow that travel at once (typically the A and AAAA questions that a resolver sends from one UDP socket, ' +
    'through DNAT or SNAT), or two flows that SNAT gives the same port, both want the same entry: the second is ' +
    'dropped and counted in insert_failed. The client sees a time-out of some seconds (DNS: 5 s), now and then.',
  problem: '{n} packets lost the race for their entry[[ in {seconds:duration}]][[ ({rate:rate})]]',
  suspect:
    '{n} packets lost the race for their entry since boot[[ ({rate:rate} on average)]]; when is unknown',
  past: '{n} packets lost the race for their entry since boot, none in the {flat:duration} between the captures',
  ok: 'no entry failed to be inserted',
  'same-drops':
    'drop rose by the same number: the packets are lost, and the table was not full (early_drop stands still)',
  resolved: 'clash_resolve counts races that were settled without loss',
  random: 'Let SNAT choose ports at random: two flows then seldom want the same one',
  'random-how':
    'Add --random-fully to the MASQUERADE or SNAT rules (iptables 1.6.2, kernel 3.14 or newer; nft: fully-random)',
  dns: 'For DNS: a cache on the host itself (no NAT in between), or "options single-request-reopen" in resolv.conf',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'conntrack-insert-failed',
  layer: 'conntrack',
  per: 'netns',
  needs: ['conntrack.insert_failed'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'conntrack-table-full',
  texts,
  references: ['net/netfilter/nf_conntrack_core.c: __nf_conntrack_confirm', 'conntrack(8)'],

  evaluate(context, say) {
    const movement = movementOf(context.counters('conntrack.insert_failed'), { perConnection: true });
    if (!movement) return nothingPrinted('conntrack.insert_failed');
    const told = concludeLoss(movement, say);
    if (told.verdict === 'ok') return told;
    const drops = movementOf(context.counters('conntrack.drop'));
    const alike = drops?.n === movement.n && drops.verdict === movement.verdict;
    const verify = [inNamespace(context.netns, 'conntrack -S')];
    const about = { commands: [], verify, undo: [], who: 'admin' as const };
    return {
      ...told,
      certainty: alike || told.verdict === 'problem' ? 'certain' : 'likely',
      evidence: [...told.evidence, ...evidenceOf(context, alike ? drops.deltas[0] : undefined, say)],
      claims: [...told.claims, ...(alike ? drops.deltas.map(claim) : [])],
      remedies: [
        { ...about, when: 'persist', what: say('dns'), risk: 'none' },
        { ...about, when: 'persist', what: say('random'), sideEffects: say('random-how'), risk: 'none' },
      ],
      consequenceOf: ['conntrack-chain-too-long', 'snat-port-exhaustion'],
    };
  },
});

function evidenceOf(
  context: Context,
  drops: Parameters<typeof citeCounter>[0] | undefined,
  say: Speak,
): Evidence[] {
  const [resolved] = context.counters('conntrack.clash_resolve').filter(({ increase }) => increase > 0n);
  return [
    ...(drops ? [{ ...citeCounter(drops), meaning: say('same-drops') }] : []),
    ...(resolved ? [{ ...citeCounter(resolved), meaning: say('resolved') }] : []),
  ];
}
