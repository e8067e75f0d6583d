import type { CapturedFile, Line } from '../model.ts';
import type { LinkStatistics } from './link-stats.ts';
import { linkSamples } from './link-stats.ts';
import { after, count, present, words } from './numbers.ts';
import type { NoteAt, Reading } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** A network device, from `ip link`, `ip addr` or /sys/class/net. */
export interface Link {
  name: string;
  ifindex?: number;
  /** 'UP', 'LOWER_UP', 'NO-CARRIER', 'PROMISC' ... as printed between <>. */
  flags: string[];
  mtu?: number;
  /** Root queueing discipline: 'fq_codel', 'mq', 'noqueue'. */
  qdisc?: string;
  /** RFC 2863: 'UP', 'DOWN', 'LOWERLAYERDOWN', 'UNKNOWN' ... */
  operstate?: string;
  /** 'ether', 'loopback', 'infiniband' ... */
  type?: string;
  address?: string;
  /** Bridge or bond that it belongs to. */
  master?: string;
  /** What it stands on, after the @: 'eth0' of 'eth0.5@eth0'; 'if7' where the peer is in another namespace. */
  parent?: string;
  /** 'veth', 'vlan', 'bond', 'bridge', 'vxlan', 'tun' ... (-d). */
  kind?: string;
  vlanId?: number;
  /** Transmit queue length in packets. */
  qlen?: number;
  promiscuity?: number;
  /** Where an XDP program runs: 'xdp' (driver), 'xdpgeneric', 'xdpoffload', 'xdpmulti'; and its number. */
  xdp?: { mode: string; program?: number; line: Line };
  alias?: string;
  /** Words of the detail line (-d): 'numtxqueues' -> '8', 'bond_slave' -> '', 'mii_status' -> 'UP'. */
  details: Map<string, string>;
  line: Line;
}

/** 'N: eth0@if2: <FLAGS> mtu 1500 ...', as `ip link`, `ip addr` and `ip maddr` start a device. */
const head = /^(\d{1,9}): ([^\s:]+(?::[^\s:]+)*): <([^>]*)>(.*)$/;

/** Lines of one device: its first line and those that follow it. */
export interface LinkBlock {
  name: string;
  parent?: string;
  ifindex: number;
  flags: string[];
  /** Words after the flags. */
  words: string[];
  line: Line;
  rest: Line[];
}

/** Cuts the output of `ip link` or `ip addr` into devices. Lines before the first are noted. */
export function linkBlocks(lines: Iterable<Line>, note: NoteAt): LinkBlock[] {
  const blocks: LinkBlock[] = [];
  for (const line of lines) {
    if (line.text.trim() === '') continue;
    const match = head.exec(line.text);
    if (!match) {
      const block = blocks.at(-1);
      if (block && /^\s|^RX:|^TX:/.test(line.text)) block.rest.push(line);
      else note(line, { id: 'common/unread-line', args: {} });
      continue;
    }
    // `ip -o` puts a backslash where lines were.
    const [, index = '', name = '', flags = '', tail = ''] = match;
    const [rest = '', ...folded] = tail.split('\\');
    const at = name.indexOf('@');
    blocks.push({
      name: at < 0 ? name : name.slice(0, at),
      ...(at < 0 ? {} : { parent: name.slice(at + 1) }),
      ifindex: Number(index),
      flags: flags.split(',').filter((flag) => flag !== ''),
      words: words(rest),
      line,
      rest: folded.map((text) => ({ ...line, text })),
    });
  }
  return blocks;
}

/** The device as far as its first lines tell. */
export function linkOf(block: LinkBlock): Link {
  const link: Link = {
    ...present({ parent: block.parent }),
    name: block.name,
    ifindex: block.ifindex,
    flags: block.flags,
    details: new Map(),
    line: block.line,
  };
  const number = (key: string) => count(after(block.words, key));
  Object.assign(
    link,
    present({
      mtu: number('mtu'),
      qlen: number('qlen'),
      qdisc: after(block.words, 'qdisc'),
      operstate: after(block.words, 'state'),
      master: after(block.words, 'master'),
    }),
  );
  readXdp(block.words, link, block.line);
  for (const line of block.rest) {
    const text = words(line.text);
    if (text[0]?.startsWith('link/')) readAddress(text, link);
    else if (text[0]?.startsWith('prog/')) readProgram(text, link, line);
    else if (text[0] === 'alias') link.alias = text.slice(1).join(' ');
    else if (/^(inet6?|RX|TX|valid_lft|\d)/.test(text[0] ?? '')) continue;
    else readDetails(text, link);
  }
  return link;
}

/** 'link/ether 52:54:... brd ff:... link-netnsid 0 promiscuity 0', the rest being details of -d. */
function readAddress(text: string[], link: Link): void {
  link.type = (text[0] ?? '').slice('link/'.length);
  if (text[1]?.includes(':') || text[1]?.includes('.')) link.address = text[1];
  readDetails(text.slice(2), link);
}

const kinds =
  /^(bareudp|batadv|bond|bond_slave|bridge|bridge_slave|can|dsa|dummy|erspan|geneve|gre|gretap|gtp|hsr|ifb|ip6erspan|ip6gre|ip6gretap|ip6tnl|ipip|ipoib|ipvlan|ipvtap|macsec|macvlan|macvtap|netdevsim|netkit|nlmon|openvswitch|ovs|rmnet|sit|tun|tap|team|team_slave|vcan|veth|virt_wifi|vlan|vrf|vrf_slave|vti|vti6|vxcan|vxlan|wireguard|xfrm)$/;

