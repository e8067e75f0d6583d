import { wayTo } from '../host/ipv4-network.ts';
import type { KnownLink } from '../host/links.ts';
import { linksOf } from '../host/links.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, movementOf } from './grade.ts';

const texts = {
  title: 'MTU of a tunnel leaves no room for its own headers',
  why:
    'A tunnel wraps each packet into another one: VXLAN adds 50 bytes, GRE 24, WireGuard 60. The MTU of the tunnel must ' +
    'be smaller than that of the device below by that much. Where it is not, a full-size packet becomes too large when ' +
    'it is wrapped: it is cut in two (slow, and many networks drop fragments) or dropped. Small packets pass, so ping ' +
    'and logins work while transfers hang.',
  problem:
    '{device} ({kind}) takes {mtu} bytes and adds {overhead}, but {below} below it carries only {room}; {n} packets were too large in {seconds:duration}',
  cut: '{device} ({kind}) takes {mtu} bytes and adds {overhead}, but {below} below it carries only {room}; {n} fragments were made[[ in {seconds:duration}]]',
  risk: '{device} ({kind}) takes {mtu} bytes and adds {overhead}, but {below} below it carries only {room}',
  ok: 'every tunnel leaves room for its headers: {device} takes {mtu} bytes and adds {overhead}, {below} carries {room}',
  'ok-none': 'no tunnel whose size can be compared with the device below it',
  below: '{below} carries {room} bytes',
  lower: 'Give {device} an MTU that leaves room for its headers',
  'both-ends':
    'Both ends, and what is bridged to the tunnel, should have the same MTU; open connections adapt. Enter it in the network configuration as well, or whatever makes the tunnel sets the old one again.',
  raise:
    'Where the network below can carry more (jumbo frames, on every device and switch of the path), raise its MTU instead.',
};
type Speak = Say<typeof texts>;

interface Tunnel {
  link: KnownLink;
  kind: string;
  mtu: number;
  overhead: number;
  below: KnownLink;
  room: number;
}

/** Bytes that each kind puts before an IP packet, over IPv4 (over IPv6: 20 more), with inner Ethernet where it has one. */
const overheads = new Map([
  ['vxlan', 50],
  ['geneve', 50],
  ['gre', 24],
  ['gretap', 38],
  ['ipip', 20],
  ['sit', 20],
  ['wireguard', 60],
  ['ip6gre', 44],
  ['ip6gretap', 58],
  ['ip6tnl', 40],
]);

export default defineCause({
  id: 'tunnel-overhead-mtu',
  layer: 'ip',
  per: 'device',
  needs: ['links'],
  verdicts: ['problem', 'risk', 'ok'],
  lookAlike: 'pmtu-blackhole',
  texts,
  references: ['RFC 7348, 4.3', 'RFC 4459', 'drivers/net/vxlan', 'net/ipv4/ip_tunnel.c: tnl_update_pmtu'],

  evaluate(context, say) {
    const tunnels = tunnelsOf(context);
    const narrow = tunnels.filter(({ mtu, overhead, room }) => mtu + overhead > room);
    const [worst] = narrow;
    if (!worst) {
      const [fits] = tunnels;
      return fits
        ? {
            verdict: 'ok',
            summary: say('ok', argsOf(fits)),
            evidence: [cite(fits.link.line, say('ok', argsOf(fits)))],
          }
        : { verdict: 'ok', summary: say('ok-none') };
    }
    const failed = movementOf([context.counter('Ip.FragFails'), context.counter('Ip6.FragFails')]);
    const cut = movementOf([context.counter('Ip.FragCreates'), context.counter('Ip6.FragCreates')]);
    const told = judge(failed, cut);
    const summary = say(told.id, { ...argsOf(worst), ...told.sign?.args });
    return {
      verdict: told.sign ? 'problem' : 'risk',
      severity: told.severity,
      certainty: told.id === 'cut' ? 'possible' : 'likely',
      summary,
      evidence: [...evidenceOf(worst, say), ...(told.sign?.deltas.map(citeCounter) ?? [])],
      instances: narrow.map((one) => instanceOf(context, one, told.sign !== undefined, told.severity, say)),
      remedies: narrow.slice(0, 3).map((one) => lower(context, one, say)),
      confirm: [say('raise')],
    };
  },
});

