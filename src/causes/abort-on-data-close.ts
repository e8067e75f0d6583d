import { inNamespace } from '../host/shell.ts';
import type { Severity } from '../model.ts';
import { resets } from './aborts.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted, togetherIn } from './counted.ts';
import type { Movement } from './grade.ts';
import { meanwhile, shareOf } from './grade.ts';
import { changeApplication, investigate } from './remedy.ts';

export default defineCause({
  id: 'abort-on-data-close',
  layer: 'application',
  per: 'netns',
  needs: [['TcpExt.TCPAbortOnClose', 'TcpExt.TCPAbortOnData']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'resets-received',
  texts: {
    title: 'Applications here close connections with a reset',
    why:
      'A connection normally ends with a FIN, after both sides got everything. When a program closes a socket in which ' +
      'data lies that it never read, the kernel sends a reset instead (TCPAbortOnClose). The same happens on purpose with ' +
      'SO_LINGER set to zero, or when data arrives for a socket that is being closed (TCPAbortOnData). The peer sees ' +
      '"connection reset by peer", and throws away what it had not read yet: the end of an answer may be missing. No ' +
      'network is at fault. Health checks and proxies often close so deliberately.',
    problem:
      '{n} connections were closed here with a reset[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of those opened]]: {unread} with data that nobody had read, {linger} at once (SO_LINGER 0, or data after the close)',
    suspect:
      '{n} connections were closed here with a reset since boot[[, {share:percent} of those opened]]: {unread} with data that nobody had read, {linger} at once (SO_LINGER 0, or data after the close); when is unknown',
    past: '{n} connections were closed here with a reset since boot, none in the {flat:duration} between the captures',
    ok: 'few connections are closed here with a reset[[: {n}, {share:percent} of those opened]]',
    who: 'See which program resets connections, and whose: a health check is harmless. Kernels from 5.0 tell the program with this tracepoint; tcpdump shows the peer and port',
    'read-first':
      'Let the program read to the end before it closes (shutdown(SHUT_WR), then read until 0), and take SO_LINGER 0 out where it is not meant',
    'after-close':
      'Data that arrives after a connection was closed on both sides is answered with a reset, too, but no counter other than OutRsts tells of it.',
  },
  references: [
    'net/ipv4/tcp.c: tcp_close',
    'net/ipv4/tcp_input.c: tcp_rcv_state_process',
    'RFC 2525, section 2.17',
    'socket(7): SO_LINGER',
  ],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPAbortOnClose', 'TcpExt.TCPAbortOnData'],
      seen: ['Tcp.ActiveOpens', 'Tcp.PassiveOpens'],
      within: true,
    });
    if (!told) return nothingPrinted('TcpExt.TCPAbortOnClose');
    const { movement, ...found } = told;
    const unread = meanwhile(movement, context.counter('TcpExt.TCPAbortOnClose'));
    const opened = togetherIn(context, movement, ['Tcp.ActiveOpens', 'Tcp.PassiveOpens']).n;
    const severity = severityOf(movement, shareOf(unread, opened) ?? 0);
    if (told.verdict === 'past') return found;
    if (severity === 'info') return { ...found, verdict: 'ok', severity, summary: say('ok', movement.args) };
    const commands = [
      'perf record -e tcp:tcp_send_reset -a -- sleep 30; perf script',
      `tcpdump -nn -Q out -c 50 ${resets}`,
    ].map((command) => inNamespace(context.netns, command));
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPAbortOnClose TcpExtTCPAbortOnData')];
    return {
      ...found,
      severity,
      summary: say(told.verdict, { ...movement.args, unread, linger: movement.n - unread }),
      remedies: [
        investigate(say('who'), commands, 'application-owner', verify),
        changeApplication(say('read-first'), verify),
      ],
      confirm: [say('after-close')],
    };
  },
});

/** Deliberate resets never rank above low; unread data in half of all connections, each second, loses answers. */
function severityOf({ verdict, n, share = 0, rate = 0 }: Movement, unread: number): Severity {
  if (n < 10n) return 'info';
  if (verdict === 'problem' && share >= 0.01) return unread >= 0.5 && rate >= 1 ? 'medium' : 'low';
  return verdict === 'suspect' && share >= 0.1 ? 'low' : 'info';
}
