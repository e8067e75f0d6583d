import type { Port } from '../host/bridges.ts';
import { bridgePorts } from '../host/bridges.ts';
import { closedChains } from '../host/closed-chains.ts';
import { savingFilter } from '../host/distribution.ts';
import { describeRule, dropRulesOf, isBroad } from '../host/drop-rules.ts';
import { deltaAt, filtersOf } from '../host/packet-filter.ts';
import { changeSetting } from '../host/settings.ts';
import { inNamespace, quote, sh } from '../host/shell.ts';
import type { Delta, Line, Remedy } from '../model.ts';
import type { Context, Say, Setting } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped } from './counted.ts';
import { citeCounter, citeSetting, claim, movementOf } from './grade.ts';

const texts = {
  title: 'Bridged frames pass the packet filter of the host, which drops them',
  why:
    'With the module br_netfilter and net.bridge.bridge-nf-call-iptables=1 (Docker and Kubernetes set it) frames that a ' +
    'bridge only passes on from port to port run through the FORWARD chain of iptables, as if the host routed them. ' +
    'When that chain drops what no rule accepts, virtual machines and containers on the bridge lose the network, ' +
    "though their traffic is none of the host's business: ARP and often ping from the host itself still work.",
  problem:
    'frames that bridge {bridge} passes on run through {place}, which dropped {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]; no rule accepts them',
  suspect:
    'frames that bridge {bridge} passes on run through {place}, which dropped {n} packets since it was loaded; no rule accepts them',
  past: 'frames that bridge {bridge} passes on run through {place}; it dropped {n} packets since it was loaded, none in the {flat:duration} between the captures',
  risk: 'frames that bridge {bridge} passes on run through {place}, which drops what no rule accepts; its packets were not counted',
  ok: 'frames that a bridge passes on pass the packet filter, and nothing shows that it drops them',
  off: 'bridged frames do not pass iptables',
  'no-bridge': 'no bridge joins a network card or virtual machine here',
  'not-loaded': 'br_netfilter is not loaded, or its settings were not collected',
  port: 'a port of {bridge}',
  accept: 'Accept what bridge {bridge} passes from port to port',
  'accept-first':
    'The rule stands before all others and lets through whatever stays on this bridge. Docker and firewalld may write their rules anew.',
  keep: 'Keep the rule at boot',
  'do-not-call': 'Let the bridge pass frames on without asking iptables',
  'others-need-it':
    'Kubernetes and Docker networks rely on this setting, and set it again when they start: only for hosts without them.',
};
type Speak = Say<typeof texts>;

/** What drops in the FORWARD hook, and for which family. */
interface Closed {
  tool: string;
  table: string;
  chain: string;
  place: string;
  line: Line;
  delta: Delta | undefined;
}

