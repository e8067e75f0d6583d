import type { AskedPort } from '../host/asked-ports.ts';
import { askedPorts, takersOf } from '../host/asked-ports.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import {
  describeSocket,
  earlierServices,
  isDomestic,
  isLoopback,
  listenersOf,
  servicesOf,
} from '../host/sockets.ts';
import { closedPortResets, resets } from './aborts.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { changeApplication, investigate } from './remedy.ts';

const texts = {
  title: 'The service listens on another address',
  why:
    'A socket that is bound to 127.0.0.1 or ::1 takes connections of this host only, and one that is bound to a single ' +
    'address takes what comes to that address only. For everything else nobody listens: the kernel answers with a reset, ' +
    'and the client sees "connection refused" at once, while a test on the host itself works. Many services come with ' +
    'loopback as their default on purpose, so that nobody reaches them by accident.',
  loopback:
    '{socket} listens on loopback only: whoever connects to {protocol} port {port} from outside is refused',
  other:
    '{socket} does not listen on {address}: {n} attempts to connect to port {port} there were refused in the packet capture',
  refusing:
    '{socket} listens on loopback only, and this host sent {n} resets to segments that fit no socket: if they came for port {port}, this is why',
  untold:
    'this host sent {n} resets to segments that fit no socket, for which ports is not known; {sockets} sockets take connections on loopback only, which is right for most',
  ok: 'what listens on {protocol} port {port} takes connections from outside: {socket}',
  'ok-none':
    'no port that is asked for is bound to the wrong address[[; {n} sockets take connections on loopback only, which is right for most]]',
  bound: 'bound to this address only',
  asked: 'asked for, and refused with a reset',
  'which-port': 'See which port the refused connections ask for',
  bind: 'Let {process} listen on an address that clients reach[[ ({directive})]], and restart it',
  'opens-up':
    'Whoever reaches this host then reaches the service: set its passwords, and let the packet filter take only its clients.',
  'test-here':
    'From another host: nc -vz ADDRESS {port}. On this host the same works with 127.0.0.1 and fails with its own address.',
};
type Speak = Say<typeof texts>;

/** Where common servers name their addresses. */
const directives: Record<string, string> = {
  nginx: 'listen ADDRESS:PORT',
  httpd: 'Listen',
  apache2: 'Listen',
  sshd: 'ListenAddress',
  mysqld: 'bind_address',
  mariadbd: 'bind_address',
  postgres: 'listen_addresses',
  'redis-server': 'bind',
  mongod: 'net.bindIp',
  memcached: '-l',
  java: 'Tomcat: <Connector address="ADDRESS">',
  master: 'Postfix: inet_interfaces',
};

interface Wrong {
  asked: AskedPort;
  socket: LocalSocket;
}

export default defineCause({
  id: 'listen-wrong-address',
  layer: 'application',
  per: 'listener',
  needs: ['sockets'],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'service-not-running',
  texts,
  references: ['net/ipv4/inet_hashtables.c: compute_score', 'ip(7)', 'bind(2)'],

  evaluate(context, say) {
    const ports = askedPorts(context);
    const wrong = ports.flatMap((asked) => wrongOf(context, asked));
    const [worst] = wrong.sort((a, b) => (b.asked.refused?.n ?? 0) - (a.asked.refused?.n ?? 0));
    if (!worst) return (ports.length === 0 ? refusing(context, say) : undefined) ?? fine(context, ports, say);
    const sent = movementOf([context.counter('Tcp.OutRsts')]);
    return {
      verdict: 'problem',
      severity: 'high',
      certainty: worst.asked.refused ? 'certain' : 'likely',
      summary: tell(worst, say),
      evidence: wrong.flatMap(({ asked: { refused }, socket }) => [
        cite(socket.line, say('bound')),
        ...(refused ? [cite(refused.line, say('asked'))] : []),
      ]),
      claims: sent?.verdict === 'problem' ? sent.deltas.map(claim) : [],
      remedies: [remedyOf(context, worst, say)],
      confirm: [say('test-here', { port: worst.asked.port })],
    };
  },
});

/**
 * Nobody knows what the refused ones asked for. A host that offers nothing else may be missing this one; elsewhere, as a
 * database beside its web server, loopback is mostly meant.
 */
function refusing(context: Context, say: Speak): Conclusion | undefined {
  const refused = closedPortResets(context);
  const local = onLoopback(context);
  const [only] = local;
  if (!refused || !only) return undefined;
  const { n, deltas } = refused;
  const evidence = [
    ...deltas.map(citeCounter),
    ...local.slice(0, 5).map(({ line }) => cite(line, say('bound'))),
  ];
  const command = inNamespace(context.netns, `tcpdump -nn -c 20 ${resets}`);
  const offers = servicesOf(context).some(({ protocol, port }) => protocol === 'tcp' && port !== 22);
  const gone = earlierServices(context).gone.some(({ protocol }) => protocol === 'tcp');
  if (local.length > 1 || offers || gone)
    return {
      verdict: 'unknown',
      summary: say('untold', { n, sockets: local.length }),
      evidence,
      confirm: [{ id: 'common/brings-it', args: { command } }],
    };
  const { port } = only.local;
  return {
    verdict: 'suspect',
    severity: 'low',
    certainty: 'possible',
    summary: say('refusing', { socket: describeSocket(only), n, port }),
    evidence,
    remedies: [investigate(say('which-port'), [command], 'admin')],
    confirm: [say('test-here', { port })],
  };
}

/** The first of the sockets on that port, where none of them takes what comes to that address. */
function wrongOf(context: Context, asked: AskedPort): Wrong[] {
  const sockets = takersOf(context, asked);
  const [socket] = sockets;
  return socket === undefined || sockets.some((one) => takes(one, asked)) ? [] : [{ asked, socket }];
}

/** A socket on :: takes IPv4 as well, unless it was told not to. */
function takes({ local: { address } }: LocalSocket, { refused }: AskedPort): boolean {
  if (refused) return address === refused.address || address === '0.0.0.0' || address === '::';
  return !isLoopback(address);
}

function tell({ asked: { protocol, port, refused }, socket }: Wrong, say: Speak) {
  const about = { socket: describeSocket(socket), protocol, port };
  return isLoopback(socket.local.address) || !refused
    ? say('loopback', about)
    : say('other', { ...about, address: refused.address, n: refused.n });
}

function fine(context: Context, ports: readonly AskedPort[], say: Speak): Conclusion {
  const [taken] = ports.flatMap((asked) => takersOf(context, asked).map((socket) => ({ ...asked, socket })));
  if (!taken)
    return { verdict: 'ok', summary: say('ok-none', { n: onLoopback(context).length || undefined }) };
  const { protocol, port, socket } = taken;
  const summary = say('ok', { protocol, port, socket: describeSocket(socket) });
  return { verdict: 'ok', summary, evidence: [cite(socket.line, summary)] };
}

/** One socket of each port; what every host keeps for itself is left out. */
function onLoopback(context: Context): LocalSocket[] {
  const sockets = listenersOf(context).filter(
    ({ local: { address, port = 0 } }) => isLoopback(address) && !isDomestic(port),
  );
  return [...new Map(sockets.map((socket) => [socket.local.port, socket])).values()];
}

function remedyOf(context: Context, { asked, socket }: Wrong, say: Speak) {
  const process = socket.process ?? '?';
  const directive = Object.hasOwn(directives, process) ? directives[process] : undefined;
  const verify = [inNamespace(context.netns, sh`ss -tulnp ${`sport = :${asked.port}`}`)];
  return changeApplication(say('bind', { process, directive }), verify, say('opens-up'));
}
