import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, isFull, socketHistory, socketsOf } from '../host/sockets.ts';
import type { Evidence, Instance, Remedy, Severity } from '../model.ts';
import type { Process } from '../parsers/processes.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'A stopped process holds the socket',
  why:
    'Connections and data wait at a socket until its process takes them. A process that was stopped (SIGSTOP, Ctrl-Z, a ' +
    'debugger, a frozen container) or that sleeps in the kernel without being woken (state D, mostly a disk or a network ' +
    'file system that does not answer) takes nothing. The kernel goes on to accept for it until the queue is full: clients ' +
    'connect and then get no answer, later they do not connect any more. The network is fine.',
  stopped: '{socket} is stopped (state {state}): {n} wait at its socket and nobody takes them',
  asleep: '{socket} is in state {state}, and {n} wait at its socket, no fewer than before',
  'asleep-once': '{socket} is in state {state} at the capture, and {n} wait at its socket',
  ok: 'no process that is stopped has anything waiting at its sockets',
  'no-owner': 'which process holds which socket was not collected (ss -p as root)',
  state: 'state of the process: T stopped, t stopped by a debugger, D asleep in the kernel, Z ended',
  waiting: 'what waits: connections of a listener, bytes of others',
  hung: 'the kernel found it blocked for a long time',
  continue: 'Let the process go on',
  'on-purpose': 'Somebody may have stopped it on purpose (debugger, backup, a paused container): ask first.',
  'what-holds-it':
    'See what it waits for: its call in the kernel, its tracer, and whether its container is frozen (docker pause)',
};
type Speak = Say<typeof texts>;

interface Stuck {
  socket: LocalSocket;
  process: Process;
  state: string;
  how: 'stopped' | 'asleep' | 'asleep-once';
}

export default defineCause({
  id: 'backlog-of-stopped-process',
  layer: 'application',
  per: 'socket',
  needs: ['sockets', 'processes'],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'app-slow-reader',
  texts,
  references: ['ps(1): process state codes', 'signal(7): SIGSTOP', 'ss(8)'],

  evaluate(context, say) {
    const sockets = socketsOf(context);
    if (!sockets.some(({ pid }) => pid !== undefined))
      return { verdict: 'unknown', summary: say('no-owner') };
    const instances = stuckOf(context, sockets).map((stuck) => ({
      stuck,
      instance: instanceOf(context, stuck, say),
    }));
    const [worst] = instances.sort((a, b) => rank(a.instance) - rank(b.instance));
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const { verdict, severity, summary, evidence } = worst.instance;
    return {
      verdict,
      severity,
      certainty: worst.stuck.how === 'stopped' ? 'certain' : verdict === 'problem' ? 'likely' : 'possible',
      summary,
      evidence,
      instances: instances.map(({ instance }) => instance),
      claims: instances.map(({ instance: { scope } }) => ({ name: 'socket.drops', scope })),
      remedies: remediesOf(context, worst.stuck, say),
    };
  },
});

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
const rank = ({ verdict, severity }: Instance) => (verdict === 'problem' ? 0 : 10) + order.indexOf(severity);

/** A stop lasts; the other states last for milliseconds on every host, unless the queue tells otherwise. */
function stuckOf(context: Context, sockets: readonly LocalSocket[]): Stuck[] {
  const processes = new Map(
    (context.latest('processes')?.value ?? []).map((process) => [process.pid, process]),
  );
  return sockets.flatMap((socket): Stuck[] => {
    const process = socket.recvQ > 0 && socket.pid !== undefined ? processes.get(socket.pid) : undefined;
    if (!process?.state || !/^[TtDZ]/.test(process.state)) return [];
    const state = process.state.slice(0, 1);
    if (state === 'T') return [{ socket, process, state, how: 'stopped' }];
    if (stays(context, socket)) return [{ socket, process, state, how: 'asleep' }];
    const much = isFull(socket) || (socket.state !== 'LISTEN' && socket.recvQ >= 65536);
    return much ? [{ socket, process, state, how: 'asleep-once' }] : [];
  });
}

/** In every capture something waits, and not less in the last. */
function stays(context: Context, { name, recvQ }: LocalSocket): boolean {
  const waiting = socketHistory(context).map((all) => all.get(name)?.recvQ ?? 0);
  return waiting.length > 1 && waiting.every((n) => n > 0 && n <= recvQ);
}

/** A listener keeps all clients out, a socket of UDP loses what comes; a single connection may be a job in the background. */
function severityOf({ socket: { state, peer }, how }: Stuck): Severity {
  if (how === 'asleep-once') return 'medium';
  const base = state === 'LISTEN' ? 0 : peer.port === 0 ? 1 : 3;
  return order[how === 'stopped' ? base : Math.max(1, base)] ?? 'low';
}

function instanceOf(context: Context, stuck: Stuck, say: Speak): Instance {
  const { socket, process, state, how } = stuck;
  const subject = describeSocket(socket);
  return {
    subject,
    scope: { netns: context.netns, socket: socket.name },
    verdict: how === 'asleep-once' ? 'suspect' : 'problem',
    severity: severityOf(stuck),
    summary: say(how, { socket: subject, state, n: socket.recvQ }),
    evidence: [
      cite(socket.line, say('waiting')),
      cite(process.line, say('state')),
      ...hungTask(context, process, say),
    ],
  };
}

function hungTask(context: Context, { pid }: Process, say: Speak): Evidence[] {
  const events = loggedEvents(context, 'hung-task')?.events ?? [];
  const last = events.findLast(({ args }) => args.get('pid') === String(pid));
  return last ? [cite(last.line, say('hung'))] : [];
}

function remediesOf(context: Context, { process: { pid }, how }: Stuck, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, 'ss -lntup'), sh`grep State /proc/${pid}/status`];
  const look = [
    sh`grep -E 'State|TracerPid' /proc/${pid}/status`,
    sh`cat /proc/${pid}/cgroup`,
    sh`cat /proc/${pid}/wchan`,
    sh`cat /proc/${pid}/stack`,
  ];
  const go: Remedy = {
    when: 'now',
    what: say('continue'),
    commands: [sh`kill -CONT ${pid}`],
    verify,
    undo: [sh`kill -STOP ${pid}`],
    sideEffects: say('on-purpose'),
    risk: 'none',
    who: 'application-owner',
  };
  return [investigate(say('what-holds-it'), look, 'admin', verify), ...(how === 'stopped' ? [go] : [])];
}
