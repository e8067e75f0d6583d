import { deviceCounter, devicesOf } from '../host/devices.ts';
import type { KnownLink } from '../host/links.ts';
import { linksOf } from '../host/links.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Instance, Line, Remedy, Severity, Verdict } from '../model.ts';
import type { Link } from '../parsers/ip-link.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { worstOf } from './filter.ts';
import { citeCounter, instance, verdictOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Network device is down',
  why:
    'A device that somebody switched off, or whose link has no carrier (cable, switch port, the other end of a veth), ' +
    'carries nothing. Its routes vanish or are marked linkdown: packets take another way, or the application gets ' +
    '"network is unreachable" or "no route to host"; what is sent into it all the same is discarded.',
  default: '{device} is {state}, and the only default route leads over it: nothing leaves this network',
  'default-other': '{device} is {state}; a default route leads over it, another one remains',
  went: '{device} went down between the captures ({state})',
  losing: '{device} is {state}, and what is sent over it is discarded',
  orphaned: '{device} is {state}, has the address {address}, and there is no default route',
  unused: '{device} has the address {address} and is {state}; no loss is seen',
  ok: 'every device with an address or a route is up',
  off: 'it is switched off (no UP among its flags)',
  carrier: 'it is switched on and has no carrier',
  'route-over': 'this route leads over it',
  'was-up': 'it was up before',
  'switch-on': 'Switch it on',
  'may-be-meant':
    'It may be off on purpose: a spare port, or an address that another host has taken over meanwhile.',
  boot: 'Have the network configuration switch it on at boot, too',
  link: 'Look at the link: cable or transceiver, the port of the switch, the other end',
};
type Speak = Say<typeof texts>;
type TextId = Extract<keyof typeof texts, string>;

interface Down {
  link: KnownLink;
  state: 'off' | 'carrier';
  id: TextId;
  verdict: Verdict;
  severity: Severity;
  address: string | undefined;
  evidence: Instance['evidence'];
}

