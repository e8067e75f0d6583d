import type { LoggedEvents } from '../host/kernel-events.ts';
import { eventsWhere } from '../host/kernel-events.ts';
import { raiseReserve } from '../host/memory-reserve.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeDevices, deviceLosses } from './device.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'No memory for receive buffers',
  why:
    'A driver must put a fresh buffer into the receive ring for every frame that it hands up. It asks for it in an ' +
    'interrupt, where the kernel cannot wait until memory is freed: it may only take from a small reserve ' +
    '(vm.min_free_kbytes). When that is used up or torn into pieces that are too small, the ring runs dry, and the card ' +
    'drops frames although the CPU has time.',
  problem:
    '{device} found no memory for {n} receive buffers[[ in {seconds:duration}]][[ ({rate:rate})]] ({counter}[[, driver {driver}]])',
  suspect:
    '{device} found no memory for {n} receive buffers since boot[[ ({rate:rate} on average)]] ({counter}[[, driver {driver}]]); when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{device} found no memory for {n} receive buffers since boot, none in the {flat:duration} between the captures',
  logged:
    'the kernel logged {n} times that it had no memory for a packet[[; the last time {age:duration} before the capture]]',
  ok: 'no driver failed to get a receive buffer',
  failure: 'no 2^{order} pages free in one piece ({process})',
  reserve: 'the reserve for interrupts',
  look: 'Find what uses the memory up, and whether what is free is in pieces: the columns of buddyinfo are pieces of 1, 2, 4 ... pages',
  'too-high':
    'The reserve is taken from everything else; far too high, and the host reclaims memory all the time.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'rx-alloc-failure',
  layer: 'driver',
  per: 'device',
  needs: [['ethtoolStats', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts,
  references: [
    'https://docs.kernel.org/admin-guide/sysctl/vm.html: min_free_kbytes',
    'mm/page_alloc.c: warn_alloc',
  ],

  evaluate(context, say) {
    const losses = deviceLosses(context, { cause: 'rx-alloc-failure', kernel: [], way: 'rx' });
    const counted = losses && concludeDevices(context, losses, say);
    const logged = packetFailures(context);
    const told = !counted || (counted.verdict !== 'problem' && logged) ? fromLog(logged, say) : counted;
    const evidence = logged
      ? logged.events.slice(-3).map((event) => cite(event.line, failureOf(event, say)))
      : [];
    if (told.verdict === 'ok' && !context.latest('ethtoolStats'))
      return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what: 'ethtool -S' } } };
    if (told.verdict === 'ok') return told;
    const proofs = [...(told.evidence ?? []), ...evidence, ...reserveOf(context, say)];
    if (told.verdict === 'past') return { ...told, evidence: proofs };
    return {
      ...told,
      evidence: proofs,
      instances: counted?.instances ?? [],
      claims: counted?.claims ?? [],
      remedies: remediesOf(context, say),
      consequenceOf: ['host-overload'],
    };
  },
});

/** Of allocations that cannot wait, and whose call trace leads through the memory of packets. */
function packetFailures(context: Context): LoggedEvents | undefined {
  return eventsWhere(
    context,
    ({ kind, args }) => kind === 'page-allocation-failure' && args.get('path') === 'packet',
  );
}

function fromLog(logged: LoggedEvents | undefined, say: Speak): Conclusion {
  if (!logged) return { verdict: 'ok', summary: say('ok') };
  const { verdict, count, age } = logged;
  const severity = verdict === 'problem' ? 'high' : 'medium';
  return { verdict, severity, certainty: 'likely', summary: say('logged', { n: count, age }) };
}

const failureOf = ({ args }: LoggedEvents['last'], say: Speak) =>
  say('failure', { order: args.get('order') ?? '?', process: args.get('process') ?? '?' });

function reserveOf(context: Context, say: Speak): Evidence[] {
  const setting = context.setting('vm.min_free_kbytes');
  return setting ? [cite(setting.line, say('reserve'))] : [];
}

function remediesOf(context: Context, say: Speak): Remedy[] {
  const verify = ['cat /proc/buddyinfo', inNamespace(context.netns, 'ip -s -s link')];
  const commands = ['cat /proc/buddyinfo', 'free -m', 'slabtop -o -s c | head -20'];
  return [
    investigate(say('look'), commands, 'admin', verify),
    ...raiseReserve(context, say('too-high'), verify),
  ];
}
