import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace } from '../host/shell.ts';
import type { Delta, Evidence, Instance, Severity, Verdict } from '../model.ts';
import type { IpvsService } from '../parsers/ip-vs.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter } from './grade.ts';
import { investigate } from './remedy.ts';
import { rises } from './windows.ts';

const texts = {
  title: 'IPVS has no server to send to, or gets no answers back',
  why:
    'IPVS (LVS, keepalived, kube-proxy in ipvs mode) hands each new connection to a virtual address on to one of its ' +
    'real servers. A server with weight 0 gets no new connections; when all have weight 0, or none is left, the client ' +
    'is refused with "port unreachable" or waits in vain. With masquerading the answers must come back through this ' +
    'host: a real server that answers by another way sends from an address that the client does not know.',
  'logged-now': 'the kernel logged "no destination available" for {service} between the captures',
  logged:
    'the kernel logged "no destination available" for {service} {times} times[[, last {age:duration} before the capture]]',
  drained:
    'the virtual service {service} has {servers} servers, all with weight 0: new connections are refused',
  empty: 'the virtual service {service} has no server: connections to it are refused',
  'one-way':
    '{n} packets came in for real servers[[ in {seconds:duration}]], and no answer came back through this host, which all of them need (masquerading)',
  ok: '{n} virtual services have servers that take new connections',
  'not-used': 'IPVS serves nothing on this host',
  'log-line': 'the kernel says so itself (rate-limited: there were more)',
  'weight-zero': 'weight 0',
  look: 'See which servers are there, and why the health check (keepalived, kube-proxy) took the others out',
  'way-back':
    'Capture at a real server: its answers must go to this host. Let its default route lead here, or hide the client from it with source NAT.',
  kubernetes: 'In Kubernetes a service without ready pods looks like this, too: see kubectl get endpoints.',
};
type Speak = Say<typeof texts>;

const ranks: readonly Verdict[] = ['problem', 'suspect', 'risk'];

export default defineCause({
  id: 'ipvs-drop',
  layer: 'netfilter',
  per: 'destination',
  needs: [['ipvs', 'ipvs.in_packets', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'risk', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: [
    'net/netfilter/ipvs/ip_vs_sched.c: ip_vs_scheduler_err',
    'net/netfilter/ipvs/ip_vs_core.c: ip_vs_leave',
    'ipvsadm(8)',
  ],

  evaluate(context, say) {
    const services = context.latest('ipvs')?.value;
    const judged = (services ?? [])
      .flatMap((service) => judge(context, service, say))
      .sort((a, b) => ranks.indexOf(a.verdict) - ranks.indexOf(b.verdict));
    const told = logged(context, say) ?? oneWay(context, services ?? [], say) ?? first(judged);
    if (!told) {
      if (!services)
        return {
          verdict: 'unknown',
          summary: { id: 'common/not-collected', args: { what: '/proc/net/ip_vs' } },
        };
      const [service] = services;
      return {
        verdict: 'ok',
        summary: service ? say('ok', { n: services.length }) : say('not-used'),
        evidence: service ? [cite(service.line, say('ok', { n: services.length }))] : [],
      };
    }
    const within = ({ verdict }: Instance) => ranks.indexOf(verdict) >= ranks.indexOf(told.verdict);
    return {
      ...told,
      instances: judged.filter(within),
      remedies: [
        investigate(
          say('look'),
          ['ipvsadm -Ln', 'ipvsadm -Ln --stats'].map((command) => inNamespace(context.netns, command)),
        ),
      ],
      confirm: [say(told.summary.id.endsWith('one-way') ? 'way-back' : 'kubernetes')],
    };
  },
});

function first([worst]: readonly Instance[]): Conclusion | undefined {
  return (
    worst && { verdict: worst.verdict, severity: worst.severity, certainty: 'likely', summary: worst.summary }
  );
}

function logged(context: Context, say: Speak): Conclusion | undefined {
  const events = loggedEvents(context, 'ipvs-no-destination');
  if (!events) return undefined;
  const now = events.verdict === 'problem';
  const service = events.last.args.get('service') ?? '?';
  return {
    verdict: events.verdict,
    severity: now ? 'high' : 'medium',
    summary: say(now ? 'logged-now' : 'logged', { service, times: events.count, age: events.age }),
    evidence: [cite(events.last.line, say('log-line'))],
  };
}

/** With direct routing and tunnels the answers go past this host: there, none is normal. */
function oneWay(context: Context, services: readonly IpvsService[], say: Speak): Conclusion | undefined {
  const servers = services.flatMap(({ destinations }) => destinations);
  const [received, answered] = [context.counter('ipvs.in_packets'), context.counter('ipvs.out_packets')];
  const masquerades = servers.length > 0 && servers.every(({ forward }) => forward === 'Masq');
  if (!masquerades || !received || answered?.increase !== 0n) return undefined;
  if (!rises(received) || received.increase < 100n) return undefined;
  return {
    verdict: 'problem',
    severity: 'medium',
    certainty: 'likely',
    summary: say('one-way', { n: received.increase, seconds: received.seconds }),
    evidence: [received, answered].map((delta: Delta): Evidence => citeCounter(delta)),
  };
}

/** A service that nobody filled is often meant so; one whose servers were all taken out is not. */
function judge(
  context: Context,
  { protocol, address, destinations, line }: IpvsService,
  say: Speak,
): Instance[] {
  const takes = destinations.some(({ weight }) => weight === undefined || weight > 0n);
  if (takes) return [];
  const service = `${protocol} ${address}`;
  const [verdict, severity]: [Verdict, Severity] =
    destinations.length > 0 ? ['problem', 'high'] : ['risk', 'low'];
  const summary = say(destinations.length > 0 ? 'drained' : 'empty', {
    service,
    servers: destinations.length,
  });
  const zero = destinations.slice(0, 5).map((server) => cite(server.line, say('weight-zero')));
  const scope = { netns: context.netns };
  return [{ subject: service, scope, verdict, severity, summary, evidence: [cite(line, summary), ...zero] }];
}
