import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeSetting } from './grade.ts';
import { changeApplication } from './remedy.ts';

const key = 'net.ipv4.tcp_migrate_req';

export default defineCause({
  id: 'reqsk-migrate',
  layer: 'tcp-listen',
  per: 'netns',
  needs: ['TcpExt.TCPMigrateReqFailure'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts: {
    title: 'Connections lost when a listener closed',
    why:
      'Several sockets can listen on one port (SO_REUSEPORT, one per worker), each with queues of its own. When a worker ' +
      'ends, at a reload or an update, its listener closes, and what waits in its queues is reset: half-open connections, ' +
      'and complete ones that were not accepted yet. With net.ipv4.tcp_migrate_req=1 the kernel moves them to another ' +
      'listener of the port. This counts those that could not be moved; clients see "connection reset".',
    problem:
      '{n} connections that waited at a closing listener were not moved to another one[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} connections that waited at a closing listener were not moved to another one since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} connections that waited at a closing listener were not moved since boot, none in the {flat:duration} between the captures',
    ok: 'no connection was lost at a closing listener',
    move: 'Let the kernel move waiting connections to another listener of the port when one closes',
    'for-all':
      'Holds for all ports of this namespace. A connection moves to any worker, so that workers must not differ.',
    drain:
      'Let a worker that ends accept what waits before it closes its listener, or let the main process keep one listener for all workers',
  },
  references: [
    'net/core/sock_reuseport.c: reuseport_migrate_sock',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_migrate_req)',
  ],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPMigrateReqFailure'],
      seen: ['Tcp.PassiveOpens'],
      atMost: 'low',
    });
    if (!told) return nothingPrinted('TcpExt.TCPMigrateReqFailure');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPMigrateReqFailure')];
    // Off is the default, and then every one of them is counted as a failure.
    const off = numberOf(context, key) === 0;
    return {
      ...told,
      evidence: [...told.evidence, ...citeSetting(context.setting(key))],
      remedies: [
        ...(off
          ? changeSetting(context, { key, to: 1, what: say('move'), sideEffects: say('for-all'), verify })
          : []),
        changeApplication(say('drain'), verify),
      ],
    };
  },
});
