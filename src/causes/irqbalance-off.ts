import { devicesOf, isStacked, isVirtual } from '../host/devices.ts';
import type { InterruptShare, Vector } from '../host/interrupts.ts';
import { interruptShare, vectorsOf } from '../host/interrupts.ts';
import type { Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { instance } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Nobody spreads the interrupts (irqbalance does not run)',
  why:
    'A new interrupt may be taken by any CPU, and on many machines the first one takes it. Drivers that give each queue a ' +
    'CPU of its own, a script of the administrator, or the daemon irqbalance spread them. Where nobody does, all queues ' +
    'of a card end on one CPU. That costs nothing while there is little traffic.',
  risk: 'irqbalance does not run, and the {vectors} interrupts of {device} were left to any CPU: CPU {cpu} takes {share:percent} of them',
  running: 'irqbalance runs',
  spread: 'irqbalance does not run, and need not: the interrupts are spread over the CPUs',
  pinned:
    'irqbalance does not run, and the interrupts of {device} are pinned to CPUs by the driver or by hand: it would undo that',
  nothing: 'no card has several interrupts that irqbalance could spread over four or more CPUs',
  partial: 'the list of processes is not complete: whether irqbalance runs is not known',
  mask: 'any of these CPUs may take it',
  daemon: 'the daemon',
  look: 'See whether somebody pins interrupts on purpose, and whether irqbalance is installed',
  start: 'Let irqbalance spread them',
  'undoes-pinning':
    'irqbalance overwrites masks that were set by hand. Hosts with isolated CPUs (DPDK, real time, storage) go without it on purpose.',
};
type Speak = Say<typeof texts>;

type Card = InterruptShare & { name: string; each: Vector[] };

export default defineCause({
  id: 'irqbalance-off',
  layer: 'softirq',
  per: 'host',
  needs: ['processes', 'interrupts'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'irq-affinity-imbalance',
  texts,
  references: ['irqbalance(1)', 'https://docs.kernel.org/core-api/irq/irq-affinity.html'],

  evaluate(context, say) {
    const processes = context.latest('processes')?.value ?? [];
    const daemon = processes.find(({ command }) => /^(?:\S*\/)?irqbalance(?:\s|$)/.test(command));
    if (daemon)
      return { verdict: 'ok', summary: say('running'), evidence: [cite(daemon.line, say('daemon'))] };
    if (!processes.some(({ pid }) => pid === 1)) return { verdict: 'unknown', summary: say('partial') };
    const cards = cardsOf(context);
    if (cards.length === 0) return { verdict: 'ok', summary: say('nothing') };
    // As much as for irq-affinity-imbalance, which tells what it costs.
    const uneven = cards.filter(({ share, total }) => share > 0.7 && total >= 1000);
    const free = uneven.filter(({ each }) => !isPinned(each));
    const [worst] = free.sort((a, b) => b.total - a.total);
    if (worst)
      return {
        verdict: 'risk',
        certainty: 'possible',
        summary: say('risk', argsOf(worst)),
        instances: free.map((card) => instanceOf(card, say)),
        remedies: remediesOf(worst, say),
        confirm: [say('undoes-pinning')],
      };
    const [pinned] = uneven;
    return pinned
      ? { verdict: 'ok', summary: say('pinned', { device: pinned.name }), evidence: masksOf(pinned, say) }
      : { verdict: 'ok', summary: say('spread') };
  },
});

/** Real cards with several interrupts, on hosts with CPUs to spread them over. */
function cardsOf(context: Context): Card[] {
  return devicesOf(context).flatMap((device) => {
    if (isVirtual(device) || isStacked(device)) return [];
    const { name } = device;
    const [share, known] = [interruptShare(context, name), vectorsOf(context, name)];
    return share && known && share.vectors > 1 && share.cpus >= 4
      ? [{ ...share, name, each: known.vectors }]
      : [];
  });
}

/** One CPU each, or a different set for each: somebody decided it. */
function isPinned(each: readonly Vector[]): boolean {
  const masks = each.flatMap(({ allowed }) => (allowed ? [allowed.cpus] : []));
  return masks.some((cpus) => cpus.length === 1) || new Set(masks.map(String)).size > 1;
}

const argsOf = ({ name, cpu, share, vectors }: Card) => ({ device: name, cpu, share, vectors });

const masksOf = ({ each }: Card, say: Speak) =>
  each.flatMap(({ allowed }) => (allowed ? [cite(allowed.line, say('mask'))] : [])).slice(0, 4);

function instanceOf(card: Card, say: Speak) {
  const summary = say('risk', argsOf(card));
  const evidence = [cite(card.line, summary), ...masksOf(card, say)];
  const { name, share } = card;
  return instance(
    { verdict: 'risk', severity: 'info', share },
    { subject: name, scope: { device: name }, summary, evidence },
  );
}

function remediesOf({ each }: Card, say: Speak): Remedy[] {
  const masks = `grep . ${each
    .slice(0, 8)
    .map(({ irq }) => `/proc/irq/${irq}/smp_affinity_list`)
    .join(' ')}`;
  const about = {
    verify: [masks],
    sideEffects: say('undoes-pinning'),
    risk: 'none' as const,
    who: 'admin' as const,
  };
  return [
    investigate(say('look'), ['systemctl status irqbalance', 'cat /proc/cmdline', masks]),
    {
      when: 'now',
      what: say('start'),
      commands: ['systemctl start irqbalance'],
      undo: ['systemctl stop irqbalance'],
      ...about,
    },
    {
      when: 'persist',
      what: say('start'),
      commands: ['systemctl enable irqbalance'],
      undo: ['systemctl disable irqbalance'],
      ...about,
    },
  ];
}
