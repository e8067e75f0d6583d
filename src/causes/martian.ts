import { deviceLabel, deviceWord } from '../host/devices.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { hasSeveralWays } from '../host/reverse-path.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Step } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped, nothingPrinted } from './counted.ts';
import { citeCounter, claim, concludeLoss, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Packets with impossible addresses (martians)',
  why:
    'The kernel drops a packet whose source or destination cannot be right on the device that it came in by: an address ' +
    'of this host itself as the source, 127.0.0.0/8 or 0.0.0.0 from a wire, a multicast source. What the reverse-path ' +
    'filter refuses is counted here, too, and told under its own name. A few are on every shared network (ARP and ' +
    'broadcasts of other subnets); many are a loop, a wrong address or route of a neighbour, or forged packets. ' +
    'The kernel keeps one such counter for the host and all its containers.',
  problem: '{n} packets with impossible addresses dropped[[ in {seconds:duration}]][[ ({rate:rate})]]',
  suspect:
    '{n} packets with impossible addresses dropped since boot[[ ({rate:rate} on average)]]; when is unknown',
  past: '{n} packets with impossible addresses dropped since boot, none in the {flat:duration} between the captures',
  logged: 'the kernel logged {times} packets with impossible addresses, the last from {source} on {device}',
  'few-only': '{n} packets with impossible addresses: so few are on every shared network',
  'counted-only':
    '{n} packets with impossible addresses since boot, in the host and all its containers; the log names none: no sign of a fault by itself',
  'by-filter': 'all {n} packets with impossible addresses are those that the reverse-path filter refused',
  ok: 'no packet with an impossible address arrived',
  'named-by-log': 'the kernel names one: from {source} to {destination} on {device}',
  'own-address':
    'its source {source} is an address of this host: a loop brings its own packets back, or another host has the same address',
  'several-ways': 'There is more than one way in: look at routing and rp_filter first.',
  watch:
    'See who sends them: the MAC address in the "ll header" line of the log, or of the capture, names the neighbour',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'martian',
  layer: 'ip',
  per: 'host',
  needs: [['rt_cache.in_martian_src', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'rp-filter-drop',
  texts,
  references: ['net/ipv4/route.c: ip_route_input_slow, ip_handle_martian_source', 'RFC 1812, 5.3.7'],

  evaluate(context, say) {
    const source = context.counter('rt_cache.in_martian_src');
    const rest = source && withoutFiltered(source, context.counter('TcpExt.IPReversePathFilter'));
    const movement = movementOf([rest, context.counter('rt_cache.in_martian_dst')], { perConnection: true });
    const logged = loggedEvents(context, 'martian');
    const quoted = quotedBy(context, say);
    const remedies = [investigate(say('watch'), watching(context), 'network')];
    const common = {
      remedies,
      confirm: hasSeveralWays(context) ? [say('several-ways')] : [],
      consequenceOf: ['rp-filter-drop', 'duplicate-ip', 'asymmetric-routing'],
    };
    if (movement && movement.n >= 10n && (logged !== undefined || movement.verdict !== 'suspect')) {
      const told = concludeLoss(movement, say);
      // A container's reverse-path filter is in the sum, and its own counter is not in sight: only the log is proof.
      const severity = capped(told.severity, logged?.verdict === 'problem' ? 'medium' : 'low');
      const certainty = logged ? 'likely' : 'possible';
      return { ...told, ...common, severity, certainty, evidence: [...counted(context), ...quoted] };
    }
    // Where the counter is known, the log only names what it counts.
    if (logged && !movement) {
      const { args, device = '?' } = logged.last;
      const summary = say('logged', { times: logged.count, source: args.get('source') ?? '?', device });
      return {
        verdict: 'suspect',
        severity: 'low',
        certainty: 'likely',
        summary,
        evidence: quoted,
        ...common,
      };
    }
    // The kernel logs martians only where it is told to: a log without any proves nothing.
    if (!movement) return nothingPrinted('rt_cache.in_martian_src');
    const evidence = counted(context);
    const filtered = source && movement.n === 0n && source.latest.value > 0n;
    const id = filtered
      ? 'by-filter'
      : movement.n === 0n
        ? 'ok'
        : movement.n < 10n
          ? 'few-only'
          : 'counted-only';
    const n = filtered ? source.latest.value : movement.n;
    return { verdict: 'ok', summary: say(id, { n }), evidence, claims: movement.deltas.map(claim) };
  },
});

/** in_martian_src holds what the reverse-path filter refused; that has a counter and a cause of its own. */
function withoutFiltered(all: Delta, filtered: Delta | undefined): Delta {
  if (!filtered) return all;
  const less = (a: bigint, b: bigint) => (a > b ? a - b : 0n);
  const filteredIn = (window: Step) => filtered.steps.find(({ to }) => to.capture === window.to.capture);
  return {
    ...all,
    increase: less(all.increase, filtered.increase),
    latest: { ...all.latest, value: less(all.latest.value, filtered.latest.value) },
    steps: all.steps.map((step) => ({
      ...step,
      increase: less(step.increase, filteredIn(step)?.increase ?? 0n),
    })),
  };
}

/** As the kernel prints them, with what is to be taken off. */
function counted(context: Context) {
  const names = ['rt_cache.in_martian_src', 'rt_cache.in_martian_dst', 'TcpExt.IPReversePathFilter'] as const;
  return names
    .flatMap((name) => context.counters(name))
    .filter(({ latest }) => latest.value > 0n)
    .map(citeCounter);
}

function quotedBy(context: Context, say: Speak) {
  const last = loggedEvents(context, 'martian')?.last;
  if (!last) return [];
  const [source = '?', destination = '?'] = [last.args.get('source'), last.args.get('destination')];
  const own = context
    .all('addresses')
    .flatMap(({ value }) => value)
    .find(({ address }) => address === source);
  return [
    cite(last.line, say('named-by-log', { source, destination, device: deviceLabel(last.device) })),
    ...(own ? [cite(own.line, say('own-address', { source }))] : []),
  ];
}

function watching(context: Context): string[] {
  const last = loggedEvents(context, 'martian')?.last;
  const capture = last
    ? sh`tcpdump -enn -c 20 -i ${deviceWord(last.device)} ${`src host ${last.args.get('source') ?? 'ADDRESS'}`}`
    : sh`tcpdump -enn -c 20 ${'src net 127.0.0.0/8 or src host 0.0.0.0'}`;
  return [capture, 'ip route show table all'].map((command) => inNamespace(context.netns, command));
}
