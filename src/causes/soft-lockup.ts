import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import type { Severity } from '../model.ts';
import type { KernelEvent } from '../parsers/kernel-log.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'A CPU was stuck in the kernel',
  why:
    'The watchdog of the kernel found a CPU that ran kernel code for many seconds without a pause. In that time it ' +
    'handled no packet: rings and backlogs that belong to it overflowed, transmit queues timed out, links and cluster ' +
    'heartbeats went down, peers sent again. What the log tells after it is mostly its consequence. On a virtual ' +
    'machine the usual reason is a hypervisor that did not run the virtual CPU; on hardware, a fault of kernel or driver.',
  problem:
    'the kernel reports a stuck CPU {n} times, also between the captures[[: CPU {cpu}]][[, for {stuck} s]][[ in {process}]]',
  suspect:
    'the kernel reported a stuck CPU {n} times[[; the last time {age:duration} before the capture]][[: CPU {cpu}]][[, for {stuck} s]][[ in {process}]]',
  ok: 'the kernel log has no stuck CPU',
  stuck: 'a CPU makes no progress',
  virtual: 'this is a virtual machine: ask whether the hypervisor ran its CPUs at that time',
  trace:
    'Read the call trace that follows the message: the module on top of it names the driver. Look for an update of kernel, driver, firmware',
  order:
    'Judge by the order of the log: what stands before the first of these messages is no consequence of it.',
};

export default defineCause({
  id: 'soft-lockup',
  layer: 'host',
  per: 'host',
  needs: ['kernelLog'],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'host-overload',
  texts,
  references: ['Documentation/admin-guide/lockup-watchdogs.rst', 'Documentation/RCU/stallwarn.rst'],

  evaluate(context, say) {
    const logged = loggedEvents(context, 'soft-lockup', 'hard-lockup', 'rcu-stall');
    if (!logged) return { verdict: 'ok', summary: say('ok') };
    const { events, last, count, age, verdict } = logged;
    const told = [...events].reverse().find(({ args }) => args.has('cpu')) ?? last;
    const args = { n: count, age, ...argsOf(told) };
    const machine = context.latest('cpuinfo')?.value;
    return {
      verdict,
      severity: severityOf(verdict, age),
      summary: say(verdict, args),
      evidence: [
        ...[...events.slice(0, 1), ...events.slice(1).slice(-4)].map(({ line }) => cite(line, say('stuck'))),
        ...(machine?.hypervisor ? [cite(machine.line, say('virtual'))] : []),
      ],
      remedies: [investigate(say('trace'), commandsFor(told), machine?.hypervisor ? 'cloud' : 'admin')],
      confirm: [say('order')],
      consequenceOf: ['steal-time'],
    };
  },
});

function severityOf(verdict: LoggedEvents['verdict'], age: number | undefined): Severity {
  if (verdict === 'problem') return 'critical';
  return age !== undefined && age > 7 * 86400 ? 'medium' : 'high';
}

function argsOf({ args }: KernelEvent): Record<string, string | undefined> {
  return { cpu: args.get('cpu'), stuck: args.get('seconds'), process: args.get('process') };
}

const commandsFor = ({ args }: KernelEvent): string[] => [
  "journalctl -k -g 'lockup|stall|NETDEV WATCHDOG'",
  'uname -r',
  ...(args.has('cpu') ? ['cat /proc/interrupts'] : []),
];
