import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence } from '../model.ts';
import { cite, defineCause } from './cause.ts';
import { capped } from './counted.ts';
import { citeCounter, citeSetting, claim, movementOf } from './grade.ts';

export default defineCause({
  id: 'tcp-mem-pressure',
  layer: 'socket',
  per: 'netns',
  needs: [['TcpExt.TCPMemoryPressures', 'TcpExt.TCPAbortOnMemory', 'sockstat.TCP_mem', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'orphan-limit',
  texts: {
    title: 'TCP runs out of socket memory',
    why:
      'All TCP sockets together may use as much memory as net.ipv4.tcp_mem says: three numbers, in pages of the CPU ' +
      '(mostly 4 KiB): low, pressure, and the hard limit. Above the second the kernel stops growing buffers and drops ' +
      'what does not fit; at the third it refuses memory and aborts connections ("TCP: out of memory -- consider ' +
      'tuning tcp_mem"). Mostly an application holds many connections and does not read what arrives.',
    'full-now': 'TCP sockets hold {mem} pages ({used:bytes}); the hard limit is {limit} pages',
    pressure: 'TCP sockets hold {mem} pages ({used:bytes}), above the pressure mark of {mark} pages',
    logged: 'the kernel logged {n} times or more that TCP is out of memory',
    problem: 'TCP memory was short {n} times[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect: 'TCP memory was short {n} times since boot; when is unknown',
    past: 'TCP memory was short {n} times since boot, not once in the {flat:duration} between the captures',
    ok: 'TCP memory was never short[[: {mem} pages in use, pressure begins at {mark}]]',
    gauge: 'in use at the capture, in pages',
    dropped: 'received data was dropped for lack of memory',
    reader:
      'Find the sockets that hold the memory (Recv-Q: unread, Send-Q: not acknowledged) and their application',
    ram: 'The pages are taken from the memory of all other programs.',
  },
  references: ['net/ipv4/tcp.c: tcp_enter_memory_pressure, tcp_check_oom', 'tcp(7): tcp_mem'],

  evaluate(context, say) {
    const mem = context.counter('sockstat.TCP_mem');
    const limits = numbersOf(context, 'net.ipv4.tcp_mem');
    const [, mark, limit] = limits ?? [];
    const pages = mem === undefined ? undefined : highest(mem);
    const logged = loggedEvents(context, 'tcp-memory');
    const counted = movementOf([
      context.counter('TcpExt.TCPMemoryPressures'),
      context.counter('TcpExt.TCPAbortOnMemory'),
    ]);
    const lost = movementOf([context.counter('TcpExt.TCPRcvQDrop')]);
    const evidence: Evidence[] = [
      ...(mem ? [{ ...citeCounter(mem), meaning: say('gauge') }] : []),
      ...(limits ? citeSetting(context.setting('net.ipv4.tcp_mem')) : []),
      ...(logged ? [cite(logged.last.line, say('logged', { n: logged.count }))] : []),
      ...(counted ? counted.deltas.slice(0, 4).map(citeCounter) : []),
      ...(lost && lost.verdict === 'problem'
        ? lost.deltas.map((d) => ({ ...citeCounter(d), meaning: say('dropped') }))
        : []),
    ];
    const args = { mem: pages, used: pages === undefined ? undefined : pages * 4096, mark, limit };
    const verify = [inNamespace(context.netns, 'cat /proc/net/sockstat')];
    const found = {
      evidence,
      claims: (counted?.deltas ?? []).map(claim),
      remedies: [
        {
          when: 'investigate' as const,
          what: say('reader'),
          commands: [inNamespace(context.netns, 'ss -tanmp | sort -k2 -n | tail -20')],
          verify,
          undo: [],
          risk: 'none' as const,
          who: 'application-owner' as const,
        },
        ...(limits && limits.length === 3 && context.netns === ''
          ? changeSetting(context, {
              key: 'net.ipv4.tcp_mem',
              to: limits.map((n) => n * 2).join(' '),
              sideEffects: say('ram'),
              verify,
            })
          : []),
      ],
    };
    if (pages !== undefined && limit !== undefined && pages >= limit) {
      return { verdict: 'problem', severity: 'critical', summary: say('full-now', args), ...found };
    }
    if (logged?.verdict === 'problem') {
      return {
        verdict: 'problem',
        severity: 'critical',
        summary: say('logged', { n: logged.count }),
        ...found,
      };
    }
    if (counted?.verdict === 'problem') {
      return { verdict: 'problem', severity: 'high', summary: say('problem', counted.args), ...found };
    }
    if (pages !== undefined && mark !== undefined && pages > mark) {
      return { verdict: 'problem', severity: 'high', summary: say('pressure', args), ...found };
    }
    if (logged)
      return { verdict: 'suspect', severity: 'high', summary: say('logged', { n: logged.count }), ...found };
    if (counted && counted.verdict !== 'ok') {
      return {
        verdict: counted.verdict,
        severity: capped(counted.severity, 'medium'),
        summary: say(counted.verdict, counted.args),
        ...found,
      };
    }
    return { verdict: 'ok', summary: say('ok', args), evidence };
  },
});

/** The most that any capture saw. */
function highest(gauge: { latest: { value: bigint }; steps: { from: { value: bigint } }[] }): number {
  const values = [...gauge.steps.map(({ from }) => from.value), gauge.latest.value];
  return Number(values.reduce((a, b) => (b > a ? b : a)));
}
