import type { CpuUse } from '../host/cpus.ts';
import { cpusOf, cpuUse, seenUses } from '../host/cpus.ts';
import type { Evidence, Instance, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { movementOf } from './grade.ts';

const texts = {
  title: 'Network softirqs saturate one CPU',
  why:
    'Received frames are processed in softirqs on the CPU that took the interrupt. When one CPU has to do it for all, ' +
    'it reaches its limit while the average of all CPUs looks idle: frames wait, then overflow ring and backlog, and ' +
    'programs on that CPU starve.',
  problem:
    'CPU {cpu} spends {softirq:percent} of its time in softirqs between the captures[[, while all CPUs together are idle for {idle:percent}]]',
  seen: 'mpstat saw CPU {cpu} spend {softirq:percent} of its time in softirqs[[, while all CPUs together were idle for {idle:percent}]]',
  ksoftirqd: 'ksoftirqd/{cpu} uses {percent} % of its CPU: softirqs cannot keep up there',
  ok: 'no CPU is saturated by softirqs: at most {softirq:percent}, on CPU {cpu}',
  'one-capture': 'one capture tells only averages since boot, in which bursts drown',
  squeezed: 'CPU {cpu} ran out of budget {n} times in that window',
  dropped: 'and dropped {n} frames',
  spread:
    'Spread the load: more queues (ethtool -L) or RPS for a single-queue card; look for thousands of linear filter rules; move the programs elsewhere',
  'rps-cost': 'RPS costs interrupts between CPUs, and its frames pass net.core.netdev_max_backlog.',
  watch: 'Watch it: mpstat -P ALL 1 5, column %soft.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'softirq-single-core',
  layer: 'softirq',
  per: 'cpu',
  needs: [['cpuStat', 'processes', 'sar']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'irq-affinity-imbalance',
  texts,
  references: ['https://docs.kernel.org/networking/scaling.html', 'proc_stat(5)'],

  evaluate(context, say) {
    const uses = cpusOf(context).flatMap((cpu) => useOf(context, cpu));
    const worst = [...uses].sort((a, b) => b.softirq - a.softirq)[0];
    const busy = uses.filter(({ softirq }) => softirq >= 0.8);
    const about = {
      remedies: remediesOf(say),
      confirm: [say('watch')],
      consequenceOf: ['steal-time', 'soft-lockup', 'firewall-ruleset-slow'],
    };
    if (worst && busy.length > 0) {
      const idle = cpuUse(context)?.idle;
      const losses = lossesOn(context, worst, say);
      return {
        ...about,
        verdict: 'problem',
        severity: losses.some(({ meaning }) => meaning.id.endsWith('/dropped')) ? 'high' : 'medium',
        summary: say('problem', { cpu: worst.cpu, softirq: worst.softirq, idle }),
        evidence: losses,
        instances: busy.map((use) => instanceOf(use, say)),
      };
    }
    const seen = worst ? undefined : seenBusy(context);
    if (seen) {
      const { line, ...args } = seen;
      const summary = say('seen', args);
      return { ...about, verdict: 'suspect', severity: 'medium', summary, evidence: [cite(line, summary)] };
    }
    const ksoftirqd = context
      .latest('processes')
      ?.value.find(({ command, cpu }) => /^\[?ksoftirqd\/\d+/.test(command) && (cpu ?? 0) >= 90);
    if (ksoftirqd && !worst) {
      const summary = say('ksoftirqd', { cpu: /\d+/.exec(ksoftirqd.command)?.[0], percent: ksoftirqd.cpu });
      return {
        ...about,
        verdict: 'suspect',
        severity: 'medium',
        certainty: 'likely',
        summary,
        evidence: [cite(ksoftirqd.line, summary)],
      };
    }
    if (!worst) return { verdict: 'unknown', summary: say('one-capture') };
    const summary = say('ok', { cpu: worst.cpu, softirq: worst.softirq });
    return { verdict: 'ok', summary, evidence: [cite(worst.line, summary)] };
  },
});

/** Of one CPU alone: what all CPUs do together is no single core's work. */
function seenBusy(context: Context) {
  const uses = seenUses(context);
  const idle = uses.find(({ cpu }) => cpu === 'all')?.idle;
  const [busiest] = uses
    .flatMap(({ cpu, softirq, line }) =>
      cpu !== 'all' && softirq !== undefined ? [{ cpu, softirq, line, idle }] : [],
    )
    .sort((a, b) => b.softirq - a.softirq);
  return busiest && busiest.softirq >= 0.8 ? busiest : undefined;
}

/** Of one CPU, which the use of all does not name. */
interface OwnUse extends CpuUse {
  cpu: number;
}

function useOf(context: Context, cpu: number): OwnUse[] {
  const use = cpuUse(context, cpu);
  return use ? [{ ...use, cpu }] : [];
}

function instanceOf(use: OwnUse, say: Speak): Instance {
  const summary = say('problem', { cpu: use.cpu, softirq: use.softirq });
  return {
    subject: `CPU ${use.cpu}`,
    scope: { cpu: use.cpu },
    verdict: 'problem',
    severity: 'medium',
    summary,
    share: use.softirq,
    evidence: [cite(use.line, summary)],
  };
}

function lossesOn(context: Context, { cpu }: OwnUse, say: Speak): Evidence[] {
  const [squeezed, dropped] = [
    context.counter('softnet.time_squeeze', { cpu }),
    context.counter('softnet.dropped', { cpu }),
  ];
  const told = (id: 'squeezed' | 'dropped', delta: typeof squeezed) => {
    if (!delta) return [];
    const movement = movementOf([delta]);
    return movement.verdict === 'problem' ? [cite(delta.latest.line, say(id, { cpu, n: movement.n }))] : [];
  };
  return [...told('squeezed', squeezed), ...told('dropped', dropped)];
}

function remediesOf(say: Speak): Remedy[] {
  const commands = [
    'mpstat -P ALL 1 5',
    'cat /proc/softirqs',
    'grep . /sys/class/net/*/queues/rx-*/rps_cpus',
  ];
  return [
    {
      when: 'investigate',
      what: say('spread'),
      commands,
      verify: ['mpstat -P ALL 1 5'],
      undo: [],
      sideEffects: say('rps-cost'),
      risk: 'none',
      who: 'admin',
    },
  ];
}
