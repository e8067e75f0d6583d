import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { sh } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import type { Process } from '../parsers/processes.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const key = 'net.unix.max_dgram_qlen';

const texts = {
  title: 'Queue of a local (unix) socket full',
  why:
    'Programs of one host talk over unix sockets: to the system log, to a database, to PHP. Where datagrams are sent, ' +
    'net.unix.max_dgram_qlen of them wait at the receiver: 10 by the kernel’s default, 512 where systemd sets it. When the ' +
    'receiver is slow or blocked, every sender waits with it (a web server that hangs because the log daemon hangs), or ' +
    'loses the message. No packet is on any network.',
  blocked:
    '{n} processes wait until a unix socket takes something, first {process} (pid {pid})[[, the same in {times} captures]]',
  logged:
    'the journal could not hand messages on to the syslog daemon {n} times or more[[, last {age:duration} before the capture]]: its queue was full',
  ok: 'no process waits for a unix socket to take something',
  'not-shown':
    'what processes wait for (WCHAN of ps -el) was not collected, and the log does not mention a full queue: whether one was full is not known',
  waits: 'it sleeps until the receiver of a unix socket takes something',
  'who-is-slow':
    'Find the receiver that does not read: Recv-Q of unix sockets, and what the senders are connected to',
  'restart-receiver':
    'Holds for sockets made from now on: restart the receiver. A longer queue bridges bursts; it does not cure a receiver that hangs.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'unix-dgram-queue',
  layer: 'application',
  per: 'host',
  needs: [['processes', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'netlink-overrun',
  texts,
  references: [
    'net/unix/af_unix.c: unix_wait_for_peer, unix_dgram_sendmsg',
    'systemd: src/journal/journald-syslog.c, server_maybe_warn_forward_syslog_missed',
    'unix(7)',
  ],

  evaluate(context, say) {
    const processes = context.latest('processes')?.value ?? [];
    const [first, ...others] = processes.filter(waits);
    const told = first ? blocked(context, [first, ...others], say) : logged(context, say);
    if (told)
      return {
        ...told,
        evidence: [...(told.evidence ?? []), ...citeSetting(context.setting(key))],
        remedies: remediesOf(context, first, say),
        consequenceOf: ['backlog-of-stopped-process', 'host-overload'],
      };
    const shown = processes.some(({ wchan }) => wchan !== undefined);
    return shown ? { verdict: 'ok', summary: say('ok') } : { verdict: 'unknown', summary: say('not-shown') };
  },
});

/** `ps` shows the first six letters at least: no other wait of unix sockets begins like this. */
const waits = ({ wchan }: Process) => wchan?.startsWith('unix_w') === true;

/** One sender that waits at one moment is normal on a busy host; several, or the same one again, are not. */
function blocked(context: Context, senders: [Process, ...Process[]], say: Speak): Conclusion {
  const [{ pid, command, line }] = senders;
  const times = context
    .history('processes')
    .filter(({ value }) => value.some((one) => one.pid === pid && waits(one))).length;
  const lasting = times > 1 || senders.length > 2;
  return {
    verdict: lasting ? 'problem' : 'suspect',
    severity: lasting ? 'medium' : 'info',
    certainty: lasting ? 'likely' : 'possible',
    summary: say('blocked', {
      n: senders.length,
      process: command.split(/\s/, 1)[0],
      pid,
      times: times > 1 ? times : undefined,
    }),
    evidence: [
      cite(line, say('waits')),
      ...senders.slice(1, 8).map((other) => cite(other.line, say('waits'))),
    ],
  };
}

function logged(context: Context, say: Speak): Conclusion | undefined {
  const events = loggedEvents(context, 'syslog-missed');
  if (!events) return undefined;
  const { verdict, count: n, age, last } = events;
  const summary = say('logged', { n, age });
  const severity = verdict === 'problem' ? 'low' : 'info';
  return { verdict, severity, summary, evidence: [cite(last.line, summary)] };
}

function remediesOf(context: Context, sender: Process | undefined, say: Speak): Remedy[] {
  const verify = ['ss -xp', 'ps -eo pid,stat,wchan:32,comm | grep unix_wait'];
  const look = sender === undefined ? verify : [sh`ls -l /proc/${sender.pid}/fd`, ...verify];
  const length = numberOf(context, key);
  return [
    investigate(say('who-is-slow'), look, 'application-owner', verify),
    ...(length !== undefined && length < 512
      ? changeSetting(context, {
          key,
          to: 512,
          sideEffects: say('restart-receiver'),
          risk: 'restart',
          verify,
        })
      : []),
  ];
}
