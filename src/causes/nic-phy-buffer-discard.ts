import { inNamespace, sh } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeDevices, deviceLosses } from './device.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'nic-phy-buffer-discard',
  layer: 'nic',
  per: 'device',
  needs: ['ethtoolStats'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts: {
    title: "The card's own memory overflows",
    why:
      'Between the port and the receive ring a card has a little memory of its own. It fills when the card cannot write ' +
      'into the memory of the host as fast as frames arrive: a PCIe slot that is too narrow or too slow, an IOMMU or ' +
      'power saving that makes every access slow, or bursts of several senders at once. The card then drops frames ' +
      'although the ring has free descriptors, so a larger ring changes nothing.',
    problem:
      '{device} dropped {n} frames in its own memory[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]] ({counter}[[, driver {driver}]])',
    suspect:
      '{device} dropped {n} frames in its own memory since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]] ({counter}[[, driver {driver}]]); when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{device} dropped {n} frames in its own memory since boot, none in the {flat:duration} between the captures',
    ok: 'no network card dropped a frame in its own memory',
    slot: 'Compare the PCIe link of {device} with what the card can (LnkSta with LnkCap), and look at power saving and IOMMU in firmware and kernel command line',
    'flow-control':
      'Where bursts are the reason, flow control on both ends keeps the frames in the switch: agree with the network team.',
    'not-ring':
      'Not the receive ring: that loss has other counters (rx_missed_errors, rx_out_of_buffer), and ethtool -G does not help here.',
  },
  references: ['drivers/net/ethernet: *_ethtool.c', 'https://docs.kernel.org/networking/statistics.html'],

  evaluate(context, say) {
    const losses = deviceLosses(context, { cause: 'nic-phy-buffer-discard', kernel: [], way: 'rx' });
    const worst = losses?.[0];
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const told = concludeDevices(context, losses, say);
    if (told.verdict === 'ok') return told;
    const { name } = worst.device;
    const bus = context.all('ethtoolDriver').find(({ value }) => value.device === name)?.value.bus;
    const counters = inNamespace(context.netns, sh`ethtool -S ${name} | grep -Ei 'discard|drop|fifo|brb'`);
    const slot = bus === undefined ? 'lspci -vv' : sh`lspci -vv -s ${bus}`;
    return {
      ...told,
      remedies: [
        investigate(say('slot', { device: name }), [slot, 'cat /proc/cmdline', counters], 'admin', [
          counters,
        ]),
      ],
      ruledOut: [say('not-ring')],
      confirm: [say('flow-control')],
      consequenceOf: ['pcie-bottleneck', 'soft-lockup'],
    };
  },
});
