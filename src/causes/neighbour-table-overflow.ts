import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import type { Line, Remedy, Severity, Verdict } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import type { Movement } from './grade.ts';
import { citeCounter, citeSetting, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Neighbour table full',
  why:
    'The kernel remembers the MAC address of every host of its own networks that it talks to, in one table for ARP and ' +
    'one for IPv6 neighbour discovery. Each holds at most gc_thresh3 entries (1024 by default), shared by all ' +
    'containers of the host. In a large flat network (a /20, thousands of pods) or under a scan of the subnet it ' +
    'fills: packets to hosts that are not in it are dropped, while those in it go on. Applications see "No buffer ' +
    'space available" or time-outs to some addresses only.',
  problem:
    'the neighbour table {table} refused {n} new entries[[ in {seconds:duration}]][[ ({rate:rate})]][[; it holds {count} of {max}]]',
  'full-now': 'the neighbour table {table} is full: {count} of {max} entries',
  'logged-now':
    'the kernel logged "neighbor table overflow" between the captures[[; {table} holds {count} of {max} entries now]]',
  logged:
    'the kernel logged "neighbor table overflow" {times} times[[, last {age:duration} before the capture]][[; {table} holds {count} of {max} entries now]]',
  suspect:
    'the neighbour table {table} refused {n} new entries since boot[[; it now holds {count} of {max}]]; when is unknown',
  past: 'the neighbour table {table} refused {n} new entries since boot, none in the {flat:duration} between the captures',
  risk: 'the neighbour table {table} holds {count} of {max} entries ({share:percent}): it is nearly full',
  ok: 'no neighbour table refused an entry[[; {table} holds {count} of {max}]]',
  holds: '{count} entries',
  'log-line': 'the kernel says so itself (rate-limited: there were more)',
  who: 'See which devices the entries belong to: very many INCOMPLETE or FAILED ones are a scan of the subnet, from here or through here',
  memory:
    'Each entry takes some 400 bytes. The table is one for the host and its containers; a container cannot change it.',
};
type Speak = Say<typeof texts>;

const tables = [
  { table: 'arp_cache', family: 'inet', prefix: 'net.ipv4.neigh.default.gc_thresh' },
  { table: 'ndisc_cache', family: 'inet6', prefix: 'net.ipv6.neigh.default.gc_thresh' },
] as const;
type Table = (typeof tables)[number];

type State = Table & {
  refused: Movement | undefined;
  fill: { count: number; max: number; share: number; line: Line } | undefined;
};

interface Told {
  id: Extract<keyof typeof texts, string>;
  verdict: Verdict;
  severity: Severity;
}

