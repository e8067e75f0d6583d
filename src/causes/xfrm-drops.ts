import { inNamespace } from '../host/shell.ts';
import type { Delta } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { capped, nothingPrinted } from './counted.ts';
import { citeCounter, concludeLoss, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'IPsec drops packets',
  why:
    'What IPsec (xfrm) cannot decrypt, check or match to a policy it drops in silence; only /proc/net/xfrm_stat counts ' +
    'it, one counter for each reason. The two ends disagree (a security association that only one of them still has, ' +
    'another key, another policy), packets come too late for the replay window, or traffic arrives in the clear that a ' +
    'policy wants encrypted. No counter of IP, TCP or a firewall moves.',
  problem: '{n} packets dropped by IPsec, most by {counter}[[ in {seconds:duration}]][[ ({rate:rate})]]',
  suspect:
    '{n} packets dropped by IPsec since boot, most by {counter}[[ ({rate:rate} on average)]]; when is unknown',
  past: '{n} packets dropped by IPsec since boot, most by {counter}, none in the {flat:duration} between the captures',
  ok: 'IPsec dropped nothing',
  'no-state':
    'packets came for a security association (SPI) that this host does not have: the peer still uses an old one, or the rekeying failed',
  replay:
    'the sequence number was outside the replay window: packets were reordered or sent twice on the way, or the window is too small for the rate',
  integrity: 'decryption or its integrity check failed: another key at the other end, or damaged packets',
  policy:
    'the packet fits no policy, or not the way that the policy wants it (in the clear instead of encrypted, another tunnel)',
  'no-way-out':
    'a policy wants the packet encrypted, and there is no security association for it: the key exchange (IKE) is not up',
  expired: 'the lifetime of the security association was over: rekeying came too late',
  memory: 'no memory or queue was free for the packet',
  other: 'the reason is in the name of the counter',
  associations:
    'Compare policies and associations with those of the peer: SPI, addresses, algorithms, replay-window and lifetime; read what the IKE daemon logged',
  window:
    'A larger replay window (strongSwan: replay_window; 64 or more, with ESN for fast links) is set by the IKE daemon at the next rekeying; never switch replay protection off.',
};
type Speak = Say<typeof texts>;
type Reason = Extract<keyof typeof texts, string>;

/** Names without 'Xfrm.Xfrm'; the first that fits. Source: Documentation/networking/xfrm_proc.rst. */
const reasons: readonly [RegExp, Reason][] = [
  [/^InNoStates$/, 'no-state'],
  [/StateSeqError$/, 'replay'],
  [/^InStateProtoError$/, 'integrity'],
  [
    /^In(?:TmplMismatch|NoPols|PolBlock|PolError|StateMismatch)$|^Out(?:PolBlock|PolDead|PolError)$/,
    'policy',
  ],
  [/^OutNoStates$|^AcquireError$|^OutBundleGenError$/, 'no-way-out'],
  [/StateExpired$/, 'expired'],
  [/^InBufferError$|^InError$|^OutNoQueueSpace$/, 'memory'],
];

const nameOf = (delta: Delta) => delta.name.replace(/^Xfrm\.(?:Xfrm)?/, '');
const reasonOf = (delta: Delta): Reason => reasons.find(([name]) => name.test(nameOf(delta)))?.[1] ?? 'other';

export default defineCause({
  id: 'xfrm-drops',
  layer: 'ip',
  per: 'netns',
  needs: [['Xfrm.XfrmInNoStates', 'Xfrm.XfrmInError', 'Xfrm.XfrmOutNoStates']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: [
    'https://docs.kernel.org/networking/xfrm_proc.html',
    'net/xfrm/xfrm_policy.c: __xfrm_policy_check',
    'ip-xfrm(8)',
    'RFC 4303',
  ],

  evaluate(context, say) {
    const movement = movementOf(
      context.deltas().filter(({ name }) => name.startsWith('Xfrm.')),
      { perConnection: true },
    );
    if (!movement) return nothingPrinted('Xfrm.XfrmInNoStates');
    const counter = movement.deltas[0]?.name.replace('Xfrm.', '');
    const told = concludeLoss(movement, (id, args) => say(id, { ...args, counter }));
    if (told.verdict === 'ok') return told;
    const evidence = movement.deltas
      .slice(0, 8)
      .flatMap((delta) => [citeCounter(delta), explained(delta, say)]);
    const replayed = movement.deltas.some((delta) => reasonOf(delta) === 'replay');
    return {
      ...told,
      // Without traffic through the tunnel as a measure, a total since boot may be one rekeying.
      severity: told.verdict === 'problem' ? told.severity : capped(told.severity, 'medium'),
      evidence,
      remedies: lookInto(context, say),
      confirm: replayed ? [say('window')] : [],
    };
  },
});

const explained = (delta: Delta, say: Speak) => ({ ...citeCounter(delta), meaning: say(reasonOf(delta)) });

/** Keys are printed by `ip xfrm state` unless it is told not to. */
function lookInto(context: Context, say: Speak) {
  const inside = (command: string) => inNamespace(context.netns, command);
  return [
    investigate(
      say('associations'),
      ['ip -s xfrm state list nokeys', 'ip -s xfrm policy', 'ip xfrm monitor'].map(inside),
      'network',
      [inside('cat /proc/net/xfrm_stat')],
    ),
  ];
}
