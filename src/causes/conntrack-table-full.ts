import { conntrackFill, conntrackMax } from '../host/conntrack.ts';
import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence, Message, Remedy, Severity, Verdict } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { atLeast, cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';

const texts = {
  title: 'Connection tracking table full',
  why:
    'Stateful packet filtering and NAT remember every flow in the connection tracking table, which holds ' +
    'nf_conntrack_max entries. When it is full, the first packet of each new flow is dropped, incoming or outgoing, ' +
    'while established flows go on: new connections time out, DNS fails, ping to new addresses fails. An entry of an ' +
    'idle TCP connection stays for nf_conntrack_tcp_timeout_established, five days by default.',
  'full-now':
    'the connection tracking table is full: {count} of {max} entries[[; {n} packets dropped in {seconds:duration}]]',
  dropping:
    'the connection tracking table drops new flows: {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]][[; {count} of {max} entries]]',
  'logged-now':
    'the kernel logged "table full, dropping packet" between the captures[[; {count} of {max} entries now]]',
  logged:
    'the kernel logged "table full, dropping packet" {times} times[[, last {age:duration} before the capture]][[; {count} of {max} entries now]]',
  'since-boot':
    '{n} packets of new flows dropped since boot[[; the table now holds {count} of {max} entries]]; when is unknown',
  past: 'the table dropped {n} packets of new flows since boot, none in the {flat:duration} between the captures[[; {count} of {max} entries now]]',
  nearly:
    'the connection tracking table holds {count} of {max} entries ({share:percent}): it is nearly full, nothing dropped so far',
  ok: 'the connection tracking table has room: {count} of {max} entries',
  'ok-no-drop': 'connection tracking dropped nothing[[; {count} of {max} entries]]',
  'not-by-fill':
    'connection tracking dropped {n} packets, but not because the table was full: {failed} are failed insertions[[, and it never held more than {share:percent} of its entries]]',
  'count-of-max': '{count} entries',
  'limit-is': 'the limit is {max}',
  'log-line': 'the kernel says so itself (rate-limited: there were more)',
  'most-entries': 'most entries belong to {address}: {n}',
  'not-insert': 'Not a clash of insertions: insert_failed is 0 while drop is not.',
  'who-holds':
    'Find out who holds the entries first: one address with most of them is a scan, an attack or a leak, and no limit is high enough for it',
  memory:
    'Each entry takes about 320 bytes of kernel memory: {to} entries up to {bytes:bytes}. kube-proxy and others rewrite this setting when they start.',
  buckets: 'Longer hash chains cost CPU: keep the number of buckets near the number of entries.',
  'idle-flows':
    'Idle connections through this host are forgotten after that time and their next packet may be refused. It must stay above the keepalive time of the applications (7200 s by default).',
  'load-early':
    'Load the module at boot: its settings exist only afterwards, and sysctl.d would come too early',
  watch: 'Watch it: conntrack -C against nf_conntrack_max, and drop in conntrack -S.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'conntrack-table-full',
  layer: 'conntrack',
  per: 'netns',
  needs: [['conntrack.drop', 'conntrack.count', 'sysctl', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'conntrack-insert-failed',
  texts,
  references: [
    'net/netfilter/nf_conntrack_core.c: __nf_conntrack_alloc',
    'https://docs.kernel.org/networking/nf_conntrack-sysctl.html',
  ],

  evaluate(context, say) {
    const drops = movementOf(context.counters('conntrack.drop'));
    const failed = movementOf(context.counters('conntrack.insert_failed'));
    const logged = loggedEvents(context, 'conntrack-full');
    const fill = conntrackFill(context);
    const told = judge({ drops, failed, logged, fill }, say);
    if (!told)
      return {
        verdict: 'unknown',
        summary: { id: 'common/not-collected', args: { what: '/proc/net/stat/nf_conntrack' } },
      };
    const evidence = evidenceOf(context, { drops, logged, fill }, say);
    const claims = told.id === 'not-by-fill' ? [] : (drops?.deltas ?? []).map(claim);
    if (told.verdict === 'ok') return { verdict: 'ok', summary: told.summary, evidence, claims };
    const unfailed = failed?.verdict === 'ok' && drops !== undefined && drops.n > 0n;
    return {
      ...told,
      evidence,
      claims,
      remedies: remediesOf(context, say),
      ruledOut: unfailed ? [say('not-insert')] : [],
      confirm: [say('watch')],
    };
  },
});

interface Signs {
  drops: Movement | undefined;
  failed: Movement | undefined;
  logged: LoggedEvents | undefined;
  fill: ReturnType<typeof conntrackFill>;
}

type Told = Pick<Conclusion, 'verdict' | 'severity' | 'summary'> & { id: string };

/** `drop` also counts failed insertions: only what is left speaks of a full table. */
function judge({ drops, failed, logged, fill }: Signs, say: Speak): Told | undefined {
  const { count, max } = fill?.latest ?? {};
  const args = { ...drops?.args, count, max, share: fill?.highest.share };
  const tell = (
    id: Extract<keyof typeof texts, string>,
    verdict: Verdict,
    severity: Severity,
    more = {},
  ): Told => ({
    id,
    verdict,
    severity,
    summary: say(id, { ...args, ...more }),
  });
  const left = drops === undefined ? 0n : drops.n - (failed?.verdict === drops.verdict ? failed.n : 0n);
  const high = (fill?.highest.share ?? 1) >= 0.8;
  const full = fill !== undefined && fill.highest.share >= 1;
  if (full)
    return tell('full-now', 'problem', 'critical', {
      count: fill.highest.count,
      n: drops?.verdict === 'problem' ? drops.n : undefined,
    });
  if (drops?.verdict === 'problem' && left > 0n && (high || logged))
    return tell('dropping', 'problem', 'critical');
  if (logged?.verdict === 'problem') return tell('logged-now', 'problem', 'critical');
  // An old message beside a counter that stands still and a table with room tells of the past.
  if (drops?.verdict === 'past' && fill && fill.highest.share < 0.8) return tell('past', 'past', 'info');
  if (logged) return tell('logged', 'suspect', 'high', { times: logged.count, age: logged.age });
  if (drops && drops.n > 0n && left <= 0n) return tell('not-by-fill', 'ok', 'info', { failed: failed?.n });
  if (drops?.verdict === 'suspect') return tell('since-boot', 'suspect', high ? 'high' : 'low');
  if (fill && fill.latest.share >= 0.8)
    return tell('nearly', 'risk', fill.latest.share >= 0.95 ? 'high' : 'medium');
  if (drops?.verdict === 'problem') return tell('not-by-fill', 'ok', 'info', { failed: failed?.n ?? 0n });
  if (drops?.verdict === 'past') return tell('past', 'past', 'info');
  if (drops) return tell('ok-no-drop', 'ok', 'info');
  return fill && tell('ok', 'ok', 'info');
}

function evidenceOf(
  context: Context,
  { drops, logged, fill }: Omit<Signs, 'failed'>,
  say: Speak,
): Evidence[] {
  const { highest } = fill ?? {};
  const top = context.latest('conntrackTable')?.value.sources[0];
  return [
    ...(logged ? [cite(logged.last.line, say('log-line'))] : []),
    ...(drops?.deltas.slice(0, 4).map(citeCounter) ?? []),
    ...(highest
      ? [
          cite(highest.countLine, say('count-of-max', { count: highest.count })),
          cite(highest.maxLine, say('limit-is', { max: highest.max })),
        ]
      : []),
    ...(top ? [cite(top[1].line, say('most-entries', { address: top[0], n: top[1].count }))] : []),
  ];
}

function remediesOf(context: Context, say: Speak): Remedy[] {
  const max = conntrackMax(context);
  const to = Math.max(262144, 2 * Number(max?.value ?? 0));
  const inside = (command: string) => inNamespace(context.netns, command);
  const verify = [inside('conntrack -C'), inside('conntrack -S')];
  const holders = inside(`conntrack -L 2>/dev/null | grep -o 'src=[^ ]*' | sort | uniq -c | sort -rn | head`);
  const about = { verify: [], undo: [], risk: 'none' as const, who: 'admin' as const };
  const sideEffects: Message = say('memory', { to, bytes: to * 320 });
  const timeout = 'net.netfilter.nf_conntrack_tcp_timeout_established';
  const longTimeout = (numberOf(context, timeout) ?? 0) > 86400;
  return [
    { ...about, when: 'investigate', what: say('who-holds'), commands: [holders] },
    ...(max ? changeSetting(context, { key: max.key, to, sideEffects, verify }) : []),
    ...moreBuckets(context, to, verify, say),
    ...(longTimeout
      ? changeSetting(context, { key: timeout, to: 86400, sideEffects: say('idle-flows'), verify })
      : []),
    {
      ...about,
      when: 'persist',
      what: say('load-early'),
      commands: ['echo nf_conntrack > /etc/modules-load.d/nf_conntrack.conf'],
      undo: ['rm /etc/modules-load.d/nf_conntrack.conf'],
    },
  ];
}

/** The hash table grows with the entries; the key can be written since 4.8. */
function moreBuckets(context: Context, entries: number, verify: string[], say: Speak): Remedy[] {
  const key = 'net.netfilter.nf_conntrack_buckets';
  const now = numberOf(context, key);
  if (now === undefined || entries <= now * 4 || atLeast(context.kernel, 4, 8) === false) return [];
  return changeSetting(context, { key, to: entries / 4, sideEffects: say('buckets'), verify });
}
