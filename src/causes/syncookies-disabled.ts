import { changeSetting } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { isLoopback, listenersOf } from '../host/sockets.ts';
import { defineCause } from './cause.ts';
import { citeCounter, citeSetting, movementOf } from './grade.ts';

const key = 'net.ipv4.tcp_syncookies';

export default defineCause({
  id: 'syncookies-disabled',
  layer: 'tcp-listen',
  per: 'netns',
  needs: ['sysctl'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'syn-backlog-overflow',
  texts: {
    title: 'SYN cookies are off',
    why:
      'With net.ipv4.tcp_syncookies=1, the default, a full SYN queue costs nothing: the kernel answers with a cookie and ' +
      'keeps no state. With 0 it drops the SYN, so that a burst or an attack keeps real clients out.',
    risk: 'SYN cookies are off on a host with {n} listeners: a full SYN queue will drop clients',
    biting:
      'SYN cookies are off, and a full SYN queue dropped {n} SYNs that would have been answered with a cookie',
    ok: 'SYN cookies are on',
    always:
      'SYN cookies are sent always (2), not only when the queue is full: every client without timestamps loses window scaling and SACK',
    'no-listener': 'SYN cookies are off, and nothing listens here',
    'not-collected':
      'net.ipv4.tcp_syncookies was not collected, or this kernel is built without CONFIG_SYN_COOKIES',
    'few-options':
      'Connections from a cookie keep window scaling and SACK only with TCP timestamps, which are on by default.',
  },
  references: ['https://docs.kernel.org/networking/ip-sysctl.html (tcp_syncookies)'],

  evaluate(context, say) {
    const setting = context.setting(key);
    if (!setting) return { verdict: 'unknown', summary: say('not-collected') };
    const evidence = citeSetting(setting);
    if (setting.value !== '0')
      return { verdict: 'ok', summary: say(setting.value === '2' ? 'always' : 'ok'), evidence };
    const listeners = listenersOf(context).filter(({ local }) => !isLoopback(local.address)).length;
    if (listeners === 0 && context.latest('sockets'))
      return { verdict: 'ok', summary: say('no-listener'), evidence };
    const drops = movementOf([context.counter('TcpExt.TCPReqQFullDrop')]);
    const biting = drops !== undefined && drops.n > 0n;
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPReqQFullDrop')];
    return {
      verdict: 'risk',
      severity: biting ? 'high' : 'info',
      summary: biting ? say('biting', drops.args) : say('risk', { n: listeners || '?' }),
      evidence: [...evidence, ...(biting ? drops.deltas.map(citeCounter) : [])],
      remedies: changeSetting(context, { key, to: 1, sideEffects: say('few-options'), verify }),
    };
  },
});
