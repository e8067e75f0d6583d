import type { Context } from '../causes/cause.ts';
import { devicesOf, isStacked, isVirtual } from '../host/devices.ts';
import type { DeviceTuning, Tuning } from '../model.ts';
import type { EthtoolLimits } from '../parsers/ethtool-settings.ts';

/** Those that decide whether packets or connections are lost. What the kernel computes from the memory is left out. */
const keys = [
  ...['budget', 'budget_usecs', 'max_backlog'].map((name) => `net.core.netdev_${name}`),
  ...['default_qdisc', 'rmem_default', 'rmem_max', 'somaxconn', 'wmem_default', 'wmem_max'].map(
    (name) => `net.core.${name}`,
  ),
  ...['abort_on_overflow', 'congestion_control', 'ecn', 'fin_timeout', 'max_orphans', 'max_syn_backlog'].map(
    (name) => `net.ipv4.tcp_${name}`,
  ),
  ...[
    'max_tw_buckets',
    'mtu_probing',
    'no_metrics_save',
    'rmem',
    'sack',
    'syn_retries',
    'synack_retries',
  ].map((name) => `net.ipv4.tcp_${name}`),
  ...['syncookies', 'timestamps', 'tw_recycle', 'tw_reuse', 'window_scaling', 'wmem'].map(
    (name) => `net.ipv4.tcp_${name}`,
  ),
  ...[
    'conf.all.rp_filter',
    'conf.default.rp_filter',
    'icmp_ratelimit',
    'ip_forward',
    'ip_local_port_range',
  ].map((name) => `net.ipv4.${name}`),
  ...[1, 2, 3].map((n) => `net.ipv4.neigh.default.gc_thresh${n}`),
  ...['buckets', 'max', 'tcp_be_liberal', 'tcp_timeout_established', 'udp_timeout'].map(
    (name) => `net.netfilter.nf_conntrack_${name}`,
  ),
];

const offloads = [
  'generic-receive-offload',
  'large-receive-offload',
  'rx-checksumming',
  'tcp-segmentation-offload',
  'tx-checksumming',
];

/** A host with thousands of devices has most of them for its containers. */
const mostDevices = 64;

/** Undefined where neither sysctls nor devices were collected. */
export function tuningOf(contexts: readonly Context[]): Tuning | undefined {
  const own = contexts.find(({ netns }) => netns === '');
  if (!own) return undefined;
  const sysctl = keys.flatMap((key) => {
    const value = own.setting(key)?.value.trim().replace(/\s+/g, ' ');
    return value === undefined ? [] : [[key, value]];
  });
  const devices = devicesOf(own)
    .filter((device) => !isStacked(device) && !isVirtual(device))
    .slice(0, mostDevices)
    .map(({ name, driver }) => ({
      name,
      ...(driver === undefined ? {} : { driver }),
      settings: settingsOf(own, name),
    }));
  if (sysctl.length === 0 && devices.length === 0) return undefined;
  return { sysctl: Object.fromEntries(sysctl) as Record<string, string>, devices };
}

function settingsOf(context: Context, device: string): DeviceTuning['settings'] {
  const of = <T extends { device: string }>(known: readonly { value: T }[]) =>
    known.find(({ value }) => value.device === device)?.value;
  const pause = of(context.all('ethtoolPause'));
  const features = of(context.all('ethtoolOffloads'))?.features;
  const flags: [string, { value: boolean } | undefined][] = [
    ['pause rx', pause?.rx],
    ['pause tx', pause?.tx],
    ...offloads.map(
      (name) => [`offload ${name}`, features?.get(name)] as [string, { value: boolean } | undefined],
    ),
  ];
  return Object.fromEntries([
    ...currentOf('ring', ['RX', 'TX'], of(context.all('ethtoolRings'))),
    ...currentOf('channels', ['RX', 'TX', 'Combined'], of(context.all('ethtoolChannels'))),
    ...flags.flatMap(([key, flag]) => (flag ? [[key, flag.value ? 'on' : 'off']] : [])),
  ]) as Record<string, string>;
}

/** A queue of 0 is one that the driver does not have. */
function currentOf(kind: string, labels: readonly string[], limits: EthtoolLimits | undefined) {
  return labels.flatMap((label) => {
    const value = limits?.current.get(label)?.value;
    return value === undefined || value === 0n ? [] : [[`${kind} ${label.toLowerCase()}`, String(value)]];
  });
}
