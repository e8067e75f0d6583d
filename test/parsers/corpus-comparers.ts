import type { Bond } from '../../src/parsers/bonding.ts';
import type { EthtoolLink, EthtoolModule } from '../../src/parsers/ethtool-link.ts';
import type { EthtoolCoalesce, EthtoolLimits, EthtoolOffloads } from '../../src/parsers/ethtool-settings.ts';
import type { EthtoolStatistics } from '../../src/parsers/ethtool-statistics.ts';
import type { Firewall } from '../../src/parsers/firewall.ts';
import { addressOf, protocolName } from '../../src/parsers/firewall.ts';
import type { KernelLog } from '../../src/parsers/kernel-log.ts';
import { logLine } from '../../src/parsers/log-time.ts';
import type { KernelModules } from '../../src/parsers/modules.ts';

/** One expected value of the corpus and what we read instead. Both as text, so that 1 and 1n are equal. */
export interface Comparison {
  what: string;
  expected: string;
  ours: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the expectations are JSON of many projects, read once and compared as text
type Expect = any;

const show = (value: unknown): string =>
  value === null || value === undefined
    ? 'absent'
    : Array.isArray(value)
      ? value.map(show).join(' ')
      : String(value);

export const pair = (what: string, expected: unknown, ours: unknown): Comparison => ({
  what,
  expected: show(expected),
  ours: show(ours),
});

const entries = (object: Expect): [string, Expect][] => Object.entries(object ?? {});

/** Names under which insights-core keeps what it read. */
const insights = (expect: Expect, name: string): Expect => expect.parsed_by_insights?.[name];

export function ethtoolStatistics(expect: Expect, ours: EthtoolStatistics | undefined): Comparison[] {
  const values = new Map(ours?.statistics.map(({ name, value }) => [name, value]));
  // The expectation takes vmxnet3's headings for counters; ours are in the queue of what follows.
  for (const { queue } of ours?.statistics ?? []) {
    const heading = /^([rt])x (\d+)$/.exec(queue ?? '');
    if (heading) values.set(`${heading[1] === 'r' ? 'Rx' : 'Tx'} Queue#`, BigInt(heading[2] ?? '0'));
  }
  const expected = expect.counters_last_wins ?? insights(expect, 'ethtool.Statistics')?.data ?? expect;
  return entries(expected).map(([name, value]) => pair(name, value, values.get(name)));
}

export function ethtoolLimits(expect: Expect, ours: EthtoolLimits | undefined): Comparison[] {
  const ring = insights(expect, 'ethtool.Ring')?.data;
  const named = (list: number[]) => ({ RX: list[0], 'RX Mini': list[1], 'RX Jumbo': list[2], TX: list[3] });
  const max = ring ? named(ring.max) : expect.max;
  const current = ring ? named(ring.current) : expect.current;
  return [
    ...entries(max).map(([name, value]) => pair(`max ${name}`, value, ours?.maximum.get(name)?.value)),
    ...entries(current).map(([name, value]) =>
      pair(`current ${name}`, value, ours?.current.get(name)?.value),
    ),
  ];
}

export function ethtoolCoalesce(expect: Expect, ours: EthtoolCoalesce | undefined): Comparison[] {
  return entries(insights(expect, 'ethtool.CoalescingInfo')?.data).map(([name, value]) => {
    if (name === 'adaptive-rx') return pair(name, value, ours?.adaptiveRx?.value);
    if (name === 'adaptive-tx') return pair(name, value, ours?.adaptiveTx?.value);
    return pair(name, value, ours?.settings.get(name)?.value);
  });
}

export function ethtoolOffloads(expect: Expect, ours: EthtoolOffloads | undefined): Comparison[] {
  return entries(insights(expect, 'ethtool.Features')?.data).flatMap(([name, state]) => {
    const feature = ours?.features.get(name);
    return [pair(`${name} on`, state.on, feature?.value), pair(`${name} fixed`, state.fixed, feature?.fixed)];
  });
}

/** Labels of `ethtool` as jc spells them, where the value is printed unchanged. */
const jcLabels: Record<string, string> = {
  speed: 'Speed',
  duplex: 'Duplex',
  port: 'Port',
  phyad: 'PHYAD',
  transceiver: 'Transceiver',
  supports_wake_on: 'Supports Wake-on',
  supported_pause_frame_use: 'Supported pause frame use',
};

export function ethtoolLink(expect: Expect, ours: EthtoolLink | undefined): Comparison[] {
  const field = (label: string) => ours?.fields.get(label)?.value;
  const jc = expect.jc;
  const read = insights(expect, 'ethtool.Ethtool');
  if (jc) {
    return [
      pair('device', jc.name, ours?.device),
      pair('link', jc.link_detected, ours?.linkDetected?.value),
      pair('autonegotiation', jc.auto_negotiation, ours?.autonegotiation?.value),
      pair('supported', jc.supported_link_modes, ours?.supportedModes),
      pair('advertised', jc.advertised_link_modes, ours?.advertisedModes),
      ...entries(jcLabels).map(([name, label]) => pair(label, jc[name], field(label))),
    ];
  }
  if (!read || read.raises !== undefined) return [];
  return [
    pair('device', read.iface, ours?.device),
    pair('supported', read.supported_link_modes, ours?.supportedModes ?? []),
    pair('advertised', read.advertised_link_modes, ours?.advertisedModes ?? []),
    ...entries(read.data)
      .filter(([label, values]) => values.length === 1 && label !== 'ETHNIC' && !label.endsWith('link modes'))
      .map(([label, values]) => pair(label, values[0], field(label))),
  ];
}

/** jc's keys are ours in lower case with underscores. */
export function ethtoolModule(expect: Expect, ours: EthtoolModule | undefined): Comparison[] {
  const keyed = new Map(
    [...(ours?.fields ?? [])].map(([label, { value }]) => [
      label
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/_$/, ''),
      value,
    ]),
  );
  return entries(expect.jc)
    .filter(([, value]) => typeof value === 'string' && value !== '')
    .map(([key, value]) => pair(key, value, keyed.get(key)));
}

