import { bootSetting, changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, isFull, isLoopback, listenersOf } from '../host/sockets.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { atLeast, cite, defineCause } from './cause.ts';
import { citeSetting, movementOf } from './grade.ts';
import { changeApplication } from './remedy.ts';

const key = 'net.core.somaxconn';

const texts = {
  title: 'net.core.somaxconn cuts the accept queues',
  why:
    'An application tells listen() how many connections may wait to be accepted. The kernel cuts that silently at ' +
    'net.core.somaxconn: 4096 since kernel 5.4, 128 before. An old line in a sysctl file keeps it low on new kernels, too. ' +
    'Then a burst that the application was built for overflows the queue, and clients wait or fail.',
  busy: '{socket} has {n} connections waiting, more than half of {limit}: its limit is net.core.somaxconn, not the application’s',
  pinned:
    'net.core.somaxconn is {somaxconn}, below the 4096 of this kernel[[ ({file} sets it)]], and cuts the queues of {n} listeners, first {socket}',
  ok: 'net.core.somaxconn ({somaxconn}) cuts no queue that anybody waits in',
  'overflow-told':
    'net.core.somaxconn ({somaxconn}) cuts queues, and one overflowed: told there (accept-queue-overflow)',
  'not-shown':
    'the limits of the accept queues (ss -ltn), or net.core.somaxconn, were not collected: whether it cuts one is not known',
  cut: 'its limit equals net.core.somaxconn: the application asked for as much or more',
  restart:
    'Then restart the applications: the limit is taken when they call listen(). A queue costs memory only while it is used.',
  'restart-it':
    'Restart the application after the change: {socket} keeps its limit until it calls listen() again',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'somaxconn-low',
  layer: 'tcp-listen',
  per: 'listener',
  needs: ['sockets', 'sysctl'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts,
  references: ['net/socket.c: __sys_listen', 'https://docs.kernel.org/networking/ip-sysctl.html (somaxconn)'],

  evaluate(context, say) {
    const somaxconn = numberOf(context, key);
    const listeners = listenersOf(context);
    const shown = listeners.some(({ sendQ }) => sendQ !== undefined) || listeners.length === 0;
    if (somaxconn === undefined || !shown) return { verdict: 'unknown', summary: say('not-shown') };
    const evidence = citeSetting(context.setting(key));
    const cut = listeners.filter(({ sendQ }) => sendQ === somaxconn);
    const busy = cut.find(({ recvQ, sendQ = 0 }) => recvQ * 2 > sendQ);
    const open = cut.filter(({ local }) => !isLoopback(local.address));
    const pinned = atLeast(context.kernel, 5, 4) === true && somaxconn < 4096;
    const concerned = busy ?? (pinned ? open[0] : undefined);
    if (!concerned) return { verdict: 'ok', summary: say('ok', { somaxconn }), evidence };
    // The loss itself is another cause's, with the same cure.
    if (listeners.some(isFull) || overflowed(context))
      return { verdict: 'ok', summary: say('overflow-told', { somaxconn }), evidence };
    const boot = bootSetting(context, key);
    const socket = describeSocket(concerned);
    return {
      verdict: 'risk',
      severity: busy ? 'low' : 'info',
      summary: busy
        ? say('busy', { socket, n: busy.recvQ, limit: busy.sendQ })
        : say('pinned', { somaxconn, socket, n: open.length, file: boot?.line.file.origin }),
      evidence: [...evidence, ...citeSetting(boot), ...citeCut(concerned, say)],
      remedies: remediesOf(context, concerned, somaxconn, say),
    };
  },
});

const citeCut = ({ line }: LocalSocket, say: Speak): Evidence[] => [cite(line, say('cut'))];

function overflowed(context: Context): boolean {
  const verdict = movementOf([context.counter('TcpExt.ListenOverflows')])?.verdict;
  return verdict === 'problem' || verdict === 'suspect';
}

function remediesOf(context: Context, listener: LocalSocket, somaxconn: number, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, sh`ss -ltn ${`sport = :${listener.local.port ?? 0}`}`)];
  const to = Math.max(4096, 2 * somaxconn);
  return [
    ...changeSetting(context, { key, to, sideEffects: say('restart'), verify }),
    changeApplication(say('restart-it', { socket: describeSocket(listener) }), verify),
  ];
}
