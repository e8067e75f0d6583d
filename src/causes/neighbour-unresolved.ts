import { groupBy } from '../group-by.ts';
import { deviceLabel, deviceScope } from '../host/devices.ts';
import { ipv6Off } from '../host/ipv6.ts';
import { remembered } from '../host/remembered.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Instance, Line, Severity } from '../model.ts';
import type { NextHop } from '../parsers/ip-route.ts';
import type { Neighbour } from '../parsers/neighbours.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, movementOf, verdictOf } from './grade.ts';

const texts = {
  title: 'Neighbour does not answer ARP (IPv6: neighbour discovery)',
  why:
    'Before a packet can go to a host of the same network, or to the gateway, the kernel asks for its MAC address. When ' +
    'no answer comes, the packets that wait are dropped and the application gets "no route to host" or silence. The ' +
    'other end is off, has another address or VLAN, or the link between is broken.',
  gateway:
    'the gateway {address} on {device} does not answer: nothing that is routed over it leaves this network',
  now: '{address} on {device} does not answer, and packets wait for it',
  several: '{n} neighbours do not answer; the first is {address} on {device}',
  stale: '{address} on {device} did not answer when it was last asked',
  counted: '{n} packets were dropped while they waited for a neighbour[[ in {seconds:duration}]]',
  ok: 'every neighbour that was asked has answered',
  'ok-arp': 'every IPv4 neighbour that was asked has answered; those of IPv6 were not collected (ip neigh)',
  'gateway-route': 'this route leads over it',
  ask: 'Ask it directly, and look at its link, VLAN and address',
};
type Speak = Say<typeof texts>;

interface Silent {
  neighbour: Neighbour;
  isGateway: boolean;
  /** It was not silent, or not there, in the capture before. */
  isNew: boolean;
}

