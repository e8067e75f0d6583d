import { abortFailed } from './abort-failed.ts';
import { abortOnDataClose } from './abort-on-data-close.ts';
import { abortOnLinger } from './abort-on-linger.ts';
import { acceptQueueOverflow } from './accept-queue-overflow.ts';
import { ackLossDelayedack } from './ack-loss-delayedack.ts';
import { appSlowReader } from './app-slow-reader.ts';
import { arpFlux } from './arp-flux.ts';
import { asymmetricRouting } from './asymmetric-routing.ts';
import { backlogOfStoppedProcess } from './backlog-of-stopped-process.ts';
import { beyondWindow } from './beyond-window.ts';
import { bondFailover } from './bond-failover.ts';
import { bondInactiveDrops } from './bond-inactive-drops.ts';
import { bridgeNfCall } from './bridge-nf-call.ts';
import { cgroupCpuThrottle } from './cgroup-cpu-throttle.ts';
import { challengeAck } from './challenge-ack.ts';
import { clockJump } from './clock-jump.ts';
import { connectFailures } from './connect-failures.ts';
import { conntrackChainTooLong } from './conntrack-chain-too-long.ts';
import { conntrackEarlyDrop } from './conntrack-early-drop.ts';
import { conntrackEstablishedTimeoutLong } from './conntrack-established-timeout-long.ts';
import { conntrackExpectFull } from './conntrack-expect-full.ts';
import { conntrackIdleTimeout } from './conntrack-idle-timeout.ts';
import { conntrackInsertFailed } from './conntrack-insert-failed.ts';
import { conntrackInvalid } from './conntrack-invalid.ts';
import { conntrackTableFull } from './conntrack-table-full.ts';
import { cpuPowerStates } from './cpu-power-states.ts';
import { crcErrors } from './crc-errors.ts';
import { deferAcceptDrop } from './defer-accept-drop.ts';
import { deviceDown } from './device-down.ts';
import { dnsRateLimit } from './dns-rate-limit.ts';
import { duplexMismatch } from './duplex-mismatch.ts';
import { duplicateIp } from './duplicate-ip.ts';
import { duplicatePackets } from './duplicate-packets.ts';
import { embryonicResets } from './embryonic-resets.ts';
import { energyEfficientEthernet } from './energy-efficient-ethernet.ts';
import { ephemeralPortExhaustion } from './ephemeral-port-exhaustion.ts';
import { fdExhaustion } from './fd-exhaustion.ts';
import { firewallDropRule } from './firewall-drop-rule.ts';
import { firewallPolicyDrop } from './firewall-policy-drop.ts';
import { firewallRulesetSlow } from './firewall-ruleset-slow.ts';
import { forwardingDisabled } from './forwarding-disabled.ts';
import { fragNeededLocal } from './frag-needed-local.ts';
import { groLroForwarding } from './gro-lro-forwarding.ts';
import { hostOverload } from './host-overload.ts';
import { hostQueueStall } from './host-queue-stall.ts';
import { icmpBlocked } from './icmp-blocked.ts';
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
import { ipv6DisabledPath } from './ipv6-disabled-path.ts';
import { ipvsDrop } from './ipvs-drop.ts';
import { irqAffinityImbalance } from './irq-affinity-imbalance.ts';
import { irqbalanceOff } from './irqbalance-off.ts';
import { keepaliveMisconfig } from './keepalive-misconfig.ts';
import { linkFlap } from './link-flap.ts';
import { listenAbortOnOverflow } from './listen-abort-on-overflow.ts';
import { listenDropsUnexplained } from './listen-drops-unexplained.ts';
import { listenWrongAddress } from './listen-wrong-address.ts';
import { locateDropSite } from './locate-drop-site.ts';
import { lsmDenial } from './lsm-denial.ts';
import { martian } from './martian.ts';
import { mptcpIssues } from './mptcp-issues.ts';
import { multicastMembershipLimit } from './multicast-membership-limit.ts';
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
import { nicSwCounterAnomaly } from './nic-sw-counter-anomaly.ts';
import { noRoute } from './no-route.ts';
import { numaRemoteNic } from './numa-remote-nic.ts';
import { offloadChecksumBug } from './offload-checksum-bug.ts';
import { orphanLimit } from './orphan-limit.ts';
import { outOfWindowIcmp } from './out-of-window-icmp.ts';
import { oversizeFrames } from './oversize-frames.ts';
import { pauseFrames } from './pause-frames.ts';
import { pawsEstablished } from './paws-established.ts';
import { pcieBottleneck } from './pcie-bottleneck.ts';
import { pfmemallocDrop } from './pfmemalloc-drop.ts';
import { pmtuBlackhole } from './pmtu-blackhole.ts';
import { qdiscBurst } from './qdisc-burst.ts';
import { qdiscDrops } from './qdisc-drops.ts';
import { rawPacketSocketDrops } from './raw-packet-socket-drops.ts';
import { rcvbufPrune } from './rcvbuf-prune.ts';
import { remoteTwRecycleSuspected } from './remote-tw-recycle-suspected.ts';
import { reordering } from './reordering.ts';
import { reqskMigrate } from './reqsk-migrate.ts';
import { resetByClosedPort } from './reset-by-closed-port.ts';
import { resetsReceived } from './resets-received.ts';
import { retransmissionHigh } from './retransmission-high.ts';
import { ringBufferOverflow } from './ring-buffer-overflow.ts';
import { rpFilterDrop } from './rp-filter-drop.ts';
import { rpsFlowLimit } from './rps-flow-limit.ts';
import { rtoTimeouts } from './rto-timeouts.ts';
import { rxAllocFailure } from './rx-alloc-failure.ts';
import { sackDisabled } from './sack-disabled.ts';
import { sackPanicMitigation } from './sack-panic-mitigation.ts';
import { sctpErrors } from './sctp-errors.ts';
import { serviceNotRunning } from './service-not-running.ts';
import { snatPortExhaustion } from './snat-port-exhaustion.ts';
import { soBufCapped } from './so-buf-capped.ts';
import { socketFilterOrEbpf } from './socket-filter-or-ebpf.ts';
import { socketLimitsAppLimited } from './socket-limits-app-limited.ts';
import { softLockup } from './soft-lockup.ts';
import { softirqSingleCore } from './softirq-single-core.ts';
import { somaxconnLow } from './somaxconn-low.ts';
import { speedDowngraded } from './speed-downgraded.ts';
import { spuriousRetransmits } from './spurious-retransmits.ts';
import { stealTime } from './steal-time.ts';
import { synBacklogOverflow } from './syn-backlog-overflow.ts';
import { synFlood } from './syn-flood.ts';
import { synRetransHigh } from './syn-retrans-high.ts';
import { synToTimeWaitReuse } from './syn-to-time-wait-reuse.ts';
import { synWithoutSynack } from './syn-without-synack.ts';
import { syncookiesDisabled } from './syncookies-disabled.ts';
import { tcPolicer } from './tc-policer.ts';
import { tcShaping } from './tc-shaping.ts';
import { tcpAuth } from './tcp-auth.ts';
import { tcpChecksum } from './tcp-checksum.ts';
import { tcpInErrors } from './tcp-in-errors.ts';
import { tcpMemPressure } from './tcp-mem-pressure.ts';
import { tcpMinTtlDrop } from './tcp-min-ttl-drop.ts';
import { tcpSocketBacklogDrop } from './tcp-socket-backlog-drop.ts';
import { tfoProblems } from './tfo-problems.ts';
import { timeSqueeze } from './time-squeeze.ts';
import { timeWaitMany } from './time-wait-many.ts';
import { timestampsDisabled } from './timestamps-disabled.ts';
import { tunnelOverheadMtu } from './tunnel-overhead-mtu.ts';
import { twBucketOverflow } from './tw-bucket-overflow.ts';
import { twRecycleNat } from './tw-recycle-nat.ts';
import { txErrorsCarrier } from './tx-errors-carrier.ts';
import { txQueueStopped } from './tx-queue-stopped.ts';
import { txRetransFail } from './tx-retrans-fail.ts';
import { txqueuelenZeroOrTiny } from './txqueuelen-zero-or-tiny.ts';
import { udpChecksumOrLength } from './udp-checksum-or-length.ts';
import { udpIgnoredMulti } from './udp-ignored-multi.ts';
import { udpInErrors } from './udp-in-errors.ts';
import { udpMemLimit } from './udp-mem-limit.ts';
import { udpNoListener } from './udp-no-listener.ts';
import { udpOversizeDatagram } from './udp-oversize-datagram.ts';
import { udpRcvbufFull } from './udp-rcvbuf-full.ts';
import { udpSndbufFull } from './udp-sndbuf-full.ts';
import { unhandledProtocol } from './unhandled-protocol.ts';
import { unixDgramQueue } from './unix-dgram-queue.ts';
import { virtioVhostStarved } from './virtio-vhost-starved.ts';
import { vlanOrMacFilterDrop } from './vlan-or-mac-filter-drop.ts';
import { vrfOrNetnsScope } from './vrf-or-netns-scope.ts';
import { windowScalingDisabled } from './window-scaling-disabled.ts';
import { xdpDrops } from './xdp-drops.ts';
import { xfrmDrops } from './xfrm-drops.ts';
import { zeroWindow } from './zero-window.ts';