export default defineCause({
  id: 'bridge-nf-call',
  layer: 'bridge',
  per: 'netns',
  needs: ['firewall', 'sysctl', ['links', 'bridges']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'firewall-policy-drop',
  texts,
  references: [
    'net/bridge/br_netfilter_hooks.c',
    'https://docs.kernel.org/networking/ip-sysctl.html: /proc/sys/net/bridge',
  ],

  evaluate(context, say) {
    const calls = [4, 6].flatMap((family) => context.setting(keyOf(family)) ?? []);
    if (calls.length === 0) return { verdict: 'ok', summary: say('not-loaded') };
    if (calls.every(({ value }) => value.trim() === '0'))
      return { verdict: 'ok', summary: say('off'), evidence: calls.flatMap(citeSetting) };
    const ports = joining(context);
    const [port] = ports;
    if (!port) return { verdict: 'ok', summary: say('no-bridge'), evidence: calls.flatMap(citeSetting) };
    const closed = closedForward(context).filter((one) => callsFor(calls, one));
    const seen = [context.counter('Ip.ForwDatagrams')];
    const movement = movementOf(
      closed.map(({ delta }) => delta),
      { seen },
    );
    const lead = closed.find(({ delta }) => delta === movement?.deltas[0]) ?? closed[0];
    const verdict = movement === undefined ? 'risk' : movement.verdict;
    const few = movement !== undefined && movement.n < 10n;
    if (!lead || verdict === 'ok' || few || accepts(context, port.bridge))
      return { verdict: 'ok', summary: say('ok'), evidence: calls.flatMap(citeSetting) };
    const severities = { problem: 'high', suspect: 'medium', past: 'info', risk: 'low' } as const;
    // A host that does not route has only bridged frames in FORWARD.
    const routes = context.setting('net.ipv4.ip_forward')?.value.trim() !== '0';
    return {
      verdict,
      severity: movement && verdict === 'suspect' ? capped(movement.severity, 'medium') : severities[verdict],
      certainty: routes ? (verdict === 'problem' ? 'likely' : 'possible') : 'certain',
      summary: say(verdict, { ...movement?.args, bridge: port.bridge, place: lead.place }),
      evidence: [
        ...(movement
          ? movement.deltas.map(citeCounter)
          : [cite(lead.line, say('risk', { bridge: port.bridge, place: lead.place }))]),
        ...calls.flatMap(citeSetting),
        ...ports.slice(0, 4).map(({ bridge, line }) => cite(line, say('port', { bridge }))),
      ],
      claims: movement?.deltas.map(claim) ?? [],
      remedies: verdict === 'past' ? [] : remediesOf(context, lead, port.bridge, say),
    };
  },
});

const keyOf = (family: number) => `net.bridge.bridge-nf-call-ip${family === 6 ? '6' : ''}tables`;
const isSix = ({ tool, table }: Closed) => tool === 'ip6tables' || table.startsWith('ip6 ');
const callsFor = (calls: readonly Setting[], one: Closed) =>
  calls.some(({ key, value }) => key === keyOf(isSix(one) ? 6 : 4) && value.trim() !== '0');

/** Bridges between a card or a virtual machine and others; those of containers have rules of their own. */
function joining(context: Context): Port[] {
  return bridgePorts(context).filter(({ device }) =>
    /^(?:eth|en|bond|team|vnet|tap|fwpr|p\d+p)/.test(device),
  );
}

function closedForward(context: Context): Closed[] {
  const policies = closedChains(context)
    .filter(({ hook }) => hook === 'forward')
    .map(({ chain: { tool, table, name, policy = '', line } }) => ({
      tool,
      table,
      chain: name,
      place: `${tool} ${table} ${name} policy ${policy.toUpperCase()}`,
      line,
      delta: deltaAt(context, 'firewall.policy_packets', line),
    }));
  const rules = dropRulesOf(context)
    .rules.filter(({ hooks, rule }) => hooks.has('forward') && isBroad(rule))
    .map(({ rule, delta }) => ({ ...rule, place: describeRule(rule), delta }));
  return [...policies, ...rules];
}

/** '--physdev-is-bridged', or a rule that names the bridge. */
function accepts(context: Context, bridge: string): boolean {
  const named = (text: string) =>
    text.includes('physdev-is-bridged') || text.split(/[\s"]+/).includes(bridge);
  return filtersOf(context).some(({ rules }) =>
    rules.some(({ action, text }) => action === 'accept' && named(text)),
  );
}

function remediesOf(context: Context, { tool, table, chain }: Closed, bridge: string, say: Speak): Remedy[] {
  const inside = (command: string) => inNamespace(context.netns, command);
  const words = [...table.split(' '), chain].map(quote).join(' ');
  const nft = tool === 'nft';
  const match = sh`-i ${bridge} -o ${bridge} -j ACCEPT`;
  const rule = (action: string) => inside(sh`${tool} -t ${table} ${action} ${chain} ` + match);
  const list = inside(nft ? `nft -a list chain ${words}` : sh`${tool} -t ${table} -nvxL ${chain}`);
  const names = quote(`"${bridge}"`);
  const insert = inside(
    `nft insert rule ${words} iifname ${names} oifname ${names} counter accept comment '"dropcause"'`,
  );
  const handle = `$(${list} | sed -n 's/.*comment "dropcause".*handle //p')`;
  const about = {
    verify: [list],
    sideEffects: say('accept-first'),
    risk: 'none' as const,
    who: 'admin' as const,
  };
  const kubernetes = filtersOf(context).some(({ chains }) =>
    chains.some(({ name }) => name.startsWith('KUBE-')),
  );
  const key = keyOf(tool === 'ip6tables' || table.startsWith('ip6 ') ? 6 : 4);
  return [
    {
      when: 'now',
      what: say('accept', { bridge }),
      commands: [nft ? insert : rule('-I')],
      undo: [nft ? inside(`nft delete rule ${words} handle ${handle}`) : rule('-D')],
      ...about,
    },
    { when: 'persist', what: say('keep'), commands: savingFilter(context, tool), undo: [], ...about },
    ...(kubernetes
      ? []
      : changeSetting(context, {
          key,
          to: 0,
          what: say('do-not-call'),
          sideEffects: say('others-need-it'),
          risk: 'weakens-protection',
        })),
  ];
}
