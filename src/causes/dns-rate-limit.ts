import { exceeded, showsAllowances } from '../host/allowances.ts';
import { deviceWord } from '../host/devices.ts';
import { sh } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeLoss, movementOf } from './grade.ts';

export default defineCause({
  id: 'dns-rate-limit',
  layer: 'far-side',
  per: 'device',
  needs: ['ethtoolStats'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'instance-bandwidth-pps-limit',
  texts: {
    title: 'DNS queries beyond the limit of the cloud',
    why:
      'The resolver, clock and metadata services of a cloud answer on link-local addresses, and each network interface may ' +
      'send them only so many packets per second (1024 on AWS). What comes beyond is dropped outside of the instance: ' +
      'names do not resolve at peaks, and every counter inside is clean. Programs that ask for each connection anew, and ' +
      'ask for IPv4 and IPv6 each time, get there quickly.',
    problem:
      '{n} packets to link-local services (DNS, clock, metadata) dropped by the cloud[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} packets to link-local services (DNS, clock, metadata) dropped by the cloud since boot[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} packets to link-local services dropped by the cloud since boot, none in the {flat:duration} between the captures',
    ok: 'the driver counts the allowances of this instance, and that of link-local services was never exceeded',
    'no-such-driver':
      'only drivers that the cloud tells (ena) count this, and nothing of the kind was collected',
    'cache-it':
      'Run a caching resolver on the host (systemd-resolved, dnsmasq, unbound; NodeLocal DNSCache in Kubernetes): most queries never leave it',
    'ask-less': 'Ask less: fewer search domains (ndots in resolv.conf), keep connections open',
    'time-it':
      'Measure: for i in $(seq 50); do dig +tries=1 +time=2 example.com | grep -E "Query time|timed out"; done',
  },
  references: [
    'drivers/net/ethernet/amazon/ena/ena_ethtool.c',
    'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html',
  ],

  evaluate(context, say) {
    const movement = movementOf(exceeded(context, 'linklocal'), { perConnection: true });
    if (!movement)
      return {
        verdict: 'unknown',
        summary: showsAllowances(context)
          ? { id: 'common/no-such-counter', args: { counter: 'linklocal_allowance_exceeded' } }
          : say('no-such-driver'),
      };
    const loss = concludeLoss(movement, say);
    if (loss.verdict === 'ok') return loss;
    const verify = [
      sh`ethtool -S ${deviceWord(movement.deltas[0]?.scope.device)} | grep linklocal_allowance`,
    ];
    const about = { verify, undo: [], risk: 'none' as const, who: 'admin' as const };
    return {
      ...loss,
      remedies: [
        {
          ...about,
          when: 'persist',
          what: say('cache-it'),
          commands: ['systemctl enable --now systemd-resolved'],
        },
        { ...about, when: 'persist', what: say('ask-less'), commands: [], who: 'application-owner' },
      ],
      confirm: [say('time-it')],
    };
  },
});
