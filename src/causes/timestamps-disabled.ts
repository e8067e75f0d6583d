import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { agreementOn } from '../host/tcp-info.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting, movementOf } from './grade.ts';

const key = 'net.ipv4.tcp_timestamps';

export default defineCause({
  id: 'timestamps-disabled',
  layer: 'tcp',
  per: 'netns',
  needs: ['sysctl'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'tw-recycle-nat',
  texts: {
    title: 'TCP timestamps are off',
    why:
      'With timestamps TCP measures the round trip at every segment, recognizes old duplicates (PAWS), may reuse ports in ' +
      'TIME_WAIT for outgoing connections (tcp_tw_reuse), and keeps window scaling and SACK in connections that come from ' +
      'SYN cookies. They are on by default. They were switched off to hide the uptime of a host, or because of ' +
      'tcp_tw_recycle, which is gone since kernel 4.12.',
    risk: 'net.ipv4.tcp_timestamps is 0: no protection from old duplicates, and a coarse measurement of round trips',
    cookies:
      'net.ipv4.tcp_timestamps is 0, and {n} connections came from SYN cookies[[ in {seconds:duration}]]: those have neither window scaling nor SACK',
    reuse:
      'net.ipv4.tcp_timestamps is 0, so that net.ipv4.tcp_tw_reuse is 1 without effect: ports in TIME_WAIT stay taken',
    ok: 'TCP timestamps are on[[: {n} of {all} connections with other hosts use them]]',
    agreed: '{n} of {all} connections with other hosts agreed on timestamps when they were opened',
    'not-collected': 'net.ipv4.tcp_timestamps was not collected',
    'new-only': 'Only connections opened from then on use them; each segment grows by 12 bytes.',
    'recycle-first':
      'First switch tcp_tw_recycle off: with timestamps it would refuse clients behind NAT at once',
    uptime:
      'Since kernel 4.10 each connection starts at a random offset (value 1): the uptime does not show.',
  },
  references: [
    'RFC 7323',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_timestamps)',
    'net/ipv4/syncookies.c: cookie_timestamp_decode',
  ],

  evaluate(context, say) {
    const setting = context.setting(key);
    if (!setting) return { verdict: 'unknown', summary: say('not-collected') };
    const agreed = agreementOn(context, 'ts');
    const args = { n: agreed?.n, all: agreed?.all };
    const evidence = [...citeSetting(setting), ...(agreed ? [cite(agreed.line, say('agreed', args))] : [])];
    // Many peers, Windows among them, do not offer timestamps by themselves.
    if (setting.value.trim() !== '0') return { verdict: 'ok', summary: say('ok', args), evidence };
    const movement = movementOf([context.counter('TcpExt.SyncookiesRecv')]);
    const cookies = movement?.verdict === 'problem' && movement.n >= 10n ? movement : undefined;
    const reuse = numberOf(context, 'net.ipv4.tcp_tw_reuse') === 1;
    const recycle = (numberOf(context, 'net.ipv4.tcp_tw_recycle') ?? 0) > 0;
    const verify = [inNamespace(context.netns, 'ss -tnoi state established')];
    return {
      verdict: 'risk',
      severity: cookies || reuse ? 'low' : 'info',
      summary: cookies ? say('cookies', cookies.args) : say(reuse ? 'reuse' : 'risk'),
      evidence: [
        ...evidence,
        ...(cookies?.deltas ?? []).map(citeCounter),
        ...(reuse ? citeSetting(context.setting('net.ipv4.tcp_tw_reuse')) : []),
      ],
      remedies: [
        ...(recycle
          ? changeSetting(context, { key: 'net.ipv4.tcp_tw_recycle', to: 0, what: say('recycle-first') })
          : []),
        ...changeSetting(context, { key, to: 1, sideEffects: say('new-only'), verify }),
      ],
      confirm: [say('uptime')],
    };
  },
});
