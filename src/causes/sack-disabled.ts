import { changeSetting } from '../host/settings.ts';
import type { Context } from './cause.ts';
import { atLeast, defineCause } from './cause.ts';
import { citeCounter, movementOf } from './grade.ts';
import { whileOn } from './option.ts';
import { investigate } from './remedy.ts';

const key = 'net.ipv4.tcp_sack';

export default defineCause({
  id: 'sack-disabled',
  layer: 'tcp',
  per: 'netns',
  needs: ['sysctl'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'retransmission-high',
  texts: {
    title: 'Selective acknowledgements (SACK) are off',
    why:
      'With SACK a receiver tells which segments it has, so that only what is missing is sent again. Without it, TCP ' +
      'learns of one lost segment per round trip and often waits for its timer: a little loss makes a transfer very slow. ' +
      'It is on by default. Many hosts switched it off in June 2019 against SACK Panic (CVE-2019-11477) and never on again; ' +
      'kernels since then are safe with it.',
    risk: 'net.ipv4.tcp_sack is 0: losses will be repaired slowly',
    biting:
      'net.ipv4.tcp_sack is 0, and {share:percent} of the segments are sent again: they are repaired slowly',
    refused:
      'none of the {all} connections with {peers} other hosts agreed on SACK, although it is on here: something on the way takes the option out, or the peers have it off',
    ok: 'SACK is on[[: {n} of {all} connections with other hosts use it]]',
    agreed: '{n} of {all} connections with other hosts agreed on SACK when they were opened',
    'not-collected': 'net.ipv4.tcp_sack was not collected',
    'new-only': 'Only connections opened from then on use it.',
    'update-first':
      'First make sure that this kernel has the fix of 2019 (it then counts TCPWqueueTooBig), else update it; then set net.ipv4.tcp_sack to 1',
    'see-options': 'Compare the options of SYN and SYN-ACK at both ends: sackOK leaves here; does it arrive?',
  },
  references: [
    'RFC 2018',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_sack)',
    'CVE-2019-11477',
    'net/ipv4/tcp_output.c: tcp_fragment',
  ],

  evaluate(context, say) {
    const option = whileOn(context, {
      key,
      option: 'sack',
      verify: 'ss -tnoi state established',
      missing: say('not-collected'),
      agreed: (args) => say('agreed', args),
      ok: (args) => say('ok', args),
      refused: (args) => say('refused', args),
      look: say('see-options'),
    });
    if ('told' in option) return option.told;
    const { evidence, verify } = option.off;
    const lost = losses(context);
    return {
      verdict: 'risk',
      severity: lost ? 'low' : 'info',
      summary: lost ? say('biting', lost.args) : say('risk'),
      evidence: [...evidence, ...(lost?.deltas ?? []).map(citeCounter)],
      remedies: isFixed(context)
        ? changeSetting(context, { key, to: 1, sideEffects: say('new-only'), verify })
        : [
            investigate(
              say('update-first'),
              ['uname -r', 'nstat -az TcpExtTCPWqueueTooBig'],
              'admin',
              verify,
            ),
          ],
    };
  },
});

/** Where one segment in a hundred is sent again, the slow repair is felt. */
function losses(context: Context) {
  const movement = movementOf([context.counter('Tcp.RetransSegs')], {
    seen: [context.counter('Tcp.OutSegs')],
    within: true,
  });
  return movement && movement.verdict !== 'past' && movement.n >= 10n && (movement.share ?? 0) >= 0.01
    ? movement
    : undefined;
}

/** The counter came with the fix, also into older kernels; netstat -s leaves it out while it is zero. */
function isFixed(context: Context): boolean {
  return context.counter('TcpExt.TCPWqueueTooBig') !== undefined || atLeast(context.kernel, 5, 2) === true;
}