/** jc leaves protocol numbers and '0.0.0.0/0' as printed; ours are names and undefined. */
export function iptablesList(expect: Expect, ours: Firewall | undefined): Comparison[] {
  const found: Comparison[] = [];
  const any = (text: string | null) => (text === null ? undefined : addressOf(text));
  for (const chain of expect.jc ?? []) {
    const rules = ours?.rules.filter((rule) => rule.chain === chain.chain) ?? [];
    const about = ours?.chains.find(({ name }) => name === chain.chain);
    found.push(pair(`${chain.chain} rules`, chain.rules.length, rules.length));
    if (chain.default_policy)
      found.push(pair(`${chain.chain} policy`, chain.default_policy.toLowerCase(), about?.policy));
    if ('default_packets' in chain)
      found.push(pair(`${chain.chain} policy packets`, chain.default_packets, about?.packets));
    chain.rules.forEach((rule: Expect, i: number) => {
      const mine = rules[i];
      const what = `${chain.chain} ${i + 1}`;
      found.push(pair(`${what} target`, rule.target ?? '', mine?.target));
      found.push(pair(`${what} protocol`, protocolName(rule.prot), mine?.matches.protocol));
      found.push(pair(`${what} source`, any(rule.source), mine?.matches.source));
      found.push(pair(`${what} destination`, any(rule.destination), mine?.matches.destination));
      if ('pkts' in rule)
        found.push(
          pair(`${what} packets`, rule.pkts, mine?.packets),
          pair(`${what} bytes`, rule.bytes, mine?.bytes),
        );
      if ('in' in rule) found.push(pair(`${what} in`, any(rule.in), mine?.matches.inInterface));
      if ('out' in rule) found.push(pair(`${what} out`, any(rule.out), mine?.matches.outInterface));
    });
  }
  for (const [name, chain] of entries(expect.chains)) {
    const rules = ours?.rules.filter((rule) => rule.chain === name) ?? [];
    const about = ours?.chains.find((candidate) => candidate.name === name);
    found.push(pair(`${name} policy`, chain.policy.toLowerCase(), about?.policy));
    found.push(pair(`${name} policy packets`, chain.policy_packets, about?.packets));
    found.push(pair(`${name} rules`, chain.rules, rules.length));
    found.push(
      pair(
        `${name} targets`,
        chain.targets,
        rules.map(({ target }) => target),
      ),
    );
  }
  return found;
}

