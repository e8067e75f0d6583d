import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Instance, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';
import { changeApplication } from './remedy.ts';

const established = 'net.netfilter.nf_conntrack_tcp_timeout_established';
const keepalive = 'net.ipv4.tcp_keepalive_time';

const texts = {
  title: 'Idle connections are forgotten on the way',
  why:
    'Firewalls, NAT gateways and load balancers remember each connection, and forget it when it was silent for too ' +
    'long: cloud load balancers after 240 to 350 s, others after minutes or hours. Neither end is told. The next ' +
    'request on such a connection vanishes or is reset: the first query after a pause hangs or fails, and works when ' +
    'it is tried again. TCP keepalive would keep the entry alive, but works only on sockets that ask for it.',
  problem:
    '{n} connections were silent for {idle:duration} or longer, and what was sent on them then is not acknowledged; one is {socket}',
  single:
    '{socket} was silent for {idle:duration}, and what was sent then is not acknowledged: forgotten on the way, or the other end is gone',
  risk: 'this host passes connections on and forgets them after {timeout:duration} of silence, before the keepalive of their ends (7200 s by default) would be heard',
  ok: 'no connection hangs that was silent before',
  'not-shown': 'none of {n} established connections was shown with its times (ss -i)',
  silent: 'last heard of {heard:duration} ago; retransmitted since, backed off {backoff} times',
  passes: 'flows of others pass this host',
  'keep-alive': 'Let keepalive probes go out after two minutes',
  'own-choice':
    'Works for sockets with SO_KEEPALIVE only, and from the next connection on. A probe every two minutes for each idle connection.',
  ask: 'Let the application ask for keepalive (SO_KEEPALIVE, with TCP_KEEPIDLE below the time-out of the path), ping on its own, or give idle connections of its pool up sooner',
  longer: 'Remember idle connections for longer than their ends are silent',
  'more-entries':
    'Entries of ends that vanished stay that long, too: watch nf_conntrack_count against nf_conntrack_max.',
  'not-certain':
    'A server that crashed or was moved looks the same from here. Capture at the far end: nothing arrives where something on the way forgot the connection.',
};
type Speak = Say<typeof texts>;

interface Forgotten {
  socket: LocalSocket;
  /** Seconds of silence before the data that now wait, and since something was heard. */
  idle: number;
  heard: number;
  backoff: number;
}

export default defineCause({
  id: 'conntrack-idle-timeout',
  layer: 'far-side',
  per: 'socket',
  needs: ['sockets'],
  verdicts: ['problem', 'risk', 'ok'],
  lookAlike: 'pmtu-blackhole',
  texts,
  references: [
    'tcp(7): SO_KEEPALIVE',
    'RFC 5382, REQ-5',
    'https://docs.kernel.org/networking/nf_conntrack-sysctl.html',
    'ss(8)',
  ],

  evaluate(context, say) {
    const sockets = socketsOf(context).filter(
      ({ protocol, state }) => protocol === 'tcp' && state === 'ESTABLISHED',
    );
    const forgotten = sockets.flatMap((socket) => forgottenOf(socket) ?? []).sort((a, b) => b.idle - a.idle);
    if (forgotten.length > 0) return told(context, forgotten, say);
    const short = forgetsEarly(context, say);
    if (short) return short;
    const shown = sockets.length === 0 || sockets.some(({ info }) => info?.has('lastack') === true);
    return shown
      ? { verdict: 'ok', summary: say('ok') }
      : { verdict: 'unknown', summary: say('not-shown', { n: sockets.length }) };
  },
});

function told(context: Context, forgotten: readonly Forgotten[], say: Speak): Conclusion {
  const least = Math.min(...forgotten.map(({ idle }) => idle));
  const [worst] = forgotten;
  const peers = new Set(forgotten.map(({ socket }) => socket.peer.address));
  const args = { n: forgotten.length, idle: least, socket: worst && nameOf(worst.socket) };
  return {
    verdict: 'problem',
    severity: forgotten.length >= 3 ? 'medium' : 'low',
    certainty: peers.size > 1 ? 'likely' : 'possible',
    summary: say(forgotten.length > 1 ? 'problem' : 'single', args),
    instances: forgotten.slice(0, 50).map((one) => instanceOf(context, one, say)),
    remedies: remediesOf(context, say),
    confirm: [say('not-certain')],
    consequenceOf: ['device-down', 'neighbour-unresolved', 'link-flap'],
  };
}

/**
 * Data wait for an ACK, and the silence began long before they were first sent: the timer doubles with each attempt,
 * so that all attempts together took about twice its present value.
 */
function forgottenOf(socket: LocalSocket): Forgotten | undefined {
  const number = (key: string) => Number(socket.info?.get(key) ?? '0');
  const [backoff, unacked, rto, heard] = [
    number('backoff'),
    number('unacked'),
    number('rto'),
    number('lastack'),
  ];
  const idle = (heard - 2 * rto) / 1000;
  return backoff >= 2 && unacked >= 1 && idle >= 200
    ? { socket, idle, heard: heard / 1000, backoff }
    : undefined;
}

/** Only a host that passes on what others say forgets it for them. */
function forgetsEarly(context: Context, say: Speak): Conclusion | undefined {
  const timeout = numberOf(context, established);
  const table = context.latest('conntrackTable')?.value.translated[0];
  const forwarded = context.counter('Ip.ForwDatagrams');
  const passing =
    table?.[1].line ?? (forwarded && forwarded.latest.value > 0n ? forwarded.latest.line : undefined);
  if (timeout === undefined || timeout >= 7200 || !passing) return undefined;
  return {
    verdict: 'risk',
    severity: 'low',
    certainty: 'possible',
    summary: say('risk', { timeout }),
    evidence: [...citeSetting(context.setting(established)), cite(passing, say('passes'))],
    remedies: changeSetting(context, {
      key: established,
      to: 86400,
      what: say('longer'),
      sideEffects: say('more-entries'),
      verify: [inNamespace(context.netns, 'conntrack -C')],
    }),
  };
}

const nameOf = ({ local, peer }: LocalSocket) =>
  `${local.address}:${local.port ?? ''} to ${peer.address}:${peer.port ?? ''}`;

function instanceOf(context: Context, one: Forgotten, say: Speak): Instance {
  const { socket, idle, heard, backoff } = one;
  return {
    subject: nameOf(socket),
    scope: { netns: context.netns, socket: nameOf(socket) },
    verdict: 'problem',
    severity: 'low',
    summary: say('single', { socket: nameOf(socket), idle }),
    evidence: [cite(socket.line, say('silent', { heard, backoff }))],
  };
}

function remediesOf(context: Context, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, 'ss -tnoi state established')];
  const later = (numberOf(context, keepalive) ?? 7200) > 120;
  return [
    changeApplication(say('ask'), verify),
    ...(later
      ? changeSetting(context, {
          key: keepalive,
          to: 120,
          what: say('keep-alive'),
          sideEffects: say('own-choice'),
          verify,
        })
      : []),
  ];
}
