import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, citeSetting, claim, movementOf } from './grade.ts';

export default defineCause({
  id: 'time-squeeze',
  layer: 'softirq',
  per: 'cpu',
  needs: ['softnet.time_squeeze'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'netdev-backlog-overflow',
  texts: {
    title: 'Network softirq runs out of its time slice (time_squeeze)',
    why:
      'One run of the network softirq may take netdev_budget packets or netdev_budget_usecs microseconds. When work is ' +
      'left it is put off to the next run, and time_squeeze counts that. Nothing is dropped by it: it says that a CPU ' +
      'has much to do, and matters only where a queue behind it overflows.',
    problem:
      'the softirq stopped with work left {n} times[[ in {seconds:duration}]][[ ({rate:rate})]]; by itself no packet is lost',
    suspect:
      'the softirq stopped with work left {n} times since boot[[ ({rate:rate} on average)]]; by itself no packet is lost',
    past: 'the softirq stopped with work left {n} times since boot, not once in the {flat:duration} between the captures',
    ok: 'the softirq always finished its work',
    spread: 'Spread the work over more CPUs before thinking of the budget: interrupts, RPS, fewer rules',
  },
  references: ['net/core/dev.c: net_rx_action', 'https://docs.kernel.org/admin-guide/sysctl/net.html'],

  evaluate(context, say) {
    const movement = movementOf(context.counters('softnet.time_squeeze'));
    if (!movement) return nothingPrinted('softnet.time_squeeze');
    const summary = say(movement.verdict, movement.args);
    const evidence = movement.deltas.slice(0, 8).map(citeCounter);
    if (movement.verdict === 'ok') return { verdict: 'ok', summary, evidence };
    return {
      verdict: movement.verdict,
      severity: movement.verdict === 'problem' && (movement.rate ?? 0) >= 10 ? 'low' : 'info',
      summary,
      evidence: [
        ...evidence,
        ...['net.core.netdev_budget', 'net.core.netdev_budget_usecs'].flatMap((key) =>
          citeSetting(context.setting(key)),
        ),
      ],
      claims: movement.deltas.map(claim),
      remedies: [
        {
          when: 'investigate',
          what: say('spread'),
          commands: ['cat /proc/interrupts /proc/softirqs', 'mpstat -P ALL 1 5'].map((c) =>
            inNamespace(context.netns, c),
          ),
          verify: ['cat /proc/net/softnet_stat'],
          undo: [],
          risk: 'none',
          who: 'admin',
        },
      ],
      consequenceOf: ['netdev-backlog-overflow', 'ring-buffer-overflow', 'softirq-single-core'],
    };
  },
});
