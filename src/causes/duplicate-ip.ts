import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Evidence, Line, Severity, Verdict } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Two hosts with the same IP address',
  why:
    'Two devices of one network use the same address. Each neighbour remembers the MAC address of whichever it heard ' +
    'last, so the traffic goes to one and then to the other: connections break and are reset, and services seem to come ' +
    'and go. IPv6 asks before it uses an address (duplicate address detection) and does not use one that is taken; the ' +
    'kernel does not ask for IPv4.',
  refused:
    'the address {address} on {device} is not used: another device of the network answered for it (dadfailed)',
  'logged-now':
    'the kernel found a duplicate[[ of {address}]][[ on {device}]] between the captures[[, used by {mac}]]',
  logged:
    'the kernel found a duplicate[[ of {address}]][[ on {device}]] {times} times[[, last {age:duration} before the capture]][[, used by {mac}]]',
  swings: '{address} on {device} changes between {first} and {second}: two devices answer for it',
  moved:
    '{address} moved from {first} to {second} between the captures: a failover or an exchanged device, once',
  ok: 'no sign of an address that two hosts use',
  'log-line': 'the kernel says so itself',
  at: 'at {mac}',
  ask: 'Ask who answers for the address: two MAC addresses are two owners. The table of MAC addresses of the switch tells the port',
  loop: 'A loop in the network, or a bridge that sends frames back, looks the same to duplicate address detection.',
};
type Speak = Say<typeof texts>;

interface Sign {
  id: 'refused' | 'logged-now' | 'logged' | 'swings';
  verdict: Verdict;
  severity: Severity;
  address: string | undefined;
  device: string | undefined;
  args: Record<string, string | number | undefined>;
  evidence: Evidence[];
}

export default defineCause({
  id: 'duplicate-ip',
  layer: 'neighbour',
  per: 'netns',
  needs: [['addresses', 'neighbours', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'neighbour-unresolved',
  texts,
  references: ['RFC 5227', 'RFC 4862, 5.4', 'net/ipv6/addrconf.c: addrconf_dad_failure', 'arping(8)'],

  evaluate(context, say) {
    const { swinging, moved } = movesOf(context, say);
    const signs = [...refused(context, say), ...logged(context, say), ...swinging];
    const [sign] = signs;
    if (sign) {
      const { id, verdict, severity, args, address, device } = sign;
      const inside = (command: string) => inNamespace(context.netns, command);
      return {
        verdict,
        severity,
        certainty: id === 'swings' ? 'likely' : 'certain',
        summary: say(id, { ...args, address, device }),
        evidence: signs.slice(0, 5).flatMap(({ evidence }) => evidence),
        remedies: [
          investigate(say('ask'), questions(address, device).map(inside), 'network', [inside('ip neigh')]),
        ],
        confirm: id === 'swings' ? [] : [say('loop')],
      };
    }
    const looked = context.latest('addresses') ?? context.latest('neighbours');
    if (!looked)
      return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what: 'ip addr' } } };
    const [once] = moved;
    return once
      ? { verdict: 'ok', summary: say('moved', once.args), evidence: once.evidence }
      : { verdict: 'ok', summary: say('ok') };
  },
});

function questions(address: string | undefined, device: string | undefined): string[] {
  const refusing = 'ip -6 addr show dadfailed';
  if (device === undefined) return [refusing];
  if (address === undefined || address.includes(':'))
    return [refusing, sh`ndisc6 -m ${address ?? '::'} ${device}`];
  return [
    sh`arping -D -c 3 -I ${device} ${address}`,
    sh`tcpdump -enni ${device} -c 10 ${`arp host ${address}`}`,
  ];
}

/** An address of the link only is one of several; a global one is how others reach this host. */
function refused(context: Context, say: Speak): Sign[] {
  const failed = context
    .all('addresses')
    .flatMap(({ value }) => value)
    .filter(({ flags }) => flags.includes('dadfailed'))
    .sort((a, b) => Number(a.scope === 'link') - Number(b.scope === 'link'));
  return failed.map(({ address, device, scope, line }) => ({
    id: 'refused',
    verdict: 'problem',
    severity: scope === 'link' ? 'medium' : 'high',
    address,
    device,
    args: {},
    evidence: [cite(line, say('refused', { address, device }))],
  }));
}

function logged(context: Context, say: Speak): Sign[] {
  const events = loggedEvents(context, 'duplicate-address');
  if (!events) return [];
  const { last, verdict, count, age } = events;
  const now = verdict === 'problem';
  return [
    {
      id: now ? 'logged-now' : 'logged',
      verdict,
      severity: now ? 'high' : 'medium',
      address: last.args.get('address'),
      device: last.device,
      args: { mac: last.args.get('mac'), times: count, age },
      evidence: [cite(last.line, say('log-line'))],
    },
  ];
}

/** Virtual routers have MAC addresses that move with them: VRRP (RFC 5798) and HSRP. */
const virtual = /^00:00:5e:00:0[12]:|^00:00:0c:(?:07:ac|9f:f)|^00:05:73:a0/i;

/** One change is a failover or an exchange of hardware; back to the first is two owners. */
function movesOf(
  context: Context,
  say: Speak,
): { swinging: Sign[]; moved: Pick<Sign, 'args' | 'evidence'>[] } {
  const heard = new Map<string, { mac: string; line: Line; address: string; device: string }[]>();
  const [newest] = context.history('neighbours').slice(-1);
  for (const { value, parser } of context.history('neighbours')) {
    if (parser !== newest?.parser) continue;
    for (const { address, device, lladdr, line } of value) {
      if (device === undefined || lladdr === undefined || virtual.test(lladdr)) continue;
      const known = heard.get(`${address} ${device}`) ?? [];
      if (known.at(-1)?.mac !== lladdr) known.push({ mac: lladdr, line, address, device });
      heard.set(`${address} ${device}`, known);
    }
  }
  const changed = [...heard.values()].filter(({ length }) => length > 1);
  const told = changed.map((moves) => {
    const [first, second] = moves;
    const { address, device } = moves[0] ?? { address: '?', device: '?' };
    const evidence = moves.slice(0, 3).map(({ mac, line }) => cite(line, say('at', { mac })));
    const back = moves.slice(2).some(({ mac }) => mac === first?.mac);
    return { back, address, device, args: { address, first: first?.mac, second: second?.mac }, evidence };
  });
  const swinging = told.filter(({ back }) => back);
  return {
    moved: told,
    swinging: swinging.map((one) => ({ ...one, id: 'swings', verdict: 'problem', severity: 'high' })),
  };
}
