import { deviceLabel, deviceScope } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Instance, Severity } from '../model.ts';
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
  gateway: 'the gateway {address} on {device} does not answer: nothing leaves this network',
  now: '{address} on {device} does not answer, and packets wait for it',
  several: '{n} neighbours do not answer; the first is {address} on {device}',
  stale: '{address} on {device} did not answer when it was last asked',
  counted: '{n} packets were dropped while they waited for a neighbour[[ in {seconds:duration}]]',
  ok: 'every neighbour that was asked has answered',
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
    const failed = context.counter('arp_cache.res_failed');
    const failing = failed !== undefined && verdictOf(failed) === 'problem';
    const [worst] = silent;
    if (!worst)
      return { verdict: 'ok', summary: say('ok'), evidence: dropped ? dropped.deltas.map(citeCounter) : [] };
    const now = worst.isGateway || worst.isNew || rising !== undefined || failing;
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
        ...gatewayRoutes(context, address).map((line) => cite(line, say('gateway-route'))),
      ],
      instances: silent.slice(0, 50).map((one) => instanceOf(context, one, say)),
      claims: [...(rising?.deltas ?? []), ...(failing ? [failed] : [])].map(claim),
      remedies: [
        {
          when: 'investigate',
          what: say('ask'),
          commands: [
            sh`ip -s neigh show ${address}`,
            ...(device === undefined
              ? []
              : [sh`arping -c 3 -I ${device} ${address}`, sh`ip -d link show dev ${device}`]),
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
  const history = context.history('neighbours');
  const newest = history.at(-1);
  if (!newest) return [];
  const tables = history.filter(({ parser }) => parser === newest.parser);
  const before = tables.filter(({ capture }) => capture < newest.capture).at(-1);
  const wasSilent = new Set(before?.value.filter(isSilent).map(({ address }) => address));
  const current = tables.filter(({ capture }) => capture === newest.capture).flatMap(({ value }) => value);
  const silent = current.filter(isSilent).map((neighbour) => ({
    neighbour,
    isGateway: gatewayRoutes(context, neighbour.address).length > 0,
    isNew: before !== undefined && !wasSilent.has(neighbour.address),
  }));
  const rank = (one: Silent) => (one.isGateway ? 0 : one.isNew ? 1 : 2);
  return silent.sort((a, b) => rank(a) - rank(b));
}

const isSilent = ({ state }: Neighbour) => state === 'FAILED' || state === 'INCOMPLETE';

function gatewayRoutes(context: Context, address: string) {
  const routes = context.all('routes').flatMap(({ value }) => value);
  return routes
    .filter(({ nexthops }) => nexthops.some(({ gateway }) => gateway === address))
    .slice(0, 1)
    .map(({ line }) => line);
}

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
