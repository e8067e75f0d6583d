import type { Line } from '../model.ts';
import { ipShows } from './ip-command.ts';
import { after, count, present, words } from './numbers.ts';
import type { NoteAt } from './parser.ts';
import { defineParser } from './parser.ts';

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
  reads: ipShows('l|li|lin|link'),
  parse(file, note) {
    const blocks = linkBlocks(file.lines, note);
    return blocks.length > 0 ? blocks.map(linkOf) : undefined;
  },
});
