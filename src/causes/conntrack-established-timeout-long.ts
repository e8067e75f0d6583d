import { conntrackFill } from '../host/conntrack.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';

const key = 'net.netfilter.nf_conntrack_tcp_timeout_established';

export default defineCause({
  id: 'conntrack-established-timeout-long',
  layer: 'conntrack',
  per: 'netns',
  needs: ['sysctl'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'conntrack-table-full',
  texts: {
    title: 'Connection tracking keeps dead connections for days',
    why:
      'An established TCP connection stays in the tracking table until it is closed, or until it was silent for ' +
      'nf_conntrack_tcp_timeout_established: five days by default. Connections whose ends vanished without a goodbye ' +
      'stay that long, and fill the table.',
    risk: 'the tracking table is {share:percent} full, and established entries stay {timeout:duration} after the last packet[[: it holds {entries} of them]][[, the host has {sockets} such connections]]',
    ok: 'the timeout of established connections does no harm here: the table is {share:percent} full',
    'fill-is': 'the table is {share:percent} full',
    short: 'established entries stay {timeout:duration} after the last packet',
    'not-known': 'the timeout of established entries, or how full the table is, was not collected',
    'table-holds': '{entries} established entries',
    shorten: 'Let established entries expire after a day of silence',
    'idle-flows':
      'Idle connections through this host are forgotten after that time. It must stay above the keepalive time of the applications (7200 s by default); 3600 s, which guides name, does not. Only entries that see a packet again get the new time.',
    'router-differs':
      'On a router or NAT the table legitimately holds more connections than the host itself has.',
  },
  references: ['https://docs.kernel.org/networking/nf_conntrack-sysctl.html'],

  evaluate(context, say) {
    const timeout = numberOf(context, key);
    const fill = conntrackFill(context)?.latest;
    if (timeout === undefined || !fill) return { verdict: 'unknown', summary: say('not-known') };
    const evidence = [
      ...citeSetting(context.setting(key)),
      cite(fill.countLine, say('fill-is', { share: fill.share })),
    ];
    if (timeout <= 86400) return { verdict: 'ok', summary: say('short', { timeout }), evidence };
    const entries = context.latest('conntrackTable')?.value.states.get('tcp ESTABLISHED');
    const sockets = context.counter('Tcp.CurrEstab')?.latest.value;
    const dead = entries === undefined || sockets === undefined || entries.count > 2 * Number(sockets) + 100;
    if (fill.share < 0.5 || !dead)
      return { verdict: 'ok', summary: say('ok', { share: fill.share }), evidence };
    const verify = [inNamespace(context.netns, 'conntrack -C')];
    return {
      verdict: 'risk',
      severity: fill.share >= 0.8 ? 'medium' : 'low',
      certainty: entries ? 'likely' : 'possible',
      summary: say('risk', { share: fill.share, timeout, entries: entries?.count, sockets }),
      evidence: [
        ...evidence,
        ...(entries ? [cite(entries.line, say('table-holds', { entries: entries.count }))] : []),
      ],
      remedies: changeSetting(context, {
        key,
        to: 86400,
        what: say('shorten'),
        sideEffects: say('idle-flows'),
        verify,
      }),
      confirm: [say('router-differs')],
    };
  },
});
