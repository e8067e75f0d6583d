import { deviceLabel, devicesOf, deviceWord, driverCounters } from '../host/devices.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { sh } from '../host/shell.ts';
import type { Evidence, Line, Remedy } from '../model.ts';
import type { PciDevice } from '../parsers/lspci.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeDevices, deviceLosses } from './device.ts';
import { citeCounter, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'The slot is too slow for the card',
  why:
    'A card takes its frames to memory over lanes of PCI Express. In a slot with fewer or slower lanes than it can use, ' +
    'or with a bad contact, the lanes carry less than the wire brings. Frames then wait in the small buffer of the card, ' +
    'and when it is full the card drops them, although the CPU and the rings have room.',
  problem:
    '{device} could not hand over data {n} times for lack of PCI Express credits[[ in {seconds:duration}]] ({counter}[[, driver {driver}]])',
  suspect:
    '{device} could not hand over data {n} times since boot for lack of PCI Express credits ({counter}[[, driver {driver}]]); when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{device} could not hand over data {n} times since boot for lack of PCI Express credits ({counter}), none in the {flat:duration} between the captures',
  dropping:
    'the slot of {device} carries {gbps} Gb/s[[, its link {link}]], and the card drops frames before they reach the rings',
  risk: 'the slot of {device} carries {gbps} Gb/s[[, its link {link}]], less than the card can use; no loss is counted',
  enough: 'the slot of {device} is slower than the card could use, but carries its link',
  ok: 'every card has the PCI Express lanes that it can use',
  'not-told': 'the speed of the slots is not told: lspci shows it only with -vv and as root',
  slot: 'what card and slot agreed on',
  reseat:
    'Put the card of {device} anew into its slot, or into one with more lanes; look for its width in the manual of the board',
  virtual: 'Virtual functions show no lanes of their own (x0): look at the physical one.',
};
type Speak = Say<typeof texts>;

/** A slot that carries less than its card can use. */
interface Narrow {
  device: string;
  gbps: number;
  /** Gb/s of the link, where told. */
  link: number | undefined;
  line: Line;
}

export default defineCause({
  id: 'pcie-bottleneck',
  layer: 'nic',
  per: 'device',
  needs: [['lspci', 'kernelLog', 'ethtoolStats']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'nic-phy-buffer-discard',
  texts,
  references: ['drivers/pci/pci.c: __pcie_print_link_status', 'lspci(8)'],

  evaluate(context, say) {
    const told = narrowest(context, narrowSlots(context), say);
    const losses = deviceLosses(context, { cause: 'pcie-bottleneck', kernel: [], way: 'rx' });
    const counted = losses && concludeDevices(context, losses, say);
    if (counted && counted.verdict !== 'ok' && told?.verdict !== 'problem') {
      if (counted.verdict === 'past') return counted;
      return {
        ...counted,
        remedies: remediesOf(losses[0]?.device.name ?? '', say),
        confirm: [say('virtual')],
      };
    }
    if (told) return told;
    const slots = cardsOf(context).some(({ status }) => status !== undefined);
    if (!slots && !counted) return { verdict: 'unknown', summary: say('not-told') };
    return { verdict: 'ok', summary: say('ok'), evidence: counted?.evidence ?? [] };
  },
});

function narrowest(context: Context, slots: readonly Narrow[], say: Speak): Conclusion | undefined {
  const judged = slots.map((slot) => {
    const carries = slot.link !== undefined && slot.gbps > slot.link * spare;
    const drops = carries ? [] : discards(context, slot.device);
    return { slot, carries, drops };
  });
  const worst =
    judged.find(({ drops }) => drops.length > 0) ?? judged.find(({ carries }) => !carries) ?? judged[0];
  if (!worst) return undefined;
  const { device, gbps, link, line } = worst.slot;
  const args = { device, gbps: Math.round(gbps), link: link === undefined ? undefined : `${link} Gb/s` };
  const evidence = [cite(line, say('slot')), ...worst.drops];
  if (worst.carries) return { verdict: 'ok', summary: say('enough', args), evidence };
  const shown = { evidence, remedies: remediesOf(device, say), confirm: [say('virtual')] };
  if (worst.drops.length > 0)
    return {
      verdict: 'problem',
      severity: 'high',
      certainty: 'likely',
      summary: say('dropping', args),
      ...shown,
    };
  return { verdict: 'risk', severity: 'low', summary: say('risk', args), ...shown };
}

/** Headers and descriptors take their part of what the lanes carry. */
const spare = 1.25;

/** Rising only: what the card dropped before its frames reached the rings. */
function discards(context: Context, name: string): Evidence[] {
  const device = devicesOf(context).find((known) => known.name === name);
  const groups = device ? driverCounters(device, 'nic-phy-buffer-discard') : [];
  return groups.flatMap((group) => {
    const movement = movementOf(group);
    return movement?.verdict === 'problem' ? movement.deltas.slice(0, 1).map(citeCounter) : [];
  });
}

/** From lspci, and from what the driver logged when it found the card. */
function narrowSlots(context: Context): Narrow[] {
  const listed = cardsOf(context).flatMap(({ slot, capability, status }) => {
    const [can, does] = [gbpsOf(capability), gbpsOf(status)];
    if (can === undefined || does === undefined || does >= can || !status) return [];
    return [{ ...about(context, slot), gbps: does, line: status.line }];
  });
  const logged = (loggedEvents(context, 'pcie-limited')?.events ?? []).flatMap(({ args, line }) => {
    const [slot, gbps] = [args.get('bus') ?? '', Number.parseFloat(args.get('available') ?? '')];
    return Number.isNaN(gbps) ? [] : [{ ...about(context, slot), gbps, line }];
  });
  return listed.length > 0 ? listed : logged;
}

const cardsOf = (context: Context) =>
  (context.latest('lspci')?.value ?? []).filter(({ class: kind }) =>
    /Ethernet|Network|Infiniband/i.test(kind),
  );

/** Gb/s after the line code: 8 of 10 bits up to 5 GT/s, 128 of 130 above. */
function gbpsOf(link: PciDevice['status']): number | undefined {
  if (!link?.width || link.speed === undefined) return undefined;
  return link.width * link.speed * (link.speed > 5 ? 128 / 130 : 0.8);
}

/** lspci leaves out the domain 0000 where there is no other. */
function about(context: Context, slot: string): { device: string; link: number | undefined } {
  const driver = context.all('ethtoolDriver').find(({ value }) => value.bus?.endsWith(slot) === true)?.value;
  const link = context.all('ethtoolLink').find(({ value }) => value.device === driver?.device)?.value.speed;
  return { device: driver?.device ?? slot, link: link && Number(link.value) / 1000 };
}

function remediesOf(device: string, say: Speak): Remedy[] {
  const commands = ["lspci -vv | grep -E '^[0-9a-f]|LnkCap:|LnkSta:'", sh`ethtool -i ${deviceWord(device)}`];
  return [
    investigate(say('reseat', { device: deviceLabel(device) }), commands, 'admin', commands.slice(0, 1)),
  ];
}
