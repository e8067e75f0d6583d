import type { PowerSaving } from '../host/cpu-power.ts';
import { powerSaving } from '../host/cpu-power.ts';
import { cpuUse } from '../host/cpus.ts';
import { sh } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { deviceLosses } from './device.ts';
import { citeCounter } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'CPUs that sleep deeply or run slowly to save power',
  why:
    'An idle CPU sleeps, and needs up to some hundred microseconds to wake; a governor that saves power raises its ' +
    'frequency late. A burst that arrives in the meantime waits in the receive ring: at 10 Gb/s a small ring is full in ' +
    'less time. The mark of it is loss in the ring although the host is nearly idle.',
  suspect:
    '{device} lost {n} frames in its receive ring while the CPUs were idle for {idle:percent}: they may wake or speed up too late ([[{what}]][[idle state, {latency} us]])',
  ok: 'nothing here keeps the CPUs from being ready in time',
  harmless:
    'the CPUs save power ([[{what}]][[idle state, {latency} us]]), and no ring lost frames while they were idle',
  slow: 'it saves power at the cost of time',
  profile: 'Let tuned keep the CPUs ready for packets',
  governor: 'Run the CPUs at full speed',
  shallow: 'Use no idle state that needs longer than {limit} us to wake',
  costs: 'More power and heat; less room for the turbo of other CPUs.',
  'ring-first':
    'A larger ring and adaptive interrupt moderation bridge the time to wake as well, and cost less.',
  look: 'See what the CPUs may do, and what the firmware adds (BIOS profile, C-states)',
  guest: 'A guest does not decide this: the settings of the hypervisor count.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'cpu-power-states',
  layer: 'host',
  per: 'host',
  needs: ['cpuPower'],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts,
  references: ['https://docs.kernel.org/admin-guide/pm/cpuidle.html', 'tuned-adm(8)', 'cpupower-idle-set(1)'],

  evaluate(context, say) {
    const saving = powerSaving(context);
    const { slow } = saving;
    if (!slow) return { verdict: 'ok', summary: say('ok') };
    const what = whatOf(saving);
    const evidence = [cite(slow.line, say('slow'))];
    const loss = ringLoss(context);
    const use = cpuUse(context);
    if (!loss || !use || use.idle < 0.7) return { verdict: 'ok', summary: say('harmless', what), evidence };
    const { device, movement } = loss;
    return {
      verdict: 'suspect',
      severity: 'low',
      certainty: 'possible',
      summary: say('suspect', { ...movement.args, device: device.name, idle: use.idle, ...what }),
      evidence: [...evidence, ...movement.deltas.slice(0, 2).map(citeCounter)],
      remedies: remediesOf(saving, say),
      confirm: [say('ring-first'), say('guest')],
      // The loss is told by the ring; this is one more thing that may stand behind it.
      consequenceOf: ['ring-buffer-overflow'],
    };
  },
});

/** Of the worst card, when it loses now. */
function ringLoss(context: Context) {
  const kernel = [['link.rx_missed_errors'], ['link.rx_fifo_errors', 'dev.rx_fifo']] as const;
  const [worst] = deviceLosses(context, { cause: 'ring-buffer-overflow', kernel, way: 'rx' }) ?? [];
  return worst?.movement.verdict === 'problem' ? worst : undefined;
}

function whatOf({ slow, latency }: PowerSaving) {
  return slow?.what === 'idle-latency' ? { latency } : { what: slow?.value };
}

function remediesOf({ slow, profile, governor }: PowerSaving, say: Speak): Remedy[] {
  const verify = ['cpupower frequency-info', 'cpupower idle-info'];
  const about = { verify, sideEffects: say('costs'), risk: 'none' as const, who: 'admin' as const };
  const look = investigate(say('look'), [...verify, 'tuned-adm active']);
  const now = (what: Remedy['what'], command: string, undo: string): Remedy => ({
    when: 'now',
    what,
    commands: [command],
    undo: [undo],
    ...about,
  });
  if (profile)
    return [
      look,
      now(say('profile'), 'tuned-adm profile network-latency', sh`tuned-adm profile ${profile.value}`),
    ];
  if (slow?.what === 'governor' && governor)
    return [
      look,
      now(
        say('governor'),
        'cpupower frequency-set -g performance',
        sh`cpupower frequency-set -g ${governor.value}`,
      ),
    ];
  return [look, now(say('shallow', { limit: 50 }), 'cpupower idle-set -D 50', 'cpupower idle-set -E')];
}
