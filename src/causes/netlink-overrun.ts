import { inNamespace } from '../host/shell.ts';
import type { Delta, Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { capped, concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter, instance, movementOf } from './grade.ts';
import { changeApplication, investigate } from './remedy.ts';

const texts = {
  title: 'A daemon missed messages of the kernel (netlink)',
  why:
    'Over netlink sockets the kernel tells daemons what changed: links, addresses, routes, neighbours, connections. When a ' +
    'daemon reads too slowly, the buffer of its socket is full, and the kernel drops further messages. No packet is lost, ' +
    'but the daemon works with an old picture: a route is missing, a failover comes late, a replicated connection table ' +
    'has gaps.',
  problem:
    '{n} netlink messages dropped[[ in {seconds:duration}]][[ ({rate:rate})]]: a daemon reads too slowly',
  suspect:
    '{n} netlink messages dropped since the sockets were opened; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} netlink messages dropped since the sockets were opened, none in the {flat:duration} between the captures',
  ok: 'no netlink socket dropped a message',
  socket: '{n} messages dropped by the socket of {owner} ({family})',
  who: 'See who the reader is and whether it gets CPU time; its log mostly says ENOBUFS or "No buffer space available"',
  buffer:
    'Give the reader a larger buffer in its own configuration (NetlinkBufferSize of conntrackd, ReceiveBufferBytes of systemd units), and let it subscribe to less',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'netlink-overrun',
  layer: 'socket',
  per: 'socket',
  needs: ['netlink.drops'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts,
  references: ['net/netlink/af_netlink.c: netlink_overrun', 'netlink(7)'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, { bad: ['netlink.drops'], atMost: 'low' });
    if (!told) return nothingPrinted('netlink.drops');
    if (told.verdict === 'ok') return told;
    const instances = context.counters('netlink.drops').flatMap((delta) => instanceOf(context, delta, say));
    if (told.verdict === 'past') return { ...told, instances };
    const verify = [inNamespace(context.netns, 'cat /proc/net/netlink')];
    const look = investigate(say('who'), [inNamespace(context.netns, 'ss -f netlink -p')], 'admin', verify);
    return {
      ...told,
      instances,
      remedies: [look, changeApplication(say('buffer'), verify)],
      consequenceOf: ['host-overload', 'soft-lockup'],
    };
  },
});

/** include/uapi/linux/netlink.h */
const families: Readonly<Record<string, string>> = {
  '0': 'NETLINK_ROUTE',
  '4': 'NETLINK_SOCK_DIAG',
  '6': 'NETLINK_XFRM',
  '9': 'NETLINK_AUDIT',
  '12': 'NETLINK_NETFILTER',
  '15': 'NETLINK_KOBJECT_UEVENT',
  '16': 'NETLINK_GENERIC',
};

/** The port id is the pid of the first socket of a process; further sockets have large numbers. */
function instanceOf(context: Context, delta: Delta, say: Speak): Instance[] {
  const movement = movementOf([delta]);
  if (movement.n === 0n) return [];
  const [, family = '', port = ''] = delta.scope.socket?.split(' ') ?? [];
  const process = context.latest('processes')?.value.find(({ pid }) => String(pid) === port);
  const owner = process ? `${process.command.split(/\s/, 1)[0] ?? ''}, pid ${port}` : `portid ${port}`;
  const args = { n: movement.n, owner, family: families[family] ?? `netlink ${family}` };
  return [
    instance(
      { ...movement, severity: capped(movement.severity, 'low') },
      {
        subject: owner,
        scope: { netns: context.netns, ...(delta.scope.socket ? { socket: delta.scope.socket } : {}) },
        summary: say('socket', args),
        evidence: [citeCounter(delta)],
      },
    ),
  ];
}
