import { sh } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import { defineCause } from './cause.ts';
import { concludeDevices, deviceLosses, gradeWire, onlyEmptyRings } from './device.ts';

export default defineCause({
  id: 'nic-rx-errors',
  layer: 'nic',
  per: 'device',
  needs: [['linkStats', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'iface-rx-dropped',
  texts: {
    title: 'Receive errors of a network card',
    why:
      'The card counts frames that arrived damaged: wrong check sum, wrong length, broken symbols. They are thrown away ' +
      'before the kernel sees them. A healthy wired link has none at all, so even one in a million is a sign of a bad ' +
      'cable, optic, port, or of two ends that disagree about speed and duplex. The driver may count other losses here, too.',
    problem:
      '{device} received {n} bad frames[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]',
    suspect:
      '{device} received {n} bad frames since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{device} received {n} bad frames since boot, none in the {flat:duration} between the captures',
    ok: 'no network card counted a bad frame',
    look: 'Split the number by kind (crc, length, frame, missed), and read what the optic and the other end say',
    swap: 'Change the cable or optic, then the switch port; then driver and firmware of the card. One part at a time, with the counter as the judge',
    'link-goes-down': 'The link goes down while it is changed.',
    'switch-side':
      'The port of the switch counts as well: errors only there mean the other direction. A cut-through switch passes on frames that were damaged further away.',
  },
  references: [
    'include/uapi/linux/if_link.h: rx_errors',
    'https://docs.kernel.org/networking/statistics.html',
  ],

  evaluate(context, say) {
    const kernel = [['link.rx_errors', 'dev.rx_errs']] as const;
    const losses = deviceLosses(context, { cause: 'nic-rx-errors', kernel, way: 'rx', grade: gradeWire });
    const harmless = onlyEmptyRings(losses ?? []);
    if (harmless) return harmless;
    const told = concludeDevices(context, losses ?? [], say);
    const device = losses?.[0]?.device.name;
    if (device === undefined || told.verdict === 'ok') return told;
    const about = { verify: [sh`ip -s -s link show dev ${device}`], undo: [], who: 'network' as const };
    const remedies: Remedy[] = [
      {
        ...about,
        when: 'investigate',
        what: say('look'),
        commands: [
          sh`ip -s -s link show dev ${device}`,
          sh`ethtool -S ${device}`,
          sh`ethtool -m ${device}`,
          sh`ethtool ${device}`,
        ],
        risk: 'none',
      },
      {
        ...about,
        when: 'persist',
        what: say('swap'),
        commands: [],
        sideEffects: say('link-goes-down'),
        risk: 'link-reset',
      },
    ];
    const consequenceOf = [
      'duplex-mismatch',
      'crc-errors',
      'oversize-frames',
      'ring-buffer-overflow',
      'nic-frame-alignment',
      'soft-lockup',
    ];
    return { ...told, remedies, confirm: [say('switch-side')], consequenceOf };
  },
});
