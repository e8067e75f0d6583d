import type { DropSite } from '../host/drop-sites.ts';
import { dropSites } from '../host/drop-sites.ts';
import { inNamespace, sh } from '../host/shell.ts';
import { describeSocket } from '../host/sockets.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { BpfProgram } from '../parsers/bpf-programs.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped } from './counted.ts';
import { citeCounter, claim, gradeLoss, gradeSinceBoot } from './grade.ts';
import { investigate } from './remedy.ts';
import type { UdpErrors } from './udp.ts';
import { droppedJustAsMany, udpErrors } from './udp.ts';

const texts = {
  title: 'A filter on a socket or cgroup drops packets',
  why:
    'Programs may hang a filter on their socket (SO_ATTACH_FILTER, eBPF), and a container manager or systemd may hang one ' +
    'on a whole group of processes (cgroup): IPAddressDeny= of a unit works so. What the filter refuses vanishes after ' +
    'the packet filter let it pass: no rule counts it, and tcpdump still shows it. UDP counts such datagrams as receive ' +
    'errors without a reason, TCP does not count them at all.',
  traced: 'filters on sockets or cgroups threw away {n} of {total} packets that the kernel was seen to drop',
  problem:
    '{rest} UDP datagrams were refused[[ in {seconds:duration}]] without a counter of their own, and a filter hangs on a cgroup',
  suspect:
    '{rest} UDP datagrams were refused since boot without a counter of their own, and a filter hangs on a cgroup; when is unknown',
  ok: 'nothing tells that a filter on a socket or cgroup drops packets[[; {n} filters hang on cgroups]]',
  site: '{n} packets',
  program: 'hangs on {cgroup}: {hook}',
  unexplained: '{rest} of these {n} have no counter that tells the reason',
  socket: '{socket} dropped just as many: the filter is on it, or on its cgroup',
  look: 'See which filter hangs where, and who put it there',
  unit: 'See what the unit allows: IPAddressDeny= and IPAddressAllow= are such a filter',
  purpose: 'Most filters are there on purpose: ask their owner before taking one away.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'socket-filter-or-ebpf',
  layer: 'socket',
  per: 'netns',
  needs: [['bpfPrograms', 'dropReasons']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'udp-in-errors',
  texts,
  references: ['net/core/filter.c: sk_filter_trim_cap', 'kernel/bpf/cgroup.c', 'systemd.resource-control(5)'],

  evaluate(context, say) {
    const programs = filtersOf(context);
    const sites = dropSites(context);
    const told = traced(sites, say) ?? refused(context, programs, say);
    if (!told) {
      const [looked, n] = [looksAtCgroups(context), programs.length];
      if (!looked && sites.length === 0)
        return {
          verdict: 'unknown',
          summary: { id: 'common/not-collected', args: { what: 'bpftool cgroup tree' } },
          confirm: [{ id: 'common/brings-it', args: { command: 'bpftool cgroup tree' } }],
        };
      return { verdict: 'ok', summary: say('ok', n > 0 ? { n } : {}), evidence: citePrograms(programs, say) };
    }
    return {
      ...told,
      evidence: [...(told.evidence ?? []), ...citePrograms(programs, say)],
      remedies: remediesOf(context, programs, say),
      confirm: [say('purpose')],
    };
  },
});

/** Filters of packets, by their attach type: 'cgroup_inet_ingress', until bpftool 7.1 'ingress'. */
function filtersOf(context: Context): BpfProgram[] {
  return context
    .all('bpfPrograms')
    .flatMap(({ value }) => value)
    .filter(({ cgroup, hook }) => cgroup !== undefined && /(?:^|_)(?:in|e)gress$/.test(hook));
}

const looksAtCgroups = (context: Context) =>
  context.all('bpfPrograms').some(({ file }) => file.origin.startsWith('bpftool cgroup'));

function citePrograms(programs: readonly BpfProgram[], say: Speak): Evidence[] {
  return programs
    .slice(0, 5)
    .map(({ cgroup, hook, name, line }) =>
      cite(line, say('program', { cgroup, hook: name === undefined ? hook : `${hook} ${name}` })),
    );
}

/** Seen at work while dropwatch or perf ran: ten packets or more, and one in ten of all that were dropped. */
function traced(sites: readonly DropSite[], say: Speak): Conclusion | undefined {
  const own = sites.filter(({ cause }) => cause === 'socket-filter-or-ebpf');
  const sum = (list: readonly DropSite[]) => list.reduce((n, { count }) => n + count, 0);
  const [n, total] = [sum(own), sum(sites)];
  if (n < 10 || n < total / 10) return undefined;
  return {
    verdict: 'suspect',
    severity: 'medium',
    certainty: 'likely',
    summary: say('traced', { n, total }),
    evidence: own.map(({ count, line }) => cite(line, say('site', { n: count }))),
  };
}

/** Datagrams that UDP refused for no reason that it counts, where something that may refuse them is known to hang. */
function refused(context: Context, programs: readonly BpfProgram[], say: Speak): Conclusion | undefined {
  const errors = udpErrors(context);
  const incoming = programs.filter(({ hook }) => hook.endsWith('ingress'));
  if (!errors || errors.parts.length === 0 || errors.rest < 10n || incoming.length === 0) return undefined;
  const { movement, rest } = errors;
  const { verdict, args, deltas, share } = movement;
  if (verdict !== 'problem' && verdict !== 'suspect') return undefined;
  const part = share === undefined ? undefined : (share * Number(rest)) / Number(movement.n);
  const grade = verdict === 'problem' ? gradeLoss : gradeSinceBoot;
  // systemd hangs its own on every unit whose traffic it counts: most let everything pass.
  const foreign = incoming.some(({ name }) => name === undefined || !name.startsWith('sd_'));
  const severity = grade(rest, part, movement.rate);
  return {
    ...(foreign
      ? { verdict, severity, certainty: 'likely' }
      : { verdict: 'suspect', severity: capped(severity, 'medium'), certainty: 'possible' }),
    summary: say(verdict, { ...args, rest }),
    ...(part === undefined ? {} : { share: part }),
    evidence: [
      ...deltas.map((delta) => ({
        ...citeCounter(delta),
        meaning: say('unexplained', { rest, n: movement.n }),
      })),
      ...culprits(context, errors, say),
    ],
    claims: deltas.map(claim),
    consequenceOf: ['pfmemalloc-drop', 'xfrm-drops'],
  };
}

function culprits(context: Context, errors: UdpErrors, say: Speak): Evidence[] {
  return droppedJustAsMany(context, errors).map((socket) =>
    cite(socket.line, say('socket', { socket: describeSocket(socket) })),
  );
}

function remediesOf(context: Context, programs: readonly BpfProgram[], say: Speak): Remedy[] {
  const units = programs.flatMap(
    ({ cgroup }) => /[^/]+\.(?:service|scope|slice)$/.exec(cgroup ?? '')?.[0] ?? [],
  );
  const [unit] = units;
  const commands = ['bpftool cgroup tree', 'bpftool prog', inNamespace(context.netns, 'ss -uanmp')];
  const show = unit === undefined ? undefined : sh`systemctl show -p IPAddressDeny -p IPAddressAllow ${unit}`;
  const verify = [inNamespace(context.netns, 'nstat -az UdpInErrors')];
  return [
    investigate(say('look'), commands, 'admin', verify),
    ...(show === undefined ? [] : [investigate(say('unit'), [show])]),
  ];
}
