import type { CounterName } from '../counters/names.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Multipath TCP does not work as it should',
  why:
    'MPTCP spreads one connection over several paths. It needs options in every segment, and devices on the way break ' +
    'them: some drop a SYN that carries them, some change the data so that its mapping no longer fits, and a load ' +
    'balancer may send a further path (join) to a server that does not know the connection. MPTCP then goes on as plain ' +
    'TCP, or resets that path: transfers get slower or lose a path, seldom data.',
  problem: '{n} failures of MPTCP[[ in {seconds:duration}]][[ ({rate:rate})]]: {names}',
  suspect:
    '{n} failures of MPTCP since boot: {names}; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} failures of MPTCP since boot, none in the {flat:duration} between the captures',
  ok: 'MPTCP is not used, or nothing went wrong with it',
  plain: 'went on as plain TCP: the peer, or the path, does not do MPTCP; no loss by itself',
  altered:
    'Find the device that changes TCP data on the way: gateways of FTP or SIP, proxies, WAN optimizers',
  blocked: 'Find the firewall that drops SYNs with the MPTCP option (kind 30) and let it pass them',
  joins:
    'See which further paths are refused: limits and endpoints at both ends, a NAT or load balancer between them',
  signals:
    'See why addresses could not be announced: the limits, or no room beside other options (timestamps, SACK)',
};
type Kind = 'altered' | 'blocked' | 'joins' | 'signals';

/** RcvPruned is not among them: older kernels counted what only had to wait, too (mptcp_data_ready). */
const failures: Readonly<Record<Kind, readonly CounterName[]>> = {
  altered: [
    'MPTcpExt.DSSNotMatching',
    'MPTcpExt.DSSNoMatchTCP',
    'MPTcpExt.DataCsumErr',
    'MPTcpExt.DSSCorruptionFallback',
    'MPTcpExt.DSSCorruptionReset',
    'MPTcpExt.FallbackFailed',
  ],
  blocked: ['MPTcpExt.MPCapableSYNTXDrop', 'MPTcpExt.Blackhole'],
  joins: [
    'MPTcpExt.MPJoinNoTokenFound',
    'MPTcpExt.MPJoinSynAckHMacFailure',
    'MPTcpExt.MPJoinAckHMacFailure',
    'MPTcpExt.MPJoinRejected',
    'MPTcpExt.MPJoinSynTxCreatSkErr',
    'MPTcpExt.MPJoinSynTxBindErr',
    'MPTcpExt.MPJoinSynTxConnectErr',
    'MPTcpExt.MismatchPortSynRx',
    'MPTcpExt.MismatchPortAckRx',
  ],
  signals: [
    'MPTcpExt.AddAddrDrop',
    'MPTcpExt.AddAddrTxDrop',
    'MPTcpExt.EchoAddTxDrop',
    'MPTcpExt.RmAddrDrop',
    'MPTcpExt.RmAddrTxDrop',
  ],
};
const kinds: readonly Kind[] = ['altered', 'blocked', 'joins', 'signals'];
const onTheWay: ReadonlySet<Kind> = new Set<Kind>(['altered', 'blocked']);

export default defineCause({
  id: 'mptcp-issues',
  layer: 'tcp',
  per: 'netns',
  needs: [['MPTcpExt.MPJoinNoTokenFound', 'MPTcpExt.MPCapableSYNRX']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'retransmission-high',
  texts,
  references: ['net/mptcp/mib.c', 'net/mptcp/mib.h', 'RFC 8684', 'ip-mptcp(8)'],

  evaluate(context, say) {
    const bad = kinds.flatMap((kind) => failures[kind]);
    const told = concludeCounted(context, say, { bad, few: 10n, atMost: 'low' });
    if (!told) return nothingPrinted('MPTcpExt.MPJoinNoTokenFound');
    const evidence = [...told.evidence, ...plainOf(context, say)];
    if (told.verdict === 'ok' || told.verdict === 'past') return { ...told, evidence };
    const { deltas, args } = told.movement;
    const names = deltas.map(({ name }) => name.replace('MPTcpExt.', ''));
    const present = kinds.filter((kind) =>
      failures[kind].some((name) => deltas.some((delta) => delta.name === name)),
    );
    const commands = ['ip mptcp limits', 'ip mptcp endpoint', 'ss -tniM'];
    const verify = [inNamespace(context.netns, "nstat -az 'MPTcpExt*'")];
    return {
      ...told,
      summary: say(told.verdict, { ...args, names: names.slice(0, 4).join(', ') }),
      evidence,
      remedies: present.map((kind) => {
        const look = commands.map((command) => inNamespace(context.netns, command));
        return investigate(say(kind), look, onTheWay.has(kind) ? 'network' : 'admin', verify);
      }),
    };
  },
});

/** Connections that MPTCP gave up for, in the usual course of things. */
function plainOf(context: Context, say: Say<typeof texts>): Evidence[] {
  const names = ['MPTcpExt.MPCapableFallbackACK', 'MPTcpExt.MPCapableFallbackSYNACK'] as const;
  return names.flatMap((name) => {
    const delta = context.counter(name);
    return delta && delta.latest.value > 0n ? [{ ...citeCounter(delta), meaning: say('plain') }] : [];
  });
}
