import type { ClockStep } from '../host/clock-steps.ts';
import { clockSteps } from '../host/clock-steps.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'clock-jump',
  layer: 'host',
  per: 'host',
  needs: [['bootTime', 'uptime', 'date']],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'soft-lockup',
  texts: {
    title: 'The clock of the host was set',
    why:
      'Somebody, or a time service after a long silence, moved the wall clock while the host ran. Rates in this report are ' +
      'not touched by it: they use the time since boot. But times in logs before and after the step cannot be compared, ' +
      'TLS certificates and Kerberos tickets may be refused as not yet or no longer valid, and jobs run twice or not at ' +
      'all. TCP itself does not care.',
    forward: 'the clock was set forward by {seconds:duration} between captures {from} and {to}',
    back: 'the clock was set back by {seconds:duration} between captures {from} and {to}',
    ok: 'the clock of the host ran evenly between the captures',
    slight:
      'the clock was corrected by {seconds:duration} between captures {from} and {to}: too little to harm',
    'one-capture': 'one capture does not show whether the clock was set',
    'no-clocks': 'the captures hold no two clocks of one boot that could be compared',
    before: 'the boot time worked out from the clock, before',
    after: 'and after: it moves only when the clock is set',
    source: 'See who set it, and whether the time service of the host is in step now',
    'log-order':
      'Where the order of events matters, use the times since boot (dmesg without -T, journalctl -o short-monotonic).',
  },
  references: ['proc_stat(5): btime', 'adjtimex(2)', 'clock_settime(2)'],

  evaluate(context, say) {
    if (context.captures < 2) return { verdict: 'unknown', summary: say('one-capture') };
    const { steps, compared } = clockSteps(context);
    const [step] = steps;
    if (!compared) return { verdict: 'unknown', summary: say('no-clocks') };
    if (!step) return { verdict: 'ok', summary: say('ok') };
    const { seconds, lines } = step;
    const args = argsOf(step);
    const evidence = [cite(lines[0], say('before')), cite(lines[1], say('after'))];
    if (Math.abs(seconds) < 60) return { verdict: 'ok', summary: say('slight', args), evidence };
    const commands = [
      'timedatectl',
      'chronyc tracking',
      'journalctl -b -o short-monotonic -g "clock|time has been changed"',
    ];
    return {
      verdict: 'suspect',
      severity: 'low',
      summary: seconds > 0 ? say('forward', args) : say('back', args),
      evidence,
      remedies: [investigate(say('source'), commands)],
      confirm: [say('log-order')],
    };
  },
});

const argsOf = ({ from, to, seconds }: ClockStep) => ({
  seconds: Math.abs(seconds),
  from: from + 1,
  to: to + 1,
});
