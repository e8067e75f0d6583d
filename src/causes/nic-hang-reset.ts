import { deviceLabel, deviceWord } from '../host/devices.ts';
import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Remedy, Severity } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeDevices, deviceLosses } from './device.ts';
import type { Movement } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'A network card hung and was reset',
  why:
    'The kernel gives a packet to the card and waits until the card says that it was sent. When no answer comes for some ' +
    'seconds, the transmit watchdog of the kernel or the driver itself takes the card for hung and resets it. All packets ' +
    'in its rings are lost, the link goes down for a moment, and its counters may begin anew. The reason lies in the ' +
    'firmware, the driver, the slot or its power saving; on a virtual machine, in the host below it.',
  problem:
    '{device} counted {n} faults or resets of the card[[ in {seconds:duration}]] ({counter}[[, driver {driver}]])',
  suspect:
    '{device} counted {n} faults or resets of the card since boot ({counter}[[, driver {driver}]]); when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{device} counted {n} faults or resets of the card since boot ({counter}), none in the {flat:duration} between the captures',
  logged:
    'the kernel logged {n} times that {device} hung or was reset[[; the last time {age:duration} before the capture]]',
  ok: 'the drivers counted no hang and no reset of a card',
  'not-counted':
    'no driver here counts resets of its card; the kernel log tells of none, which proves little: it may not reach back far enough',
  hung: 'the card does not answer',
  look: 'Compare driver and firmware of {device} with the newest ones of the vendor, and read the log around the first of these messages',
  offload:
    'Where it comes back with the newest firmware: try without segmentation offload (ethtool -K {device} tso off gso off) and without power saving of the slot (pcie_aspm=off). Both cost CPU time or power.',
  order: 'A CPU that was stuck makes the same watchdog fire: see what the log tells before it.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'nic-hang-reset',
  layer: 'driver',
  per: 'device',
  needs: [['ethtoolStats', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'link-flap',
  texts,
  references: ['net/sched/sch_generic.c: dev_watchdog', 'drivers/net/ethernet/*: ndo_tx_timeout'],

  evaluate(context, say) {
    const logged = loggedEvents(context, 'netdev-watchdog', 'tx-hang', 'nic-reset');
    const losses = deviceLosses(context, { cause: 'nic-hang-reset', kernel: [], way: 'tx', grade });
    const counted = losses && concludeDevices(context, losses, say);
    const silent = !counted || counted.verdict === 'ok' || counted.verdict === 'past';
    if (!logged) {
      if (!counted) return { verdict: 'unknown', summary: say('not-counted') };
      if (silent) return counted;
      return { ...counted, ...adviceOf(context, losses[0]?.device.name ?? '', undefined, say) };
    }
    const told = counted?.verdict === 'problem' ? counted : fromLog(logged, say);
    return {
      ...told,
      evidence: [
        ...(told.evidence ?? []),
        ...logged.events.slice(-4).map(({ line }) => cite(line, say('hung'))),
      ],
      instances: counted?.instances ?? [],
      claims: counted?.claims ?? [],
      ...adviceOf(context, logged.last.device ?? losses?.[0]?.device.name ?? '', logged, say),
    };
  },
});

/** One reset loses a whole ring: its number says nothing of the packets. */
function grade({ verdict, n }: Movement): Severity {
  if (verdict === 'problem') return n < 3n ? 'medium' : 'high';
  return 'low';
}

function fromLog({ verdict, count, age, last }: LoggedEvents, say: Speak): Conclusion {
  const old = age !== undefined && age > 7 * 86400;
  const severity = verdict === 'problem' ? 'high' : old ? 'low' : 'medium';
  return { verdict, severity, summary: say('logged', { n: count, age, device: deviceLabel(last.device) }) };
}

type Advice = Pick<Conclusion, 'remedies' | 'confirm' | 'consequenceOf'>;

function adviceOf(context: Context, device: string, logged: LoggedEvents | undefined, say: Speak): Advice {
  const commands = [
    ...(device === '' ? [] : [inNamespace(context.netns, sh`ethtool -i ${device}`)]),
    "journalctl -k -g 'NETDEV WATCHDOG|[Hh]ang|[Rr]eset'",
  ];
  const look: Remedy = investigate(say('look', { device: deviceLabel(device) }), commands, 'admin');
  return {
    remedies: [look],
    confirm: [say('offload', { device: deviceWord(device) }), say('order')],
    consequenceOf: lockupBefore(context, logged) ? ['soft-lockup'] : [],
  };
}

/** A lockup explains what the log tells after it. */
function lockupBefore(context: Context, logged: LoggedEvents | undefined): boolean {
  const lockup = loggedEvents(context, 'soft-lockup', 'hard-lockup', 'rcu-stall')?.events[0]?.line;
  const reset = logged?.last.line;
  if (!lockup || !reset) return false;
  return lockup.file.path !== reset.file.path || lockup.number < reset.number;
}
