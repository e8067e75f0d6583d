import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import type { Capture } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';

/** Built by hand from what supportutils 1.20 to 3.2 write; the wicked section of SLES 15 is what its manual shows. */
const files: Record<string, string> = {
  'basic-environment.txt': `=====
 Support Utilities - Supportconfig
=====

#==[ Command ]======================================#
# /bin/uname -a
Linux sles15 5.14.21-150500.53-default #1 SMP x86_64 GNU/Linux

#==[ Configuration File ]===========================#
# /etc/os-release
NAME="SLES"
PRETTY_NAME="SUSE Linux Enterprise Server 15 SP5"


`,
  'proc.txt': `#==[ Configuration File ]===========================#
# /proc/net/snmp
Ip: Forwarding InReceives
Ip: 2 500


#==[ Configuration File ]===========================#
# /proc/sys/net/core/somaxconn
4096


`,
  'network.txt': `#==[ Command ]======================================#
# /usr/sbin/wicked ifstatus --verbose all
eth0            up

#==[ Command ]======================================#
# /sbin/ip -stats link
\t<00:06:27:799975895> /sbin/ip -stats link  2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT
    link/ether 2a:34:2a:cd:bf:9f brd ff:ff:ff:ff:ff:ff
    RX:  bytes packets errors dropped  missed   mcast
         1000      10      0       3       0       0
    TX:  bytes packets errors dropped carrier collsns
         1000      10      0       0       0       0
<00:06:27:806170860>

#==[ Command ]======================================#
# /usr/sbin/ethtool -S eth0
ERROR: Command not found or not executable

#==[ Command ]======================================#
# iptables

# NOTE: The iptable_filter module is not loaded, skipping check

#==[ Configuration File ]===========================#
# /etc/sysctl.conf - File not found

`,
  'network-blue.txt': `#==[ Network namespace blue ]=======================#

#==[ Command ]======================================#
# /sbin/ip netns exec blue /usr/bin/nstat -az
#kernel
IpInReceives                    77                 0.0

`,
};

const folder = mkdtempSync(join(tmpdir(), 'dropcause-scc-'));
const root = join(folder, 'scc_sles15_260102_0304');
mkdirSync(root);
for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const linesOf = (capture: Capture, origin: string, netns = '') =>
  capture.files
    .filter((file) => file.origin === origin && file.netns === netns)
    .flatMap((file) => [...file.lines].map(({ number, text }) => ({ path: file.path, number, text })));

describe('supportconfig', async () => {
  const bundle = await openBundle(folder, { wanted });
  const [capture] = bundle.captures;
  if (!capture) throw new Error('no capture');

  test('is recognised, one capture', () => {
    expect(bundle.layout).toBe('supportconfig');
    expect(bundle.captures).toHaveLength(1);
  });
  test('a section is a file with the line numbers of the text file', () => {
    const snmp = linesOf(capture, '/proc/net/snmp');
    expect(snmp.map(({ number, text }) => [number, text])).toEqual([
      [3, 'Ip: Forwarding InReceives'],
      [4, 'Ip: 2 500'],
    ]);
    expect(snmp[0]?.path.endsWith('scc_sles15_260102_0304/proc.txt')).toBe(true);
  });
  test('trace times are taken off the first line', () => {
    const [first] = linesOf(capture, 'ip -stats link');
    expect(first?.text).toMatch(/^2: eth0: </);
    expect(first?.number).toBe(7);
  });
  test('a namespace has its own text file, and its commands a prefix', () => {
    expect(linesOf(capture, 'nstat -az', 'blue').map(({ text }) => text)).toContain(
      'IpInReceives                    77                 0.0',
    );
  });
  test('what could not be had is an absence with its reason', () => {
    const reasons = capture.absences.map(({ origin, reason }) => [origin, reason.id.replace(/^\w+\//, '')]);
    expect(reasons).toContainEqual(['ethtool -S eth0', 'reason-not-found']);
    expect(reasons).toContainEqual(['/etc/sysctl.conf', 'reason-not-found']);
  });
});
