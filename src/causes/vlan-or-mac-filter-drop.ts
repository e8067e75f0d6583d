import { deviceCounter, devicesOf, driverCounters, frames } from '../host/devices.ts';
import { linksOf } from '../host/links.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Frames of another MAC address or VLAN',
  why:
    'A switch floods frames whose place it does not know, and a trunk carries VLANs that not everybody needs. Card, driver ' +
    'and stack throw away what is addressed to another MAC address or carries a tag that was not asked for. On most ' +
    'networks this drips for ever and harms nobody. It is a fault only when the frames were meant for this host: a wrong ' +
    'VLAN at the switch port, a MAC address that moved, a virtual function that may not have a second address, a bridge ' +
    'port without the VLAN.',
  suspect:
    '{device} threw away {n} frames of another MAC address or VLAN[[ in {seconds:duration}]], {share:percent} of what came in ({counter})',
  ok: 'no card threw away frames of another MAC address or VLAN',
  filtered:
    '{device} threw away {n} frames of another MAC address or VLAN[[ in {seconds:duration}]][[ ({rate:rate})]] ({counter}): harmless, unless some of them were meant for this host',
  'bridge-filters':
    'the bridge {device} filters VLANs, and counts nowhere what it drops: compare the VLANs of its ports',
  'not-counted': 'no driver here counts frames of another MAC address or VLAN',
  filters: 'the bridge lets only the VLANs of a port pass',
  compare:
    'Compare what arrives (with its tag and MAC address) with what {device} is set to take; ask for the VLANs of the switch port',
  promiscuous: 'While a capture runs the card takes every frame: what was missing before may work then.',
  vf: 'On a virtual function, the host decides which addresses and tags are allowed: ip link set ... vf N trust on, spoofchk off.',
};
type Speak = Say<typeof texts>;

interface Filtered {
  device: string;
  movement: Movement;
}

export default defineCause({
  id: 'vlan-or-mac-filter-drop',
  layer: 'driver',
  per: 'device',
  needs: [['link.rx_otherhost_dropped', 'ethtoolStats', 'links']],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'crc-errors',
  texts,
  references: ['include/uapi/linux/if_link.h: rx_otherhost_dropped', 'bridge(8): vlan'],

  evaluate(context, say) {
    const counted = filteredOf(context).sort((a, b) => Number(b.movement.n - a.movement.n));
    const hits = counted.filter(({ movement }) => movement.n > 0n);
    const worst = hits.find(isMuch) ?? hits[0];
    const filter = linksOf(context).find(({ details }) => details.get('vlan_filtering') === '1');
    if (worst) {
      const much = isMuch(worst);
      return {
        verdict: much ? 'suspect' : 'ok',
        severity: much ? 'low' : 'info',
        certainty: much ? 'possible' : 'certain',
        summary: much ? say('suspect', argsOf(worst)) : say('filtered', argsOf(worst)),
        instances: hits.map((hit) => instanceOf(context, hit, say)),
        claims: hits.flatMap(({ movement }) => movement.deltas.map(claim)),
        remedies: much
          ? [
              investigate(
                say('compare', { device: worst.device }),
                commandsFor(context, worst.device),
                'network',
              ),
            ]
          : [],
        confirm: [say('promiscuous'), say('vf')],
      };
    }
    if (filter) {
      const summary = say('bridge-filters', { device: filter.name });
      const commands = { id: 'common/brings-it', args: { command: 'bridge -d vlan show' } };
      return {
        verdict: 'unknown',
        summary,
        evidence: [cite(filter.line, say('filters'))],
        confirm: [commands],
      };
    }
    if (!counted[0]) return { verdict: 'unknown', summary: say('not-counted') };
    const zeros = counted.flatMap(({ movement }) => movement.deltas.slice(0, 1).map(citeCounter));
    return { verdict: 'ok', summary: say('ok'), evidence: zeros.slice(0, 4) };
  },
});

/** One frame of ten, between the captures: more than a switch floods. */
const isMuch = ({ movement }: Filtered) =>
  movement.verdict === 'problem' && movement.n >= 10n && (movement.share ?? 0) >= 0.1;

/** A device that takes everything on purpose sees the frames of others all day. */
function filteredOf(context: Context): Filtered[] {
  return devicesOf(context).flatMap((device) => {
    const kernel = deviceCounter(device, 'link.rx_otherhost_dropped');
    const takesAll = device.link?.flags.includes('PROMISC') === true;
    const seen = frames(device, 'rx');
    // The stack throws away what the device has counted as received; the card, what it never hands up.
    return [
      kernel && !takesAll ? movementOf([kernel], { seen, within: true }) : undefined,
      ...driverCounters(device, 'vlan-or-mac-filter-drop', 'context').map((group) =>
        movementOf(group, { seen }),
      ),
    ].flatMap((movement) => (movement ? [{ device: device.name, movement }] : []));
  });
}

const argsOf = ({ device, movement }: Filtered) => ({
  ...movement.args,
  device,
  counter: movement.deltas[0]?.name.replace(/^\w+\./, ''),
});

function instanceOf(context: Context, hit: Filtered, say: Speak): Instance {
  const { device, movement } = hit;
  const much = isMuch(hit);
  return instance(
    { ...movement, verdict: much ? 'suspect' : 'ok', severity: much ? 'low' : 'info' },
    {
      subject: device,
      scope: { netns: context.netns, device },
      summary: much ? say('suspect', argsOf(hit)) : say('filtered', argsOf(hit)),
      evidence: movement.deltas.slice(0, 4).map(citeCounter),
    },
  );
}

function commandsFor(context: Context, device: string): string[] {
  const commands = [
    sh`tcpdump -nn -e -c 50 -i ${device}`,
    sh`ip -d link show dev ${device}`,
    'bridge -d vlan show',
  ];
  return commands.map((command) => inNamespace(context.netns, command));
}
