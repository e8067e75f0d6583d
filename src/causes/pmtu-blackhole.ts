import { changeSetting } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { endpointText, socketsOf } from '../host/sockets.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, movementOf, verdictOf } from './grade.ts';
import { mayBeInvalid } from './retransmission.ts';

const texts = {
  title: 'Path MTU black hole: large packets vanish',
  why:
    'Somewhere on the path a link takes only smaller packets. A router there should answer "fragmentation needed" with ' +
    'ICMP, so that TCP sends smaller segments. When that answer is filtered or never sent, full-size segments vanish ' +
    'without a trace while small ones pass: connections open, log in, and hang with the first large block of data.',
  stuck:
    '{socket}: {unacked} full-size segments wait for an ACK, backed off {backoff} times, while the handshake and small packets got through',
  several:
    '{n} connections hang after their first full-size segments; worst {socket}, backed off {backoff} times',
  probed: 'TCP found a smaller MTU by probing {n} times[[ in {seconds:duration}]]',
  ok: 'no connection hangs with full-size segments',
  timeouts: 'the retransmission timer fires, and nothing is acknowledged',
  probing: 'Let TCP probe for the size that passes',
  slow: 'Costs each affected connection some time-outs; it heals, it does not repair the path.',
  measure:
    'Find the size that passes, and where it ends: lower the size until a reply comes; tracepath names the hop',
  clamp:
    'On the router or tunnel end: clamp the MSS to the path MTU, or let ICMP type 3 code 4 (IPv6: type 2) through',
};
type Speak = Say<typeof texts>;

interface Stuck {
  socket: LocalSocket;
  backoff: number;
  unacked: number;
}

export default defineCause({
  id: 'pmtu-blackhole',
  layer: 'far-side',
  per: 'destination',
  needs: [['sockets', 'TcpExt.TCPMTUPSuccess']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'rto-timeouts',
  texts,
  references: ['RFC 2923', 'RFC 4821', 'https://docs.kernel.org/networking/ip-sysctl.html: tcp_mtu_probing'],

  evaluate(context, say) {
    const stuck = socketsOf(context)
      .flatMap((socket) => stuckOf(socket) ?? [])
      .sort((a, b) => b.backoff - a.backoff);
    const timeouts = context.counter('TcpExt.TCPTimeouts');
    const probes = context.counter('TcpExt.TCPMTUPSuccess');
    const found = probes && verdictOf(probes) === 'problem' ? probes : undefined;
    const [worst] = stuck;
    if (!worst && !found)
      return { verdict: 'ok', summary: say('ok'), evidence: probes ? [citeCounter(probes)] : [] };
    const now = found !== undefined || (timeouts !== undefined && verdictOf(timeouts) === 'problem');
    const args = worst && {
      socket: nameOf(worst.socket),
      backoff: worst.backoff,
      unacked: worst.unacked,
      n: stuck.length,
    };
    return {
      verdict: now ? 'problem' : 'suspect',
      severity: worst ? 'high' : 'medium',
      certainty: found ? 'certain' : 'likely',
      summary: args
        ? say(stuck.length > 1 ? 'several' : 'stuck', args)
        : say('probed', { n: found?.increase, seconds: found?.seconds }),
      evidence: [
        ...stuck.slice(0, 5).map((one) => cite(one.socket.line, say('stuck', { ...argsOf(one) }))),
        ...(timeouts && now ? [{ ...citeCounter(timeouts), meaning: say('timeouts') }] : []),
        ...(found ? [citeCounter(found)] : []),
      ],
      instances: stuck.slice(0, 50).map((one) => instanceOf(context, one, now, say)),
      remedies: remediesOf(context, worst, say),
      confirm: [say('clamp')],
      consequenceOf: [
        'link-flap',
        'neighbour-unresolved',
        'device-down',
        'firewall-drop-rule',
        'firewall-policy-drop',
        'icmp-blocked',
        ...(timeouts && mayBeInvalid(context, movementOf([timeouts])) ? ['conntrack-invalid'] : []),
      ],
    };
  },
});

/**
 * A connection that was established, had full-size segments in flight, and since then only backs off: nothing beyond
 * the handshake and at most a small first write was acknowledged.
 */
function stuckOf(socket: LocalSocket): Stuck | undefined {
  const { info } = socket;
  if (!info) return undefined;
  const number = (key: string) => Number(info.get(key) ?? '0');
  const [backoff, unacked, mss, acked] = [
    number('backoff'),
    number('unacked'),
    number('mss'),
    number('bytes_acked'),
  ];
  const fullSize = mss > 536 && number('bytes_sent') >= mss;
  return backoff >= 2 && unacked >= 1 && fullSize && acked < mss ? { socket, backoff, unacked } : undefined;
}

const nameOf = ({ local, peer }: LocalSocket) => `${endpointText(local)} to ${endpointText(peer)}`;
const argsOf = ({ socket, backoff, unacked }: Stuck) => ({ socket: nameOf(socket), backoff, unacked });

function instanceOf(context: Context, one: Stuck, now: boolean, say: Speak): Instance {
  const summary = say('stuck', argsOf(one));
  return {
    subject: nameOf(one.socket),
    scope: { netns: context.netns, socket: nameOf(one.socket) },
    verdict: now ? 'problem' : 'suspect',
    severity: 'high',
    summary,
    evidence: [cite(one.socket.line, summary)],
  };
}

function remediesOf(context: Context, worst: Stuck | undefined, say: Speak) {
  const peer = worst?.socket.peer.address ?? 'PEER';
  const probing = context.setting('net.ipv4.tcp_mtu_probing')?.value.trim();
  return [
    {
      when: 'investigate' as const,
      what: say('measure'),
      commands: [sh`tracepath -n ${peer}`, sh`ping -M do -s 1472 -c 3 ${peer}`].map((c) =>
        inNamespace(context.netns, c),
      ),
      verify: [],
      undo: [],
      risk: 'none' as const,
      who: 'network' as const,
    },
    ...(probing === '1' || probing === '2'
      ? []
      : changeSetting(context, {
          key: 'net.ipv4.tcp_mtu_probing',
          to: 1,
          what: say('probing'),
          sideEffects: say('slow'),
        })),
  ];
}
