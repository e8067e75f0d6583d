import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { linksOf } from '../host/links.ts';
import { sh } from '../host/shell.ts';
import type { Evidence, Instance, Severity } from '../model.ts';
import type { Bond, BondSlave } from '../parsers/bonding.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'A bond lost a member or changed it',
  why:
    'A bond joins several cards into one, so that a failing cable costs nothing. When the driver sees the link of a ' +
    'member fail, it moves the traffic to another one: frames on their way are lost, switches must learn the new way, ' +
    'and what is left has less bandwidth and no reserve. With LACP (802.3ad) members carry traffic only when the switch ' +
    'agreed that they belong together; the others stand idle with a good link.',
  down: 'member {device} of {bond} is down: {left} of {all} members are left',
  'all-down': 'all {all} members of {bond} are down',
  failing: 'member {device} of {bond} failed {n} times[[ in {seconds:duration}]]',
  switched: '{bond} changed its active member from {before} to {device}',
  'no-partner': '{bond} has no LACP partner: the switch never answered, so its ports are not one aggregate',
  split: 'member {device} of {bond} is in another LACP aggregate than the active one and carries no traffic',
  churned: 'LACP of member {device} of {bond} does not settle (churned)',
  failed:
    'member {device} of {bond} failed {n} times since the bond was made[[ ({perDay} times a day)]]; all members are up now',
  logged:
    'losses of a member or partner of {bond} in the log: {n}[[, the last one {device}]][[; the last time {age:duration} before the capture]]',
  ok: 'all members of the bonds are up and agree',
  none: 'this host has no bond',
  status: 'state of the member',
  look: 'Look at the link of {device}: cable, optic, switch port, and the log of both ends',
  'switch-side': 'Compare the port-channel of the switch with the bond: mode, members, LACP rate',
  'since-creation':
    'The number of failures counts from the creation of the bond: a reload of the switch counts, too.',
};
type Speak = Say<typeof texts>;

type Sign = 'down' | 'all-down' | 'failing' | 'switched' | 'no-partner' | 'split' | 'churned' | 'failed';
interface Hit {
  id: Sign;
  severity: Severity;
  device: string;
  bond: string;
  args: Record<string, string | number | bigint | undefined>;
  evidence: Evidence[];
}

export default defineCause({
  id: 'bond-failover',
  layer: 'nic',
  per: 'device',
  needs: [['bonding', 'links', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'link-flap',
  texts,
  references: ['Documentation/networking/bonding.rst', 'drivers/net/bonding/bond_main.c: bond_miimon_commit'],

  evaluate(context, say) {
    const bonds = context.all('bonding').map(({ value }) => value);
    if (bonds.length === 0) return withoutFile(context, say);
    const hits = bonds.flatMap((bond) => hitsOf(context, bond, say)).sort((a, b) => rank(a) - rank(b));
    const [worst] = hits;
    if (!worst)
      return { verdict: 'ok', summary: say('ok'), evidence: bonds.map(({ line }) => cite(line, say('ok'))) };
    const { device, bond } = worst;
    const commands = [
      sh`cat /proc/net/bonding/${bond}`,
      sh`ethtool ${device}`,
      sh`ip -s -s link show dev ${device}`,
    ];
    const lacp = worst.id === 'no-partner' || worst.id === 'split' || worst.id === 'churned';
    return {
      verdict: verdictOf(worst),
      severity: worst.severity,
      summary: say(worst.id, worst.args),
      instances: hits.map((hit) => instanceOf(context, hit, say)),
      claims: context.counters('bonding.link_failure_count').map(claim),
      remedies: [
        investigate(
          lacp ? say('switch-side') : say('look', { device }),
          commands,
          'network',
          commands.slice(0, 1),
        ),
      ],
      confirm: [say('since-creation')],
      consequenceOf: ['soft-lockup', 'nic-hang-reset'],
    };
  },
});

/** /proc/net/bonding is there only where bonds are. */
function withoutFile(context: Context, say: Speak): Conclusion {
  const logged = loggedEvents(context, 'bond-slave-down', 'bond-no-active', 'lacp-no-partner');
  if (logged) return fromLog(logged, say);
  const links = linksOf(context);
  if (links.length === 0)
    return {
      verdict: 'unknown',
      summary: { id: 'common/not-collected', args: { what: '/proc/net/bonding' } },
    };
  const bond = links.find(({ kind, flags }) => kind === 'bond' || flags.includes('MASTER'));
  if (!bond) return { verdict: 'ok', summary: say('none') };
  const what = `/proc/net/bonding/${bond.name}`;
  return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what } } };
}

