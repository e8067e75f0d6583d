import { isVirtual } from '../host/devices.ts';
import { sh } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeDevices, deviceLosses } from './device.ts';

export default defineCause({
  id: 'tx-errors-carrier',
  layer: 'wire',
  per: 'device',
  needs: [['linkStats', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'qdisc-drops',
  texts: {
    title: 'Transmit errors and lost carrier',
    why:
      'The card could not put a frame on the wire: it lost the carrier while sending, gave up after too many collisions, ' +
      'or ran out of data in the middle of a frame. Losses in sending are rarer than in receiving, and nearly always the ' +
      'link itself: cable, optic, port, or two ends that disagree about speed and duplex.',
    problem:
      '{device} failed to send {n} frames[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]: {counter}',
    suspect:
      '{device} failed to send {n} frames since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]]: {counter}; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{device} failed to send {n} frames since boot ({counter}), none in the {flat:duration} between the captures',
    ok: 'no network card failed to send a frame',
    'no-wire': 'no device here has a wire',
    'both-ends':
      'Set both ends to autonegotiation (gigabit over copper cannot do without), and check the cable',
    'link-goes-down': 'The link goes down for a moment.',
    'not-queue': 'Not a full transmit queue: those frames are counted as tx_dropped and in tc -s qdisc.',
  },
  references: [
    'include/uapi/linux/if_link.h: tx_carrier_errors',
    'net/core/net-procfs.c: dev_seq_printf_stats',
  ],

  evaluate(context, say) {
    const kernel = [
      ['link.tx_errors', 'dev.tx_errs'],
      ['link.tx_carrier_errors', 'dev.tx_carrier'],
      ['link.tx_fifo_errors', 'dev.tx_fifo'],
    ] as const;
    const losses = deviceLosses(context, {
      cause: 'tx-errors-carrier',
      kernel,
      way: 'tx',
      except: isVirtual,
    });
    if (!losses) return { verdict: 'ok', summary: say('no-wire') };
    const told = concludeDevices(context, losses, say);
    const device = losses[0]?.device.name;
    if (device === undefined || told.verdict === 'ok') return told;
    const verify = [sh`ip -s -s link show dev ${device}`, sh`ethtool ${device}`];
    return {
      ...told,
      remedies: [
        {
          when: 'now',
          what: say('both-ends'),
          commands: [sh`ethtool -s ${device} autoneg on`],
          verify,
          undo: [],
          sideEffects: say('link-goes-down'),
          risk: 'link-reset',
          who: 'network',
        },
      ],
      ruledOut: [say('not-queue')],
      consequenceOf: ['duplex-mismatch', 'link-flap', 'nic-hang-reset', 'device-down'],
    };
  },
});
