import { sh } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeDevices, deviceLosses, onlyEmptyRings } from './device.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'nic-frame-alignment',
  layer: 'wire',
  per: 'device',
  needs: [['linkStats', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'crc-errors',
  texts: {
    title: 'Misaligned or malformed frames',
    why:
      'A frame whose bits do not end on a byte boundary was cut on its way: a collision on a link whose two ends disagree ' +
      'about duplex, or a bad cable. The column "frame" of ifconfig and /proc/net/dev is a sum of four: wrong length, ' +
      'too long for the buffers, bad check sum, and misalignment; `ip -s -s link` tells them apart.',
    problem:
      '{device} received {n} malformed frames[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]',
    suspect:
      '{device} received {n} malformed frames since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{device} received {n} malformed frames since boot, none in the {flat:duration} between the captures',
    ok: 'no network card counted a misaligned frame',
    split: 'Split the sum: crc is the wire, length a wrong MTU or VLAN tag, frame a collision or a bad cable',
    'duplex-first':
      'Compare speed and duplex of both ends first: one end fixed and the other on autonegotiation end up at half duplex.',
  },
  references: [
    'net/core/net-procfs.c: dev_seq_printf_stats',
    'include/uapi/linux/if_link.h: rx_frame_errors',
  ],

  evaluate(context, say) {
    const kernel = [['link.rx_frame_errors', 'dev.rx_frame']] as const;
    const losses = deviceLosses(context, { cause: 'nic-frame-alignment', kernel, way: 'rx' });
    const harmless = onlyEmptyRings(losses ?? []);
    if (harmless) return harmless;
    const told = concludeDevices(context, losses ?? [], say);
    const device = losses?.[0]?.device.name;
    if (device === undefined || told.verdict === 'ok') return told;
    const commands = [sh`ip -s -s link show dev ${device}`, sh`ethtool ${device}`];
    return {
      ...told,
      remedies: [investigate(say('split'), commands, 'network', commands)],
      confirm: [say('duplex-first')],
      consequenceOf: ['duplex-mismatch', 'crc-errors', 'oversize-frames'],
    };
  },
});
