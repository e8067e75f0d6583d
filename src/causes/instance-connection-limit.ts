import { exceeded, showsAllowances } from '../host/allowances.ts';
import { deviceWord } from '../host/devices.ts';
import { sh } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeLoss, movementOf } from './grade.ts';

export default defineCause({
  id: 'instance-connection-limit',
  layer: 'far-side',
  per: 'device',
  needs: ['ethtoolStats'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'conntrack-table-full',
  texts: {
    title: 'Session table of the cloud for this instance full',
    why:
      'Security groups and NAT of a cloud remember sessions (TCP, UDP and ICMP) in a table of their own, outside of the ' +
      'instance, whose size goes with the type of the instance. When it is full, packets of new sessions are dropped: new ' +
      'connections time out while existing ones go on, and every counter inside the instance is clean.',
    problem:
      '{n} packets dropped by the cloud because the session table of this instance was full[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} packets dropped by the cloud since boot because the session table of this instance was full[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} packets dropped by the cloud since boot because the session table of this instance was full, none in the {flat:duration} between the captures',
    ok: 'the driver counts the allowances of this instance, and the session table was never full',
    'no-such-driver':
      'only drivers that the cloud tells (ena) count this, and nothing of the kind was collected',
    'reuse-them':
      'Keep connections open and reuse them, shorten idle sessions, spread them over more or larger instances',
    'guest-counts-less':
      'ss and netstat inside the instance show fewer sessions than the table of the cloud holds: closed and one-sided ones stay there for a while.',
    'not-guest-table':
      'Not the connection tracking table of this host: that one has its own limit (nf_conntrack_max).',
  },
  references: [
    'drivers/net/ethernet/amazon/ena/ena_ethtool.c',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html',
  ],

  evaluate(context, say) {
    const movement = movementOf(exceeded(context, 'conntrack'), { perConnection: true });
    if (!movement)
      return {
        verdict: 'unknown',
        summary: showsAllowances(context)
          ? { id: 'common/no-such-counter', args: { counter: 'conntrack_allowance_exceeded' } }
          : say('no-such-driver'),
      };
    const loss = concludeLoss(movement, say);
    if (loss.verdict === 'ok') return loss;
    const severity = movement.verdict === 'problem' && movement.n >= 10n ? 'high' : loss.severity;
    return {
      ...loss,
      severity,
      remedies: [
        {
          when: 'persist',
          what: say('reuse-them'),
          commands: [],
          verify: [sh`ethtool -S ${deviceWord(movement.deltas[0]?.scope.device)} | grep conntrack_allowance`],
          undo: [],
          risk: 'restart',
          who: 'cloud',
        },
      ],
      ruledOut: [say('not-guest-table')],
      confirm: [say('guest-counts-less')],
    };
  },
});