export default defineCause({
  id: 'device-down',
  layer: 'wire',
  per: 'device',
  needs: [['links', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'risk', 'ok'],
  lookAlike: 'link-flap',
  texts,
  references: ['net/core/dev.c: dev_get_flags', 'ip-link(8)', 'RFC 2863 (ifOperStatus)'],

  evaluate(context, say) {
    const down = linksOf(context).flatMap((link) => judge(context, link, say) ?? []);
    const worst = worstOf(down);
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    return {
      verdict: worst.verdict,
      severity: worst.severity,
      certainty: worst.id === 'losing' || worst.id === 'orphaned' ? 'likely' : 'certain',
      summary: say(worst.id, argsOf(worst)),
      instances: down.map((one) =>
        instance(one, {
          subject: one.link.name,
          scope: { netns: context.netns, device: one.link.name },
          summary: say(one.id, argsOf(one)),
          evidence: one.evidence,
        }),
      ),
      remedies: remediesOf(context, worst, say),
      consequenceOf: ['nic-hang-reset', 'soft-lockup'],
    };
  },
});

const argsOf = ({ link, state, address }: Down) => ({
  device: link.name,
  state: state === 'off' ? 'DOWN' : 'NO-CARRIER',
  address,
});

/** A bridge without ports, a tunnel without a peer: waiting is their normal state. */
const waits = /^(?:lo|docker|br|virbr|lxcbr|lxdbr|cni|podman|ovs|dummy|tun|tap|sit|ip6tnl|gre)/;

function stateOf({ flags, operstate }: Link): Down['state'] | undefined {
  if (flags.length > 0 && !flags.includes('UP')) return 'off';
  const silent = flags.includes('NO-CARRIER') || operstate === 'DOWN' || operstate === 'LOWERLAYERDOWN';
  return silent ? 'carrier' : undefined;
}

/** Undefined: it is up, or nobody can miss it. */
function judge(context: Context, link: KnownLink, say: Speak): Down | undefined {
  const state = stateOf(link);
  if (!state || link.master !== undefined || waits.test(link.name) || link.kind === 'bridge')
    return undefined;
  const address = addressOf(context, link.name);
  const routes = context.all('routes').flatMap(({ value }) => value);
  const over = routes.filter(({ nexthops }) => nexthops.some(({ device }) => device === link.name));
  if (address === undefined && over.length === 0) return undefined;
  const elsewhere = routes.filter((route) => isDefault(route) && !over.includes(route));
  const led = over.find(isDefault);
  const before = wasUp(context, link.name);
  const lost = lostOver(context, link.name);
  const isOnly = elsewhere.length === 0;
  const orphaned = context.latest('routes') !== undefined && isOnly && address !== undefined;
  const judged = weigh({
    led: led !== undefined,
    isOnly,
    went: before !== undefined,
    lost: lost.length > 0,
    orphaned,
  });
  const evidence = [
    cite(link.line, say(state)),
    ...(led ? [cite(led.line, say('route-over'))] : []),
    ...(before ? [cite(before, say('was-up'))] : []),
    ...lost.map(citeCounter),
  ];
  return { link, state, ...judged, address: address ?? over[0]?.destination, evidence };
}

interface Signs {
  /** A default route leads over it, and there is no other. */
  led: boolean;
  isOnly: boolean;
  went: boolean;
  lost: boolean;
  orphaned: boolean;
}

function weigh({ led, isOnly, went, lost, orphaned }: Signs): Pick<Down, 'id' | 'verdict' | 'severity'> {
  if (led && isOnly) return { id: 'default', verdict: 'problem', severity: 'critical' };
  if (went) return { id: 'went', verdict: 'problem', severity: 'high' };
  if (lost) return { id: 'losing', verdict: 'problem', severity: 'high' };
  if (led) return { id: 'default-other', verdict: 'problem', severity: 'medium' };
  if (orphaned) return { id: 'orphaned', verdict: 'suspect', severity: 'medium' };
  return { id: 'unused', verdict: 'risk', severity: 'low' };
}

const isDefault = ({ prefixLength, type }: { prefixLength: number; type: string }) =>
  prefixLength === 0 && type === 'unicast';

/** Not those that every device gives itself. */
function addressOf(context: Context, device: string): string | undefined {
  return context
    .all('addresses')
    .flatMap(({ value }) => value)
    .find((one) => one.device === device && !/^(?:fe80:|169\.254\.)/i.test(one.address))?.address;
}

/** The line of an earlier capture in which it was up. */
function wasUp(context: Context, device: string): Line | undefined {
  const history = context.history('links');
  const newest = history.at(-1);
  return history
    .filter(({ capture, parser }) => capture < (newest?.capture ?? 0) && parser === newest?.parser)
    .flatMap(({ value }) => value)
    .find((link) => link.name === device && stateOf(link) === undefined)?.line;
}

/** By the device's own counters; those of IP do not tell which way a packet should have gone. */
function lostOver(context: Context, name: string): Delta[] {
  const device = devicesOf(context).find((one) => one.name === name);
  if (!device) return [];
  const dropped = deviceCounter(device, 'link.tx_dropped', 'dev.tx_drop');
  const failed = deviceCounter(device, 'link.tx_carrier_errors', 'dev.tx_carrier');
  return [dropped, failed].flatMap((delta) => (delta && verdictOf(delta) === 'problem' ? [delta] : []));
}

function remediesOf(context: Context, { link, state }: Down, say: Speak): Remedy[] {
  const inside = (command: string) => inNamespace(context.netns, command);
  const verify = [inside(sh`ip -d link show dev ${link.name}`), inside('ip route show table all')];
  if (state === 'carrier')
    return [investigate(say('link'), [inside(sh`ethtool ${link.name}`), ...verify], 'network', verify)];
  const set = (to: string) => inside(sh`ip link set dev ${link.name} ${to}`);
  const about = { sideEffects: say('may-be-meant'), risk: 'none' as const, who: 'admin' as const };
  return [
    { when: 'now', what: say('switch-on'), commands: [set('up')], verify, undo: [set('down')], ...about },
    { when: 'persist', what: say('boot'), commands: [], verify: [], undo: [], ...about },
  ];
}
