import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'ip-checksum',
  layer: 'ip',
  per: 'netns',
  needs: ['IpExt.InCsumErrors'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'tcp-checksum',
  texts: {
    title: 'IP headers damaged on the way (checksum)',
    why:
      'The checksum of the IPv4 header did not fit: the header was changed after a router or the sender computed it, and ' +
      'the checksum of the frame (FCS) was right all the same. That happens inside a device, not on a cable: bad memory ' +
      'of a switch or NIC, a driver, a tunnel or a program that writes packets. The packet is dropped and counted in ' +
      'InHdrErrors as well. IPv6 has no header checksum.',
    problem:
      '{n} packets had a damaged IP header[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
    suspect:
      '{n} packets had a damaged IP header since boot[[ ({rate:rate} on average)]][[, {share:percent} of what arrived]]; when is unknown',
    past: '{n} packets had a damaged IP header since boot, none in the {flat:duration} between the captures',
    ok: 'no packet had a damaged IP header',
    'also-above': 'checksums of TCP or UDP fail, too: the payload is damaged alike',
    'header-only':
      'The checksums of TCP and UDP are right: only headers are damaged, by something that rewrites them (NAT, a tunnel, a program), not by bad memory on the way.',
    capture:
      'See from which neighbour (MAC address) and device they come; one device only points to its NIC or driver',
  },
  references: ['net/ipv4/ip_input.c: ip_rcv_core', 'RFC 1071'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['IpExt.InCsumErrors'],
      seen: ['Ip.InReceives'],
      within: true,
      few: 10n,
      atMost: 'high',
    });
    if (!told) return nothingPrinted('IpExt.InCsumErrors');
    if (told.verdict === 'ok') return told;
    const upper = [context.counter('Tcp.InCsumErrors'), context.counter('Udp.InCsumErrors')].filter(
      (delta) => delta !== undefined,
    );
    const damaged = upper.filter(({ latest }) => latest.value > 0n);
    const capture = `tcpdump -envv -c 2000 ip | grep -B1 'bad cksum'`;
    return {
      ...told,
      evidence: [
        ...told.evidence,
        ...damaged.map((delta) => ({ ...citeCounter(delta), meaning: say('also-above') })),
      ],
      remedies: [
        investigate(say('capture'), [inNamespace(context.netns, capture)], 'network', [
          inNamespace(context.netns, 'nstat -az IpExtInCsumErrors TcpInCsumErrors UdpInCsumErrors'),
        ]),
      ],
      ruledOut: upper.length > 0 && damaged.length === 0 ? [say('header-only')] : [],
      consequenceOf: ['nic-rx-errors', 'offload-checksum-bug'],
    };
  },
});
