import { loggedEvents } from '../host/kernel-events.ts';
import type { ProcessFiles, SystemFiles } from '../host/open-files.ts';
import { processFiles, systemFiles } from '../host/open-files.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { sh } from '../host/shell.ts';
import { describeSocket, isFull, listenersOf } from '../host/sockets.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Out of file descriptors',
  why:
    'Every connection is an open file. When a process has as many as its limit allows (ulimit -n, LimitNOFILE), or the ' +
    'whole host as many as fs.file-max, accept() and connect() fail with "Too many open files". Connections that are ' +
    'established already go on; new ones wait in the accept queue until it overflows, so that clients see time-outs and ' +
    'not an error. Closed connections that the program does not close in turn (CLOSE_WAIT) use descriptors up as well.',
  'system-full': 'the whole host has {used} files open, the limit fs.file-max is {max}',
  'process-full': '{process} has {used} sockets open, and its limit is {max} open files',
  reached:
    '{process} has used the last of the {max} descriptors that its limit allows, for a socket[[, and {waiting} connections wait for it to accept them]]',
  'logged-system':
    'the kernel logged that fs.file-max was reached[[, last {age:duration} before the capture]]',
  logged:
    '{process} logged "Too many open files" {n} times or more[[, last {age:duration} before the capture]]',
  'system-near': 'the whole host has {used} files open: {share:percent} of the limit fs.file-max ({max})',
  'process-near': '{process} has {used} sockets open: {share:percent} of the {max} files that it may open',
  ok: 'file descriptors are far from their limits[[: {used} of {max} on the whole host]][[; {process} comes nearest with {sockets} sockets, its limit is {limit} files]]',
  'ok-host':
    'the whole host is far from its limit of open files: {used} of {max}; how many each process may open was not collected',
  'not-accepted':
    '{n} connections wait for {process} to accept them, and its limit of open files, or what it has open, was not collected: whether it is at its limit is not known',
  last: 'its descriptor {fd} is the last below the limit',
  waits: '{n} connections wait to be accepted',
  'not-shown':
    'neither fs.file-nr nor the limits of the processes were collected, and the log does not mention the limit: whether it was reached is not known',
  files: 'open files of the whole host, and their limit',
  limit: 'its limit; files that are no sockets come on top of its {used} sockets',
  'who-holds': 'See which processes hold the most descriptors, beside their limits (soft, hard)',
  leak: 'See what they are: many sockets in CLOSE_WAIT are a leak of the program, and no limit is high enough for that',
  'raise-process': 'Raise the limit of {process} to {to}, until it is restarted',
  'raise-unit': 'Keep the limit over restarts, in a file of its unit ({unit})',
  'raise-elsewhere':
    'Keep the limit of {process} over restarts: LimitNOFILE of its unit, --ulimit nofile of its container, or /etc/security/limits.conf for logins',
  'leak-grows': 'Where the program leaks descriptors, a higher limit only makes it fail later.',
  'kernel-memory': 'Each open file costs about 1 KiB of kernel memory.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'fd-exhaustion',
  layer: 'application',
  per: 'host',
  needs: [['sysctl', 'kernelLog', 'processLimits']],
  verdicts: ['problem', 'suspect', 'risk', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts,
  references: [
    'fs/file_table.c: alloc_empty_file',
    'https://docs.kernel.org/admin-guide/sysctl/fs.html (file-nr)',
    'getrlimit(2): RLIMIT_NOFILE',
  ],

  evaluate(context, say) {
    const system = systemFiles(context);
    const processes = processFiles(context);
    const [nearest] = processes;
    const held = lastHeld(processes);
    const fullest = held ?? (nearest && ofProcess(nearest) >= 0.8 ? nearest : undefined);
    const told =
      now(system, fullest, say) ??
      (held && reached(held, say)) ??
      logged(context, say) ??
      near(system, fullest, say);
    if (!told) return far(context, system, processes, say);
    return {
      ...told,
      evidence: [...(told.evidence ?? []), ...cited(system, fullest, say)],
      remedies: remediesOf(context, system, fullest, say),
    };
  },
});

const ofSystem = ({ used, max }: SystemFiles) => (max > 0n ? Number(used) / Number(max) : 0);
const ofProcess = ({ sockets, limit }: ProcessFiles) => (limit > 0n ? sockets / Number(limit) : 0);
const named = ({ name, pid }: ProcessFiles) => `${name ?? '?'} (pid ${pid})`;

/** Sockets are not all that a process has open: at 95 % of its limit there is no room left. */
function now(
  system: SystemFiles | undefined,
  process: ProcessFiles | undefined,
  say: Speak,
): Conclusion | undefined {
  if (system && ofSystem(system) >= 0.98)
    return {
      verdict: 'problem',
      severity: 'critical',
      summary: say('system-full', { used: system.used, max: system.max }),
    };
  if (!process || ofProcess(process) < 0.95) return undefined;
  const summary = say('process-full', { process: named(process), used: process.sockets, max: process.limit });
  return { verdict: 'problem', severity: 'high', certainty: 'likely', summary };
}

/** Descriptors are given from the lowest: whoever holds the last had all others in use when it got it. */
function lastHeld(processes: readonly ProcessFiles[]): ProcessFiles | undefined {
  return processes
    .filter(({ highest, limit }) => highest?.fd !== undefined && BigInt(highest.fd) + 1n === limit)
    .sort((a, b) => b.waiting - a.waiting)[0];
}

/** Whether still, where nobody waits to be accepted, is not known. */
function reached(process: ProcessFiles, say: Speak): Conclusion {
  const { waiting, limit: max, highest } = process;
  return {
    ...(waiting > 0 ? { verdict: 'problem', severity: 'high' } : { verdict: 'suspect', severity: 'medium' }),
    certainty: 'likely',
    summary: say('reached', { process: named(process), max, waiting: waiting || undefined }),
    evidence: highest ? [cite(highest.line, say('last', { fd: highest.fd }))] : [],
  };
}