export function iptablesSave(expect: Expect, ours: Firewall | undefined): Comparison[] {
  const found: Comparison[] = [];
  const read = insights(expect, 'IPTablesConfiguration');
  read?.chains?.forEach((chain: Expect, i: number) => {
    const mine = ours?.chains[i];
    const what = `${chain.table} ${chain.name}`;
    found.push(pair(what, `${chain.table} ${chain.name}`, `${mine?.table} ${mine?.name}`));
    found.push(pair(`${what} policy`, chain.policy?.toLowerCase(), mine?.policy));
    found.push(
      pair(`${what} packets`, chain.packet_counter, mine?.packets),
      pair(`${what} bytes`, chain.byte_counter, mine?.bytes),
    );
  });
  read?.rules?.forEach((rule: Expect, i: number) => {
    const mine = ours?.rules[i];
    found.push(
      pair(
        `rule ${i + 1}`,
        `${rule.table} ${rule.chain} ${rule.rule}`,
        `${mine?.table} ${mine?.chain} ${mine?.text}`,
      ),
    );
    found.push(pair(`rule ${i + 1} target`, rule.target ?? '', mine?.target));
  });
  for (const [table, about] of entries(expect.tables)) {
    const rules = ours?.rules.filter((rule) => rule.table === table) ?? [];
    const drops = rules
      .filter(({ action }) => action === 'drop')
      .map((rule) => `-A ${rule.chain} ${rule.text}`);
    const chainOf = (name: string) =>
      ours?.chains.find((chain) => chain.table === table && chain.name === name);
    if (about.rules !== undefined) found.push(pair(`${table} rules`, about.rules, rules.length));
    if (Array.isArray(about.drop_rules)) found.push(pair(`${table} drops`, about.drop_rules, drops));
    else if (about.drop_rules !== undefined)
      found.push(pair(`${table} drops`, about.drop_rules, drops.length));
    for (const [name, policy] of entries(about.policies))
      found.push(pair(`${table} ${name}`, policy.toLowerCase(), chainOf(name)?.policy));
    for (const [name, [policy, packets, bytes]] of entries(about.chains)) {
      const mine = chainOf(name);
      found.push(pair(`${table} ${name}`, policy === '-' ? undefined : policy.toLowerCase(), mine?.policy));
      found.push(
        pair(`${table} ${name} packets`, packets, mine?.packets),
        pair(`${table} ${name} bytes`, bytes, mine?.bytes),
      );
    }
  }
  return found;
}

export function nftRuleset(expect: Expect, ours: Firewall | undefined): Comparison[] {
  const chains = (table: string) =>
    ours?.chains.filter((chain) => chain.table === table).map(({ name }) => name);
  const dropping = ours?.chains
    .filter(({ policy }) => policy === 'drop')
    .map(({ table, name }) => `${table} ${name}`);
  return [
    ...entries(expect.tables).map(([table, names]) => pair(table, names, chains(table))),
    pair('policies', expect.policy_drop, dropping),
    pair('drop rules', expect.drop_rules, ours?.rules.filter(({ action }) => action === 'drop').length),
  ];
}

export function bonding(expect: Expect, ours: Bond | undefined): Comparison[] {
  const policy = ours?.hashPolicy?.value.replace(/ \(.*\)$/, '');
  return [pair('hash policy', insights(expect, 'Bond').xmit_hash_policy, policy)];
}