export default defineCause({
  id: 'neighbour-table-overflow',
  layer: 'neighbour',
  per: 'host',
  needs: [['arp_cache.table_fulls', 'ndisc_cache.table_fulls', 'kernelLog', 'neighbours']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'neighbour-unresolved',
  texts,
  references: ['net/core/neighbour.c: neigh_alloc', 'arp(7): gc_thresh3', 'ip-neighbour(8)'],

  evaluate(context, say) {
    const logged = loggedEvents(context, 'neighbour-table-overflow');
    const states = tables.map((table) => stateOf(context, table));
    const named = logged?.last.args.get('table');
    const judged = states
      .map((state) => ({
        state,
        told: judge(state, logged && (named ?? 'arp_cache') === state.table ? logged : undefined),
      }))
      .sort((a, b) => order.indexOf(a.told.verdict) - order.indexOf(b.told.verdict));
    const [worst] = judged;
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const { state, told } = worst;
    const { refused, fill } = state;
    const args = { ...refused?.args, ...fill, line: undefined, table: state.table };
    const summary = say(told.id, { ...args, times: logged?.count, age: logged?.age });
    const evidence = [
      ...(logged && told.verdict !== 'ok' ? [cite(logged.last.line, say('log-line'))] : []),
      ...(refused?.deltas.slice(0, 2).map(citeCounter) ?? []),
      ...(fill ? [cite(fill.line, say('holds', { count: fill.count }))] : []),
      ...citeSetting(context.setting(`${state.prefix}3`)),
    ];
    // The log is a ring: what it does not hold any more may have happened.
    if (told.verdict === 'ok' && !states.some((one) => one.refused ?? one.fill))
      return nothingPrinted('arp_cache.table_fulls');
    if (told.verdict === 'ok') return { verdict: 'ok', summary, evidence };
    const claims = states.flatMap((one) => one.refused?.deltas.map(claim) ?? []);
    return { ...told, summary, evidence, claims, remedies: remediesOf(context, state, say) };
  },
});

const order: readonly Verdict[] = ['problem', 'suspect', 'risk', 'past', 'ok'];

function judge({ refused, fill }: State, logged: LoggedEvents | undefined): Told {
  const share = fill?.share ?? 0;
  if (refused?.verdict === 'problem')
    return { id: 'problem', verdict: 'problem', severity: refused.n < 10n ? 'high' : 'critical' };
  if (logged?.verdict === 'problem') return { id: 'logged-now', verdict: 'problem', severity: 'critical' };
  if (share >= 1) return { id: 'full-now', verdict: 'problem', severity: 'critical' };
  if (refused?.verdict === 'past' && share < 0.9) return { id: 'past', verdict: 'past', severity: 'info' };
  if (logged) return { id: 'logged', verdict: 'suspect', severity: 'high' };
  if (refused?.verdict === 'suspect')
    return { id: 'suspect', verdict: 'suspect', severity: refused.n < 10n ? 'low' : 'medium' };
  if (share >= 0.9) return { id: 'risk', verdict: 'risk', severity: 'medium' };
  return { id: 'ok', verdict: 'ok', severity: 'info' };
}

function stateOf(context: Context, table: Table): State {
  const refused = movementOf([context.counter(`${table.table}.table_fulls`)], { perConnection: true });
  const max = numberOf(context, `${table.prefix}3`);
  const held = heldIn(context, table);
  const fill = held && max ? { ...held, max, share: held.count / max } : undefined;
  return { ...table, refused, fill };
}

/** Permanent entries and those of devices without ARP stand in the table and do not count against its limit. */
function heldIn(context: Context, { table, family }: Table): { count: number; line: Line } | undefined {
  const [first, ...more] = context.all('neighbours');
  const listed = [first, ...more]
    .flatMap((fact) => (fact && fact.parser === first?.parser ? fact.value : []))
    .filter((one) => one.family === family && one.state !== 'PERMANENT' && one.state !== 'NOARP');
  const count = new Set(listed.map(({ address, device }) => `${address} ${device ?? ''}`)).size;
  const entries = context.counter(`${table}.entries`)?.latest;
  // The table of the kernel holds those of all namespaces, but also what does not count.
  if (listed[0]) return { count, line: listed[0].line };
  return entries && { count: Number(entries.value), line: entries.line };
}

/** The greatest first: the kernel wants gc_thresh1 below gc_thresh2 below gc_thresh3 at any time. */
function remediesOf(context: Context, { family, table, prefix }: State, say: Speak): Remedy[] {
  const list = `ip ${family === 'inet' ? '-4' : '-6'} neigh show nud all`;
  const verify = [`${list} | wc -l`, `cat /proc/net/stat/${table}`];
  const to = Math.max(4096, 4 * (numberOf(context, `${prefix}3`) ?? 1024));
  return [
    investigate(
      say('who'),
      [`${list} | awk '{print $3, $NF}' | sort | uniq -c | sort -rn | head`],
      'admin',
      verify,
    ),
    ...[3, 2, 1].flatMap((nth) => {
      const [key, wanted] = [`${prefix}${nth}`, to / 2 ** (3 - nth)];
      if ((numberOf(context, key) ?? 0) >= wanted) return [];
      return changeSetting(context, { key, to: wanted, sideEffects: say('memory'), verify });
    }),
  ];
}
