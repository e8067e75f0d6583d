import { groupBy } from '../group-by.ts';
import { ipv4AddressesOf, isWithin, wayTo } from '../host/ipv4-network.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Instance, Line, Remedy } from '../model.ts';
import type { Route } from '../parsers/ip-route.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Answers leave by another way than the questions came in',
  why:
    'This host has addresses on several devices and chooses the way out by the destination alone. A client that opens a ' +
    'connection to the address of one device is answered through another, the one that the default route names, with ' +
    'an address that does not belong there: firewalls, routers and cloud networks that see only this half of the ' +
    'conversation drop it. The SYN arrives, the SYN-ACK leaves and is never acknowledged.',
  problem:
    "{n} connections to {address} ({device}) wait for the client's ACK, and none is established: their SYN-ACKs leave by {out}, where the route to the clients leads",
  ok: 'every address is answered by its own device, or a rule sees to it',
  works:
    'clients of {address} ({device}) are answered through {out}, and their connections are established: nothing drops them on that way',
  waits: 'the SYN of {client} came in, and its answer is not acknowledged',
  'route-is': 'the way to the clients',
  'address-is': 'an address of {device}, which is not on that way',
  compare: 'See both directions: SYNs come in by {device}, SYN-ACKs go out by {out}',
  rule: 'Send what has this source address out by its own device: a table and a rule of its own',
  'rule-how':
    'Other traffic keeps its way. The rules vanish at the next boot: enter them in the network configuration of the distribution as well.',
};
type Speak = Say<typeof texts>;

/** An address whose clients, as far as sockets show them, are answered through another device. */
interface Detour {
  address: string;
  device: string;
  prefixLength: number;
  line: Line;
  way: Route;
  out: string;
  waiting: LocalSocket[];
  established: number;
}

export default defineCause({
  id: 'asymmetric-routing',
  layer: 'ip',
  per: 'netns',
  needs: ['addresses', 'routes', 'sockets'],
  verdicts: ['problem', 'ok'],
  lookAlike: 'rp-filter-drop',
  texts,
  references: ['ip-rule(8)', 'RFC 3704', 'https://docs.kernel.org/networking/policy-routing.html'],

  evaluate(context, say) {
    const detours = detoursOf(context);
    const stuck = detours.filter((one) => one.established === 0 && one.waiting.length >= 3);
    const [worst] = stuck.sort((a, b) => b.waiting.length - a.waiting.length);
    if (worst)
      return {
        verdict: 'problem',
        severity: 'high',
        certainty: 'likely',
        summary: say('problem', argsOf(worst)),
        evidence: [
          ...worst.waiting
            .slice(0, 3)
            .map(({ line, peer }) => cite(line, say('waits', { client: peer.address }))),
          cite(worst.way.line, say('route-is')),
          cite(worst.line, say('address-is', { device: worst.device })),
        ],
        instances: stuck.map((one) => instanceOf(context, one, say)),
        remedies: remediesOf(context, worst, say),
        consequenceOf: ['syn-flood'],
      };
    const [working] = detours.filter(({ established }) => established > 0);
    return working
      ? {
          verdict: 'ok',
          summary: say('works', argsOf(working)),
          evidence: [cite(working.way.line, say('route-is'))],
        }
      : { verdict: 'ok', summary: say('ok') };
  },
});

/** Rules that choose a table by source or mark may send the answers where they belong: then nothing is said. */
function detoursOf(context: Context): Detour[] {
  const rules = context.all('policyRules').flatMap(({ value }) => value);
  const chosen = rules.some(
    ({ family, table = 'main' }) => family === 'inet' && !/^(?:local|main|default)$/.test(table),
  );
  if (chosen) return [];
  const sockets = groupBy(
    socketsOf(context).filter(({ protocol }) => protocol === 'tcp'),
    ({ local }) => bare(local.address),
  );
  return ipv4AddressesOf(context).flatMap(({ address, device, prefixLength, line }): Detour[] => {
    const remote = (sockets.get(address) ?? []).filter(
      ({ peer }) => peer.port !== 0 && !isWithin(peer.address, address, prefixLength),
    );
    const outside = remote.flatMap((socket) => {
      const way = wayTo(context, bare(socket.peer.address));
      const out = way?.nexthops[0]?.device;
      return way && out !== undefined && out !== device ? [{ socket, way, out }] : [];
    });
    const [first] = outside;
    if (!first) return [];
    const waiting = outside.filter(({ socket }) => socket.state === 'SYN_RECV').map(({ socket }) => socket);
    const established = outside.filter(({ socket }) => socket.state === 'ESTABLISHED').length;
    return [{ address, device, prefixLength, line, way: first.way, out: first.out, waiting, established }];
  });
}

/** A socket on [::] shows IPv4 as '::ffff:192.0.2.1'. */
const bare = (address: string) => address.replace(/^::ffff:/, '');

const argsOf = ({ address, device, out, waiting }: Detour) => ({ address, device, out, n: waiting.length });

function instanceOf(context: Context, one: Detour, say: Speak): Instance {
  const summary = say('problem', argsOf(one));
  return {
    subject: `${one.address} (${one.device})`,
    scope: { netns: context.netns, device: one.device },
    verdict: 'problem',
    severity: 'high',
    summary,
    evidence: [cite(one.line, summary)],
  };
}

/** A gateway of the own device is known only where some route names it. */
function remediesOf(context: Context, { address, device, out }: Detour, say: Speak): Remedy[] {
  const inside = (command: string) => inNamespace(context.netns, command);
  const look = [
    sh`tcpdump -nni ${device} -c 10 ${`host ${address} and tcp[tcpflags] & tcp-syn != 0`}`,
    sh`tcpdump -nni ${out} -c 10 ${`host ${address} and tcp[tcpflags] & tcp-syn != 0`}`,
  ];
  const verify = [inside(sh`ss -tn state syn-recv src ${address}`)];
  const gateway = context
    .all('routes')
    .flatMap(({ value }) => value)
    .filter(({ family, table }) => family === 'inet' && table === 'main')
    .flatMap(({ nexthops }) => nexthops)
    .find((hop) => hop.device === device && hop.gateway !== undefined)?.gateway;
  const investigation = investigate(say('compare', { device, out }), look.map(inside), 'network', verify);
  if (gateway === undefined) return [investigation];
  return [
    investigation,
    {
      when: 'now',
      what: say('rule'),
      commands: [
        sh`ip route add default via ${gateway} dev ${device} table 1000`,
        sh`ip rule add from ${address} lookup 1000`,
      ].map(inside),
      verify,
      undo: [sh`ip rule del from ${address} lookup 1000`, 'ip route flush table 1000'].map(inside),
      sideEffects: say('rule-how'),
      risk: 'none',
      who: 'network',
    },
  ];
}
