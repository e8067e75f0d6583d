import { linksOf } from '../host/links.ts';
import { filtersOf } from '../host/packet-filter.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Packets too large for the way out, and not to be fragmented',
  why:
    "A packet that is to leave is larger than the MTU of its device or route, and must not be fragmented (Don't " +
    'Fragment in IPv4, always in IPv6). The kernel drops it, counts FragFails, and tells the sender the size that ' +
    'fits with an ICMP error ("fragmentation needed", "packet too big"). A sender that hears it sends smaller packets: ' +
    'a few such drops are how path MTU discovery works. Many mean that senders do not hear it (ICMP is filtered on ' +
    'the way back) or do not heed it, or that a tunnel has narrowed the path for everyone.',
  problem:
    '{n} packets were too large for the way out[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what was to be sent]]',
  suspect:
    '{n} packets were too large for the way out since boot[[ ({rate:rate} on average)]]; when is unknown',
  past: '{n} packets were too large for the way out since boot, none in the {flat:duration} between the captures',
  ok: 'no packet was too large for the way out',
  'few-only': '{n} packets were too large for the way out: so few are path MTU discovery at work',
  narrow: '{device} takes {mtu} bytes, less than {wide}, which takes {size}',
  told: 'ICMP errors went to the senders in the same time',
  'not-told':
    'fewer ICMP errors were sent than packets dropped: senders are not told each time, rate limits may hold them back',
  watch:
    'See who is told to send less, and whether the same senders are told again and again: their side filters ICMP',
  clamp: 'Let TCP through this host agree on segments that fit its narrowest device',
  'tcp-only':
    'Only for TCP connections that begin afterwards; other protocols need the ICMP errors to arrive. To keep it, save it with the other rules of the packet filter.',
  'let-icmp':
    'Let ICMP type 3 code 4 (IPv6: ICMPv6 type 2) pass on the whole way back to the senders: that is the cure, a clamp is a crutch.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'frag-needed-local',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.FragFails', 'Ip6.FragFails']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'pmtu-blackhole',
  texts,
  references: [
    'net/ipv4/ip_forward.c',
    'net/ipv4/ip_output.c: ip_fragment',
    'net/ipv6/ip6_output.c: ip6_forward',
    'RFC 1191',
    'RFC 8201',
  ],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['Ip.FragFails', 'Ip6.FragFails'],
      seen: ['Ip.ForwDatagrams', 'Ip.OutRequests', 'Ip6.OutForwDatagrams', 'Ip6.OutRequests'],
      atMost: 'medium',
    });
    if (!told) return nothingPrinted('Ip.FragFails');
    if (told.verdict === 'ok') return told;
    const { n } = told.movement;
    // ip6_forward counts the same packet in both.
    const twin = context.counter('Ip6.InTooBigErrors');
    const claims = [...told.claims, ...(twin ? [claim(twin)] : [])];
    if (n < 10n && told.verdict !== 'past')
      return { ...told, claims, verdict: 'ok', severity: 'info', summary: say('few-only', { n }) };
    return {
      ...told,
      claims,
      certainty: 'likely',
      evidence: [...told.evidence, ...errorsSent(context, n, say), ...narrowest(context, say)],
      remedies: told.verdict === 'past' ? [] : remediesOf(context, say),
      confirm: [say('let-icmp')],
      consequenceOf: ['tunnel-overhead-mtu', 'gro-lro-forwarding'],
    };
  },
});

/** Type 3 holds other errors as well: fewer of them than drops is telling, more is not. */
function errorsSent(context: Context, dropped: bigint, say: Speak): Evidence[] {
  const sent = movementOf([context.counter('Icmp.OutDestUnreachs'), context.counter('Icmp6.OutPktTooBigs')]);
  if (!sent) return [];
  const id = sent.n >= dropped ? 'told' : 'not-told';
  return sent.deltas.slice(0, 2).map((delta) => ({ ...citeCounter(delta), meaning: say(id) }));
}

/** Where devices differ in their MTU, the narrowest one. */
function narrowest(context: Context, say: Speak): Evidence[] {
  const [narrow, ...others] = linksOf(context)
    .flatMap((link) => (link.mtu !== undefined && link.name !== 'lo' ? [{ ...link, mtu: link.mtu }] : []))
    .filter(({ flags }) => flags.includes('UP'))
    .sort((a, b) => a.mtu - b.mtu);
  const wide = others.at(-1);
  if (!narrow || !wide || narrow.mtu === wide.mtu) return [];
  const args = { device: narrow.name, mtu: narrow.mtu, wide: wide.name, size: wide.mtu };
  return [cite(narrow.line, say('narrow', args))];
}

function remediesOf(context: Context, say: Speak): Remedy[] {
  const inside = (command: string) => inNamespace(context.netns, command);
  const verify = [inside('nstat -az IpFragFails Ip6FragFails')];
  const errors = '(icmp[0] = 3 and icmp[1] = 4) or (icmp6 and ip6[40] = 2)';
  const look = investigate(say('watch'), [inside(sh`tcpdump -nni any -c 20 ${errors}`)], 'network', verify);
  return forwards(context) && !clamps(context) ? [look, clamp(say, inside, verify)] : [look];
}

function clamp(say: Speak, inside: (command: string) => string, verify: string[]): Remedy {
  const rule = (action: string) =>
    inside(
      `iptables -t mangle ${action} FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu`,
    );
  return {
    when: 'now',
    what: say('clamp'),
    commands: [rule('-A')],
    verify,
    undo: [rule('-D')],
    sideEffects: say('tcp-only'),
    risk: 'none',
    who: 'network',
  };
}

function forwards(context: Context): boolean {
  const counters = [context.counter('Ip.ForwDatagrams'), context.counter('Ip6.OutForwDatagrams')];
  return counters.some((delta) => delta !== undefined && delta.latest.value > 0n);
}

/** 'TCPMSS' of iptables, 'tcp option maxseg size set rt mtu' of nft. */
function clamps(context: Context): boolean {
  return filtersOf(context).some(({ rules }) =>
    rules.some(({ text }) => /TCPMSS|maxseg size set/.test(text)),
  );
}
