import { changeDevice } from '../host/ethtool-settings.ts';
import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import type { KnownLink } from '../host/links.ts';
import { linksOf } from '../host/links.ts';
import { numberOf } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, citeSetting, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Merged packets that are to be forwarded (LRO)',
  why:
    'With large receive offload (LRO) a card merges the segments of a TCP connection into packets far larger than the MTU, ' +
    'and forgets how they were cut. For a program on this host that is fine; a router or bridge cannot send them on: the ' +
    'kernel drops them, or answers that they are too big. Connections through this host stall while those to it work. ' +
    'The kernel switches LRO off when forwarding is switched on; it stays only when somebody or the driver switches it ' +
    'on again. GRO, its successor in the kernel, is safe.',
  problem:
    'the kernel dropped merged packets of {device} that it should forward, and said so {n} times[[; the last time {age:duration} before the capture]]',
  suspect:
    'the kernel dropped merged packets of {device} that it should forward, and said so {n} times; when is unknown[[; the last time {age:duration} before the capture]]',
  past: 'the kernel dropped merged packets of {device} that it should forward, {n} times; LRO is off now',
  'too-big':
    'LRO is on at {device}, which forwards, and {n} packets were too big to be sent on[[ in {seconds:duration}]]',
  risk: 'LRO is on at {device}, which forwards: merged packets cannot be sent on',
  ok: 'no device that forwards has LRO on',
  unclear: 'LRO is on, and whether this host forwards was not collected',
  message: 'the kernel refuses to forward a merged packet',
  lro: 'LRO is on',
  'lro-off': 'LRO is off now',
  port: 'the device is a port of a bridge',
  off: 'Switch LRO of {device} off: what passes through costs more CPU time, and arrives',
  keep: 'Keep LRO of {device} off over reboots',
  'may-reset': 'Some drivers reset the link for a moment.',
  fixed:
    'The driver does not let LRO of {device} be switched: look for a parameter of its module, or a newer driver',
  limited: 'The message is rate-limited: many more packets are lost than it is printed.',
};
type Speak = Say<typeof texts>;

interface Merger {
  device: string;
  fixed: boolean;
  conclusion: Conclusion;
}

export default defineCause({
  id: 'gro-lro-forwarding',
  layer: 'driver',
  per: 'device',
  needs: [['ethtoolOffloads', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'oversize-frames',
  texts,
  references: [
    'net/core/skbuff.c: __skb_warn_lro_forwarding',
    'net/ipv4/ip_forward.c: ip_forward',
    'net/core/dev.c: dev_disable_lro',
  ],

  evaluate(context, say) {
    const logged = loggedEvents(context, 'lro-forwarding');
    const found = logged ? fromLog(context, logged, say) : fromSettings(context, say);
    if (!found) return quiet(context, say);
    const { device, fixed, conclusion } = found;
    if (conclusion.verdict === 'past') return conclusion;
    const remedies = fixed
      ? [investigate(say('fixed', { device }), [inNamespace(context.netns, sh`ethtool -i ${device}`)])]
      : switchOff(context, device, say);
    return { ...conclusion, remedies };
  },
});

/** The message is rate-limited and the log may have been overwritten: its silence alone proves nothing. */
function quiet(context: Context, say: Speak): Conclusion {
  const states = context.all('ethtoolOffloads').flatMap(({ value }) => {
    const lro = value.features.get('large-receive-offload');
    return lro ? [lro] : [];
  });
  if (states.length === 0)
    return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what: 'ethtool -k' } } };
  const on = states.find(({ value }) => value);
  const unclear = on !== undefined && !context.setting('net.ipv4.ip_forward');
  const evidence = unclear ? [cite(on.line, say('lro'))] : [];
  return unclear
    ? { verdict: 'unknown', summary: say('unclear'), evidence }
    : { verdict: 'ok', summary: say('ok') };
}

/** Whether the device merges, as far as it is told. */
function lroOf(context: Context, device: string) {
  const offloads = context.all('ethtoolOffloads').find(({ value }) => value.device === device)?.value;
  return offloads?.features.get('large-receive-offload');
}

/** The kernel drops such a packet and says so: nothing is left to guess, but whether it goes on. */
function fromLog(context: Context, logged: LoggedEvents, say: Speak): Merger {
  const { events, count: n, last, age } = logged;
  const device = last.device ?? '?';
  const lro = lroOf(context, device);
  const over = logged.verdict === 'suspect' && lro?.value === false;
  const verdict = over ? 'past' : logged.verdict;
  const state = lro ? [cite(lro.line, lro.value ? say('lro') : say('lro-off'))] : [];
  return {
    device,
    fixed: lro?.fixed === true,
    conclusion: {
      verdict,
      severity: over ? 'info' : verdict === 'problem' ? 'high' : 'medium',
      summary: say(verdict, { device, n, age }),
      evidence: [...events.slice(-4).map(({ line }) => cite(line, say('message'))), ...state],
      confirm: over ? [] : [say('limited')],
    },
  };
}

/** LRO in force at a device that forwards; packets that are too big then speak for it. */
function fromSettings(context: Context, say: Speak): Merger | undefined {
  const forwards = forwarding(context);
  for (const link of linksOf(context)) {
    const lro = lroOf(context, link.name);
    const port = isPort(context, link);
    if (!lro?.value || !(forwards || port)) continue;
    const tooBig = movementOf(
      (['Ip.FragFails', 'Ip6.FragFails', 'Ip6.InTooBigErrors'] as const).map((name) => context.counter(name)),
    );
    const evidence = [
      cite(lro.line, say('lro')),
      ...(port ? [cite(link.line, say('port'))] : citeSetting(forwards)),
    ];
    const told = tooBig?.verdict === 'problem' && tooBig.n >= 10n ? tooBig : undefined;
    const conclusion: Conclusion = told
      ? { ...suspected(told, link.name, say), evidence: [...evidence, ...told.deltas.map(citeCounter)] }
      : { verdict: 'risk', severity: 'low', summary: say('risk', { device: link.name }), evidence };
    return { device: link.name, fixed: lro.fixed, conclusion };
  }
  return undefined;
}

function suspected(tooBig: Movement, device: string, say: Speak): Conclusion {
  return {
    verdict: 'suspect',
    severity: 'medium',
    certainty: 'possible',
    summary: say('too-big', { ...tooBig.args, device }),
    claims: tooBig.deltas.map(claim),
  };
}

function forwarding(context: Context) {
  const key = ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'].find(
    (name) => (numberOf(context, name) ?? 0) > 0,
  );
  return key === undefined ? undefined : context.setting(key);
}

function isPort(context: Context, { details, master }: KnownLink): boolean {
  const over = linksOf(context).find(({ name }) => name === master);
  return details.has('bridge_slave') || over?.kind === 'bridge' || over?.kind === 'openvswitch';
}

function switchOff(context: Context, device: string, say: Speak): Remedy[] {
  return changeDevice(context, {
    device,
    option: '-K',
    set: ['lro', 'off'],
    before: ['lro', 'on'],
    connection: { 'ethtool.feature-lro': 'off' },
    what: say('off', { device }),
    keep: say('keep', { device }),
    sideEffects: say('may-reset'),
    risk: 'link-reset',
    verify: [sh`ethtool -k ${device} | grep large-receive-offload`],
  });
}
