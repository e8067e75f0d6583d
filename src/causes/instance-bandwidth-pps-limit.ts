import { exceeded, showsAllowances, trafficOf } from '../host/allowances.ts';
import { deviceWord } from '../host/devices.ts';
import { sh } from '../host/shell.ts';
import { cite, defineCause } from './cause.ts';
import { concludeLoss, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'instance-bandwidth-pps-limit',
  layer: 'far-side',
  per: 'device',
  needs: ['ethtoolStats'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts: {
    title: 'Bandwidth or packet rate of the cloud instance exceeded',
    why:
      'A cloud grants each type of instance so many bits and packets per second. What comes beyond is held back and then ' +
      'dropped outside of the instance: no counter of the kernel sees it, only drivers that the cloud tells (ena). Bursts ' +
      'of milliseconds count, so it happens at a third of the average rate that the type promises.',
    problem:
      '{n} packets held back or dropped by the cloud because bandwidth or packet rate was used up[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} packets held back or dropped by the cloud since boot because bandwidth or packet rate was used up[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} packets held back or dropped by the cloud since boot, none in the {flat:duration} between the captures',
    ok: 'the driver counts the allowances of this instance, and bandwidth and packet rate were never exceeded',
    'no-such-driver':
      'only drivers that the cloud tells (ena) count this; nothing of the kind was collected: compare the rates below with the type of the instance',
    traffic:
      '{device}: {pin:rate} packets and {bin} Mbit/s in, {pout:rate} packets and {bout} Mbit/s out, averaged over {seconds:duration}',
    'compare-type':
      'Compare with what the type of the instance grants, in packets as well as in bits; rxkB/s of sar are kilobytes',
    fewer:
      'A larger instance, or fewer and larger packets: batching, jumbo frames inside the network of the cloud, compression',
  },
  references: [
    'drivers/net/ethernet/amazon/ena/ena_ethtool.c',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-network-performance-ena.html',
  ],

  evaluate(context, say) {
    const movement = movementOf(exceeded(context, 'bw_in', 'bw_out', 'pps'), { perConnection: true });
    const traffic = trafficOf(context)
      .slice(0, 4)
      .map(({ device, packets, bits, delta }) => {
        const mbit = (rate: number) => Math.round(rate / 1e5) / 10;
        return cite(
          delta.latest.line,
          say('traffic', {
            device,
            pin: packets.in,
            pout: packets.out,
            bin: mbit(bits.in),
            bout: mbit(bits.out),
            seconds: delta.seconds,
          }),
        );
      });
    if (!movement)
      return {
        verdict: showsAllowances(context) ? 'ok' : 'unknown',
        summary: say(showsAllowances(context) ? 'ok' : 'no-such-driver'),
        evidence: traffic,
      };
    const loss = concludeLoss(movement, say);
    if (loss.verdict === 'ok') return { ...loss, evidence: [...loss.evidence, ...traffic] };
    const device = deviceWord(movement.deltas[0]?.scope.device);
    const commands = [sh`ethtool -S ${device} | grep exceeded`, 'sar -n DEV 2 5'];
    return {
      ...loss,
      evidence: [...loss.evidence, ...traffic],
      remedies: [
        investigate(say('compare-type'), commands, 'cloud'),
        {
          when: 'persist',
          what: say('fewer'),
          commands: [],
          verify: commands.slice(0, 1),
          undo: [],
          risk: 'restart',
          who: 'cloud',
        },
      ],
    };
  },
});