export default defineCause({
  id: 'neighbour-unresolved',
  layer: 'neighbour',
  per: 'neighbour',
  needs: ['neighbours'],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'neighbour-table-overflow',
  texts,
  references: ['net/core/neighbour.c: neigh_invalidate', 'ip-neighbour(8)', 'RFC 826'],

  evaluate(context, say) {
    const silent = silentOf(context);
    const counters = ['arp_cache.unresolved_discards', 'ndisc_cache.unresolved_discards'] as const;
    const dropped = movementOf(counters.map((name) => context.counter(name)));
    const rising = dropped?.verdict === 'problem' ? dropped : undefined;
    const failed = failing(context, silent);
    const [worst] = silent;
    if (!worst)
      return {
        verdict: 'ok',
        summary: say(hasIpv6(context) ? 'ok' : 'ok-arp'),
        evidence: dropped ? dropped.deltas.map(citeCounter) : [],
      };
    const now = worst.isGateway || worst.isNew || rising !== undefined || failed.length > 0;
    const { address, device } = worst.neighbour;
    const id = worst.isGateway ? 'gateway' : silent.length > 1 ? 'several' : now ? 'now' : 'stale';
    return {
      verdict: now ? 'problem' : 'suspect',
      severity: severityOf(worst, rising !== undefined),
      certainty: worst.isGateway || rising ? 'certain' : 'likely',
      summary: say(id, { address, device: deviceLabel(device), n: silent.length }),
      evidence: [
        ...silent
          .slice(0, 5)
          .map(({ neighbour }) =>
            cite(
              neighbour.line,
              say('stale', { address: neighbour.address, device: deviceLabel(neighbour.device) }),
            ),
          ),
        ...(rising
          ? rising.deltas.map((delta) => ({ ...citeCounter(delta), meaning: say('counted', rising.args) }))
          : []),
        ...gatewayRoutes(context, worst.neighbour).map((line) => cite(line, say('gateway-route'))),
      ],
      instances: silent.slice(0, 50).map((one) => instanceOf(context, one, say)),
      claims: [...(rising?.deltas ?? []), ...failed].map(claim),
      remedies: [
        {
          when: 'investigate',
          what: say('ask'),
          commands: [
            sh`ip -s neigh show ${address}`,
            ...(device === undefined
              ? []
              : [
                  worst.neighbour.family === 'inet6'
                    ? sh`ndisc6 ${address} ${device}`
                    : sh`arping -c 3 -I ${device} ${address}`,
                  sh`ip -d link show dev ${device}`,
                ]),
          ].map((command) => inNamespace(context.netns, command)),
          verify: [],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
      consequenceOf: ['device-down', 'link-flap', 'neighbour-table-overflow'],
    };
  },
});

/** The gateway first, then what became silent between the captures. */
function silentOf(context: Context): Silent[] {
  const silent = neighboursOf(context).filter(({ neighbour }) => isSilent(neighbour));
  const rank = (one: Silent) => (one.isGateway ? 0 : one.isNew ? 1 : 2);
  return silent
    .map(({ neighbour, isNew }) => ({
      neighbour,
      isGateway: gatewayRoutes(context, neighbour).length > 0,
      isNew,
    }))
    .sort((a, b) => rank(a) - rank(b));
}

/** Each once, as the best format has it: /proc/net/arp and arp know nothing of IPv6. Only like is compared with like. */
function neighboursOf(context: Context): Omit<Silent, 'isGateway'>[] {
  const known = new Map<string, Omit<Silent, 'isGateway'>>();
  for (const { parser, capture, value } of context.all('neighbours')) {
    const tables = context.history('neighbours').filter((table) => table.parser === parser);
    const before = tables.filter((table) => table.capture < capture).at(-1);
    const wasSilent = new Set(before?.value.filter(isSilent).map(keyOf));
    for (const neighbour of value) {
      const isNew = before !== undefined && !wasSilent.has(keyOf(neighbour));
      if (!known.has(keyOf(neighbour))) known.set(keyOf(neighbour), { neighbour, isNew });
    }
  }
  return [...known.values()];
}

/** Every device has its own fe80:: addresses. */
const keyOf = ({ address, device }: Neighbour) => `${address} ${device ?? ''}`;

/** Questions without an answer, now, of a family that has a silent neighbour. */
function failing(context: Context, silent: readonly Silent[]): Delta[] {
  const counterOf = { inet: 'arp_cache.res_failed', inet6: 'ndisc_cache.res_failed' } as const;
  return [...new Set(silent.map(({ neighbour }) => neighbour.family))]
    .flatMap((family) => context.counter(counterOf[family]) ?? [])
    .filter((delta) => verdictOf(delta) === 'problem');
}

const hasIpv6 = (context: Context) =>
  context.all('neighbours').some(({ parser }) => parser === 'ip neigh') ||
  ipv6Off(context)?.everywhere === true;

const isSilent = ({ state }: Neighbour) => state === 'FAILED' || state === 'INCOMPLETE';

/** The first route by this neighbour. */
function gatewayRoutes(context: Context, { address, device }: Neighbour): Line[] {
  const isThere = ({ hop }: Way) => hop.device === undefined || device === undefined || hop.device === device;
  const way = waysOf(context).get(address)?.find(isThere);
  return way ? [way.line] : [];
}

interface Way {
  hop: NextHop;
  line: Line;
}

/** By gateway. */
const waysOf = remembered((context: Context) =>
  groupBy(
    context
      .all('routes')
      .flatMap(({ value }) =>
        value.flatMap(({ nexthops, line }) => nexthops.map((hop): Way => ({ hop, line }))),
      ),
    ({ hop }) => hop.gateway,
  ),
);

function severityOf({ isGateway, isNew }: Silent, dropping: boolean): Severity {
  if (isGateway) return 'critical';
  return dropping ? 'high' : isNew ? 'medium' : 'low';
}

function instanceOf(context: Context, one: Silent, say: Speak): Instance {
  const { address, device } = one.neighbour;
  const summary = say(one.isGateway ? 'gateway' : 'stale', { address, device: deviceLabel(device) });
  return {
    subject: `${address} dev ${deviceLabel(device)}`,
    scope: deviceScope(context.netns, device),
    verdict: one.isGateway || one.isNew ? 'problem' : 'suspect',
    severity: severityOf(one, false),
    summary,
    evidence: [cite(one.neighbour.line, summary)],
  };
}
