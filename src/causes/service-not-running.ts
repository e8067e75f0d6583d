import type { AskedPort } from '../host/asked-ports.ts';
import { askedPorts, takersOf } from '../host/asked-ports.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, earlierServices } from '../host/sockets.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'The service does not run',
  why:
    'No socket on this host waits on a port that clients ask for: the service was not started, has crashed, was killed, or ' +
    'waits on another port. The kernel answers TCP with a reset and UDP with "port unreachable", so that clients see ' +
    '"connection refused" at once. No packet is lost, and no network setting helps.',
  gone: '{socket} listened on TCP port {port} in an earlier capture, and nobody does any more[[; this host sent {resets} resets since]]',
  'gone-udp':
    '{socket} waited on UDP port {port} in an earlier capture, and nobody does any more; {n} datagrams came for ports without a listener since',
  refused:
    'nothing listens on TCP port {port}: {n} attempts to connect to {address} were refused in the packet capture',
  asked: 'nothing listens on {protocol} port {port}, which is asked for',
  ok: 'a socket waits on {protocol} port {port}: {socket}',
  'ok-none': 'no port that is asked for lacks its service[[; none of the {n} that listened before has gone]]',
  'listened-then': 'it listened here',
  'refused-here': 'refused with a reset',
  killed: 'the kernel killed {process} for lack of memory',
  crashed: '{process} crashed',
  'see-why': 'See whether the service failed or was stopped, and start it',
  'other-namespace':
    'It may run in a container, that is in another network namespace, without its port being published: lsns -t net; docker ps.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'service-not-running',
  layer: 'application',
  per: 'host',
  needs: ['sockets'],
  verdicts: ['problem', 'ok'],
  lookAlike: 'listen-wrong-address',
  texts,
  references: ['net/ipv4/tcp_ipv4.c: tcp_v4_rcv (no_tcp_socket)', 'net/ipv4/udp.c: __udp4_lib_rcv', 'ss(8)'],

  evaluate(context, say) {
    const { still, gone: ended } = earlierServices(context);
    const gone = mostMissed(context, ended);
    const ports = askedPorts(context);
    const missing = ports.find((asked) => takersOf(context, asked).length === 0);
    if (!missing && !gone) return fine(context, ports, still.length, say);
    const rising = refusals(context, missing ?? gone);
    const told = missing ? asked(missing, say) : lost(gone, rising, say);
    return {
      ...told,
      evidence: [
        ...(told.evidence ?? []),
        ...(rising?.deltas ?? []).map(citeCounter),
        ...(gone ? endOf(context, gone, say) : []),
      ],
      claims: (rising?.deltas ?? []).map(claim),
      remedies: [remedyOf(context, missing?.port ?? gone?.local.port, gone, say)],
      confirm: [say('other-namespace')],
    };
  },
});

/** How the kernel refuses who asks for a port without a socket, where it did so ten times or more between the captures. */
function refusals(context: Context, of: Pick<LocalSocket, 'protocol'> | undefined): Movement | undefined {
  const names =
    of?.protocol === 'udp' ? (['Udp.NoPorts', 'Udp6.NoPorts'] as const) : (['Tcp.OutRsts'] as const);
  const movement = movementOf(names.map((name) => context.counter(name)));
  return movement?.verdict === 'problem' && movement.n >= 10n ? movement : undefined;
}

/** One that clients ask for in vain goes first; sockets of UDP come and go, and are missed by such only. */
function mostMissed(context: Context, ended: readonly LocalSocket[]): LocalSocket | undefined {
  return (
    ended.find((socket) => refusals(context, socket)) ?? ended.find(({ protocol }) => protocol === 'tcp')
  );
}

function asked({ protocol, port, refused }: AskedPort, say: Speak): Conclusion {
  const about = { verdict: 'problem', severity: 'high' } as const;
  if (!refused) return { ...about, certainty: 'likely', summary: say('asked', { protocol, port }) };
  const { address, n, line } = refused;
  const evidence = [cite(line, say('refused-here'))];
  return { ...about, summary: say('refused', { port, n, address }), evidence };
}

/** Where clients are refused meanwhile it is missed; else it may have been stopped on purpose. */
function lost(gone: LocalSocket | undefined, refused: Movement | undefined, say: Speak): Conclusion {
  const about = { socket: gone && describeSocket(gone), port: gone?.local.port };
  return {
    verdict: 'problem',
    severity: refused ? 'high' : 'low',
    certainty: refused ? 'likely' : 'possible',
    summary:
      gone?.protocol === 'udp'
        ? say('gone-udp', { ...about, n: refused?.n })
        : say('gone', { ...about, resets: refused?.n }),
    evidence: gone ? [cite(gone.line, say('listened-then'))] : [],
  };
}

/** Its end, where the kernel saw it. */
function endOf(context: Context, { process }: LocalSocket, say: Speak): Evidence[] {
  return (['oom-kill', 'segfault'] as const).flatMap((kind) => {
    const events = loggedEvents(context, kind)?.events ?? [];
    const last = events.findLast(({ args }) => process !== undefined && args.get('process') === process);
    return last ? [cite(last.line, say(kind === 'oom-kill' ? 'killed' : 'crashed', { process }))] : [];
  });
}

function fine(context: Context, ports: readonly AskedPort[], still: number, say: Speak): Conclusion {
  const [taken] = ports.flatMap((asked) => takersOf(context, asked).map((socket) => ({ ...asked, socket })));
  if (!taken) return { verdict: 'ok', summary: say('ok-none', { n: still || undefined }) };
  const { protocol, port, socket } = taken;
  const summary = say('ok', { protocol, port, socket: describeSocket(socket) });
  return { verdict: 'ok', summary, evidence: [cite(socket.line, summary)] };
}

function remedyOf(
  context: Context,
  port: number | undefined,
  gone: LocalSocket | undefined,
  say: Speak,
): Remedy {
  const process = gone?.process;
  const commands = [
    'systemctl --failed',
    process === undefined ? 'journalctl -b -p err -n 50' : sh`journalctl -b -n 50 ${`_COMM=${process}`}`,
  ];
  const verify = [inNamespace(context.netns, sh`ss -tulnp ${`sport = :${port ?? 0}`}`)];
  return investigate(say('see-why'), commands, 'application-owner', verify);
}
