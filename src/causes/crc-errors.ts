import { inNamespace, sh } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import { defineCause } from './cause.ts';
import { concludeDevices, deviceLosses, gradeWire } from './device.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'crc-errors',
  layer: 'wire',
  per: 'device',
  needs: [['link.rx_crc_errors', 'ethtoolStats']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'oversize-frames',
  texts: {
    title: 'Frames damaged on the wire (CRC errors)',
    why:
      'Every Ethernet frame ends with a check sum over its bits. When it does not match, bits were changed between the ' +
      'last port that sent the frame and this card: a bad or too long cable, dirty fibre, a failing optic, a bent ' +
      'connector, electrical noise. The card throws the frame away, and nothing above ever sees it: TCP sends again and ' +
      'becomes slow, UDP loses it. A healthy link has no such frames at all.',
    problem:
      '{device} received {n} damaged frames[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]] ({counter}[[, driver {driver}]])',
    suspect:
      '{device} received {n} damaged frames since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]] ({counter}[[, driver {driver}]]); when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{device} received {n} damaged frames since boot, none in the {flat:duration} between the captures',
    ok: 'no network card received a damaged frame',
    measure:
      'Read the optical power and the counters of {device}, and those of the switch port at the other end',
    swap: 'Change one part at a time, with the counter as the judge: clean or change the cable, then the optic, then the switch port, then the card',
    'link-goes-down': 'The link goes down while a part is changed.',
    'not-length': 'Not frames of the wrong length: a wrong MTU or VLAN tag is counted as a length error.',
    'cut-through':
      'A cut-through switch passes damaged frames on: when every port of the switch counts some, the bad cable is further away.',
  },
  references: ['include/uapi/linux/if_link.h: rx_crc_errors', 'IEEE 802.3, clause 3.2.9'],

  evaluate(context, say) {
    const losses = deviceLosses(context, {
      cause: 'crc-errors',
      kernel: [['link.rx_crc_errors']],
      way: 'rx',
      grade: gradeWire,
    });
    if (!losses)
      return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what: 'ip -s -s link' } } };
    const told = concludeDevices(context, losses, say);
    const device = losses[0]?.device.name;
    if (device === undefined || told.verdict === 'ok') return told;
    const here = (command: string) => inNamespace(context.netns, command);
    const read = [sh`ethtool -S ${device}`, sh`ethtool -m ${device}`, sh`ip -s -s link show dev ${device}`];
    const verify = [here(sh`ip -s -s link show dev ${device}`)];
    const swap: Remedy = {
      when: 'persist',
      what: say('swap'),
      commands: [],
      verify,
      undo: [],
      sideEffects: say('link-goes-down'),
      risk: 'link-reset',
      who: 'network',
    };
    return {
      ...told,
      remedies: [investigate(say('measure', { device }), read.map(here), 'network', verify), swap],
      ruledOut: [say('not-length')],
      confirm: [say('cut-through')],
      consequenceOf: ['duplex-mismatch'],
    };
  },
});
