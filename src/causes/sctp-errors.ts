import type { CounterName } from '../counters/names.ts';
import { inNamespace } from '../host/shell.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'SCTP packets refused or damaged',
  why:
    'SCTP (signalling of telephone networks, clusters) counts what it cannot use: packets with a wrong checksum, packets ' +
    'that belong to no association (out of the blue: a peer or this host restarted, a wrong address of several, a ' +
    'scan), packets and data chunks thrown away, and associations that were aborted. TCP and UDP are not concerned; ' +
    'retransmissions of SCTP hide single losses as those of TCP do.',
  problem:
    '{n} SCTP packets or associations went wrong[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the packets]]: {names}',
  suspect:
    '{n} SCTP packets or associations went wrong since boot[[, {share:percent} of the packets]]: {names}; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} SCTP packets or associations went wrong since boot, none in the {flat:duration} between the captures',
  ok: 'nothing went wrong with SCTP',
  unused: 'SCTP is not used: the kernel has not loaded it',
  'Sctp.ChecksumErrors': '{n} damaged on the way, or by a card that computes CRC32c wrongly',
  'Sctp.OutOfBlues': '{n} packets of no association that this host knows',
  'Sctp.InPktDiscards': '{n} packets thrown away: malformed, or no association would take them',
  'Sctp.InDataChunkDiscards': '{n} data chunks thrown away: duplicates, or beyond the window',
  'Sctp.Aborteds': '{n} associations ended by an ABORT of either side, or after too many retransmissions',
  checksum:
    'Compare with the checksum left to the CPU, and capture at the other end: both right means the card',
  associations:
    'Compare the associations and their addresses with those of the peer: a peer that restarted, a firewall or NAT that forgot the association, one of several paths that leads elsewhere',
};

const bad = [
  'Sctp.ChecksumErrors',
  'Sctp.OutOfBlues',
  'Sctp.InPktDiscards',
  'Sctp.InDataChunkDiscards',
  'Sctp.Aborteds',
] as const satisfies readonly CounterName[];

export default defineCause({
  id: 'sctp-errors',
  layer: 'socket',
  per: 'netns',
  needs: [['Sctp.OutOfBlues', 'modules']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-checksum-or-length',
  texts,
  references: ['net/sctp/proc.c', 'net/sctp/input.c: sctp_rcv', 'RFC 3873'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad,
      seen: ['Sctp.InSCTPPacks'],
      within: true,
      few: 10n,
      atMost: 'low',
    });
    if (!told) {
      const modules = context.latest('modules')?.value;
      if (!modules || modules.has('sctp')) return nothingPrinted('Sctp.OutOfBlues');
      return { verdict: 'ok', summary: say('unused') };
    }
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const { deltas, args } = told.movement;
    const present = bad.filter((name) => deltas.some((delta) => delta.name === name));
    const damaged = present.includes('Sctp.ChecksumErrors');
    const verify = [inNamespace(context.netns, 'cat /proc/net/sctp/snmp')];
    const look = (commands: string[]) => commands.map((command) => inNamespace(context.netns, command));
    return {
      ...told,
      summary: say(told.verdict, {
        ...args,
        names: present.map((name) => name.slice('Sctp.'.length)).join(', '),
      }),
      evidence: present.flatMap((name) =>
        context.counters(name).map(({ increase, latest }) => {
          return cite(latest.line, say(name, { n: told.verdict === 'problem' ? increase : latest.value }));
        }),
      ),
      remedies: [
        ...(damaged
          ? [investigate(say('checksum'), look(['tcpdump -nnvv -c 100 sctp']), 'network', verify)]
          : []),
        ...(present.some((name) => name !== 'Sctp.ChecksumErrors')
          ? [
              investigate(
                say('associations'),
                look(['cat /proc/net/sctp/assocs', 'ss -S -an']),
                'admin',
                verify,
              ),
            ]
          : []),
      ],
      consequenceOf: ['offload-checksum-bug', 'crc-errors'],
    };
  },
});
