import { cpuUse } from '../host/cpus.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import type { Evidence } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Host short of CPU, memory or disk time',
  why:
    'A packet needs CPU time in the kernel and in the application, and memory. Where one of them runs out, queues fill ' +
    'everywhere at once: rings, backlogs, socket buffers, accept queues. The losses then have many names and one reason.',
  risk: 'this host is short of resources: {signs}',
  suspect: 'the kernel had to kill processes for want of memory, or memory is used up: {signs}',
  ok: 'CPU, memory and disk have room',
  load: 'load average {load} on {cpus} CPUs',
  'cpu-full': 'all CPUs together are idle for {idle:percent} of the time',
  iowait: '{iowait:percent} of the CPU time waits for disks',
  memory: '{available:bytes} of {total:bytes} memory available',
  pressure: 'tasks waited for {resource} in {percent} % of the last ten seconds',
  swapping: '{n} pages swapped between the captures',
  'oom-kill': 'a process was killed for want of memory',
  'name-it': 'Find what uses it up, and limit or move it: systemd-cgtop, pidstat 1 5, vmstat 1 5',
  'not-by-itself':
    'Waiting for disks is idle time: it does not keep softirqs from running. The load average counts tasks that wait for disks, too.',
};
type Speak = Say<typeof texts>;

interface Sign {
  text: string;
  evidence: Evidence;
  /** Memory is gone: losses follow, whatever the counters say. */
  grave?: boolean;
}

export default defineCause({
  id: 'host-overload',
  layer: 'host',
  per: 'host',
  needs: [['loadavg', 'meminfo', 'cpuStat', 'pressure', 'kernelLog']],
  verdicts: ['suspect', 'risk', 'ok'],
  lookAlike: 'softirq-single-core',
  texts,
  references: ['proc_loadavg(5)', 'https://docs.kernel.org/accounting/psi.html'],

  evaluate(context, say) {
    const signs = [
      ...loadSigns(context, say),
      ...cpuSigns(context, say),
      ...memorySigns(context, say),
      ...pressureSigns(context, say),
    ];
    if (signs.length === 0) return { verdict: 'ok', summary: say('ok') };
    const grave = signs.filter((sign) => sign.grave === true);
    const verdict = grave.length > 0 ? 'suspect' : 'risk';
    return {
      verdict,
      severity: verdict === 'suspect' ? 'medium' : 'low',
      certainty: 'possible',
      summary: say(verdict, { signs: signs.map(({ text }) => text).join('; ') }),
      evidence: signs.map(({ evidence }) => evidence),
      remedies: [
        investigate(say('name-it'), ['systemd-cgtop -n 1', 'vmstat 1 5', 'pidstat 1 5'], 'admin', [
          'uptime',
          'free -m',
        ]),
      ],
      confirm: [say('not-by-itself')],
    };
  },
});

const tenth = (value: number) => Math.round(value * 10) / 10;

function loadSigns(context: Context, say: Speak): Sign[] {
  const load = context.latest('loadavg')?.value;
  const cpus = context.latest('cpuinfo')?.value.processors ?? context.latest('cpuStat')?.value.cpus.length;
  if (!load || !cpus || load.one / cpus <= 2) return [];
  return [
    { text: `load ${load.one}/${cpus}`, evidence: cite(load.line, say('load', { load: load.one, cpus })) },
  ];
}

function cpuSigns(context: Context, say: Speak): Sign[] {
  const use = cpuUse(context);
  if (!use) return [];
  const { idle, iowait, line } = use;
  return [
    ...(idle + iowait < 0.05
      ? [{ text: `idle ${tenth(idle * 100)} %`, evidence: cite(line, say('cpu-full', { idle })) }]
      : []),
    ...(iowait > 0.3
      ? [{ text: `iowait ${tenth(iowait * 100)} %`, evidence: cite(line, say('iowait', { iowait })) }]
      : []),
  ];
}

function memorySigns(context: Context, say: Speak): Sign[] {
  const memory = context.latest('meminfo')?.value;
  const [available, total] = [memory?.get('MemAvailable'), memory?.get('MemTotal')];
  const short = available && total && Number(available.value) < 0.05 * Number(total.value);
  const swapped = movementOf([context.counter('vmstat.pswpin'), context.counter('vmstat.pswpout')]);
  const swapLine = swapped?.deltas[0]?.latest.line;
  const killed = loggedEvents(context, 'oom-kill');
  const recent = killed?.verdict === 'problem' || (killed?.age !== undefined && killed.age < 86400);
  return [
    ...(short
      ? [
          {
            text: 'MemAvailable',
            evidence: cite(
              available.line,
              say('memory', { available: Number(available.value), total: Number(total.value) }),
            ),
            grave: true,
          },
        ]
      : []),
    ...(swapped?.verdict === 'problem' && swapLine
      ? [{ text: 'swap', evidence: cite(swapLine, say('swapping', { n: swapped.n })) }]
      : []),
    ...(killed ? [{ text: 'OOM', evidence: cite(killed.last.line, say('oom-kill')), grave: recent }] : []),
  ];
}

/** Ten seconds are little: only a large part of them counts. */
function pressureSigns(context: Context, say: Speak): Sign[] {
  return context.all('pressure').flatMap(({ value: { resource, some, full } }) => {
    const told = resource === 'cpu' ? some : full;
    const limit = resource === 'cpu' ? 60 : 20;
    if (!told || told.avg10 <= limit) return [];
    return [
      {
        text: `PSI ${resource} ${told.avg10} %`,
        evidence: cite(told.line, say('pressure', { resource, percent: told.avg10 })),
      },
    ];
  });
}
