import { dropSites } from '../host/drop-sites.ts';
import type { LoggedEvents } from '../host/kernel-events.ts';
import { eventsWhere } from '../host/kernel-events.ts';
import { sh } from '../host/shell.ts';
import type { Instance, Remedy, Severity, Verdict } from '../model.ts';
import type { KernelEvent } from '../parsers/kernel-event.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'A security module (SELinux, AppArmor) refuses network access',
  why:
    'Beside the packet filter a security module decides what a program may do on the network: bind to a port, connect ' +
    'to one, send, receive. What it refuses fails inside the program ("Permission denied") or vanishes in the kernel; ' +
    'no rule of the packet filter counts it, and everything looks open from outside. Each refusal is written to the ' +
    'audit log.',
  refused:
    '{module} refused {process}[[ ({domain})]] the access {access}[[ for port {port}]], {n} times or more[[; the last time {age:duration} before the capture]]',
  traced: 'a security module threw away {n} packets while drops were being traced',
  ok: 'no refusal of network access in the audit log',
  silent:
    'the kernel log shows no refusal, but the audit daemon keeps them in a log of its own (/var/log/audit/audit.log), which is not in the bundle',
  reason: 'See why, and which switch of the policy (boolean) or label of the port would allow it',
  switches: 'See the switches of the policy for this program: httpd_can_network_connect is one',
  labels:
    'See which type the policy gives to this port; a new port of the program needs a label (semanage port -a)',
  profile: 'See the profile in force and what it refused; aa-logprof proposes the missing rule',
  try: 'Let only this program pass for a moment: if the fault goes away, the policy is the cause',
  'less-protected':
    'While it is so, nothing that this program does on the host is refused, only logged. Put it back after the test.',
  'not-off': 'Do not switch the security module off for the whole host: the rule for one program is enough.',
};
type Speak = Say<typeof texts>;

/** Permissions of SELinux and operations of AppArmor that keep a connection or a packet from its way. */
const access =
  /\b(?:name_bind|node_bind|name_connect|bind|connect|listen|accept|create|send|recv|sendto|recvfrom|sendmsg|recvmsg|(?:tcp|udp|rawip)_(?:send|recv)|ingress|egress|forward_in|forward_out)\b/;

export default defineCause({
  id: 'lsm-denial',
  layer: 'application',
  per: 'host',
  needs: [['kernelLog', 'dropReasons']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'listen-drops-unexplained',
  texts,
  references: ['ausearch(8)', 'selinux(8)', 'apparmor(7)', 'security/lsm_audit.c'],

  evaluate(context, say) {
    const logged = eventsWhere(context, isRefusal);
    if (!logged) return traced(context, say) ?? none(context, say);
    const { events, last, age } = logged;
    const judged = judge(logged, context);
    const summary = say('refused', { ...argsOf(last), n: totalOf(events, last), age });
    const instances = instancesOf(events, judged, say);
    if (judged.verdict === 'past') return { ...judged, summary, instances };
    return {
      ...judged,
      summary,
      instances,
      remedies: remediesOf(last, say),
      confirm: [say('not-off')],
    };
  },
});

/** The audit log reaches back over boots: what was refused before this one is over, and what is old is seldom the fault. */
function judge(
  { verdict, age }: LoggedEvents,
  { uptime }: Context,
): { verdict: Verdict; severity: Severity } {
  if (verdict === 'problem') return { verdict, severity: 'high' };
  if (age !== undefined && uptime !== undefined && age > uptime) return { verdict: 'past', severity: 'info' };
  return { verdict, severity: (age ?? 0) > 86_400 ? 'low' : 'medium' };
}

/** Not those of a domain that is only watched (permissive), nor of sockets that carry no packets (netlink). */
function isRefusal({ kind, args }: KernelEvent): boolean {
  if (kind !== 'lsm-denial' || args.get('permissive') === '1') return false;
  return !args.get('class')?.startsWith('netlink') && access.test(accessOf(args));
}

const accessOf = (args: KernelEvent['args']) => args.get('permission') ?? args.get('operation') ?? '';

function argsOf({ args }: KernelEvent) {
  return {
    module: args.has('operation') ? 'AppArmor' : 'SELinux',
    process: args.get('process') ?? args.get('comm') ?? '?',
    domain: args.get('domain') ?? args.get('profile'),
    access: accessOf(args),
    port: args.get('port'),
  };
}

const keyOf = (event: KernelEvent) => Object.values(argsOf(event)).join(' ');

function totalOf(events: readonly KernelEvent[], like: KernelEvent): number {
  return events.filter((e) => keyOf(e) === keyOf(like)).reduce((sum, { count }) => sum + count, 0);
}

function instancesOf(
  events: readonly KernelEvent[],
  judged: { verdict: Verdict; severity: Severity },
  say: Speak,
): Instance[] {
  const newest = new Map(events.map((event) => [keyOf(event), event]));
  return [...newest.values()].slice(-20).map((event) => {
    const summary = say('refused', { ...argsOf(event), n: totalOf(events, event) });
    const subject = argsOf(event).process;
    return { ...judged, subject, scope: { netns: '' }, summary, evidence: [cite(event.line, summary)] };
  });
}

/** Reason SECURITY_HOOK of dropped packets. */
function traced(context: Context, say: Speak): Conclusion | undefined {
  const sites = dropSites(context).filter(({ cause }) => cause === 'lsm-denial');
  const n = sites.reduce((sum, { count }) => sum + count, 0);
  if (n < 10) return undefined;
  const summary = say('traced', { n });
  return {
    verdict: 'suspect',
    severity: 'medium',
    certainty: 'likely',
    summary,
    evidence: sites.map(({ line }) => cite(line, summary)),
    remedies: [investigate(say('reason'), why)],
  };
}

/** Silence means something only where refusals would have been written: the audit log, or a log that holds others. */
function none(context: Context, say: Speak): Conclusion {
  const audited = context.all('kernelLog').some(({ file, value }) => {
    return (
      file.origin.startsWith('/var/log/audit/') || value.events.some(({ kind }) => kind === 'lsm-denial')
    );
  });
  if (audited) return { verdict: 'ok', summary: say('ok') };
  const ask = { id: 'common/brings-it', args: { command: 'cat /var/log/audit/audit.log' } };
  return { verdict: 'unknown', summary: say('silent'), confirm: [ask] };
}

const why = ['ausearch -m avc,user_avc,selinux_err -ts boot | audit2why'];

function remediesOf(event: KernelEvent, say: Speak): Remedy[] {
  const { domain, port } = argsOf(event);
  const test = { what: say('try'), sideEffects: say('less-protected'), verify: ['dmesg | tail'] };
  const about = { ...test, when: 'now', risk: 'weakens-protection', who: 'admin' } as const;
  if (event.args.has('operation')) {
    const look = investigate(say('profile'), ['aa-status', 'aa-logprof']);
    if (!domain?.startsWith('/')) return [look];
    return [look, { ...about, commands: [sh`aa-complain ${domain}`], undo: [sh`aa-enforce ${domain}`] }];
  }
  const program = domain?.replace(/_t$/, '');
  return [
    investigate(say('reason'), why),
    ...(program === undefined ? [] : [investigate(say('switches'), [sh`getsebool -a | grep -e ${program}`])]),
    ...(port === undefined ? [] : [investigate(say('labels'), [sh`semanage port -l | grep -w -e ${port}`])]),
    ...(domain === undefined
      ? []
      : [
          {
            ...about,
            commands: [sh`semanage permissive -a ${domain}`],
            undo: [sh`semanage permissive -d ${domain}`],
          },
        ]),
  ];
}
