import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import { defineCause } from './cause.ts';
import { capped, concludeCounted, nothingPrinted } from './counted.ts';
import { gapsOf } from './gaps.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'paws-established',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.PAWSEstab'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'tw-recycle-nat',
  texts: {
    title: 'Segments of connections rejected for their timestamp',
    why:
      'PAWS drops a segment whose timestamp is older than one already seen on the same connection: an old duplicate. A few ' +
      'come from packets that overtake each other and harm nobody. Many mean that a NAT or load balancer gives the same ' +
      'addresses and ports to another client too soon, whose clock is behind. It is normal protocol work, and another ' +
      'thing than SYNs rejected by tcp_tw_recycle (PAWSPassive).',
    problem:
      '{n} segments of existing connections rejected for an old timestamp[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all segments]]',
    suspect:
      '{n} segments of existing connections rejected for an old timestamp since boot[[ ({rate:rate} on average)]][[, {share:percent} of all segments]]',
    past: '{n} segments of existing connections rejected for an old timestamp since boot, none in the {flat:duration} between the captures',
    ok: 'no segment of an existing connection was rejected for its timestamp',
    'recycle-off': 'First switch tcp_tw_recycle off, which rejects connections for the same reason',
    'reuse-later':
      'Let the NAT or load balancer in front wait longer before it reuses a port (more than 60 s, the time of TIME_WAIT), or give it more addresses',
    'keep-timestamps':
      'Do not switch tcp_timestamps off for this: round-trip measurement and tcp_tw_reuse live by it.',
    split:
      'Kernels from 6.18 count part of this as PAWSOldAck and PAWSTimewait: the number falls with an upgrade.',
  },
  references: ['RFC 7323 section 5', 'net/ipv4/tcp_input.c: tcp_paws_discard'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.PAWSEstab'],
      seen: ['Tcp.InSegs'],
      within: true,
      atMost: 'high',
    });
    if (!told) return nothingPrinted('TcpExt.PAWSEstab');
    if (told.verdict === 'ok') return told;
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtPAWSEstab TcpExtPAWSPassive')];
    const nat: Remedy = investigate(say('reuse-later'), verify, 'network', verify);
    // What was overtaken, and sent again meanwhile, carries an older timestamp: harmless.
    const overtaken = gapsOf(context)?.late === true;
    const on = (numberOf(context, 'net.ipv4.tcp_tw_recycle') ?? 0) > 0;
    return {
      ...told,
      severity: overtaken ? capped(told.severity, 'low') : told.severity,
      remedies: [
        ...(on
          ? changeSetting(context, {
              key: 'net.ipv4.tcp_tw_recycle',
              to: 0,
              what: say('recycle-off'),
              verify,
            })
          : []),
        nat,
      ],
      ruledOut: [say('keep-timestamps')],
      confirm: [say('split')],
      consequenceOf: ['tw-recycle-nat', 'syn-to-time-wait-reuse', 'reordering', 'duplicate-packets'],
    };
  },
});
