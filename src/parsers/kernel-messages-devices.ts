/** Messages about network devices and links, by their drivers. Source: drivers/net/ of Linux 2.6.18 to 7.2. */
import type { KernelMessage } from './kernel-messages.ts';

/**
 * The device is the word before the phrase, after whatever the driver and the bus print first: 'bnx2: eth0 NIC Copper
 * Link is Up', 'igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Down'. A PCI address is no device.
 */
const adjacent = (phrase: string) => new RegExp(String.raw`(?<!\S)(?<device>[^\s:]+):? ${phrase}`);

/** The device is the last word with a colon before the phrase: 'ixgbe 0000:01:00.0 eth0: initiating reset due to tx timeout'. */
const before = (phrase: string) =>
  new RegExp(String.raw`(?:(?<!\S)(?<device>[^\s:]+): [^:]{0,80}?)?(?:${phrase})`);

const linkIs = `(?:NIC )?(?:Copper |SerDes |Remote )*[Ll]ink (?:is )?`;

export const deviceMessages = [
  {
    kind: 'netdev-watchdog',
    needles: ['NETDEV WATCHDOG'],
    // 'eth0 (igb): transmit queue 0 timed out'; 2.6.2x 'eth0: transmit timed out'; 6.x 'eth4: NETDEV WATCHDOG: CPU: 3: ...'.
    pattern:
      /(?:(?<late>\S+): NETDEV WATCHDOG: CPU: \d+: |NETDEV WATCHDOG: (?:(?<device>[^\s:]+?)(?: \((?<driver>[^)]*)\))?: ))transmit (?:queue (?<queue>\d+) )?timed out(?: (?<milliseconds>\d+) ?ms)?/,
  },
  {
    kind: 'bond-slave-down',
    needles: ['link status definitely down', 'link status down'],
    pattern:
      /(?<bond>[^\s:]+): (?:\(slave (?<device>[^\s)]+)\): )?link status (?<state>definitely down|down)(?: for (?:active |backup )?interface (?<late>[^\s,]+))?/,
  },
  {
    kind: 'bond-slave-up',
    needles: ['link status definitely up', 'link status up'],
    pattern:
      /(?<bond>[^\s:]+): (?:\(slave (?<device>[^\s)]+)\): )?link status (?<state>definitely up|up)(?: again after \d+ ms)?(?: for interface (?<late>[^\s,]+))?/,
  },
  {
    kind: 'bond-failover',
    needles: ['the new active one'],
    pattern:
      /(?<bond>[^\s:]+): (?:\(slave (?<device>[^\s)]+)\): )?making interface (?:(?<late>\S+) )?the new active one/,
  },
  {
    kind: 'bond-no-active',
    needles: ['without any active interface'],
    pattern: /(?<bond>[^\s:]+): now running without any active interface/,
  },
  {
    kind: 'lacp-no-partner',
    needles: ['No 802.3ad response'],
    pattern: /(?:(?<bond>[^\s:]+): )?(?:Warning: )?No 802\.3ad response from the link partner/,
  },
  {
    kind: 'link-up',
    needles: ['ink is Up', 'ink is up', 'link up', 'Link up', 'link Up', 'Link Up', 'Link UP'],
    pattern: adjacent(
      String.raw`${linkIs}(?:[Uu]p|UP)\b(?:[^\d]{0,20}(?<speed>\d+ ?[GM]b(?:ps|it|/s)?))?(?:.{0,40}?(?<duplex>[Ff]ull|[Hh]alf))?`,
    ),
  },
  {
    kind: 'link-down',
    needles: ['ink is Down', 'ink is down', 'ink down', 'ink Down', 'Link DOWN'],
    pattern: adjacent(String.raw`${linkIs}(?:[Dd]own|DOWN)\b`),
  },
  {
    kind: 'link-not-ready',
    needles: ['link is not ready'],
    pattern: /ADDRCONF\(NETDEV_UP\): (?<device>\S+): link is not ready/,
  },
  { kind: 'link-ready', needles: ['link becomes ready'], pattern: /(?<device>\S+): link becomes ready/ },
  {
    kind: 'carrier-lost',
    needles: ['ost carrier', 'carrier lost', 'carrier: link disconnected', 'carrier is OFF'],
    pattern:
      /\(?(?<device>[^\s():]+)\)?: (?:Lost carrier|carrier lost|carrier: link disconnected|carrier is OFF)/,
    daemon: true,
  },
  {
    kind: 'carrier-gained',
    needles: ['ained carrier', 'carrier acquired', 'carrier: link connected', 'carrier is ON'],
    pattern:
      /\(?(?<device>[^\s():]+)\)?: (?:Gained carrier|carrier acquired|carrier: link connected|carrier is ON)/,
    daemon: true,
  },
  {
    kind: 'tx-hang',
    needles: [
      'Unit Hang',
      'tx hang',
      'Tx hang',
      'TX hang',
      'transmit timed out',
      'x timeout',
      'X timeout',
      "a Tx that wasn't completed",
    ],
    pattern: before(
      "Detected (?:Tx|Hardware) Unit Hang|[Tt][Xx] hang|transmit timed out|T[Xx] timeout|tx timeout|a Tx that wasn't completed",
    ),
  },
  {
    kind: 'nic-reset',
    needles: [
      'eset adapter',
      'esetting adapter',
      'PF reset',
      'R requested',
      'ealth poll failed',
      'health compromised',
      'Keep alive watchdog',
    ],
    pattern: before(
      '[Rr]eset(?:ting)? adapter|PF reset|(?:CORER|GLOBR|EMPR|PFR) requested|[Hh]ealth poll failed|health compromised|Keep alive watchdog timeout',
    ),
  },
  {
    kind: 'nic-ring-full',
    needles: ['ing full', 'ing is full', 'rx buffer', 'Rx buffer', 'RX buffer', 'receive buffer'],
    pattern: before(
      '[TRtr][Xx] [Rr]ing (?:is )?full|(?:[Ff]ail(?:ed|ure)|[Uu]nable|[Cc]annot|[Oo]ut of|[Nn]o) .{0,40}(?:[Rr][Xx]|receive) buffer|(?:[Rr][Xx]|receive) buffer.{0,40}fail',
    ),
  },
  {
    kind: 'nic-overheat',
    needles: ['over heat', 'overheat', 'igh temperature'],
    pattern: before('over ?heat|[Hh]igh [Tt]emperature'),
  },
  {
    kind: 'pcie-limited',
    needles: ['available PCIe bandwidth, limited by', 'bandwidth available for this card is not'],
    pattern:
      /(?<bus>[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.\d)(?:: | .{0,40}?: ?)(?:(?<available>[\d.]+ Gb\/s) available PCIe bandwidth, limited by (?<limit>.{1,40}?) link|.{0,60}bandwidth available for this card)/,
  },
  {
    kind: 'pcie-error',
    needles: ['PCIe Bus Error'],
    pattern:
      /(?<bus>[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.\d): .{0,20}PCIe Bus Error: severity=(?<severity>[^,]+)/,
  },
  {
    kind: 'promiscuous-on',
    needles: ['entered promiscuous mode'],
    pattern: /(?<device>[^\s:]+):? entered promiscuous mode/,
  },
  {
    kind: 'promiscuous-off',
    needles: ['left promiscuous mode'],
    pattern: /(?<device>[^\s:]+):? left promiscuous mode/,
  },
  {
    kind: 'guest-rx-stalled',
    needles: ['Guest Rx stalled', 'rides the rocket'],
    pattern: /(?:(?<device>[^\s:]+): )?(?:Guest Rx stalled|.{0,40}skb rides the rocket)/,
  },
  {
    kind: 'vf-spoof',
    needles: ['poofed packets', 'alicious Driver Detection', 'alicious event'],
    pattern: before('[Ss]poofed packets|[Mm]alicious (?:Driver Detection|event)'),
  },
  {
    kind: 'datapath-switched',
    needles: ['Data path switched'],
    pattern: /(?<device>[^\s:]+): Data path switched (?<direction>to|from) VF/,
  },
] as const satisfies readonly KernelMessage[];
