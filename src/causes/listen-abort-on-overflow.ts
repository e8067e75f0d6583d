import { changeSetting } from '../host/settings.ts';
import { cite, defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, claim, concludeLoss, movementOf } from './grade.ts';

export default defineCause({
  id: 'listen-abort-on-overflow',
  layer: 'tcp-listen',
  per: 'netns',
  needs: ['sysctl', 'TcpExt.ListenOverflows'],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts: {
    title: 'Full accept queue answers with resets',
    why:
      'With net.ipv4.tcp_abort_on_overflow=1 a full accept queue resets the new connection instead of leaving the ' +
      'client to try again. A burst that would have cost some clients a second of waiting becomes "connection reset by ' +
      'peer" for all of them. Useful to make an overflow visible in a test, harmful in production.',
    problem:
      'the accept queue overflowed {n} times[[ in {seconds:duration}]][[ ({rate:rate})]], and tcp_abort_on_overflow resets those clients',
    suspect:
      'the accept queue overflowed {n} times since boot, and tcp_abort_on_overflow is 1: clients were reset; when is unknown',
    past: 'the accept queue overflowed {n} times since boot, none in the {flat:duration} between the captures; tcp_abort_on_overflow is 1',
    risk: 'tcp_abort_on_overflow is 1: the first overflow of an accept queue will reset clients',
    ok: 'tcp_abort_on_overflow is off',
    setting: 'resets instead of silence',
    resets: 'resets were sent',
  },
  references: [
    'net/ipv4/tcp_minisocks.c: tcp_check_req',
    'https://docs.kernel.org/networking/ip-sysctl.html',
  ],

  evaluate(context, say) {
    const setting = context.setting('net.ipv4.tcp_abort_on_overflow');
    if (!setting) return nothingPrinted('TcpExt.ListenOverflows');
    const cited = cite(setting.line, say('setting'));
    if (setting.value.trim() === '0') return { verdict: 'ok', summary: say('ok'), evidence: [cited] };
    const movement = movementOf([context.counter('TcpExt.ListenOverflows')], {
      seen: [context.counter('Tcp.PassiveOpens')],
      perConnection: true,
    });
    const remedies = changeSetting(context, { key: 'net.ipv4.tcp_abort_on_overflow', to: 0 });
    if (!movement || movement.verdict === 'ok') {
      return { verdict: 'risk', severity: 'low', summary: say('risk'), evidence: [cited], remedies };
    }
    const told = concludeLoss(movement, say);
    const resets = ['TcpExt.EmbryonicRsts', 'Tcp.OutRsts'] as const;
    const sent = resets.flatMap((name) => {
      const delta = context.counter(name);
      return delta && delta.increase > 0n ? [delta] : [];
    });
    return {
      ...told,
      evidence: [
        cited,
        ...told.evidence,
        ...sent.map((delta) => ({ ...citeCounter(delta), meaning: say('resets') })),
      ],
      claims: [...told.claims, ...sent.map(claim)],
      remedies,
    };
  },
});
