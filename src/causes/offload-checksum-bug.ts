import { deviceLabel, devicesOf, driverCounters } from '../host/devices.ts';
import { changeDevice } from '../host/ethtool-settings.ts';
import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'The checksum offload of a card is wrong',
  why:
    'Cards compute the checksums of TCP and UDP, so that the CPU need not. When card or driver have a fault in this, the ' +
    'card lets damaged packets through, calls good ones bad, or sends wrong sums, which the receiver drops without a word. ' +
    'The kernel can tell only where it computes a sum once more and finds that the card was wrong: it logs "hw csum ' +
    'failure". Bad sums that card and kernel agree about are packets that were damaged on their way.',
  problem:
    'the kernel logged {n} times that a checksum computed by {device} is wrong, also between the captures',
  suspect:
    'the kernel logged {n} times that a checksum computed by {device} is wrong[[; the last time {age:duration} before the capture]]',
  unprepared:
    'the kernel logged {n} times that a packet for {device} asked for an offload that the driver does not have[[; the last time {age:duration} before the capture]]',
  disagree:
    'the card {device} called the sums of {n} packets bad[[ in {seconds:duration}]], the kernel those of none: one of them is wrong',
  damaged:
    'the card {device} called the sums of {n} packets bad, and so did the kernel: packets damaged on their way, no fault of the offload',
  ok: 'no card called the sum of a packet bad',
  'no-proof':
    'no driver here counts bad checksums, and the kernel log tells of none: it speaks up only where it computes the sum again',
  'not-compared':
    'the card {device} called the sums of {n} packets bad; what the kernel said of them was not collected',
  wrong: 'the kernel computed the sum again',
  off: 'Let the CPU compute the checksums of {device} instead',
  keep: 'Keep the offload off over reboots',
  costs: 'Costs CPU time; segmentation and merging of packets in the card may go off with it.',
  compare:
    'Compare driver and firmware[[ of {device}]] with the newest ones, and capture with the offload off',
  sender:
    'A capture on the sending host shows wrong sums for every packet that the card still has to complete: that is normal.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'offload-checksum-bug',
  layer: 'driver',
  per: 'device',
  needs: [['ethtoolStats', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'tcp-checksum',
  texts,
  references: ['net/core/dev.c: netdev_rx_csum_fault, skb_warn_bad_offload', 'ethtool(8): -K'],

  evaluate(context, say) {
    const logged = loggedEvents(context, 'hw-checksum-failure') ?? loggedEvents(context, 'bad-offload');
    if (logged) return fromLog(context, logged, say);
    const [worst] = devicesOf(context)
      .flatMap((device) =>
        driverCounters(device, 'offload-checksum-bug', 'context').flatMap((group) => {
          const card = movementOf(group);
          return card ? [{ device: device.name, card }] : [];
        }),
      )
      .sort((a, b) => Number(b.card.n - a.card.n));
    if (!worst) return { verdict: 'unknown', summary: say('no-proof') };
    return compared(context, worst.device, worst.card, say);
  },
});

function fromLog(context: Context, logged: LoggedEvents, say: Speak): Conclusion {
  const { verdict, count: n, age, events, last } = logged;
  const device = deviceLabel(last.device);
  const sends = last.kind === 'bad-offload';
  const id = sends ? 'unprepared' : verdict;
  return {
    verdict,
    severity: verdict === 'problem' ? 'high' : 'medium',
    ...(sends ? { certainty: 'likely' } : {}),
    summary: say(id, { n, device, age }),
    evidence: events.slice(-4).map(({ line }) => cite(line, say('wrong'))),
    remedies: remediesOf(context, last.device, sends ? 'tx' : 'rx', say),
    confirm: [say('sender')],
  };
}

/** The kernel computes the sum itself wherever the card did not call it good. */
function compared(context: Context, device: string, card: Movement, say: Speak): Conclusion {
  const evidence = card.deltas.slice(0, 4).map(citeCounter);
  const args = { ...card.args, device };
  if (card.n === 0n) return { verdict: 'ok', summary: say('ok'), evidence };
  const names = ['Tcp.InCsumErrors', 'Udp.InCsumErrors', 'Udp6.InCsumErrors', 'Icmp.InCsumErrors'] as const;
  const stack = movementOf(names.map((name) => context.counter(name)));
  if (!stack) return { verdict: 'unknown', summary: say('not-compared', args), evidence };
  const both = [...evidence, ...stack.deltas.slice(0, 2).map(citeCounter)];
  if (stack.n > 0n || card.n < 10n) return { verdict: 'ok', summary: say('damaged', args), evidence: both };
  return {
    verdict: 'suspect',
    severity: 'low',
    certainty: 'possible',
    summary: say('disagree', args),
    evidence: both,
    claims: card.deltas.map(claim),
    remedies: remediesOf(context, device, 'rx', say).slice(0, 1),
    confirm: [say('sender')],
  };
}

function remediesOf(context: Context, device: string | undefined, way: 'rx' | 'tx', say: Speak): Remedy[] {
  if (device === undefined) return [investigate(say('compare'), ['uname -r'])];
  const verify = [inNamespace(context.netns, sh`ethtool -k ${device}`)];
  const look = investigate(
    say('compare', { device }),
    [inNamespace(context.netns, sh`ethtool -i ${device}`), ...verify],
    'admin',
  );
  const offload = context
    .all('ethtoolOffloads')
    .find(({ value }) => value.device === device)
    ?.value.features.get(`${way}-checksumming`);
  if (!offload?.value || offload.fixed || context.netns !== '') return [look];
  return [
    look,
    ...changeDevice(context, {
      device,
      option: '-K',
      set: [way, 'off'],
      before: [way, 'on'],
      connection: { [`ethtool.feature-${way}`]: 'off' },
      what: say('off', { device }),
      keep: say('keep'),
      sideEffects: say('costs'),
      risk: 'none',
      verify,
    }),
  ];
}
