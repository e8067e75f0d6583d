import { deviceLabel, deviceWord } from '../host/devices.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import type { ReversePath } from '../host/reverse-path.ts';
import { hasSeveralWays, reversePaths } from '../host/reverse-path.ts';
import { changeSetting } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { claim, concludeLoss, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Reverse-path filter drops packets',
  why:
    'With rp_filter=1 the kernel drops a packet unless the route back to its source leaves by the very interface it ' +
    'came in on. On a host with several interfaces, default routes or tunnels the way back is often another one: then ' +
    'all packets that come the other way vanish without a trace but this counter, while clients of the other network ' +
    'work. What counts per interface is the greater of conf.all and conf.INTERFACE; 2 (loose) asks only that some ' +
    'route back exists.',
  problem:
    'the reverse-path filter dropped {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
  suspect:
    'the reverse-path filter dropped {n} packets since boot[[ ({rate:rate} on average)]][[, {share:percent} of what arrived]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: 'the reverse-path filter dropped {n} packets since boot, none in the {flat:duration} between the captures',
  ok: 'the reverse-path filter dropped nothing',
  risk: 'the strict reverse-path filter is on at {devices}, and there is, or may be, more than one way in and out: packets that come by one way and would be answered by another are dropped',
  'by-log':
    'the kernel logged a packet from {source} as martian on {device}, where the strict reverse-path filter is on: the way back to it is not {device}',
  strict: 'strict on {device}',
  loose: 'not strict on {device}',
  martian: 'the kernel names one: a packet from {source} on {device}',
  'ping-not-proof':
    'A ping that works does not clear it: it clears only that source address on that interface.',
  'fix-routing':
    'Look at the way back: when it is not the interface on which the packets come in, either the routing is wrong, or the filter is too strict for it',
  'less-protection':
    'Loose mode still drops sources to which there is no route at all. Set per interface: conf.all would change every other one, too.',
  'log-them':
    'To see which packets: sysctl -w net.ipv4.conf.all.log_martians=1 for a minute, then dmesg: "martian source A from B": A is the destination, B the source.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'rp-filter-drop',
  layer: 'ip',
  per: 'netns',
  needs: [['TcpExt.IPReversePathFilter', 'sysctl']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: [
    'https://docs.kernel.org/networking/ip-sysctl.html (rp_filter)',
    'RFC 3704',
    'net/ipv4/fib_frontend.c: __fib_validate_source',
  ],

  evaluate(context, say) {
    const seen = [context.counter('Ip.InReceives')];
    const movement = movementOf([context.counter('TcpExt.IPReversePathFilter')], {
      seen,
      within: true,
      perConnection: true,
    });
    const strict = reversePaths(context).filter(({ mode }) => mode === 1);
    const modes = modesOf(context, say);
    if (movement && movement.n > 0n) {
      const loss = concludeLoss(movement, say);
      const evidence = [...loss.evidence, ...modes, ...martians(context, say)];
      const twin = context.counter('rt_cache.in_martian_src');
      return {
        ...loss,
        evidence,
        claims: [...loss.claims, ...(twin ? [claim(twin)] : [])],
        remedies: remediesOf(
          context,
          strict.map(({ device }) => device),
          say,
        ),
        confirm: [say('ping-not-proof'), say('log-them')],
      };
    }
    const named = martianOn(context, strict);
    if (named && movement?.verdict !== 'ok') {
      const summary = say('by-log', { device: named.device, source: named.source });
      return {
        verdict: named.logged.verdict,
        severity: 'low',
        certainty: 'likely',
        summary,
        evidence: [...martians(context, say), ...modes],
        remedies: remediesOf(context, [named.device], say),
      };
    }
    const ways = context.latest('routes')
      ? hasSeveralWays(context)
      : movement === undefined && strict.length > 1;
    if (strict.length > 0 && ways) {
      const devices = strict.map(({ device }) => device);
      return {
        verdict: 'risk',
        severity: 'low',
        certainty: 'possible',
        summary: say('risk', { devices: devices.join(', ') }),
        evidence: modes,
        remedies: remediesOf(context, devices, say),
      };
    }
    if (movement)
      return {
        ...concludeLoss(movement, say),
        evidence: [...concludeLoss(movement, say).evidence, ...modes],
      };
    return {
      verdict: 'unknown',
      summary: { id: 'common/no-such-counter', args: { counter: 'TcpExt.IPReversePathFilter' } },
    };
  },
});

function modesOf(context: Context, say: Speak): Evidence[] {
  return reversePaths(context)
    .slice(0, 8)
    .map(({ device, mode, line }) => cite(line, say(mode === 1 ? 'strict' : 'loose', { device })));
}

/** A martian on a device whose filter is strict: what the counter would have counted. */
function martianOn(context: Context, strict: readonly ReversePath[]) {
  const logged = loggedEvents(context, 'martian');
  const on = strict.find(({ device }) => device === logged?.last.device);
  return logged && on
    ? { logged, source: logged.last.args.get('source') ?? '?', device: on.device }
    : undefined;
}

/** With log_martians the kernel names the packet. */
function martians(context: Context, say: Speak): Evidence[] {
  const last = loggedEvents(context, 'martian')?.last;
  if (!last) return [];
  const args = { source: last.args.get('source') ?? '?', device: deviceLabel(last.device) };
  return [cite(last.line, say('martian', args))];
}

function remediesOf(context: Context, devices: readonly string[], say: Speak): Remedy[] {
  const last = loggedEvents(context, 'martian')?.last;
  const inside = (command: string) => inNamespace(context.netns, command);
  const ask = last
    ? sh`ip route get ${last.args.get('source') ?? '?'} from ${last.args.get('destination') ?? '?'} iif ${deviceWord(last.device)}`
    : 'ip rule; ip route show table all';
  const look: Remedy = investigate(say('fix-routing'), [inside(ask)], 'network');
  const verify = [inside('nstat -az TcpExtIPReversePathFilter')];
  // Where the kernel names the device, the others stay as strict as they are.
  const relaxed = (last?.device === undefined ? devices : [last.device]).slice(0, 3).flatMap((name) => {
    const key = `net.ipv4.conf.${name.replaceAll('.', '/')}.rp_filter`;
    return changeSetting(context, {
      key,
      to: 2,
      sideEffects: say('less-protection'),
      risk: 'weakens-protection',
      verify,
    });
  });
  return [look, ...relaxed];
}