/** Nothing speaks for it: of a process that leaves connections waiting it is not known, unless its limit is far. */
function far(
  context: Context,
  system: SystemFiles | undefined,
  processes: readonly ProcessFiles[],
  say: Speak,
): Conclusion {
  const known = new Set(processes.map(({ pid }) => pid));
  const full = listenersOf(context).find((socket) => isFull(socket) && !known.has(socket.pid ?? -1));
  if (full)
    return {
      verdict: 'unknown',
      summary: say('not-accepted', { n: full.recvQ, process: describeSocket(full) }),
      evidence: [cite(full.line, say('waits', { n: full.recvQ }))],
      confirm: [{ id: 'common/brings-it', args: { command: holders } }],
    };
  const [nearest] = processes;
  if (!system && !nearest) return { verdict: 'unknown', summary: say('not-shown') };
  const args = { used: system?.used, max: system?.max };
  const process = nearest && { process: named(nearest), sockets: nearest.sockets, limit: nearest.limit };
  const summary = process ? say('ok', { ...args, ...process }) : say('ok-host', args);
  return { verdict: 'ok', summary, evidence: cited(system, undefined, say) };
}

/** In system logs of weeks: what is older than a day is told, no more. */
function logged(context: Context, say: Speak): Conclusion | undefined {
  const [system, program] = [loggedEvents(context, 'file-max'), loggedEvents(context, 'too-many-open-files')];
  const events = system ?? program;
  if (!events) return undefined;
  const { verdict, count: n, age, last } = events;
  const process = last.tag ?? '?';
  const summary = system ? say('logged-system', { age }) : say('logged', { process, n, age });
  const old = age !== undefined && age > 86400;
  const severity = verdict === 'problem' ? 'high' : old ? 'low' : 'medium';
  return { verdict, severity, certainty: 'likely', summary, evidence: [cite(last.line, summary)] };
}

function near(
  system: SystemFiles | undefined,
  process: ProcessFiles | undefined,
  say: Speak,
): Conclusion | undefined {
  if (system && ofSystem(system) >= 0.9) {
    const args = { used: system.used, max: system.max, share: ofSystem(system) };
    return { verdict: 'risk', severity: 'medium', summary: say('system-near', args) };
  }
  if (!process) return undefined;
  const { sockets: used, limit: max } = process;
  const args = { process: named(process), used, max, share: ofProcess(process) };
  return { verdict: 'risk', severity: 'low', summary: say('process-near', args) };
}

function cited(system: SystemFiles | undefined, process: ProcessFiles | undefined, say: Speak): Evidence[] {
  return [
    ...(system ? [cite(system.line, say('files'))] : []),
    ...(process ? [cite(process.line, say('limit', { used: process.sockets }))] : []),
  ];
}

const holders =
  'for p in /proc/[0-9]*; do echo "$(ls $p/fd | wc -l) $(sed -n \'s/^Max open files *//p\' $p/limits) $(cat $p/comm)"; done | sort -rn | head';

function remediesOf(
  context: Context,
  system: SystemFiles | undefined,
  process: ProcessFiles | undefined,
  say: Speak,
): Remedy[] {
  const full = system && ofSystem(system) >= 0.9 ? system : undefined;
  return [
    investigate(say('who-holds'), [holders], 'admin', [holders]),
    investigate(say('leak'), ['ss -tnp state close-wait'], 'application-owner'),
    ...(full
      ? changeSetting(context, {
          key: 'fs.file-max',
          // Doubled in whole numbers; near 2^63 this branch is never reached.
          to: String(full.max * 2n),
          sideEffects: say('kernel-memory'),
          verify: ['cat /proc/sys/fs/file-nr'],
        })
      : []),
    ...(process ? raiseLimit(context, process, say) : []),
  ];
}

/** Four times as many, 65536 at least; fs.nr_open is the most that a process may have. */
function raiseLimit(context: Context, process: ProcessFiles, say: Speak): Remedy[] {
  const { pid, limit, unit } = process;
  const wanted = Math.max(65536, 4 * Number(limit));
  const to = Math.min(wanted, numberOf(context, 'fs.nr_open') ?? 1048576);
  if (to <= Number(limit)) return [];
  const verify = [sh`grep 'Max open files' /proc/${pid}/limits`];
  const about = { sideEffects: say('leak-grows'), who: 'admin' as const };
  const args = { process: named(process), to, unit };
  const kept =
    unit === undefined
      ? { what: say('raise-elsewhere', args), commands: [], undo: [] }
      : { what: say('raise-unit', args), ...unitFile(unit, to) };
  return [
    {
      when: 'now',
      what: say('raise-process', args),
      commands: [sh`prlimit --pid ${pid} --nofile=${`${to}:${to}`}`],
      verify,
      undo: [sh`prlimit --pid ${pid} --nofile=${`${limit}:`}`],
      ...about,
      risk: 'none',
    },
    {
      when: 'persist',
      ...kept,
      verify,
      ...about,
      risk: 'restart',
    },
  ];
}

function unitFile(unit: string, limit: number): Pick<Remedy, 'commands' | 'undo'> {
  const folder = `/etc/systemd/system/${unit}.d`;
  const file = `${folder}/90-dropcause.conf`;
  return {
    commands: [
      sh`mkdir -p ${folder}`,
      sh`printf '[Service]\\nLimitNOFILE=%s\\n' ${limit} > ${file}`,
      'systemctl daemon-reload',
    ],
    undo: [sh`rm ${file}`, 'systemctl daemon-reload'],
  };
}
