import { abortFailed } from './abort-failed.ts';
import { abortOnDataClose } from './abort-on-data-close.ts';
import { abortOnLinger } from './abort-on-linger.ts';
import { acceptQueueOverflow } from './accept-queue-overflow.ts';
import { appSlowReader } from './app-slow-reader.ts';
import { bondFailover } from './bond-failover.ts';
import { cgroupCpuThrottle } from './cgroup-cpu-throttle.ts';
import { challengeAck } from './challenge-ack.ts';
import { conntrackChainTooLong } from './conntrack-chain-too-long.ts';
import { conntrackEarlyDrop } from './conntrack-early-drop.ts';
import { conntrackEstablishedTimeoutLong } from './conntrack-established-timeout-long.ts';
import { conntrackInsertFailed } from './conntrack-insert-failed.ts';
import { conntrackTableFull } from './conntrack-table-full.ts';
import { crcErrors } from './crc-errors.ts';
import { deferAcceptDrop } from './defer-accept-drop.ts';
import { deviceDown } from './device-down.ts';
import { dnsRateLimit } from './dns-rate-limit.ts';
import { duplexMismatch } from './duplex-mismatch.ts';
import { duplicatePackets } from './duplicate-packets.ts';
import { ephemeralPortExhaustion } from './ephemeral-port-exhaustion.ts';
import { firewallDropRule } from './firewall-drop-rule.ts';
import { firewallPolicyDrop } from './firewall-policy-drop.ts';
import { forwardingDisabled } from './forwarding-disabled.ts';
import { hostOverload } from './host-overload.ts';
import { icmpRateLimited } from './icmp-rate-limited.ts';
import { ifaceRxDropped } from './iface-rx-dropped.ts';
import { inAddrErrors } from './in-addr-errors.ts';
import { instanceBandwidthPpsLimit } from './instance-bandwidth-pps-limit.ts';
import { instanceConnectionLimit } from './instance-connection-limit.ts';
import { ipChecksum } from './ip-checksum.ts';
import { ipHeaderErrors } from './ip-header-errors.ts';
import { ipInDiscards } from './ip-in-discards.ts';
import { ipOutDiscards } from './ip-out-discards.ts';
import { ipReassemblyFailure } from './ip-reassembly-failure.ts';
import { ipTruncated } from './ip-truncated.ts';
import { irqAffinityImbalance } from './irq-affinity-imbalance.ts';
import { linkFlap } from './link-flap.ts';
import { listenAbortOnOverflow } from './listen-abort-on-overflow.ts';
import { listenDropsUnexplained } from './listen-drops-unexplained.ts';
import { locateDropSite } from './locate-drop-site.ts';
import { martian } from './martian.ts';
import { natGwTcpFragments } from './nat-gw-tcp-fragments.ts';
import { neighbourTableOverflow } from './neighbour-table-overflow.ts';
import { neighbourUnresolved } from './neighbour-unresolved.ts';
import { netdevBacklogOverflow } from './netdev-backlog-overflow.ts';
import { netlinkOverrun } from './netlink-overrun.ts';
import { nfqueueOverflow } from './nfqueue-overflow.ts';
import { nicFrameAlignment } from './nic-frame-alignment.ts';
import { nicHangReset } from './nic-hang-reset.ts';
import { nicPhyBufferDiscard } from './nic-phy-buffer-discard.ts';
import { nicRxErrors } from './nic-rx-errors.ts';
import { noRoute } from './no-route.ts';
import { offloadChecksumBug } from './offload-checksum-bug.ts';
import { orphanLimit } from './orphan-limit.ts';
import { oversizeFrames } from './oversize-frames.ts';
import { pauseFrames } from './pause-frames.ts';
import { pawsEstablished } from './paws-established.ts';
import { pcieBottleneck } from './pcie-bottleneck.ts';
import { pmtuBlackhole } from './pmtu-blackhole.ts';
import { qdiscDrops } from './qdisc-drops.ts';
import { rcvbufPrune } from './rcvbuf-prune.ts';
import { remoteTwRecycleSuspected } from './remote-tw-recycle-suspected.ts';
import { reordering } from './reordering.ts';
import { resetByClosedPort } from './reset-by-closed-port.ts';
import { resetsReceived } from './resets-received.ts';
import { retransmissionHigh } from './retransmission-high.ts';
import { ringBufferOverflow } from './ring-buffer-overflow.ts';
import { rpFilterDrop } from './rp-filter-drop.ts';
import { rtoTimeouts } from './rto-timeouts.ts';
import { rxAllocFailure } from './rx-alloc-failure.ts';
import { sackDisabled } from './sack-disabled.ts';
import { soBufCapped } from './so-buf-capped.ts';
import { softLockup } from './soft-lockup.ts';
import { softirqSingleCore } from './softirq-single-core.ts';
import { speedDowngraded } from './speed-downgraded.ts';
import { spuriousRetransmits } from './spurious-retransmits.ts';
import { stealTime } from './steal-time.ts';
import { synBacklogOverflow } from './syn-backlog-overflow.ts';
import { synFlood } from './syn-flood.ts';
import { synToTimeWaitReuse } from './syn-to-time-wait-reuse.ts';
import { synWithoutSynack } from './syn-without-synack.ts';
import { syncookiesDisabled } from './syncookies-disabled.ts';
import { tcPolicer } from './tc-policer.ts';
import { tcpAuth } from './tcp-auth.ts';
import { tcpChecksum } from './tcp-checksum.ts';
import { tcpInErrors } from './tcp-in-errors.ts';
import { tcpMemPressure } from './tcp-mem-pressure.ts';
import { tcpSocketBacklogDrop } from './tcp-socket-backlog-drop.ts';
import { timeSqueeze } from './time-squeeze.ts';
import { timeWaitMany } from './time-wait-many.ts';
import { timestampsDisabled } from './timestamps-disabled.ts';
import { twRecycleNat } from './tw-recycle-nat.ts';
import { txErrorsCarrier } from './tx-errors-carrier.ts';
import { txQueueStopped } from './tx-queue-stopped.ts';
import { udpChecksumOrLength } from './udp-checksum-or-length.ts';
import { udpInErrors } from './udp-in-errors.ts';
import { udpMemLimit } from './udp-mem-limit.ts';
import { udpNoListener } from './udp-no-listener.ts';
import { udpOversizeDatagram } from './udp-oversize-datagram.ts';
import { udpRcvbufFull } from './udp-rcvbuf-full.ts';
import { udpSndbufFull } from './udp-sndbuf-full.ts';
import { virtioVhostStarved } from './virtio-vhost-starved.ts';
import { vlanOrMacFilterDrop } from './vlan-or-mac-filter-drop.ts';
import { windowScalingDisabled } from './window-scaling-disabled.ts';
import { xdpDrops } from './xdp-drops.ts';
import { xfrmDrops } from './xfrm-drops.ts';
import { zeroWindow } from './zero-window.ts';

