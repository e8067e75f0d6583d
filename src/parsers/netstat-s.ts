import type { Line } from '../model.ts';
import type { Mib } from './mib.ts';
import { mibSamples } from './mib.ts';
import { wordings } from './netstat-s-words.ts';
import { defineParser, integer } from './parser.ts';

/** Text that an input cannot shadow with 'constructor' and the like. */
const known = new Map(
  Object.entries(wordings).map(([section, texts]) => [section, new Map(Object.entries(texts))]),
);

/** Sections in the order of recognition for text that begins in the middle of one. */
const sections = [...known.keys()];

/**
 * `netstat -s`: sections by protocol; within them numbers among words, or 'Name: number' where net-tools knows no words.
 * Zeros are left out in TcpExt: an absent line is an absent counter. Histograms of ICMP are indented deeper. Text whose
 * head was cut off is read as far as its wording is unique. Lines that several keys share keep the first.
 */
export const netstatStatistics = defineParser<Mib>({
  name: 'netstat -s',
  reads: /^netstat( -\S+)* (-[a-zA-Z]*s[a-zA-Z]*|--statistics)( .*)?$/,
  parse(file, note) {
    const mib: Mib = new Map();
    let section: string | undefined;
    let direction: 'In' | 'Out' = 'In';
    const margin = marginOf(file.lines);
    for (const line of file.lines) {
      const text = line.text.trim();
      if (text === '' || isOtherTable(text)) continue;
      const heading = headingIn(text);
      if (heading !== undefined && indentOf(line.text) <= margin) {
        section = heading;
        direction = 'In';
      } else if (/^ICMP(v6)? (input|output) histogram:/i.test(text))
        direction = /input/i.test(text) ? 'In' : 'Out';
      else {
        if (section?.startsWith('Icmp') && /^\d+ ICMP messages (sent|failed)/.test(text)) direction = 'Out';
        const found = read(line, section, direction);
        if (!found) note(line, { id: 'common/unread-line', args: {} });
        else if (!mib.has(found.name)) mib.set(found.name, { value: found.value, line });
      }
    }
    return mib.size > 0 ? mib : undefined;
  },
  samples: mibSamples,
});

const headingIn = (text: string) => /^([A-Z]\w{1,12}):$/.exec(text)?.[1];
const indentOf = (text: string) => text.length - text.trimStart().length;

/** A paste may be moved to the right as a whole: headings stand where the first one does. */
function marginOf(lines: Iterable<Line>): number {
  for (const { text } of lines) if (headingIn(text.trim()) !== undefined) return indentOf(text);
  return 0;
}

/** `netstat -as` prints the tables of sockets first; `-r` and `-i` may be among the options too. */
function isOtherTable(text: string): boolean {
  return /^(Active |Proto |tcp|udp|raw|unix|Kernel |Iface |Destination )/.test(text) && !/: \d+$/.test(text);
}

function read(
  line: Line,
  section: string | undefined,
  direction: string,
): { name: string; value: bigint } | undefined {
  const text = line.text.trim();
  const [, key, digits] = /^([A-Za-z]\w*): (-?\d+)$/.exec(text) ?? [];
  const number = /(?<![\w-])\d{1,20}(?![\w-])/.exec(text);
  if (!number) return undefined;
  const value = integer(number[0]);
  if (value === undefined) return undefined;
  const wording = `${text.slice(0, number.index)}n${text.slice(number.index + number[0].length)}`
    .toLowerCase()
    .replace(/\.$/, '');
  const table =
    section === undefined ? undefined : (known.get(section) ?? known.get(`${section} ${direction}`));
  const word = section === undefined ? uniqueWording(wording) : table?.get(wording);
  if (word !== undefined) return { name: section === undefined ? word : `${section}.${word}`, value };
  const exact = integer(digits);
  const group = section ?? groupOf(key);
  if (group === undefined || key === undefined || exact === undefined) return undefined;
  return { name: nameOf(group, key, direction), value: exact };
}

/** 'InType3' stands in Icmp's histogram, and is IcmpMsg's; keys of IPv6 carry their group's name. */
function nameOf(section: string, key: string, direction: string): string {
  if (/^(In|Out)Type\d+$/.test(key) && section === 'Icmp') return `IcmpMsg.${key}`;
  const bare = key.startsWith(section) ? key.slice(section.length) : key;
  return `${section}.${/^Type\d+$/.test(bare) ? direction + bare : bare}`;
}

/** Names that only one group of the kernel has, for a line without its section. */
function groupOf(key: string | undefined): string | undefined {
  if (/^(TCP|Tcp[A-Z]|PAWS|IPReversePathFilter$|PFMemallocDrop$)/.test(key ?? '')) return 'TcpExt';
  if (/^((Rcv|Snd)bufErrors|IgnoredMulti)$/.test(key ?? '')) return 'Udp';
  return /^(In|Out)([MB]cast)?(Octets|(M|B)castPkts|(NoECT|ECT[01]|CE)Pkts)$/.test(key ?? '')
    ? 'IpExt'
    : undefined;
}

function uniqueWording(wording: string): string | undefined {
  // IPv6 sections repeat the words of IPv4 and are printed with -6 only.
  const hits = sections.filter((section) => !section.includes('6') && known.get(section)?.has(wording));
  const [section = ''] = hits;
  return hits.length === 1
    ? `${section.replace(/ .*/, '')}.${known.get(section)?.get(wording) ?? ''}`
    : undefined;
}
