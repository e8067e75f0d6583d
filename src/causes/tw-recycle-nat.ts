import { bootSetting, changeSetting } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { isLoopback, listenersOf } from '../host/sockets.ts';
import type { CounterRef, Delta, Evidence, Message } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { atLeast, cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { amountOf, citeCounter, citeSetting, claim, concludeLoss, movementOf } from './grade.ts';

const texts = {
  title: 'tcp_tw_recycle drops clients behind NAT',
  why:
    'With net.ipv4.tcp_tw_recycle=1 and TCP timestamps on (the default), the kernel remembers the last timestamp of ' +
    'each remote address, and for about a minute silently drops SYNs from it that carry a lower one. Behind a NAT, a ' +
    'load balancer or a carrier, many clients share one address, each with a clock of its own: the ones with the lower ' +
    'clock cannot connect, others at the same place can, and ping always works. Clients from kernel 4.10 on start ' +
    'each connection with a random offset and can be refused even without NAT. Kernel 4.12 removed the setting.',
  problem:
    '{n} SYNs dropped because of their timestamp[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the connection attempts]]: tcp_tw_recycle refuses clients that share an address',
  suspect:
    '{n} SYNs dropped since boot because of their timestamp[[ ({rate:rate} on average)]][[, {share:percent} of the connection attempts]]: tcp_tw_recycle refused clients that share an address[[; none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} SYNs dropped since boot because of their timestamp, none in the {flat:duration} between the captures',
  ok: 'no SYN was dropped because of its timestamp',
  risk: 'tcp_tw_recycle and tcp_timestamps are both on: clients behind a NAT will be refused at random',
  removed: 'kernel {kernel} has no tcp_tw_recycle (removed in 4.12)',
  'turned-off': 'tcp_tw_recycle is off',
  'without-timestamps': 'tcp_tw_recycle is on, but without tcp_timestamps it does nothing',
  'not-known': 'neither the setting tcp_tw_recycle nor the counter PAWSPassive was collected',
  stale: 'this line has no effect on this kernel: remove it',
  'was-on': '{n} SYNs were dropped because of their timestamp while tcp_tw_recycle was on; it is off now',
  split:
    'ListenDrops: {drops}; {n} of them for their timestamp, {overflows} because an accept queue was full',
  'keep-timestamps':
    'More sockets stay in TIME_WAIT, 60 s each: that is normal and costs little. Leave tcp_timestamps on.',
  'tw-reuse':
    'If the setting was meant to save ports of outgoing connections, net.ipv4.tcp_tw_reuse=1 does that safely.',
  capture:
    'On this server: tcpdump -nn "tcp[tcpflags] & tcp-syn != 0" shows SYNs of the refused clients without a SYN-ACK, with a TS val below that of an earlier client of the same address.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'tw-recycle-nat',
  layer: 'tcp-listen',
  per: 'netns',
  needs: [['TcpExt.PAWSPassive', 'sysctl', 'kernel']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts,
  references: [
    'Linux 3.10 net/ipv4/tcp_ipv4.c: tcp_v4_conn_request',
    'https://git.kernel.org/linus/4396e46187ca',
  ],

  evaluate(context, say) {
    const seen = [context.counter('Tcp.PassiveOpens')];
    const movement = movementOf([context.counter('TcpExt.PAWSPassive')], { seen, perConnection: true });
    const recycle = context.setting('net.ipv4.tcp_tw_recycle');
    if (movement && movement.n > 0n) return rejected(context, movement, recycle?.value === '0', say);
    if (!recycle) return withoutSetting(context, say);
    if (recycle.value === '0') return fine(say('turned-off'), settings(context));
    if (context.setting('net.ipv4.tcp_timestamps')?.value === '0') {
      return fine(say('without-timestamps'), settings(context));
    }
    const serves = listenersOf(context).some(({ local }) => !isLoopback(local.address));
    const severity = serves ? 'high' : 'medium';
    return {
      verdict: 'risk',
      severity,
      summary: say('risk'),
      evidence: settings(context),
      ...advice(context, say),
    };
  },
});

/** PAWSPassive exists only in kernels that have the setting, and only the setting raises it. */
function rejected(context: Context, movement: Movement, off: boolean, say: Speak): Conclusion {
  const loss = concludeLoss(movement, say);
  const evidence = [...loss.evidence, ...split(context, movement, say), ...settings(context)];
  const about = { evidence, claims: [...loss.claims, ...explainedDrops(context)] };
  if (off && loss.verdict !== 'problem')
    return { verdict: 'past', summary: say('was-on', movement.args), ...about };
  const severity = loss.verdict === 'problem' ? 'critical' : loss.verdict === 'suspect' ? 'high' : 'low';
  return { ...loss, severity, ...about, ...advice(context, say) };
}

function fine(summary: Message, evidence: Evidence[]): Conclusion {
  return { verdict: 'ok', summary, evidence };
}

/** The key does not exist, or was not collected. */
function withoutSetting(context: Context, say: Speak): Conclusion {
  const { kernel } = context;
  if (kernel && atLeast(kernel, 4, 12)) {
    const removed = say('removed', { kernel: kernel.release });
    const stale = bootSetting(context, 'net.ipv4.tcp_tw_recycle');
    const useless = stale ? [cite(stale.line, say('stale'))] : [];
    return fine(removed, [cite(kernel.line, removed), ...useless]);
  }
  const none = context.counter('TcpExt.PAWSPassive');
  return none ? fine(say('ok'), [citeCounter(none)]) : { verdict: 'unknown', summary: say('not-known') };
}

function settings(context: Context): Evidence[] {
  return ['net.ipv4.tcp_tw_recycle', 'net.ipv4.tcp_timestamps'].flatMap((key) =>
    citeSetting(context.setting(key)),
  );
}

/** ListenDrops holds both: what neither explains stays with listen-drops-unexplained. */
function split(context: Context, { n, verdict }: Movement, say: Speak): Evidence[] {
  const [drops, overflows] = [
    context.counter('TcpExt.ListenDrops'),
    context.counter('TcpExt.ListenOverflows'),
  ];
  if (!drops || !overflows) return [];
  const amount = (delta: Delta) => (verdict === 'problem' ? delta.increase : delta.latest.value);
  return [cite(drops.latest.line, say('split', { drops: amount(drops), n, overflows: amount(overflows) }))];
}

function explainedDrops(context: Context): CounterRef[] {
  const drops = context.counter('TcpExt.ListenDrops');
  const parts = [context.counter('TcpExt.PAWSPassive'), context.counter('TcpExt.ListenOverflows')];
  const explained = parts.reduce((sum, part) => sum + (part ? amountOf(part) : 0n), 0n);
  return drops && amountOf(drops) <= explained ? [claim(drops)] : [];
}

function advice(context: Context, say: Speak): Pick<Conclusion, 'remedies' | 'confirm'> {
  const verify = [inNamespace(context.netns, 'nstat -az TcpExtPAWSPassive TcpExtListenDrops')];
  const sideEffects = say('keep-timestamps');
  return {
    remedies: changeSetting(context, { key: 'net.ipv4.tcp_tw_recycle', to: 0, sideEffects, verify }),
    confirm: [say('capture'), say('tw-reuse')],
  };
}
