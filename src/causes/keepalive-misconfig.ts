import type { Change } from '../host/settings.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';

const keys = {
  time: 'net.ipv4.tcp_keepalive_time',
  interval: 'net.ipv4.tcp_keepalive_intvl',
  probes: 'net.ipv4.tcp_keepalive_probes',
  tracked: 'net.netfilter.nf_conntrack_tcp_timeout_established',
} as const;

const texts = {
  title: 'TCP keepalive does not fit the path',
  why:
    'Firewalls, NAT and load balancers forget a connection that is idle for too long, after some minutes in clouds; then ' +
    'its next packet is dropped or reset, and the program hangs. Keepalive probes (SO_KEEPALIVE) keep it in memory, but the ' +
    'kernel sends the first one only after net.ipv4.tcp_keepalive_time, two hours by default. On the other hand, probes ' +
    'that give up within seconds end good connections when the network hiccups.',
  suspect:
    '{n} of {all} connections do not answer keepalive probes: something on the path has forgotten them, or the peers are gone',
  tracked:
    'this host itself forgets idle connections after {timeout:duration}, before the first keepalive probe at {time:duration}',
  hasty:
    'keepalive ends a connection that is silent for {seconds:duration}: a short disturbance of the network is enough',
  ok: 'no sign that keepalive does not fit[[: the first probe comes after {time:duration} without data]]',
  unanswered: '{n} probes without an answer so far',
  earlier: 'Let the first probe come earlier: in half the time after which idle connections are forgotten',
  'only-asked':
    'Concerns new and open sockets of programs that set SO_KEEPALIVE and no times of their own; others are not changed.',
  patient: 'Give the peer as long as the kernel does by default',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'keepalive-misconfig',
  layer: 'tcp',
  per: 'netns',
  needs: [['sysctl', 'sockets']],
  verdicts: ['suspect', 'risk', 'ok'],
  lookAlike: 'conntrack-established-timeout-long',
  texts,
  references: ['tcp(7)', 'RFC 1122, section 4.2.3.6', 'RFC 5382, section 5'],

  evaluate(context, say) {
    const time = numberOf(context, keys.time);
    return (
      unanswered(context, time, say) ??
      forgotten(context, time, say) ??
      hasty(context, say) ?? { verdict: 'ok', summary: say('ok', { time }) }
    );
  },
});

/** One probe on its way is normal; so are a few clients that have vanished. */
function unanswered(context: Context, time: number | undefined, say: Speak): Conclusion | undefined {
  const all = socketsOf(context).filter(
    ({ protocol, state }) => protocol === 'tcp' && state === 'ESTABLISHED',
  );
  const silent = all.filter(probesOf).sort((a, b) => probesOf(b) - probesOf(a));
  if (silent.length < 10 || silent.length < all.length * 0.05) return undefined;
  return {
    verdict: 'suspect',
    severity: 'low',
    certainty: 'possible',
    summary: say('suspect', { n: silent.length, all: all.length }),
    evidence: [
      ...silent.slice(0, 5).map((socket) => cite(socket.line, say('unanswered', { n: probesOf(socket) }))),
      ...citeSetting(context.setting(keys.time)),
    ],
    // Clouds forget after 350 seconds and less.
    remedies: time === undefined || time <= 300 ? [] : change(context, say, { key: keys.time, to: 120 }),
  };
}

const probesOf = ({ timer }: LocalSocket) =>
  timer?.kind === 'keepalive' && timer.attempts > 1 ? timer.attempts : 0;

function forgotten(context: Context, time: number | undefined, say: Speak): Conclusion | undefined {
  const timeout = numberOf(context, keys.tracked);
  if (time === undefined || timeout === undefined || timeout > time) return undefined;
  return {
    verdict: 'risk',
    severity: 'low',
    summary: say('tracked', { time, timeout }),
    evidence: [keys.tracked, keys.time].flatMap((key) => citeSetting(context.setting(key))),
    remedies: change(context, say, { key: keys.time, to: Math.max(1, Math.floor(timeout / 2)) }),
  };
}

/** From the first unanswered probe to the end of the connection. */
function hasty(context: Context, say: Speak): Conclusion | undefined {
  const [interval, probes] = [numberOf(context, keys.interval), numberOf(context, keys.probes)];
  if (interval === undefined || probes === undefined || interval * probes > 5) return undefined;
  return {
    verdict: 'risk',
    severity: 'low',
    summary: say('hasty', { seconds: interval * probes }),
    evidence: [keys.interval, keys.probes].flatMap((key) => citeSetting(context.setting(key))),
    remedies: [
      ...changeSetting(context, { key: keys.interval, to: 75, what: say('patient') }),
      ...changeSetting(context, { key: keys.probes, to: 9, what: say('patient') }),
    ],
  };
}

function change(context: Context, say: Speak, { key, to }: Pick<Change, 'key' | 'to'>) {
  const verify = [inNamespace(context.netns, 'ss -tno')];
  return changeSetting(context, { key, to, what: say('earlier'), sideEffects: say('only-asked'), verify });
}
