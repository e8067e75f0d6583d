import type { CounterName } from '../counters/names.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter, citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const key = 'net.ipv4.tcp_fastopen';

const texts = {
  title: 'TCP Fast Open does not work',
  why:
    'With TCP Fast Open a client sends data in its first SYN, and a cookie that it got earlier. When that fails the ' +
    'connection is made in the ordinary way: nothing is lost but the round trip that it should have saved. Only where a ' +
    'firewall on the path drops SYNs with data the client waits a second and more for each attempt.',
  problem:
    'TCP Fast Open failed {n} times[[ in {seconds:duration}]][[ ({rate:rate})]], most as {counter}: the ordinary handshake was used',
  suspect:
    'TCP Fast Open failed {n} times since boot[[ ({rate:rate} on average)]], most as {counter}; when is unknown',
  past: 'TCP Fast Open failed {n} times since boot, none in the {flat:duration} between the captures',
  ok: 'TCP Fast Open does not fail',
  refused:
    'this host as client: data in the SYN was not acknowledged; the server does not take it (any more), or a device on the path removes it',
  cookie:
    'this host as server: SYNs came with a cookie that is not its own; behind a load balancer all servers must have the same net.ipv4.tcp_fastopen_key',
  queue:
    'this host as server: more Fast Open connections wait than the application allowed (TCP_FASTOPEN, the length of that queue)',
  blackhole:
    'this host as client: connections hung after data in the SYN, and the kernel paused Fast Open: a device on the path drops such packets',
  'switch-off':
    'Let this host not use Fast Open as a client: connections then cost one round trip more, and hang no more',
  'see-kind': 'See which of them rises, and towards which destinations',
};
type Speak = Say<typeof texts>;

const kinds = [
  ['TcpExt.TCPFastOpenBlackhole', 'blackhole'],
  ['TcpExt.TCPFastOpenActiveFail', 'refused'],
  ['TcpExt.TCPFastOpenPassiveFail', 'cookie'],
  ['TcpExt.TCPFastOpenListenOverflow', 'queue'],
] as const satisfies readonly (readonly [CounterName, keyof typeof texts])[];

export default defineCause({
  id: 'tfo-problems',
  layer: 'tcp-listen',
  per: 'netns',
  needs: [kinds.map(([name]) => name)],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'syn-retrans-high',
  texts,
  references: [
    'net/ipv4/tcp_fastopen.c',
    'RFC 7413',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_fastopen)',
  ],

  evaluate(context, say) {
    const bad = kinds.map(([name]) => name);
    const told = concludeCounted(context, (id, args) => say(id, { ...args, counter: '' }), {
      bad,
      atMost: 'low',
      few: 10n,
    });
    if (!told) return nothingPrinted('TcpExt.TCPFastOpenActiveFail');
    const { verdict, movement } = told;
    if (verdict === 'ok' || verdict === 'past') return told;
    const counter = movement.deltas[0]?.name.replace(/^TcpExt\./, '');
    const meaning = new Map<string, (typeof kinds)[number][1]>(kinds);
    const blackhole = movement.deltas.some(({ name }) => meaning.get(name) === 'blackhole');
    return {
      ...told,
      severity: verdict === 'problem' ? told.severity : 'info',
      summary: say(verdict, { ...movement.args, counter }),
      evidence: [
        ...movement.deltas.map((delta) => ({
          ...citeCounter(delta),
          meaning: say(meaning.get(delta.name) ?? 'refused'),
        })),
        ...citeSetting(context.setting(key)),
      ],
      remedies: remediesOf(context, blackhole, say),
    };
  },
});

/** Bit 0 is the client's side, bit 1 the server's. */
function remediesOf(context: Context, blackhole: boolean, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, "nstat -az 'TcpExtTCPFastOpen*'")];
  const enabled = numberOf(context, key);
  const off =
    blackhole && enabled !== undefined && enabled % 2 === 1
      ? changeSetting(context, { key, to: enabled - 1, what: say('switch-off'), verify })
      : [];
  return [investigate(say('see-kind'), verify, 'admin', verify), ...off];
}