/** Texts of causes in Simplified Chinese, by cause id. A cause that is not here speaks English, and is counted. */
export const causeTexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'conntrack-invalid': conntrackInvalid,
  'frag-needed-local': fragNeededLocal,
  'snat-port-exhaustion': snatPortExhaustion,
  'conntrack-expect-full': conntrackExpectFull,
  'ipvs-drop': ipvsDrop,
  'bridge-nf-call': bridgeNfCall,
  'duplicate-ip': duplicateIp,
  'asymmetric-routing': asymmetricRouting,
  'tunnel-overhead-mtu': tunnelOverheadMtu,
  'abort-failed': abortFailed,
  'abort-on-data-close': abortOnDataClose,
  'abort-on-linger': abortOnLinger,
  'icmp-blocked': icmpBlocked,
  'arp-flux': arpFlux,
  'conntrack-idle-timeout': conntrackIdleTimeout,
  'firewall-ruleset-slow': firewallRulesetSlow,
  'ipv6-disabled-path': ipv6DisabledPath,
  'multicast-membership-limit': multicastMembershipLimit,
  'vrf-or-netns-scope': vrfOrNetnsScope,
  'accept-queue-overflow': acceptQueueOverflow,
  'ack-loss-delayedack': ackLossDelayedack,
  'app-slow-reader': appSlowReader,
  'beyond-window': beyondWindow,
  'backlog-of-stopped-process': backlogOfStoppedProcess,
  'bond-failover': bondFailover,
  'bond-inactive-drops': bondInactiveDrops,
  'cgroup-cpu-throttle': cgroupCpuThrottle,
  'connect-failures': connectFailures,
  'challenge-ack': challengeAck,
  'clock-jump': clockJump,
  'conntrack-chain-too-long': conntrackChainTooLong,
  'conntrack-early-drop': conntrackEarlyDrop,
  'conntrack-established-timeout-long': conntrackEstablishedTimeoutLong,
  'conntrack-insert-failed': conntrackInsertFailed,
  'conntrack-table-full': conntrackTableFull,
  'cpu-power-states': cpuPowerStates,
  'crc-errors': crcErrors,
  'defer-accept-drop': deferAcceptDrop,
  'device-down': deviceDown,
  'dns-rate-limit': dnsRateLimit,
  'duplex-mismatch': duplexMismatch,
  'duplicate-packets': duplicatePackets,
  'energy-efficient-ethernet': energyEfficientEthernet,
  'embryonic-resets': embryonicResets,
  'ephemeral-port-exhaustion': ephemeralPortExhaustion,
  'fd-exhaustion': fdExhaustion,
  'firewall-drop-rule': firewallDropRule,
  'firewall-policy-drop': firewallPolicyDrop,
  'forwarding-disabled': forwardingDisabled,
  'gro-lro-forwarding': groLroForwarding,
  'host-overload': hostOverload,
  'host-queue-stall': hostQueueStall,
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
  'irqbalance-off': irqbalanceOff,
  'keepalive-misconfig': keepaliveMisconfig,
  'link-flap': linkFlap,
  'listen-abort-on-overflow': listenAbortOnOverflow,
  'listen-drops-unexplained': listenDropsUnexplained,
  'listen-wrong-address': listenWrongAddress,
  'locate-drop-site': locateDropSite,
  'lsm-denial': lsmDenial,
  martian: martian,
  'mptcp-issues': mptcpIssues,
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
  'nic-sw-counter-anomaly': nicSwCounterAnomaly,
  'no-route': noRoute,
  'numa-remote-nic': numaRemoteNic,
  'offload-checksum-bug': offloadChecksumBug,
  'orphan-limit': orphanLimit,
  'out-of-window-icmp': outOfWindowIcmp,
  'oversize-frames': oversizeFrames,
  'pause-frames': pauseFrames,
  'paws-established': pawsEstablished,
  'pcie-bottleneck': pcieBottleneck,
  'pfmemalloc-drop': pfmemallocDrop,
  'pmtu-blackhole': pmtuBlackhole,
  'qdisc-burst': qdiscBurst,
  'qdisc-drops': qdiscDrops,
  'raw-packet-socket-drops': rawPacketSocketDrops,
  'rcvbuf-prune': rcvbufPrune,
  'remote-tw-recycle-suspected': remoteTwRecycleSuspected,
  reordering: reordering,
  'reqsk-migrate': reqskMigrate,
  'reset-by-closed-port': resetByClosedPort,
  'resets-received': resetsReceived,
  'retransmission-high': retransmissionHigh,
  'ring-buffer-overflow': ringBufferOverflow,
  'rp-filter-drop': rpFilterDrop,
  'rps-flow-limit': rpsFlowLimit,
  'rto-timeouts': rtoTimeouts,
  'rx-alloc-failure': rxAllocFailure,
  'sack-panic-mitigation': sackPanicMitigation,
  'service-not-running': serviceNotRunning,
  'sctp-errors': sctpErrors,
  'sack-disabled': sackDisabled,
  'so-buf-capped': soBufCapped,
  'socket-filter-or-ebpf': socketFilterOrEbpf,
  'socket-limits-app-limited': socketLimitsAppLimited,
  'soft-lockup': softLockup,
  'softirq-single-core': softirqSingleCore,
  'somaxconn-low': somaxconnLow,
  'speed-downgraded': speedDowngraded,
  'spurious-retransmits': spuriousRetransmits,
  'steal-time': stealTime,
  'syn-backlog-overflow': synBacklogOverflow,
  'syn-flood': synFlood,
  'syn-retrans-high': synRetransHigh,
  'syn-to-time-wait-reuse': synToTimeWaitReuse,
  'syn-without-synack': synWithoutSynack,
  'syncookies-disabled': syncookiesDisabled,
  'tc-policer': tcPolicer,
  'tc-shaping': tcShaping,
  'tcp-auth': tcpAuth,
  'tcp-checksum': tcpChecksum,
  'tcp-in-errors': tcpInErrors,
  'tcp-mem-pressure': tcpMemPressure,
  'tcp-min-ttl-drop': tcpMinTtlDrop,
  'tcp-socket-backlog-drop': tcpSocketBacklogDrop,
  'tfo-problems': tfoProblems,
  'time-squeeze': timeSqueeze,
  'time-wait-many': timeWaitMany,
  'tw-bucket-overflow': twBucketOverflow,
  'timestamps-disabled': timestampsDisabled,
  'tw-recycle-nat': twRecycleNat,
  'tx-errors-carrier': txErrorsCarrier,
  'tx-queue-stopped': txQueueStopped,
  'txqueuelen-zero-or-tiny': txqueuelenZeroOrTiny,
  'tx-retrans-fail': txRetransFail,
  'udp-checksum-or-length': udpChecksumOrLength,
  'udp-ignored-multi': udpIgnoredMulti,
  'udp-in-errors': udpInErrors,
  'udp-mem-limit': udpMemLimit,
  'udp-no-listener': udpNoListener,
  'udp-oversize-datagram': udpOversizeDatagram,
  'udp-rcvbuf-full': udpRcvbufFull,
  'udp-sndbuf-full': udpSndbufFull,
  'unhandled-protocol': unhandledProtocol,
  'unix-dgram-queue': unixDgramQueue,
  'virtio-vhost-starved': virtioVhostStarved,
  'vlan-or-mac-filter-drop': vlanOrMacFilterDrop,
  'window-scaling-disabled': windowScalingDisabled,
  'xdp-drops': xdpDrops,
  'xfrm-drops': xfrmDrops,
  'zero-window': zeroWindow,
};
