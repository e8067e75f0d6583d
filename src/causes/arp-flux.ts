import { ipv4AddressesOf, isWithin } from '../host/ipv4-network.ts';
import { linksOf } from '../host/links.ts';
import { changeSetting } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Line } from '../model.ts';
import type { Context, Say, Setting } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'ARP is answered on the wrong device (ARP flux)',
  why:
    'An IPv4 address belongs to the host and not to a device: with arp_ignore=0 a host with two devices in one network ' +
    'answers an ARP request for either address on whichever device hears it. The neighbours learn now one MAC address ' +
    'and now the other: traffic comes in by the wrong device, moves between devices without warning, and meets the ' +
    'reverse-path filter, the rules and the queues of a device that it was not meant for.',
  risk: '{first} and {second} are both in {network}, and each answers ARP requests for the address of the other',
  ok: 'no two devices are in one network',
  strict: 'two devices are in one network, and each answers for its own addresses only',
  'not-known': 'two devices are in one network; how they answer ARP requests was not collected',
  'is-in': '{address} is on {device}',
  watch: 'See from a neighbour whether one address has several MAC addresses: arping -I DEVICE ADDRESS there',
  ignore: 'Let {device} answer for its own addresses only',
  announce: 'Let {device} ask with its own address only',
  'two-ways':
    'What arrives for an address of another device is no longer answered by this one: sets that rely on it (addresses on lo or dummy, some failover) need their own device.',
  'one-network': 'Simpler still: one device of a network, or a bond of both.',
};
type Speak = Say<typeof texts>;

interface Pair {
  network: string;
  ends: { address: string; device: string; line: Line }[];
}

export default defineCause({
  id: 'arp-flux',
  layer: 'neighbour',
  per: 'netns',
  needs: ['addresses'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'duplicate-ip',
  texts,
  references: [
    'https://docs.kernel.org/networking/ip-sysctl.html: arp_ignore, arp_announce, arp_filter',
    'net/ipv4/arp.c: arp_process',
  ],

  evaluate(context, say) {
    const [pair] = pairsOf(context);
    if (!pair) return { verdict: 'ok', summary: say('ok') };
    const settings = pair.ends.map(({ device }) => answering(context, device));
    if (settings.some((one) => one.length === 0)) return { verdict: 'unknown', summary: say('not-known') };
    const evidence = [
      ...pair.ends.map(({ address, device, line }) => cite(line, say('is-in', { address, device }))),
      ...settings.flat().flatMap(citeSetting),
    ];
    if (settings.every((one) => one.some(isStrict)))
      return { verdict: 'ok', summary: say('strict'), evidence };
    const [first, second] = pair.ends;
    return {
      verdict: 'risk',
      severity: 'low',
      certainty: 'likely',
      summary: say('risk', { first: first?.device, second: second?.device, network: pair.network }),
      evidence,
      remedies: [
        investigate(say('watch'), [inNamespace(context.netns, 'ip -4 addr')], 'network'),
        ...pair.ends.flatMap(({ device }) => strictly(context, device, say)),
      ],
      confirm: [say('one-network')],
    };
  },
});

/** '/' in the key of a sysctl stands for the dot in the name of a VLAN device. */
const keyOf = (device: string, name: string) => `net.ipv4.conf.${device.replaceAll('.', '/')}.${name}`;

/** What is in force is the greater of `all` and the device's own. */
function answering(context: Context, device: string): Setting[] {
  return ['arp_ignore', 'arp_filter'].flatMap((name) =>
    ['all', device].flatMap((where) => context.setting(keyOf(where, name)) ?? []),
  );
}

const isStrict = ({ value }: Setting) => Number(value) > 0;

/** Devices of their own, up, with addresses of one network; what stands on the other or belongs to a VRF is meant so. */
function pairsOf(context: Context): Pair[] {
  const links = new Map(linksOf(context).map((link) => [link.name, link] as const));
  const plain = (device: string) => {
    const link = links.get(device);
    const apart = link?.master !== undefined || /^(?:macvlan|ipvlan|veth|dummy)$/.test(link?.kind ?? '');
    return !apart && (link?.flags.includes('UP') ?? true);
  };
  const addresses = ipv4AddressesOf(context).filter(
    ({ device, prefixLength, peer }) => prefixLength <= 30 && peer === undefined && plain(device),
  );
  return addresses.flatMap((one, i) =>
    addresses
      .slice(i + 1)
      .filter((two) => two.device !== one.device && two.prefixLength === one.prefixLength)
      .filter((two) => isWithin(two.address, one.address, one.prefixLength))
      .map((two) => ({ network: `${one.address}/${one.prefixLength}`, ends: [one, two] })),
  );
}

function strictly(context: Context, device: string, say: Speak) {
  const sideEffects = say('two-ways');
  return [
    ...changeSetting(context, {
      key: keyOf(device, 'arp_ignore'),
      to: 1,
      what: say('ignore', { device }),
      sideEffects,
    }),
    ...changeSetting(context, {
      key: keyOf(device, 'arp_announce'),
      to: 2,
      what: say('announce', { device }),
    }),
  ];
}