/** Texts of causes in Simplified Chinese, by cause id. A cause that is not here speaks English, and is counted. */
export const causeTexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'abort-failed': abortFailed,
  'abort-on-data-close': abortOnDataClose,
  'abort-on-linger': abortOnLinger,
  'accept-queue-overflow': acceptQueueOverflow,
  'app-slow-reader': appSlowReader,
  'bond-failover': bondFailover,
  'cgroup-cpu-throttle': cgroupCpuThrottle,
  'challenge-ack': challengeAck,
  'conntrack-chain-too-long': conntrackChainTooLong,
  'conntrack-early-drop': conntrackEarlyDrop,
  'conntrack-established-timeout-long': conntrackEstablishedTimeoutLong,
  'conntrack-insert-failed': conntrackInsertFailed,
  'conntrack-table-full': conntrackTableFull,
  'crc-errors': crcErrors,
  'defer-accept-drop': deferAcceptDrop,
  'device-down': deviceDown,
  'dns-rate-limit': dnsRateLimit,
  'duplex-mismatch': duplexMismatch,
  'duplicate-packets': duplicatePackets,
  'ephemeral-port-exhaustion': ephemeralPortExhaustion,
  'firewall-drop-rule': firewallDropRule,
  'firewall-policy-drop': firewallPolicyDrop,
  'forwarding-disabled': forwardingDisabled,
  'host-overload': hostOverload,
  'icmp-rate-limited': icmpRateLimited,
  'iface-rx-dropped': ifaceRxDropped,
  'in-addr-errors': inAddrErrors,
  'instance-bandwidth-pps-limit': instanceBandwidthPpsLimit,
  'instance-connection-limit': instanceConnectionLimit,
  'ip-checksum': ipChecksum,
  'ip-header-errors': ipHeaderErrors,
  'ip-in-discards': ipInDiscards,
  'ip-out-discards': ipOutDiscards,
  'ip-reassembly-failure': ipReassemblyFailure,
  'ip-truncated': ipTruncated,
  'irq-affinity-imbalance': irqAffinityImbalance,
  'link-flap': linkFlap,
  'listen-abort-on-overflow': listenAbortOnOverflow,
  'listen-drops-unexplained': listenDropsUnexplained,
  'locate-drop-site': locateDropSite,
  martian: martian,
  'nat-gw-tcp-fragments': natGwTcpFragments,
  'neighbour-table-overflow': neighbourTableOverflow,
  'neighbour-unresolved': neighbourUnresolved,
  'netdev-backlog-overflow': netdevBacklogOverflow,
  'netlink-overrun': netlinkOverrun,
  'nfqueue-overflow': nfqueueOverflow,
  'nic-frame-alignment': nicFrameAlignment,
  'nic-hang-reset': nicHangReset,
  'nic-phy-buffer-discard': nicPhyBufferDiscard,
  'nic-rx-errors': nicRxErrors,
  'no-route': noRoute,
  'offload-checksum-bug': offloadChecksumBug,
  'orphan-limit': orphanLimit,
  'oversize-frames': oversizeFrames,
  'pause-frames': pauseFrames,
  'paws-established': pawsEstablished,
  'pcie-bottleneck': pcieBottleneck,
  'pmtu-blackhole': pmtuBlackhole,
  'qdisc-drops': qdiscDrops,
  'rcvbuf-prune': rcvbufPrune,
  'remote-tw-recycle-suspected': remoteTwRecycleSuspected,
  reordering: reordering,
  'reset-by-closed-port': resetByClosedPort,
  'resets-received': resetsReceived,
  'retransmission-high': retransmissionHigh,
  'ring-buffer-overflow': ringBufferOverflow,
  'rp-filter-drop': rpFilterDrop,
  'rto-timeouts': rtoTimeouts,
  'rx-alloc-failure': rxAllocFailure,
  'sack-disabled': sackDisabled,
  'so-buf-capped': soBufCapped,
  'soft-lockup': softLockup,
  'softirq-single-core': softirqSingleCore,
  'speed-downgraded': speedDowngraded,
  'spurious-retransmits': spuriousRetransmits,
  'steal-time': stealTime,
  'syn-backlog-overflow': synBacklogOverflow,
  'syn-flood': synFlood,
  'syn-to-time-wait-reuse': synToTimeWaitReuse,
  'syn-without-synack': synWithoutSynack,
  'syncookies-disabled': syncookiesDisabled,
  'tc-policer': tcPolicer,
  'tcp-auth': tcpAuth,
  'tcp-checksum': tcpChecksum,
  'tcp-in-errors': tcpInErrors,
  'tcp-mem-pressure': tcpMemPressure,
  'tcp-socket-backlog-drop': tcpSocketBacklogDrop,
  'time-squeeze': timeSqueeze,
  'time-wait-many': timeWaitMany,
  'timestamps-disabled': timestampsDisabled,
  'tw-recycle-nat': twRecycleNat,
  'tx-errors-carrier': txErrorsCarrier,
  'tx-queue-stopped': txQueueStopped,
  'udp-checksum-or-length': udpChecksumOrLength,
  'udp-in-errors': udpInErrors,
  'udp-mem-limit': udpMemLimit,
  'udp-no-listener': udpNoListener,
  'udp-oversize-datagram': udpOversizeDatagram,
  'udp-rcvbuf-full': udpRcvbufFull,
  'udp-sndbuf-full': udpSndbufFull,
  'virtio-vhost-starved': virtioVhostStarved,
  'vlan-or-mac-filter-drop': vlanOrMacFilterDrop,
  'window-scaling-disabled': windowScalingDisabled,
  'xdp-drops': xdpDrops,
  'xfrm-drops': xfrmDrops,
  'zero-window': zeroWindow,
};
