/** Hostile tar archives: names and links. */
import { paxRecord, tar, tarHeader } from '../bundle/archives.ts';
import type { ZooArchive } from './specimen.ts';
import { forged, intact } from './specimen.ts';
import { summed } from './tar-blocks.ts';

type Entry = Parameters<typeof tar>[number];

const whole = (name: string, entries: Entry[], ...notes: string[]): ZooArchive => ({
  name: `tar: ${name}`,
  bytes: () => [tar(...entries)],
  exit: 0,
  intact: true,
  notes,
});
/** An entry that would replace the intact one where its name worked. */
const named = (path: string): Entry => ({ path, content: forged });
const paxNamed = (path: string): Entry[] => [
  { path: 'pax', type: 'x', content: paxRecord('path', path) },
  named('x'),
];
const leaves = 'path-leaves-archive';

/** A name of bytes that no text can say. */
function rawName(byte: number): Uint8Array {
  const block = tarHeader({ path: 'host/proc/net/xx', size: 0 });
  block[14] = byte;
  return summed(block);
}

export const tarNames: readonly ZooArchive[] = [
  whole('.. in front of the intact path', [intact, named('../host/proc/net/snmp')], leaves),
  whole('.. in the middle', [intact, named('host/x/../proc/net/snmp')], leaves),
  whole('.. at the end', [intact, named('host/proc/net/..')], leaves),
  whole('an absolute path of this machine', [intact, named('/etc/passwd')]),
  whole('drive letters', [intact, named('C:/x'), named('C:\\Windows\\win.ini')]),
  whole('a UNC path', [intact, named('\\\\server\\share\\proc\\net\\snmp')]),
  whole('__proto__, constructor and others as names', [
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].flatMap((word) => [
      named(`host/${word}`),
      { path: `host/proc/sys/net/ipv4/conf/${word}/rp_filter`, content: '1\n' },
      { path: `host/sys/class/net/${word}/mtu`, content: '1500\n' },
      { path: `host/sos_commands/networking/ethtool_-S_${word}`, content: 'NIC statistics:\n     rx: 1\n' },
    ]),
    intact,
  ]),
  whole('NUL in a pax name', [intact, ...paxNamed('host/proc/net/dev\0../../x')]),
  whole('line breaks in a name', [intact, named('host/proc/net/a\n# heading\r\nb')]),
  whole('bidi overrides in a name', [intact, named('host/var/log/\u202egol.exe')]),
  whole('terminal escapes in a name', [intact, named('host/proc/net/\u001b[2J\u001b]0;owned\u0007')]),
  whole('a name that is no UTF-8', [intact, rawName(0xff)]),
  whole('case collision', [intact, named('HOST/PROC/NET/SNMP'), named('host/proc/net/SNMP')]),
  whole('the same path twice, the last one counts', [named(intact.path), intact], 'duplicate-entry'),
  whole(
    'ten thousand duplicates',
    [...Array.from({ length: 10_000 }, () => named(intact.path)), intact],
    'duplicate-entry',
  ),
  whole('a path of 2000 directories', [intact, ...paxNamed(`host/${'d/'.repeat(2000)}x`)]),
  whole('a path over 4096 characters', [intact, ...paxNamed(`host/${'d'.repeat(5000)}`)], leaves),
  whole('empty names, dots and slashes', [intact, ...['', '.', './', '//', './/./'].map(named)]),
];

const link = (path: string, target: string, type = '2') => ({ path, type, target });

export const tarLinks: readonly ZooArchive[] = [
  whole('symlinks to files of this machine', [
    intact,
    link('host/etc/hostname', '/etc/passwd'),
    link('host/proc/net/netstat', '../../../../../../proc/net/netstat'),
    link('host/etc/resolv.conf', '../../../etc/shadow'),
  ]),
  whole('a directory that is a link, and a file behind it', [
    intact,
    link('host/etc', '/etc'),
    { path: 'host/etc/hostname', content: 'inside\n' },
  ]),
  whole('links in a circle', [intact, link('host/etc/a', 'b'), link('host/etc/b', 'a')]),
  whole('a link to itself', [intact, link('host/proc/net/dev', 'dev')]),
  whole('links that double at every step', [
    intact,
    ...Array.from({ length: 64 }, (_, i) => link(`host/proc/l${i}`, `l${i + 1}/../l${i + 1}`)),
    link('host/proc/net/dev', '../l0'),
  ]),
  whole('hard links out of the archive', [
    intact,
    link('host/proc/net/dev', '../../etc/passwd', '1'),
    link('host/proc/net/netstat', '/proc/net/netstat', '1'),
  ]),
  whole('hard links in a circle', [
    intact,
    link('host/proc/net/dev', 'host/proc/net/arp', '1'),
    link('host/proc/net/arp', 'host/proc/net/dev', '1'),
  ]),
  whole('a hundred thousand links', [
    intact,
    ...Array.from({ length: 100_000 }, (_, i) => tarHeader(link(`host/proc/${i}/net`, '../self/net'))),
  ]),
  whole('devices, FIFOs and unknown types where files are read', [
    intact,
    ...['3', '4', '6', 's', 'D', 'V', 'M', '\u007f'].map((type) => ({ path: 'host/proc/net/dev', type })),
  ]),
];
