import { sh } from '../host/shell.ts';
import type { Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { CgroupCpu } from '../parsers/cgroup-cpu.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { changeApplication, investigate } from './remedy.ts';

const texts = {
  title: 'A CPU quota stops the application',
  why:
    'A container or service may have a CPU quota: so much CPU time in every period of mostly 100 ms. When it is used up, ' +
    'all threads of the group stand still until the next period. In that time nobody reads sockets and accepts ' +
    'connections: queues of the application overflow, answers are late by tens of milliseconds, and yet the host looks ' +
    'idle. Many threads use a quota up within a few milliseconds.',
  problem:
    'the CPU quota stopped {group} in {share:percent} of its periods[[ in {seconds:duration}]][[, {held:percent} of the time]]',
  suspect:
    'the CPU quota stopped {group} in {share:percent} of its periods since it was started; when is unknown',
  past: 'the CPU quota stopped {group} in {share:percent} of its periods since it was started, not once in the {flat:duration} between the captures',
  ok: 'no CPU quota stops a group in more than a tenth of its periods[[: at most {share:percent}, {group}]]',
  none: 'no control group has counted periods of a quota',
  quota: 'the group may use {cpus} CPUs',
  twice: 'Give the service the time of {cpus} CPUs',
  raise:
    'Raise the CPU limit of {group} where it is set (limits of a pod, --cpus of a container), or run fewer threads than it has CPUs',
  check: 'Compare the CPU time that {group} uses with its quota',
  others: 'What this group gains, others on the host lose.',
};
type Speak = Say<typeof texts>;

interface Throttled {
  group: string;
  movement: Movement;
  /** Of its periods in which it was stopped, 0 to 1; of the window where it rises. */
  share: number;
  /** Of the time between the captures, of all its CPUs. */
  held: number | undefined;
  quota: CgroupCpu | undefined;
}

export default defineCause({
  id: 'cgroup-cpu-throttle',
  layer: 'application',
  per: 'host',
  needs: ['cgroupCpu'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'steal-time',
  texts,
  references: ['Documentation/admin-guide/cgroup-v2.rst: cpu.stat', 'Documentation/scheduler/sched-bwc.rst'],

  evaluate(context, say) {
    const groups = context
      .counters('cgroup.nr_throttled')
      .flatMap((delta) => throttledOf(context, delta.scope.queue ?? '/') ?? []);
    const hits = groups.filter(isHeld).sort((a, b) => rank(a) - rank(b) || b.share - a.share);
    const [worst] = hits;
    if (!worst) {
      const most = groups.sort((a, b) => b.share - a.share)[0];
      if (!most) return { verdict: 'ok', summary: say('none') };
      const evidence = most.movement.deltas.slice(0, 1).map(citeCounter);
      return { verdict: 'ok', summary: say('ok', { group: most.group, share: most.share }), evidence };
    }
    const { verdict } = worst.movement;
    return {
      verdict,
      severity: severityOf(worst),
      summary: say(verdict, argsOf(worst)),
      instances: hits.map((hit) => instanceOf(hit, say)),
      claims: hits.flatMap(({ movement }) => movement.deltas.map(claim)),
      remedies: verdict === 'past' ? [] : remediesOf(worst, say),
    };
  },
});

const rank = ({ movement }: Throttled) => ['problem', 'suspect', 'past', 'ok'].indexOf(movement.verdict);
const isHeld = ({ movement, share }: Throttled) => share > 0.1 && movement.n >= 10n;

function throttledOf(context: Context, group: string): Throttled | undefined {
  const of = (name: 'cgroup.nr_throttled' | 'cgroup.nr_periods' | 'cgroup.throttled_usec') =>
    context.deltas().find((delta) => delta.name === name && delta.scope.queue === group);
  const periods = of('cgroup.nr_periods');
  const movement = movementOf([of('cgroup.nr_throttled')], { seen: [periods], within: true });
  if (!movement?.share) return undefined;
  const time = of('cgroup.throttled_usec');
  const quota = context
    .all('cgroupCpu')
    .find(({ value }) => value.path === group && typeof value.quotaUsec === 'bigint')?.value;
  return {
    group,
    movement,
    share: movement.share,
    held: time?.seconds === undefined ? undefined : Math.min(1, Number(time.increase) / 1e6 / time.seconds),
    quota,
  };
}

function severityOf({ movement, share }: Throttled): Severity {
  if (movement.verdict === 'past') return 'info';
  if (movement.verdict === 'suspect') return 'low';
  return share >= 0.5 ? 'high' : 'medium';
}

const argsOf = ({ group, movement, share, held }: Throttled) => ({ ...movement.args, group, share, held });

function instanceOf(hit: Throttled, say: Speak): Instance {
  const { group, movement, quota } = hit;
  const severity = severityOf(hit);
  const allowed: Evidence[] = quota ? [cite(quota.line, say('quota', { cpus: cpusOf(quota) }))] : [];
  return instance(
    { ...movement, severity },
    {
      subject: group,
      scope: { netns: '', queue: group },
      summary: say(movement.verdict, argsOf(hit)),
      evidence: [...movement.deltas.map(citeCounter), ...allowed],
    },
  );
}

const cpusOf = ({ quotaUsec, periodUsec = 100_000n }: CgroupCpu): number =>
  Math.round((Number(quotaUsec ?? 0) / Number(periodUsec)) * 100) / 100;

/** A service of systemd has a command for it; the quota of a container belongs to whatever starts it. */
function remediesOf({ group, quota }: Throttled, say: Speak): Remedy[] {
  const stat = [sh`systemd-cgtop -b -n 2 ${group}`];
  const look = investigate(say('check', { group }), stat, 'admin', stat);
  const unit = /\/([^/]+\.service)$/.exec(group)?.[1];
  if (unit === undefined || !quota)
    return [look, changeApplication(say('raise', { group }), stat, say('others'))];
  const percent = Math.ceil(cpusOf(quota) * 100);
  const set = (to: number) => sh`systemctl set-property ${unit} ${`CPUQuota=${to}%`}`;
  return [
    look,
    {
      when: 'persist',
      what: say('twice', { cpus: (percent * 2) / 100 }),
      commands: [set(percent * 2)],
      verify: stat,
      undo: [set(percent)],
      sideEffects: say('others'),
      risk: 'none',
      who: 'admin',
    },
  ];
}