function readDetails(text: string[], link: Link): void {
  if (kinds.test(text[0] ?? '') && !text[0]?.endsWith('_slave')) link.kind = text[0] ?? '';
  text.forEach((word, i) => {
    if (!link.details.has(word)) link.details.set(word, text[i + 1] ?? '');
    if (word === 'promiscuity') Object.assign(link, present({ promiscuity: count(text[i + 1]) }));
    if (link.kind === 'vlan' && word === 'id') Object.assign(link, present({ vlanId: count(text[i + 1]) }));
  });
}

/** 'xdp/id:12' or 'xdpgeneric/id:12' among the flags' words; newer: 'xdp' there and 'prog/xdp id 12' below. */
function readXdp(text: string[], link: Link, line: Line): void {
  const word = text.find((w) => /^xdp(generic|offload|multi|drv)?(\/|$)/.test(w));
  if (word === undefined) return;
  const [mode = 'xdp', id = ''] = word.split('/');
  link.xdp = { mode, ...present({ program: count(id.replace('id:', '')) }), line };
}

function readProgram(text: string[], link: Link, line: Line): void {
  const mode = (text[0] ?? '').slice('prog/'.length);
  link.xdp = { mode: link.xdp?.mode ?? mode, ...present({ program: count(after(text, 'id')) }), line };
}

export const ipLink = defineParser<Link[]>({
  name: 'ip link',
  reads: /^ip( -\S+)* (link|l|li|lin)( (show|list|ls|dev)\b.*)?$/,
  parse(file, note) {
    const blocks = linkBlocks(file.lines, note);
    return blocks.length > 0 ? blocks.map(linkOf) : undefined;
  },
});

/** Names of the columns, by header and word, as in include/uapi/linux/if_link.h. */
const columnNames: Record<string, Record<string, string>> = {
  'RX:': {
    bytes: 'rx_bytes',
    packets: 'rx_packets',
    errors: 'rx_errors',
    dropped: 'rx_dropped',
    missed: 'rx_missed_errors',
    overrun: 'rx_over_errors',
    mcast: 'multicast',
    compressed: 'rx_compressed',
  },
  'TX:': {
    bytes: 'tx_bytes',
    packets: 'tx_packets',
    errors: 'tx_errors',
    dropped: 'tx_dropped',
    carrier: 'tx_carrier_errors',
    collsns: 'collisions',
    compressed: 'tx_compressed',
  },
  'RX errors:': {
    length: 'rx_length_errors',
    crc: 'rx_crc_errors',
    frame: 'rx_frame_errors',
    fifo: 'rx_fifo_errors',
    missed: 'rx_missed_errors',
    overrun: 'rx_over_errors',
    over: 'rx_over_errors',
    nohandler: 'rx_nohandler',
    otherhost: 'rx_otherhost_dropped',
    otherhost_dropped: 'rx_otherhost_dropped',
    compressed: 'rx_compressed',
  },
  'TX errors:': {
    aborted: 'tx_aborted_errors',
    fifo: 'tx_fifo_errors',
    window: 'tx_window_errors',
    heartbt: 'tx_heartbeat_errors',
    heartbeat: 'tx_heartbeat_errors',
    transns: 'carrier_changes',
  },
};

/**
 * `ip -s link` and `ip -s -s link`: each header line names the columns of the line below. Old versions print 'overrun'
 * where new ones print 'missed'; both name what they mean, so the header decides. 'transns' is the number of carrier
 * changes. Source: iproute2 ip/ipaddress.c, print_link_stats64.
 */
function statisticsOf(block: LinkBlock, note: NoteAt): LinkStatistics {
  const counters = new Map<string, Reading>();
  let header: { names: Record<string, string>; columns: string[] } | undefined;
  for (const line of block.rest) {
    const match = /^\s*((RX|TX)( errors)?:)(.*)$/.exec(line.text);
    if (match) header = { names: columnNames[match[1] ?? ''] ?? {}, columns: words(match[4] ?? '') };
    else if (header) {
      readRow(header, line, counters, note);
      header = undefined;
    }
  }
  return { device: block.name, ifindex: block.ifindex, counters, line: block.line };
}

function readRow(
  header: { names: Record<string, string>; columns: string[] },
  line: Line,
  counters: Map<string, Reading>,
  note: NoteAt,
): void {
  const values = words(line.text);
  header.columns.forEach((column, i) => {
    const value = integer(values[i]);
    const name = Object.hasOwn(header.names, column) ? header.names[column] : undefined;
    if (value === undefined) note(line, { id: 'common/unread-value', args: { name: column } });
    else if (name !== undefined) counters.set(`link.${name}`, { value, line });
  });
}

export const ipStatsLink = defineParser<LinkStatistics[]>({
  name: 'ip -s link',
  reads: /^ip( -\S+)* (link|l|li|lin|addr|address|a)( (show|list|ls|dev)\b.*)?$/,
  parse(file: CapturedFile, note) {
    const devices = linkBlocks(file.lines, () => {}).map((block) => statisticsOf(block, note));
    const counted = devices.filter(({ counters }) => counters.size > 0);
    return counted.length > 0 ? counted : undefined;
  },
  samples: linkSamples,
});
