import { describeRule } from '../host/drop-rules.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { deltaAt, filtersOf } from '../host/packet-filter.ts';
import { inNamespace } from '../host/shell.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { worstOf } from './filter.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, concludeLoss, instance, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Queue to user space (NFQUEUE) drops packets',
  why:
    'A rule with the target NFQUEUE (nft: queue) hands packets to a program, an intrusion prevention system for ' +
    'example, and waits for its verdict. When the program is slower than the traffic, the queue (1024 packets by ' +
    'default) or its netlink socket fills and the rest is dropped; when no program reads the queue at all, every ' +
    'packet is dropped, unless the rule says bypass. No counter of IP moves.',
  problem:
    'the queues to user space dropped {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]; most: queue {queue}',
  suspect:
    'the queues to user space dropped {n} packets since they were made[[ ({rate:rate} on average)]]; most: queue {queue}; when is unknown',
  past: 'the queues to user space dropped {n} packets since they were made, none in the {flat:duration} between the captures',
  unread:
    'the rule {rule} hands packets to a queue that no program reads, and they are dropped[[: {n} packets]][[ in {seconds:duration}]]',
  logged: 'the kernel logged "nf_queue: full" {times} times[[, last {age:duration} before the capture]]',
  ok: 'no queue to user space dropped packets',
  queue: 'queue {number} dropped {n} packets; {waiting} wait for a verdict now',
  'log-line': 'the kernel says so itself',
  'no-reader': 'no line is there for its queue: nobody reads it',
  program:
    'See whether the program that reads the queue is alive and has a CPU to itself; it sets the length of its queue (nfq_set_queue_maxlen) and its socket buffer',
  spread:
    'Spread the flows over several queues and threads (--queue-balance 0:3, nft: queue flags fanout to 0-3).',
  'fail-open':
    'fail-open (queue-bypass, NFQA_CFG_F_FAIL_OPEN) lets pass what cannot be judged: it keeps traffic alive, and unchecked.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'nfqueue-overflow',
  layer: 'netfilter',
  per: 'netns',
  needs: [['nfqueues', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: ['net/netfilter/nfnetlink_queue.c: __nfqnl_enqueue_packet', 'iptables-extensions(8): NFQUEUE'],

  evaluate(context, say) {
    const dropped = movementOf(
      [...context.counters('nfqueue.queue_dropped'), ...context.counters('nfqueue.user_dropped')],
      { perConnection: true },
    );
    const logged = loggedEvents(context, 'nfqueue-full');
    const told = worstOf(
      [unread(context, say), counted(dropped, say)]
        .filter((one) => one !== undefined)
        .map((one) => ({ severity: 'info' as const, ...one })),
    );
    const conclusion: Conclusion | undefined =
      told && told.verdict !== 'ok'
        ? told
        : logged && {
            verdict: logged.verdict,
            severity: 'medium',
            summary: say('logged', { times: logged.count, age: logged.age }),
          };
    if (!conclusion && !context.latest('nfqueues'))
      return {
        verdict: 'unknown',
        summary: { id: 'common/not-collected', args: { what: '/proc/net/netfilter/nfnetlink_queue' } },
      };
    if (!conclusion) return { verdict: 'ok', summary: say('ok'), evidence: told?.evidence ?? [] };
    return {
      ...conclusion,
      evidence: [
        ...(conclusion.evidence ?? []),
        ...(logged ? [cite(logged.last.line, say('log-line'))] : []),
      ],
      instances: queuesOf(context, say),
      remedies: remediesOf(context, say),
      confirm: [say('spread'), say('fail-open')],
    };
  },
});

function counted(dropped: Movement | undefined, say: Speak): Conclusion | undefined {
  const queue = dropped?.deltas[0]?.scope.queue;
  return dropped && concludeLoss(dropped, (id, args) => say(id, { ...args, queue }));
}

/** A rule without bypass, a queue that is not there, and packets on their way to it. */
function unread(context: Context, say: Speak): Conclusion | undefined {
  const queues = context.latest('nfqueues')?.value;
  if (!queues) return undefined;
  const rules = filtersOf(context).flatMap((firewall) => firewall.rules);
  for (const rule of rules) {
    const numbers = queuesNamed(rule.text);
    if (!numbers || /bypass/.test(rule.text) || queues.some(({ number }) => numbers.has(number))) continue;
    const delta = deltaAt(context, 'firewall.packets', rule.line);
    const moved = movementOf([delta]);
    if (moved?.verdict !== 'problem' && moved?.verdict !== 'suspect') continue;
    return {
      verdict: moved.verdict,
      severity: moved.verdict === 'problem' ? 'critical' : 'medium',
      summary: say('unread', { ...moved.args, rule: describeRule(rule) }),
      evidence: [...moved.deltas.map(citeCounter), cite(rule.line, say('no-reader'))],
      claims: moved.deltas.map(claim),
    };
  }
  return undefined;
}

/** 'NFQUEUE --queue-num 3', '--queue-balance 0:3'; `iptables -L`: 'NFQUEUE num 3'; nft: 'queue to 0-3', 'queue num 3'. */
function queuesNamed(text: string): Set<number> | undefined {
  const found =
    /\bNFQUEUE\b.*?(?:--queue-num|--queue-balance|num|balance) (\d+)(?::(\d+))?/.exec(text) ??
    /\bqueue\b.*?\b(?:to|num) (\d+)(?:-(\d+))?/.exec(text);
  if (!found) return /\bNFQUEUE\b/.test(text) ? new Set([0]) : undefined;
  const from = Number(found[1]);
  const to = Math.min(Number(found[2] ?? from), from + 255);
  return new Set(Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

function queuesOf(context: Context, say: Speak) {
  return (context.latest('nfqueues')?.value ?? []).flatMap(({ number, waiting, line }) => {
    const scope = { netns: context.netns, queue: String(number) };
    const own = [...context.counters('nfqueue.queue_dropped'), ...context.counters('nfqueue.user_dropped')];
    const movement = movementOf(own.filter((delta) => delta.scope.queue === scope.queue));
    if (!movement || movement.n === 0n) return [];
    const summary = say('queue', { number, n: movement.n, waiting });
    return [
      instance(movement, { subject: `NFQUEUE ${number}`, scope, summary, evidence: [cite(line, summary)] }),
    ];
  });
}

function remediesOf(context: Context, say: Speak) {
  const inside = (command: string) => inNamespace(context.netns, command);
  const queues = inside('cat /proc/net/netfilter/nfnetlink_queue');
  return [
    investigate(
      say('program'),
      [queues, inside('iptables-save -c | grep -i queue; nft list ruleset | grep -w queue')],
      'application-owner',
      [queues],
    ),
  ];
}
