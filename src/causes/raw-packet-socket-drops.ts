import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { changeApplication, investigate } from './remedy.ts';

const texts = {
  title: 'Raw or packet socket overran',
  why:
    'Raw and packet sockets get a copy of what passes: tcpdump, ping, DHCP clients, monitoring. A program that does not ' +
    'read its copies loses them, and only them; many programs open a raw socket to send and never read it. It is a loss ' +
    'only for protocols that live on raw sockets (OSPF, VRRP, IGMP, PIM): there a missed hello makes a neighbour go down.',
  problem:
    '{socket} ({name}) lost {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]: neighbours may seem to go down',
  suspect: '{socket} ({name}) lost {n} packets since it was opened; when is unknown',
  copies:
    '{socket} lost {n} copies of packets[[ in {seconds:duration}]]: the packets themselves went their way',
  ok: 'no raw or packet socket lost anything',
  'ok-copies': 'sockets that only watch lost {n} copies of packets: no packet was lost by that',
  'see-owner': 'See which program it is and whether it gets CPU time: hello packets wait in its buffer',
  enlarge: 'Give it a larger receive buffer in its own configuration',
};
type Speak = Say<typeof texts>;

/** Protocols whose only receiver is a raw socket. */
const protocols: Readonly<Record<number, string>> = {
  2: 'IGMP',
  88: 'EIGRP',
  89: 'OSPF',
  103: 'PIM',
  112: 'VRRP',
};

interface Overrun {
  socket: LocalSocket;
  movement: Movement;
  /** Name of the protocol, where what it loses is missed. */
  missed: string | undefined;
}

export default defineCause({
  id: 'raw-packet-socket-drops',
  layer: 'socket',
  per: 'socket',
  needs: ['sockets'],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts,
  references: ['net/ipv4/raw.c: raw_rcv_skb', 'net/packet/af_packet.c: packet_rcv', 'raw(7)', 'packet(7)'],

  evaluate(context, say) {
    const overruns = overrunsOf(context);
    const missed = overruns.filter(({ missed }) => missed !== undefined);
    const worst = missed.find(({ movement }) => movement.verdict === 'problem') ?? missed[0];
    const n = overruns.reduce((sum, { movement }) => sum + movement.n, 0n);
    const about = {
      evidence: overruns.slice(0, 8).flatMap(({ movement }) => movement.deltas.map(citeCounter)),
      instances: overruns.slice(0, 20).map((overrun) => instanceOf(context, overrun, say)),
      claims: overruns.flatMap(({ movement }) => movement.deltas.map(claim)),
    };
    if (!worst) return { verdict: 'ok', summary: n > 0n ? say('ok-copies', { n }) : say('ok'), ...about };
    const { verdict, severity } = gradeOf(worst);
    const verify = [inNamespace(context.netns, 'ss -wanpm')];
    return {
      verdict,
      severity,
      summary: say(tellOf(worst), argsOf(worst)),
      ...about,
      remedies: [
        investigate(say('see-owner'), verify, 'application-owner', verify),
        changeApplication(say('enlarge'), verify),
      ],
      consequenceOf: ['host-overload', 'soft-lockup', 'cgroup-cpu-throttle', 'backlog-of-stopped-process'],
    };
  },
});

/** Of a raw socket the local port is the protocol. What has stopped long ago is not worth a word. */
function overrunsOf(context: Context): Overrun[] {
  const found = socketsOf(context).flatMap((socket): Overrun[] => {
    const { protocol, local, dropped } = socket;
    if (protocol !== 'raw' && protocol !== 'icmp' && protocol !== 'packet') return [];
    const movement = movementOf([dropped]);
    if (!movement || movement.verdict === 'ok' || movement.verdict === 'past') return [];
    const missed = protocol === 'raw' ? protocols[local.port ?? 0] : undefined;
    return [{ socket, movement, missed }];
  });
  return found.sort((a, b) => Number(b.movement.n - a.movement.n));
}

const argsOf = ({ socket, movement, missed }: Overrun) => ({
  ...movement.args,
  socket: socket.process ?? socket.name,
  name: missed,
});

function gradeOf({ missed, movement }: Overrun): Pick<Instance, 'verdict' | 'severity'> {
  if (missed === undefined) return { verdict: 'ok', severity: 'info' };
  return movement.verdict === 'problem'
    ? { verdict: 'problem', severity: 'low' }
    : { verdict: 'suspect', severity: 'info' };
}

function tellOf(overrun: Overrun) {
  const { verdict } = gradeOf(overrun);
  return verdict === 'problem' || verdict === 'suspect' ? verdict : 'copies';
}

function instanceOf(context: Context, overrun: Overrun, say: Speak): Instance {
  const { socket, movement } = overrun;
  return instance(
    { ...movement, ...gradeOf(overrun) },
    {
      subject: socket.process ?? socket.name,
      scope: { netns: context.netns, socket: socket.name },
      summary: say(tellOf(overrun), argsOf(overrun)),
      evidence: movement.deltas.map(citeCounter),
    },
  );
}
