import { numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { socketsOf } from '../host/sockets.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter, citeSetting, claim } from './grade.ts';

export default defineCause({
  id: 'rcvbuf-prune',
  layer: 'socket',
  per: 'netns',
  needs: [['TcpExt.RcvPruned', 'TcpExt.OfoPruned', 'TcpExt.TCPRcvQDrop', 'TcpExt.TCPOFODrop']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'zero-window',
  texts: {
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
    squeezed: 'the kernel squeezed receive buffers; this alone loses nothing',
    full: 'unread data fills this socket',
    reader: 'Let the application read faster: find out what it waits for',
    buffer:
      'Take a small SO_RCVBUF out of the application: without it the kernel grows the buffer up to tcp_rmem',
  },
  references: ['net/ipv4/tcp_input.c: tcp_prune_queue, tcp_try_rmem_schedule'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.RcvPruned', 'TcpExt.OfoPruned', 'TcpExt.TCPRcvQDrop', 'TcpExt.TCPOFODrop'],
      seen: ['Tcp.InSegs'],
      within: true,
    });
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