export function modules(expect: Expect, ours: KernelModules | undefined): Comparison[] {
  return (expect.jc as Expect[]).flatMap((module) => {
    const mine = ours?.get(module.module);
    return [
      pair(`${module.module} size`, module.size, mine?.size),
      pair(`${module.module} users`, module.used, mine?.users),
      pair(`${module.module} used by`, module.by ?? module.used_by ?? [], mine?.usedBy),
    ];
  });
}

/** The corpus maker's names for our kinds. */
const kinds: Record<string, string> = {
  neighbour_table_overflow: 'neighbour-table-overflow',
  conntrack_full: 'conntrack-full',
  syn_flood: 'syn-flood',
  netdev_watchdog: 'netdev-watchdog',
  tcp_orphans: 'tcp-orphans',
  tcp_mem: 'tcp-memory',
  bond_slave_down: 'bond-slave-down',
  page_alloc_failure: 'page-allocation-failure',
};

export function kernelLog(expect: Expect, ours: KernelLog | undefined): Comparison[] {
  if (expect.jc || !expect.event) return [];
  const events = (ours?.events ?? []).filter(({ kind }) => kind === kinds[expect.event]);
  const links = (ours?.events ?? []).filter(({ kind }) => kind === 'link-up' || kind === 'link-down');
  const found: Comparison[] = [];
  const argument = (name: string) => events[0]?.args.get(name);
  if (expect.lines !== undefined) found.push(pair('lines', expect.lines, events.length));
  if (expect.repeated_extra !== undefined) {
    const repeated = events.reduce((sum, { count }) => sum + count - 1, 0);
    found.push(pair('repeated', expect.repeated_extra, repeated));
  }
  if (expect.suppressed !== undefined) {
    found.push(
      pair(
        'suppressed',
        expect.suppressed,
        events.reduce((sum, { suppressed }) => sum + suppressed, 0),
      ),
    );
  }
  if (expect.soft_lockup) {
    const lockups = ours?.events.filter(({ kind }) => kind === 'soft-lockup').length;
    found.push(pair('soft lockups', expect.soft_lockup, lockups));
  }
  if (expect.ports)
    found.push(pair('ports', expect.ports, [...new Set(events.map(({ args }) => args.get('port')))]));
  if (expect.family) found.push(pair('family', expect.family, argument('table')));
  for (const name of ['action', 'order', 'mode', 'process', 'driver']) {
    if (expect[name] !== undefined) found.push(pair(name, expect[name], argument(name)));
  }
  if (expect.in_rx_path) found.push(pair('receive path', 'packet', argument('path')));
  for (const [device, about] of entries(expect.interfaces)) {
    const mine = (kind?: string) =>
      (kind ? links.filter((e) => e.kind === kind) : events).filter((e) => e.device === device).length;
    if (typeof about === 'number') found.push(pair(device, about, mine()));
    else
      found.push(
        pair(`${device} up`, about.up, mine('link-up')),
        pair(`${device} down`, about.down, mine('link-down')),
      );
  }
  for (const [bond, slaves] of entries(expect.bonds)) {
    const mine = events.filter(({ args }) => args.get('bond') === bond).map(({ device }) => device);
    found.push(pair(bond, [...slaves].sort(), [...new Set(mine)].sort()));
  }
  return found;
}

/** Every line of a syslog file as jc splits it; lines that jc cannot split have no expectation. */
export function syslog(expect: Expect, text: string): Comparison[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return ((expect.jc ?? []) as Expect[]).flatMap((row, i) => {
    if (row.unparsable !== undefined) return [];
    const { at, tag, message } = logLine(lines[i] ?? '');
    const date = Date.parse(`${row.date} 2000 UTC`);
    const content = String(row.content).replace(/^(?:\([^)]*\))?\[\d+\]: /, '');
    return [
      pair(`line ${i + 1} date`, date, at?.local),
      pair(`line ${i + 1} tag`, row.tag, tag),
      pair(`line ${i + 1} message`, content, message.trimEnd()),
    ];
  });
}
