import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import type { Evidence } from '../model.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting, claim, verdictOf } from './grade.ts';

export default defineCause({
  id: 'orphan-limit',
  layer: 'socket',
  per: 'host',
  needs: [['sockstat.TCP_orphan', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'risk', 'ok'],
  lookAlike: 'tcp-mem-pressure',
  texts: {
    title: 'Too many orphaned TCP sockets',
    why:
      'An orphan is a connection that the application has closed but that the kernel still has to finish: data to send, ' +
      'a FIN without answer. net.ipv4.tcp_max_orphans limits their number (the kernel may already act at half or a ' +
      'quarter of it). Above, it resets them: the peer sees "connection reset" instead of the end of the answer, and ' +
      'the log says "TCP: too many orphaned sockets" (older kernels: "Out of socket memory").',
    over: '{orphans} orphaned sockets; the limit is {limit}',
    logged: 'the kernel logged {n} times or more that there are too many orphaned sockets',
    near: '{orphans} orphaned sockets are {share:percent} of the limit of {limit}',
    ok: 'orphaned sockets are far from their limit[[: {orphans} of {limit}]]',
    gauge: 'orphaned sockets at the capture',
    aborted: 'connections that the kernel reset for lack of memory or for too many orphans',
    close:
      'Find out why peers do not finish: the application closes with much unsent data, or clients vanish. Fewer retries (tcp_orphan_retries) end orphans sooner.',
    memory: 'Each orphan can hold up to 64 KiB of memory that cannot be swapped.',
  },
  references: ['net/ipv4/tcp.c: tcp_check_oom', 'https://docs.kernel.org/networking/ip-sysctl.html'],

  evaluate(context, say) {
    const gauge = context.counter('sockstat.TCP_orphan');
    const limit = numberOf(context, 'net.ipv4.tcp_max_orphans');
    const orphans = gauge ? Number(gauge.latest.value) : undefined;
    const logged = loggedEvents(context, 'tcp-orphans', 'socket-memory');
    const aborts = context.counter('TcpExt.TCPAbortOnMemory');
    const rising = aborts !== undefined && verdictOf(aborts) === 'problem';
    const share = (orphans ?? 0) / (limit ?? Infinity);
    const evidence: Evidence[] = [
      ...(gauge ? [{ ...citeCounter(gauge), meaning: say('gauge') }] : []),
      ...citeSetting(context.setting('net.ipv4.tcp_max_orphans')),
      ...(logged ? [cite(logged.last.line, say('logged', { n: logged.count }))] : []),
      ...(aborts ? [{ ...citeCounter(aborts), meaning: say('aborted') }] : []),
    ];
    const found = {
      evidence,
      claims: share >= 0.25 && aborts ? [claim(aborts)] : [],
      confirm: [say('close')],
      remedies:
        limit === undefined
          ? []
          : changeSetting(context, {
              key: 'net.ipv4.tcp_max_orphans',
              to: limit * 2,
              sideEffects: say('memory'),
            }),
    };
    if (share >= 1 || (share >= 0.25 && (rising || logged?.verdict === 'problem'))) {
      return { verdict: 'problem', severity: 'high', summary: say('over', { orphans, limit }), ...found };
    }
    if (logged) {
      const memory = logged.events.every(({ kind }) => kind === 'socket-memory');
      return {
        verdict: logged.verdict,
        severity: logged.verdict === 'problem' ? 'high' : 'medium',
        certainty: memory ? 'likely' : 'certain',
        summary: say('logged', { n: logged.count }),
        ...found,
      };
    }
    if (share >= 0.5) {
      return {
        verdict: 'risk',
        severity: 'medium',
        summary: say('near', { orphans, limit, share }),
        ...found,
      };
    }
    return { verdict: 'ok', summary: say('ok', { orphans, limit }), evidence };
  },
});
