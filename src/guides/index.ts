import type { Guide } from './guide.ts';

/** Symptoms that customers report, and where they lead. The sentences stand in src/texts/guides.ts. */
export const guides: readonly Guide[] = [
  {
    id: 'syn-without-synack',
    steps: [
      { id: 'listener', causes: ['reset-by-closed-port', 'service-not-running', 'listen-wrong-address'] },
      {
        id: 'filter',
        causes: [
          'firewall-drop-rule',
          'firewall-policy-drop',
          'xdp-drops',
          'tc-policer',
          'bridge-nf-call',
          'nfqueue-overflow',
        ],
      },
      { id: 'reverse-path', causes: ['rp-filter-drop', 'martian'] },
      {
        id: 'accept-queue',
        causes: [
          'accept-queue-overflow',
          'listen-abort-on-overflow',
          'fd-exhaustion',
          'backlog-of-stopped-process',
        ],
      },
      { id: 'syn-queue', causes: ['syn-backlog-overflow', 'syn-flood'] },
      { id: 'timestamps', causes: ['tw-recycle-nat', 'syn-to-time-wait-reuse'] },
      {
        id: 'tracking',
        causes: [
          'conntrack-table-full',
          'conntrack-insert-failed',
          'conntrack-invalid',
          'conntrack-early-drop',
        ],
      },
      { id: 'way-back', causes: ['no-route', 'neighbour-unresolved', 'neighbour-table-overflow'] },
      { id: 'damaged', causes: ['tcp-checksum', 'tcp-auth', 'tcp-min-ttl-drop'] },
      { id: 'memory', causes: ['listen-drops-unexplained', 'tcp-mem-pressure', 'lsm-denial'] },
      { id: 'outside', causes: ['syn-without-synack'] },
    ],
  },
  {
    id: 'nat-intermittent',
    steps: [
      { id: 'timestamps', causes: ['tw-recycle-nat'] },
      { id: 'far-timestamps', causes: ['remote-tw-recycle-suspected'] },
      { id: 'insertion', causes: ['conntrack-insert-failed', 'snat-port-exhaustion'] },
      { id: 'table', causes: ['conntrack-table-full', 'conntrack-early-drop'] },
      { id: 'ports', causes: ['ephemeral-port-exhaustion'] },
      { id: 'time-wait', causes: ['syn-to-time-wait-reuse', 'paws-established'] },
      { id: 'idle', causes: ['conntrack-idle-timeout'] },
      { id: 'fragments', causes: ['nat-gw-tcp-fragments', 'pmtu-blackhole'] },
      { id: 'cloud-sessions', causes: ['instance-connection-limit'] },
    ],
  },
  {
    id: 'udp-lost',
    steps: [
      {
        id: 'card',
        causes: ['ring-buffer-overflow', 'nic-rx-errors', 'crc-errors', 'nic-phy-buffer-discard'],
      },
      { id: 'backlog', causes: ['netdev-backlog-overflow', 'softirq-single-core'] },
      { id: 'filter', causes: ['firewall-drop-rule', 'firewall-policy-drop', 'xdp-drops'] },
      { id: 'reverse-path', causes: ['rp-filter-drop'] },
      { id: 'tracking', causes: ['conntrack-insert-failed', 'conntrack-table-full'] },
      { id: 'fragments', causes: ['ip-reassembly-failure', 'udp-oversize-datagram'] },
      { id: 'checksum', causes: ['udp-checksum-or-length', 'offload-checksum-bug'] },
      { id: 'listener', causes: ['udp-no-listener'] },
      { id: 'buffer', causes: ['udp-rcvbuf-full', 'app-slow-reader', 'so-buf-capped'] },
      { id: 'memory', causes: ['udp-mem-limit'] },
      { id: 'sending', causes: ['udp-sndbuf-full', 'qdisc-drops', 'neighbour-unresolved'] },
    ],
  },
  {
    id: 'cloud-loss',
    steps: [
      {
        id: 'allowance',
        causes: ['instance-bandwidth-pps-limit', 'instance-connection-limit', 'dns-rate-limit'],
      },
      { id: 'steal', causes: ['steal-time', 'host-overload'] },
      { id: 'one-cpu', causes: ['softirq-single-core', 'irq-affinity-imbalance'] },
      { id: 'backlog', causes: ['netdev-backlog-overflow', 'virtio-vhost-starved', 'ring-buffer-overflow'] },
      { id: 'policy', causes: ['firewall-policy-drop', 'firewall-drop-rule'] },
      { id: 'accept-queue', causes: ['accept-queue-overflow'] },
      { id: 'socket-backlog', causes: ['tcp-socket-backlog-drop'] },
      { id: 'udp-buffers', causes: ['udp-rcvbuf-full', 'udp-sndbuf-full'] },
      { id: 'tracking', causes: ['conntrack-table-full'] },
      { id: 'path', causes: ['retransmission-high', 'rto-timeouts'] },
    ],
  },
  {
    id: 'not-seen-here',
    steps: [
      { id: 'energy', causes: ['energy-efficient-ethernet'] },
      { id: 'vlan', causes: ['vlan-or-mac-filter-drop'] },
      { id: 'generic-xdp', causes: ['xdp-drops'] },
      { id: 'shaping', causes: ['instance-bandwidth-pps-limit'] },
      { id: 'path', causes: ['retransmission-high'] },
      { id: 'far-end', causes: ['remote-tw-recycle-suspected'] },
    ],
  },
];