interface Judgement {
  id: 'problem' | 'cut' | 'risk';
  severity: Severity;
  sign?: Movement;
}

/** Programs make fragments, too: only many say something of the tunnel. */
function judge(failed: Movement | undefined, cut: Movement | undefined): Judgement {
  if (failed?.verdict === 'problem' && failed.n >= 10n)
    return { id: 'problem', severity: 'medium', sign: failed };
  if (cut?.verdict === 'problem' && cut.n >= 100n) return { id: 'cut', severity: 'low', sign: cut };
  return { id: 'risk', severity: 'low' };
}

/** Tunnels that are up and whose device below is known. Those of Open vSwitch take any size ('external'). */
function tunnelsOf(context: Context): Tunnel[] {
  const links = linksOf(context);
  return links.flatMap((link): Tunnel[] => {
    const { kind = '', mtu, flags, details } = link;
    const plain = overheads.get(kind);
    if (plain === undefined || mtu === undefined || !flags.includes('UP')) return [];
    if (details.has('external') || mtu > 60000) return [];
    const below = links.find(({ name }) => name === belowOf(context, link));
    if (below?.mtu === undefined || below.name === link.name) return [];
    const remote = details.get('remote') ?? details.get('peer') ?? '';
    const six = remote.includes(':') && !kind.startsWith('ip6') ? 20 : 0;
    const key = details.has('key') || details.has('okey') ? 4 : 0;
    return [{ link, kind, mtu, overhead: plain + six + key, below, room: below.mtu }];
  });
}

/** The device that it was bound to, else the one that the route to the other end (or the default route) names. */
function belowOf(context: Context, { details, parent }: KnownLink): string | undefined {
  const bound = details.get('dev') ?? parent;
  if (bound !== undefined && bound !== 'NONE' && !/^if\d+$/.test(bound)) return bound;
  return wayTo(context, details.get('remote') ?? '')?.nexthops[0]?.device ?? defaultDevice(context);
}

function defaultDevice(context: Context): string | undefined {
  const routes = context.all('routes').flatMap(({ value }) => value);
  return routes.find((r) => r.prefixLength === 0 && r.type === 'unicast' && r.table === 'main')?.nexthops[0]
    ?.device;
}

const argsOf = ({ link, kind, mtu, overhead, below, room }: Tunnel) => ({
  device: link.name,
  kind,
  mtu,
  overhead,
  below: below.name,
  room,
});

function evidenceOf(one: Tunnel, say: Speak): Evidence[] {
  return [cite(one.link.line, say('risk', argsOf(one))), cite(one.below.line, say('below', argsOf(one)))];
}

function instanceOf(context: Context, one: Tunnel, now: boolean, severity: Severity, say: Speak): Instance {
  return {
    subject: `${one.link.name} (${one.kind})`,
    scope: { netns: context.netns, device: one.link.name },
    verdict: now ? 'problem' : 'risk',
    severity,
    summary: say('risk', argsOf(one)),
    evidence: evidenceOf(one, say),
  };
}

function lower(context: Context, { link, mtu, overhead, room }: Tunnel, say: Speak): Remedy {
  const set = (size: number) => inNamespace(context.netns, sh`ip link set dev ${link.name} mtu ${size}`);
  return {
    when: 'now',
    what: say('lower', { device: link.name }),
    commands: [set(room - overhead)],
    verify: [sh`ip -d link show dev ${link.name}`, 'nstat -az IpFragFails IpFragCreates'].map((command) =>
      inNamespace(context.netns, command),
    ),
    undo: [set(mtu)],
    sideEffects: say('both-ends'),
    risk: 'none',
    who: 'network',
  };
}
