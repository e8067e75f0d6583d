import { cpuUse, seenUses } from '../host/cpus.ts';
import type { Line, Severity } from '../model.ts';
import type { Context } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'steal-time',
  layer: 'host',
  per: 'host',
  needs: [['cpuStat', 'sar']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'cgroup-cpu-throttle',
  texts: {
    title: 'The hypervisor does not run the virtual CPUs',
    why:
      'A virtual CPU is a thread of the hypervisor. When more of them want to run than there are real CPUs, or when the ' +
      'provider grants this type of instance only a part of a CPU, the virtual CPU waits although it has work: the kernel ' +
      'counts that time as steal. During it no packet is taken from the ring, so rings and queues overflow in bursts ' +
      'while the guest itself looks idle.',
    problem: 'the hypervisor kept back {steal:percent} of the CPU time between the captures',
    suspect: 'the hypervisor kept back {steal:percent} of the CPU time since boot; when is unknown',
    seen: 'mpstat, vmstat or top saw the hypervisor keep back {steal:percent} of the CPU time',
    ok: 'the hypervisor kept back {steal:percent} of the CPU time',
    'not-printed': 'this kernel prints no steal time',
    share: 'time of all CPUs; steal is the eighth number',
    move: 'Ask the provider for another host, or take a type of instance with CPUs of its own; a burstable type may have used up its credits',
    hidden: 'Some clouds do not tell steal time: none is no proof that there was none.',
  },
  references: ['proc_stat(5)', 'https://docs.kernel.org/virt/kvm/x86/msr.html: MSR_KVM_STEAL_TIME'],

  evaluate(context, say) {
    const now = cpuUse(context);
    const seen = now ? undefined : seenBySomebody(context);
    const told = now ?? seen ?? sinceBoot(context);
    if (!told) return { verdict: 'unknown', summary: say('not-printed') };
    const { steal, line } = told;
    const verdict = now && steal > 0.1 ? 'problem' : !now && steal > 0.05 ? 'suspect' : 'ok';
    const severity: Severity = verdict === 'ok' ? 'info' : steal > 0.3 ? 'high' : 'medium';
    const summary = say(seen && verdict !== 'ok' ? 'seen' : verdict, { steal });
    const evidence = [cite(line, seen ? summary : say('share'))];
    if (verdict === 'ok') return { verdict, summary, evidence, confirm: [say('hidden')] };
    const commands = ['vmstat 1 5', 'mpstat -P ALL 1 5'];
    return {
      verdict,
      severity,
      summary,
      share: steal,
      evidence,
      remedies: [investigate(say('move'), commands, 'cloud', commands.slice(0, 1))],
    };
  },
});

function seenBySomebody(context: Context): { steal: number; line: Line } | undefined {
  const uses = seenUses(context).flatMap(({ cpu, steal, line }) =>
    cpu === 'all' && steal !== undefined ? [{ steal, line }] : [],
  );
  return uses.sort((a, b) => b.steal - a.steal)[0];
}

/** Of all CPUs together; the time of guests is part of user. */
function sinceBoot(context: Context): { steal: number; line: Line } | undefined {
  const total = context.latest('cpuStat')?.value.total;
  const steal = total?.ticks.get('steal');
  if (!total || steal === undefined) return undefined;
  const all = [...total.ticks].reduce((sum, [name, n]) => (name.startsWith('guest') ? sum : sum + n), 0n);
  return all === 0n ? undefined : { steal: Number(steal) / Number(all), line: total.line };
}
