import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Remedy, Severity, Verdict } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';

const texts = {
  title: 'SYN flood',
  why:
    'Somebody sends connection requests from addresses that never answer, to fill the SYN queue and keep real clients ' +
    'out. SYN cookies let the kernel answer without keeping state; whether the clients are real shows in how many ' +
    'cookies come back. The same counters rise when a queue is too short for honest load: then nearly all come back.',
  sent: '{sent} SYN cookies sent[[ in {seconds:duration}]][[ ({rate:rate})]], {share:percent} came back: most clients are not real',
  'half-open':
    '{n} half-open connections from {sources} addresses, {established} established: they are asked and do not answer',
  ok: 'no sign of a SYN flood',
  'ok-real': '{share:percent} of the {sent} SYN cookies came back: the clients are real',
  'half-open-line': 'one of {n} half-open connections',
  'challenge-other':
    'TCPSYNChallenge does not belong here: it counts SYNs inside an existing connection (RFC 5961).',
  upstream:
    'Have it filtered before it reaches this host (provider, load balancer, SYNPROXY), and keep SYN cookies on',
  'shared-address': 'A limit per source address also hits all clients behind one NAT.',
  sources:
    'Look at the sources: tcpdump -nn "tcp[13] == 2" for ten seconds; a flood comes from everywhere or from one place, load from your clients.',
};

export default defineCause({
  id: 'syn-flood',
  layer: 'tcp-listen',
  per: 'netns',
  needs: [['TcpExt.SyncookiesSent', 'sockets']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'syn-backlog-overflow',
  texts,
  references: ['https://docs.kernel.org/networking/snmp_counter.html (SyncookiesSent)', 'RFC 4987'],

  evaluate(context, say) {
    const [sent, back] = [
      movementOf([context.counter('TcpExt.SyncookiesSent')]),
      movementOf([context.counter('TcpExt.SyncookiesRecv')]),
    ];
    const share = sent && sent.n > 0n ? Math.min(1, Number(back?.n ?? 0n) / Number(sent.n)) : undefined;
    const crowd = halfOpen(context);
    const verdict = judge(sent, share);
    const evidence = [...(sent?.deltas ?? []), ...(back?.deltas ?? [])].map(citeCounter);
    const about = {
      evidence,
      claims: (sent?.deltas ?? []).map(claim),
      ruledOut: [say('challenge-other')],
      confirm: [say('sources')],
      remedies: remediesOf(context, say),
    };
    if (verdict && sent) {
      return {
        ...about,
        ...verdict,
        certainty: 'likely',
        summary: say('sent', { ...sent.args, sent: sent.n, share }),
      };
    }
    if (crowd && crowd.n > 100 && crowd.sources > 50 && crowd.n > crowd.established) {
      const line = cite(crowd.line, say('half-open-line', { n: crowd.n }));
      const { n, sources, established } = crowd;
      return {
        ...about,
        verdict: 'problem',
        severity: 'high',
        certainty: 'likely',
        summary: say('half-open', { n, sources, established }),
        evidence: [line, ...evidence],
      };
    }
    const real = share !== undefined && sent && share >= 0.5;
    return { verdict: 'ok', summary: real ? say('ok-real', { share, sent: sent.n }) : say('ok'), evidence };
  },
});

/** A thousand cookies, a hundred a second, and less than half of them answered: load would answer. Since boot, more. */
function judge(sent: Movement | undefined, share = 1): { verdict: Verdict; severity: Severity } | undefined {
  if (!sent) return undefined;
  if (sent.verdict === 'problem' && sent.n >= 1000n && (sent.rate ?? 0) > 100 && share < 0.5)
    return { verdict: 'problem', severity: 'high' };
  const unanswered = (sent.n >= 100_000n && share < 0.3) || (sent.n >= 10_000n && share < 0.05);
  return sent.verdict === 'suspect' && unanswered ? { verdict: 'suspect', severity: 'low' } : undefined;
}

function halfOpen(context: Context) {
  const sockets = socketsOf(context).filter(({ protocol }) => protocol === 'tcp');
  const waiting = sockets.filter(({ state }) => state === 'SYN_RECV');
  const [first] = waiting;
  const established = sockets.filter(({ state }) => state === 'ESTABLISHED').length;
  return (
    first && {
      n: waiting.length,
      sources: new Set(waiting.map(({ peer }) => peer.address)).size,
      established,
      line: first.line,
    }
  );
}

function remediesOf(context: Context, say: Say<typeof texts>): Remedy[] {
  const off = numberOf(context, 'net.ipv4.tcp_syncookies') === 0;
  const verify = [inNamespace(context.netns, 'nstat -az TcpExtSyncookiesSent TcpExtSyncookiesRecv')];
  return [
    ...(off ? changeSetting(context, { key: 'net.ipv4.tcp_syncookies', to: 1, verify }) : []),
    {
      when: 'investigate',
      what: say('upstream'),
      commands: [
        inNamespace(
          context.netns,
          "ss -Hnt state syn-recv | awk '{ print $4 }' | sort | uniq -c | sort -rn | head",
        ),
      ],
      verify,
      undo: [],
      sideEffects: say('shared-address'),
      risk: 'none',
      who: 'network',
    },
  ];
}
