import { numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { CountedConclusion } from './counted.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter, citeSetting, claim } from './grade.ts';

const dropping = ['TcpExt.RcvPruned', 'TcpExt.OfoPruned', 'TcpExt.TCPRcvQDrop', 'TcpExt.TCPOFODrop'] as const;

const texts = {
  title: 'TCP receive buffer too small: segments pruned',
  why:
    'A segment that has arrived must fit into the receive buffer of its socket, with the memory of the kernel around ' +
    'it: a segment of one byte may take 768. When the buffer is full the kernel first squeezes what is in it ' +
    '(PruneCalled, TCPRcvCollapsed: no loss), then drops segments that it had or just got (RcvPruned, OfoPruned, ' +
    'TCPRcvQDrop, TCPOFODrop). The sender has to send them again.',
  problem:
    '{n} received segments were dropped for lack of receive buffer[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments]]',
  suspect:
    '{n} received segments were dropped for lack of receive buffer since boot[[, {share:percent} of the segments]]; when is unknown',
  past: '{n} received segments were dropped for lack of receive buffer since boot, none in the {flat:duration} between the captures',
  ok: 'no received segment was dropped for lack of receive buffer',
  squeezing:
    'receive buffers were full {n} times[[ in {seconds:duration}]][[ ({rate:rate})]], and the kernel squeezed them: no lost segment is counted, but the senders are slowed down',
  'squeezed-before':
    'receive buffers were full {n} times since boot, and the kernel squeezed them: no lost segment is counted, but the senders are slowed down; when is unknown',
  squeezed: 'the kernel squeezed receive buffers; this alone loses nothing',
  full: 'unread data fills this socket',
  reader: 'Let the application read faster: find out what it waits for',
  buffer:
    'Take a small SO_RCVBUF out of the application: without it the kernel grows the buffer up to tcp_rmem',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'rcvbuf-prune',
  layer: 'socket',
  per: 'netns',
  needs: [[...dropping, 'TcpExt.PruneCalled']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'zero-window',
  texts,
  references: ['net/ipv4/tcp_input.c: tcp_prune_queue, tcp_try_rmem_schedule'],

  evaluate(context, say) {
    const dropped = concludeCounted(context, say, { bad: dropping, ...ofSegments });
    const squeezing = dropped && dropped.verdict !== 'ok' ? undefined : squeezingOnly(context, say);
    const told = squeezing ?? dropped;
    if (!told) return nothingPrinted('TcpExt.RcvPruned');
    if (told.verdict === 'ok') return told;
    const squeezed = [context.counter('TcpExt.PruneCalled'), context.counter('TcpExt.TCPRcvCollapsed')];
    const readers = socketsOf(context).filter(
      ({ protocol, state, recvQ, rcvbuf = 0 }) =>
        protocol === 'tcp' && state !== 'LISTEN' && rcvbuf > 0 && recvQ > rcvbuf / 4,
    );
    const verify = [
      inNamespace(context.netns, 'nstat -az TcpExtRcvPruned TcpExtOfoPruned TcpExtTCPRcvQDrop'),
    ];
    const about = { commands: [], verify, undo: [], who: 'application-owner' as const };
    return {
      ...told,
      evidence: [
        ...told.evidence,
        ...squeezed.flatMap((delta) => (delta ? [{ ...citeCounter(delta), meaning: say('squeezed') }] : [])),
        ...readers.slice(0, 5).map(({ line }) => cite(line, say('full'))),
        ...(numbersOf(context, 'net.ipv4.tcp_rmem') ? citeSetting(context.setting('net.ipv4.tcp_rmem')) : []),
      ],
      claims: [...told.claims, ...squeezed.flatMap((delta) => (delta ? [claim(delta)] : []))],
      remedies: [
        {
          ...about,
          when: 'investigate',
          what: say('reader'),
          risk: 'none',
          commands: [inNamespace(context.netns, 'ss -tmnp')],
        },
        { ...about, when: 'persist', what: say('buffer'), risk: 'restart' },
      ],
      consequenceOf: ['tcp-mem-pressure'],
    };
  },
});

const ofSegments = { seen: ['Tcp.InSegs'], within: true } as const;

/**
 * `netstat -s` leaves zeros out, and what people pick out of it is this line ("packets pruned from receive queue because
 * of socket buffer overrun"): no loss, but the reader or the buffer is too slow or too small for the sender.
 */
function squeezingOnly(context: Context, say: Speak): CountedConclusion | undefined {
  const told = concludeCounted(context, say, { bad: ['TcpExt.PruneCalled'], ...ofSegments, atMost: 'low' });
  if (!told) return undefined;
  if (told.verdict === 'ok' || told.verdict === 'past')
    return { ...told, verdict: 'ok', severity: 'info', summary: say('ok') };
  const summary = say(told.verdict === 'problem' ? 'squeezing' : 'squeezed-before', told.movement.args);
  return { ...told, verdict: 'suspect', certainty: 'possible', summary };
}
