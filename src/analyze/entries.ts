/** Settings as every source tells them, in one shape, so that two captures can be compared. */
import type { Line, Scope } from '../model.ts';
import type { Source, Value } from '../parsers/index.ts';
import type { Route } from '../parsers/ip-route.ts';

/** One setting as one capture tells it. */
export interface SettingEntry {
  /** 'net.core.somaxconn', 'mtu', 'ring RX', 'route default'. */
  key: string;
  device?: string;
  value: string;
  line: Line;
  /** It is one of a list: where the list is there and it is not, it does not exist. */
  listed?: true;
}

type Extractors = { [S in Source]?: (value: Value<S>) => SettingEntry[] };

/** Sysctls that show a state, or a secret that is new with every boot. */
const states = /_count$|\.(?:flush|stable_secret|netdev_rss_key|tcp_fastopen_key|drop_caches|stat_refresh)$/;
const compared = /^(?:net|vm)\.|^fs\.(?:file-max|nr_open)$/;

function routeKey({ destination, prefixLength, table, metric, family }: Route): string {
  const target = prefixLength === 0 ? `default (${family})` : `${destination}/${prefixLength}`;
  return [
    'route',
    target,
    ...(table === 'main' ? [] : ['table', table]),
    ...(metric === undefined ? [] : ['metric', metric]),
  ].join(' ');
}

/** Without what ages: 'expires 1737sec', and flags that the link's state sets. */
function routeValue({ type, nexthops, source, mtu, mtuLocked }: Route): string {
  const hops = nexthops.map(({ gateway, device }) => [
    gateway && `via ${gateway}`,
    device && `dev ${device}`,
  ]);
  const words = [
    type === 'unicast' ? '' : type,
    ...hops.flat(),
    source && `src ${source}`,
    mtu && `mtu ${mtuLocked ? 'lock ' : ''}${mtu}`,
  ];
  return words.filter(Boolean).join(' ');
}

const onOff = (value: boolean) => (value ? 'on' : 'off');

export const extractors: Extractors = {
  kernel: ({ value, line }) => [{ key: 'kernel', value, line }],
  sysctl: (settings) =>
    [...settings].flatMap(([key, { value, line }]) =>
      compared.test(key) && !states.test(key) ? [{ key, value: value.split(/\s+/).join(' '), line }] : [],
    ),
  links: (links) =>
    links.flatMap(({ name, line, mtu, qdisc, master, address, qlen, xdp, operstate }) => {
      const told = {
        mtu,
        qdisc,
        address,
        'tx queue length': qlen,
        state: operstate,
        master: master ?? 'none',
        xdp: xdp?.mode ?? 'none',
      };
      const values = Object.entries(told).flatMap(([key, value]) =>
        value === undefined ? [] : [{ key, device: name, value: String(value), line }],
      );
      return [{ key: `device ${name}`, value: 'present', line, listed: true }, ...values];
    }),
  routes: (routes) =>
    routes
      .filter(({ table, type }) => table !== 'local' && type !== 'local' && type !== 'broadcast')
      .map((route) => ({ key: routeKey(route), value: routeValue(route), line: route.line, listed: true })),
  policyRules: (rules) =>
    rules.map(({ priority, selector, action, table, line }) => ({
      key: `rule ${priority} ${selector}`,
      value: [action, table].filter(Boolean).join(' '),
      line,
      listed: true,
    })),
  neighbours: (neighbours) =>
    neighbours.flatMap(({ address, device, lladdr, line }) =>
      lladdr === undefined
        ? []
        : [{ key: `neighbour ${address}`, ...(device === undefined ? {} : { device }), value: lladdr, line }],
    ),
  firewall: ({ rules, chains }) => [
    ...rules.map(({ tool, table, chain, text, line }) => ({
      key: `${tool} ${table} ${chain}: ${text}`,
      value: 'present',
      line,
      listed: true as const,
    })),
    ...chains.flatMap(({ tool, table, name, policy, line }) =>
      policy === undefined ? [] : [{ key: `${tool} ${table} ${name} policy`, value: policy, line }],
    ),
  ],
  qdiscs: (qdiscs) =>
    qdiscs.map(({ device, kind, parent, options, line }) => ({
      key: `qdisc ${parent ?? ''}`.trim(),
      device,
      value: `${kind} ${options.replace(/\bdev \S+ |\brefcnt \d+ ?/g, '')}`.trim(),
      line,
    })),
  ethtoolRings: ({ device, current }) =>
    [...current].map(([label, { value, line }]) => ({
      key: `ring ${label}`,
      device,
      value: String(value),
      line,
    })),
  ethtoolChannels: ({ device, current }) =>
    [...current].map(([label, { value, line }]) => ({
      key: `channels ${label}`,
      device,
      value: String(value),
      line,
    })),
  ethtoolOffloads: ({ device, features }) =>
    [...features].map(([name, { value, line }]) => ({ key: name, device, value: onOff(value), line })),
  ethtoolCoalesce: ({ device, settings }) =>
    [...settings].map(([label, { value, line }]) => ({
      key: `coalesce ${label}`,
      device,
      value: String(value),
      line,
    })),
  ethtoolPause: ({ device, rx, tx, autonegotiate }) =>
    Object.entries({ rx, tx, autonegotiate }).flatMap(([name, flag]) =>
      flag ? [{ key: `pause ${name}`, device, value: onOff(flag.value), line: flag.line }] : [],
    ),
  ethtoolDriver: ({ device, driver, version, firmware, line }) =>
    Object.entries({ driver, 'driver version': version, firmware }).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, device, value, line }],
    ),
  ethtoolLink: ({ device, speed, duplex, linkDetected }) => [
    ...(speed ? [{ key: 'speed', device, value: `${speed.value} Mb/s`, line: speed.line }] : []),
    ...(duplex ? [{ key: 'duplex', device, value: duplex.value, line: duplex.line }] : []),
    ...(linkDetected
      ? [{ key: 'link detected', device, value: onOff(linkDetected.value), line: linkDetected.line }]
      : []),
  ],
};

/** All entries of one parsed file. */
export function entriesOf<S extends Source>(source: S, value: Value<S>): SettingEntry[] {
  return extractors[source]?.(value) ?? [];
}

export function scopeOf(netns: string, entry: SettingEntry): Scope {
  return {
    ...(netns === '' ? {} : { netns }),
    ...(entry.device === undefined ? {} : { device: entry.device }),
  };
}