/** While a bond is set up, each member whose link is not there yet is told as down once. */
function fromLog({ verdict, count, age, last, events }: LoggedEvents, say: Speak): Conclusion {
  const old = count < 2 || (age !== undefined && age > 7 * 86400);
  const bond = last.args.get('bond') ?? 'bond0';
  const summary = say('logged', { n: count, bond, device: last.device ?? last.args.get('late'), age });
  const commands = [sh`cat /proc/net/bonding/${bond}`];
  return {
    verdict,
    severity: verdict === 'problem' ? 'high' : old ? 'low' : 'medium',
    summary,
    evidence: events.slice(-4).map(({ line }) => cite(line, say('status'))),
    remedies: [investigate(say('switch-side'), commands, 'network', commands)],
    consequenceOf: ['soft-lockup', 'nic-hang-reset'],
  };
}

const verdictOf = ({ id }: Hit) => (id === 'failed' ? ('suspect' as const) : ('problem' as const));
const order: readonly Sign[] = [
  'all-down',
  'down',
  'failing',
  'switched',
  'no-partner',
  'split',
  'churned',
  'failed',
];
const rank = ({ id }: Hit) => order.indexOf(id);
const isDown = ({ miiStatus }: BondSlave) => miiStatus !== undefined && miiStatus.value !== 'up';

function hitsOf(context: Context, bond: Bond, say: Speak): Hit[] {
  const { device: name, slaves } = bond;
  const down = slaves.filter(isDown);
  const all = slaves.length;
  const everyDown = all > 0 && down.length === all;
  const about = { bond: name, all, left: all - down.length };
  const hit = (
    id: Sign,
    severity: Severity,
    device: string,
    args: Hit['args'],
    evidence: Evidence[],
  ): Hit => ({
    id,
    severity,
    device,
    bond: name,
    args: { ...about, device, ...args },
    evidence,
  });
  return [
    ...down.map((slave) =>
      hit(everyDown ? 'all-down' : 'down', everyDown ? 'critical' : 'high', slave.device, {}, [
        cite(slave.line, say('status')),
      ]),
    ),
    ...slaves.flatMap((slave) => failures(context, bond, slave, hit)),
    ...switched(context, bond, hit, say),
    ...lacp(bond, hit, say),
  ];
}

type MakeHit = (id: Sign, severity: Severity, device: string, args: Hit['args'], evidence: Evidence[]) => Hit;

/** Rising proves it; of the past, more than one failure in a week is worth a look. */
function failures(context: Context, bond: Bond, slave: BondSlave, hit: MakeHit): Hit[] {
  const delta = context.counter('bonding.link_failure_count', { device: slave.device, queue: bond.device });
  if (!delta) return [];
  const movement = movementOf([delta]);
  if (movement.n === 0n) return [];
  const evidence = [citeCounter(delta)];
  const { n } = movement;
  if (movement.verdict === 'problem')
    return [hit('failing', 'high', slave.device, { n, seconds: delta.seconds }, evidence)];
  if (isDown(slave) || n < 2n) return [];
  const days = Math.max((delta.uptime ?? 0) / 86400, 1);
  const perDay = Math.round((Number(n) / days) * 10) / 10;
  const severity = perDay >= 1 / 7 ? 'low' : 'info';
  return [hit('failed', severity, slave.device, { n, perDay: perDay === 0 ? undefined : perDay }, evidence)];
}

function switched(context: Context, bond: Bond, hit: MakeHit, say: Speak): Hit[] {
  const before = context.history('bonding').find(({ value }) => value.device === bond.device)
    ?.value.activeSlave;
  const now = bond.activeSlave;
  if (!before || !now || before.value === now.value || now.value === 'None') return [];
  return [
    hit('switched', 'high', now.value, { before: before.value }, [
      cite(now.line, say('switched', { bond: bond.device, before: before.value, device: now.value })),
    ]),
  ];
}

/** Members that the switch does not hold for one aggregate. A member without a link is told as down. */
function lacp(bond: Bond, hit: MakeHit, say: Speak): Hit[] {
  if (!bond.mode?.includes('802.3ad')) return [];
  const up = bond.slaves.filter((slave) => !isDown(slave));
  const { partnerMac, activeAggregator, device: name } = bond;
  if (up.length > 0 && partnerMac && /^(?:00:){5}00$/.test(partnerMac.value))
    return [hit('no-partner', 'high', name, {}, [cite(partnerMac.line, say('no-partner', { bond: name }))])];
  return up.flatMap((slave) => {
    const churn = [...slave.fields].find(
      ([label, { value }]) => /Churn State$/.test(label) && value === 'churned',
    );
    const aggregator = slave.fields.get('Aggregator ID');
    if (aggregator && activeAggregator !== undefined && aggregator.value !== activeAggregator)
      return [hit('split', 'high', slave.device, {}, [cite(aggregator.line, say('status'))])];
    return churn ? [hit('churned', 'high', slave.device, {}, [cite(churn[1].line, say('status'))])] : [];
  });
}

function instanceOf(context: Context, hit: Hit, say: Speak): Instance {
  return {
    subject: hit.device === hit.bond ? hit.bond : `${hit.device} (${hit.bond})`,
    scope: { netns: context.netns, device: hit.device },
    verdict: verdictOf(hit),
    severity: hit.severity,
    summary: say(hit.id, hit.args),
    evidence: hit.evidence,
  };
}
