import { linksOf } from '../host/links.ts';
import { changeSetting } from '../host/settings.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'forwarding-disabled',
  layer: 'ip',
  per: 'netns',
  needs: ['Ip.InAddrErrors'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'in-addr-errors',
  texts: {
    title: 'IP forwarding is off',
    why:
      'Packets arrive whose destination is another host: this one is used as a router, VPN gateway or container ' +
      'host. With net.ipv4.ip_forward=0 the kernel drops every one of them and counts it in InAddrErrors. Local ' +
      'services work, everything that should pass through fails.',
    problem:
      'forwarding is off, and {n} packets for other hosts were dropped[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
    suspect:
      'forwarding is off, and {n} packets for other hosts were dropped since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: 'forwarding is off; {n} packets for other hosts were dropped since boot, none in the {flat:duration} between the captures',
    ok: 'nothing arrives that would have to be forwarded',
    on: 'forwarding is on',
    'one-way':
      'there is no device but {device}: packets for other addresses come in by mistake, and could be forwarded nowhere',
    off: 'Forwarding 2 means off (1 means on)',
    exposes:
      'The host starts to route between its networks: make sure that the packet filter is meant for that.',
    who: 'First make sure that this host is meant to forward. Where it is not, find out who sends it foreign packets: tcpdump -e not host THIS-HOST.',
  },
  references: ['net/ipv4/route.c: ip_error', 'https://docs.kernel.org/networking/ip-sysctl.html'],

  evaluate(context, say) {
    const state = context.deltas().find(({ name }) => name === 'Ip.Forwarding');
    const setting = context.setting('net.ipv4.ip_forward');
    const off = state ? state.latest.value === 2n : setting?.value.trim() === '0';
    const line = state?.latest.line ?? setting?.line;
    if (line === undefined) return nothingPrinted('Ip.InAddrErrors');
    if (!off) {
      return { verdict: 'ok', summary: say('on'), evidence: [cite(line, say('on'))] };
    }
    const told = concludeCounted(context, say, {
      bad: ['Ip.InAddrErrors'],
      seen: ['Ip.InReceives'],
      within: true,
      few: 10n,
      atMost: 'high',
    });
    if (!told) return nothingPrinted('Ip.InAddrErrors');
    if (told.verdict === 'ok') return told;
    const [only, another] = linksOf(context).filter(({ name }) => name !== 'lo');
    if (only && !another) {
      const summary = say('one-way', { device: only.name });
      return { verdict: 'ok', summary, evidence: [cite(only.line, summary)] };
    }
    return {
      ...told,
      certainty: told.verdict === 'problem' ? 'likely' : 'possible',
      evidence: [...told.evidence, cite(line, say('off'))],
      remedies: changeSetting(context, {
        key: 'net.ipv4.ip_forward',
        to: 1,
        risk: 'weakens-protection',
        sideEffects: say('exposes'),
      }),
      confirm: [say('who')],
    };
  },
});
