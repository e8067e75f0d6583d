import { inNamespace, sh } from '../host/shell.ts';
import type { Instance } from '../model.ts';
import type { TcAction, TcFilter } from '../parsers/tc-filter.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { worstOf } from './filter.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf, shareOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Traffic control filter drops packets (policer)',
  why:
    'A filter of tc at the entrance (ingress, clsact) or exit of a device hands packets to an action: police drops what ' +
    'is above its rate and burst, gact with drop discards all that it matches. Packets dropped at the entrance never ' +
    'reach the packet filter or IP: no counter of iptables, nft or /proc/net/snmp moves, while tcpdump, which looks ' +
    'earlier, shows them arriving. A policer does not queue: TCP through it falls far below the rate that is allowed.',
  problem:
    '{action} on {device} dropped {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what passed it since it was made]]',
  suspect:
    '{action} on {device} dropped {n} packets since it was made[[, {share:percent} of what passed it]]; when is unknown',
  past: '{action} on {device} dropped {n} packets since it was made, none in the {flat:duration} between the captures',
  ok: 'no filter of traffic control dropped packets',
  filter: 'the filter that hands packets to it',
  passed: '{n} packets reached the action',
  intended:
    'Find out who set it (a hypervisor or CNI limits bandwidth in this way) and whether the rate is meant; a burst below a few hundred kilobytes hurts TCP at rates of gigabits',
  shape:
    'Where a limit is wanted, shape at the sender instead (htb, tbf, fq): what is over the rate then waits and is not lost.',
  capture: 'tcpdump on the device shows the packets; a trace of skb:kfree_skb names TC_INGRESS (from 5.17).',
};
type Speak = Say<typeof texts>;

/** An action that dropped something, or could. */
interface Dropper {
  filter: TcFilter;
  action: TcAction;
  movement: Movement;
}

export default defineCause({
  id: 'tc-policer',
  layer: 'tc-ingress',
  per: 'device',
  needs: ['tcFilters'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: ['net/sched/act_police.c: tcf_police_act', 'tc-police(8)', 'tc-actions(8)'],

  evaluate(context, say) {
    const droppers = droppersOf(context);
    const hit = droppers.filter(({ movement }) => movement.verdict !== 'ok');
    const worst = worstOf(hit.map((one) => ({ ...one, ...one.movement, args: argsOf(one) })));
    if (!worst) {
      const evidence = droppers.slice(0, 4).flatMap(({ movement }) => movement.deltas.map(citeCounter));
      return { verdict: 'ok', summary: say('ok'), evidence };
    }
    const { device } = worst.filter;
    const at = worst.filter.hook ?? (worst.filter.parent === 'ffff:' ? 'ingress' : 'root');
    const show = inNamespace(context.netns, sh`tc -s filter show dev ${device} ${at}`);
    return {
      verdict: worst.verdict,
      severity: worst.severity,
      summary: say(worst.verdict, worst.args),
      ...(worst.share === undefined ? {} : { share: worst.share }),
      instances: hit.map((one) => instanceOf(one, context, say)),
      claims: hit.flatMap(({ movement }) => movement.deltas.map(claim)),
      remedies: [investigate(say('intended'), [show], 'admin', [show])],
      confirm: [say('shape'), say('capture')],
    };
  },
});

function droppersOf(context: Context): Dropper[] {
  const counters = context.counters('tc.action_drops');
  return context.all('tcFilters').flatMap(({ value }) =>
    value.flatMap((filter) =>
      filter.actions.flatMap((action) => {
        const own = counters.find(({ latest }) => isAt(latest.line, action.dropped?.line));
        const movement = movementOf([own]);
        return movement ? [{ filter, action, movement: withShare(movement, action) }] : [];
      }),
    ),
  );
}

const isAt = (a: Dropper['action']['line'], b: Dropper['action']['line'] | undefined) =>
  b !== undefined && a.number === b.number && a.file.path === b.file.path;

/** An action counts what reaches it, dropped ones among them; only its total is known. */
function withShare(movement: Movement, { packets, dropped }: TcAction): Movement {
  const share = shareOf(dropped?.value ?? 0n, packets?.value);
  if (share === undefined) return movement;
  return { ...movement, ...gradedBy(movement, share), share, args: { ...movement.args, share } };
}

/** Dropping by the hundredth is felt, whatever else the device carries. */
function gradedBy({ verdict, severity, n }: Movement, share: number): Pick<Movement, 'severity'> {
  if (n < 10n || verdict === 'past') return { severity };
  if (verdict === 'problem') return { severity: share >= 0.001 ? 'high' : 'medium' };
  return { severity: share >= 0.01 ? 'medium' : 'low' };
}

const argsOf = ({ filter, action, movement }: Dropper) => ({
  ...movement.args,
  device: filter.device === '' ? '?' : filter.device,
  action: action.text.replace(/^action order \d+: +/, '').slice(0, 120),
});

function instanceOf(one: Dropper, context: Context, say: Speak): Instance {
  const { filter, action, movement } = one;
  return instance(movement, {
    subject: `${filter.device}: ${argsOf(one).action}`,
    scope: { netns: context.netns, device: filter.device },
    summary: say(movement.verdict, argsOf(one)),
    evidence: [
      ...movement.deltas.map(citeCounter),
      cite(filter.line, say('filter')),
      ...(action.packets ? [cite(action.packets.line, say('passed', { n: action.packets.value }))] : []),
    ],
  });
}
