import { changeSetting } from '../host/settings.ts';
import { leadersIn } from '../host/tcp-info.ts';
import { cite, defineCause } from './cause.ts';
import { whileOn } from './option.ts';

const key = 'net.ipv4.tcp_window_scaling';
/** The field of the header has 16 bits. */
const largestWindow = 65535;

export default defineCause({
  id: 'window-scaling-disabled',
  layer: 'tcp',
  per: 'netns',
  needs: ['sysctl'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'so-buf-capped',
  texts: {
    title: 'TCP window scaling is off',
    why:
      'A receiver announces how much may be on its way to it. The field holds 64 KiB at most, unless both ends agree on a ' +
      'factor when the connection is opened (window scaling). Without it no more than 64 KiB move in one round trip, in ' +
      'both directions, however fast the link is: transfers over a distance crawl, without any loss. It is on by default.',
    risk: 'net.ipv4.tcp_window_scaling is 0: a connection moves 64 KiB at most in a round trip',
    slow: 'net.ipv4.tcp_window_scaling is 0, and the longest round trip is {rtt} ms: such a connection moves no more than {speed:bytes} in a second',
    refused:
      'none of the {all} connections with {peers} other hosts agreed on window scaling, although it is on here: something on the way takes the option out, or the peers have it off; they move 64 KiB at most in a round trip',
    ok: 'window scaling is on[[: {n} of {all} connections with other hosts use it]]',
    agreed: '{n} of {all} connections with other hosts agreed on window scaling when they were opened',
    far: '{peer}: round trip {n} ms',
    'not-collected': 'net.ipv4.tcp_window_scaling was not collected',
    'new-only': 'Only connections opened from then on use it.',
    'see-options': 'Compare the options of SYN and SYN-ACK at both ends: wscale leaves here; does it arrive?',
  },
  references: ['RFC 7323', 'https://docs.kernel.org/networking/ip-sysctl.html (tcp_window_scaling)'],

  evaluate(context, say) {
    const option = whileOn(context, {
      key,
      option: 'wscale',
      verify: 'ss -tni state established',
      missing: say('not-collected'),
      agreed: (args) => say('agreed', args),
      ok: (args) => say('ok', args),
      refused: (args) => say('refused', args),
      look: say('see-options'),
    });
    if ('told' in option) return option.told;
    const { evidence, verify } = option.off;
    // Within ten milliseconds even 64 KiB fill 50 Mbit/s: nobody complains of it.
    const [far] = leadersIn(context, 'rtt').filter(({ n }) => n >= 10);
    return {
      verdict: 'risk',
      severity: far ? 'low' : 'info',
      summary: far
        ? say('slow', { rtt: far.n, speed: Math.round((largestWindow * 1000) / far.n) })
        : say('risk'),
      evidence: [...evidence, ...(far ? [cite(far.line, say('far', { peer: far.peer, n: far.n }))] : [])],
      remedies: changeSetting(context, { key, to: 1, sideEffects: say('new-only'), verify }),
    };
  },
});
