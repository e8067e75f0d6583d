import { layers } from '../model.ts';
import abortFailed from './abort-failed.ts';
import abortOnDataClose from './abort-on-data-close.ts';
import abortOnLinger from './abort-on-linger.ts';
import acceptQueueOverflow from './accept-queue-overflow.ts';
import ackLossDelayedack from './ack-loss-delayedack.ts';
import appSlowReader from './app-slow-reader.ts';
import arpFlux from './arp-flux.ts';
import asymmetricRouting from './asymmetric-routing.ts';
import backlogOfStoppedProcess from './backlog-of-stopped-process.ts';
import beyondWindow from './beyond-window.ts';
import bondFailover from './bond-failover.ts';
import bondInactiveDrops from './bond-inactive-drops.ts';
import bridgeNfCall from './bridge-nf-call.ts';
import type { Cause } from './cause.ts';
import cgroupCpuThrottle from './cgroup-cpu-throttle.ts';
import challengeAck from './challenge-ack.ts';
import clockJump from './clock-jump.ts';
import connectFailures from './connect-failures.ts';
import conntrackChainTooLong from './conntrack-chain-too-long.ts';
import conntrackEarlyDrop from './conntrack-early-drop.ts';
import conntrackEstablishedTimeoutLong from './conntrack-established-timeout-long.ts';
import conntrackExpectFull from './conntrack-expect-full.ts';
import conntrackIdleTimeout from './conntrack-idle-timeout.ts';
import conntrackInsertFailed from './conntrack-insert-failed.ts';
import conntrackInvalid from './conntrack-invalid.ts';
import conntrackTableFull from './conntrack-table-full.ts';
import cpuPowerStates from './cpu-power-states.ts';
import crcErrors from './crc-errors.ts';
import deferAcceptDrop from './defer-accept-drop.ts';
import deviceDown from './device-down.ts';
import dnsRateLimit from './dns-rate-limit.ts';
import duplexMismatch from './duplex-mismatch.ts';
import duplicateIp from './duplicate-ip.ts';
import duplicatePackets from './duplicate-packets.ts';
import embryonicResets from './embryonic-resets.ts';
import energyEfficientEthernet from './energy-efficient-ethernet.ts';
import ephemeralPortExhaustion from './ephemeral-port-exhaustion.ts';
import fdExhaustion from './fd-exhaustion.ts';
import firewallDropRule from './firewall-drop-rule.ts';
import firewallPolicyDrop from './firewall-policy-drop.ts';
import firewallRulesetSlow from './firewall-ruleset-slow.ts';
import forwardingDisabled from './forwarding-disabled.ts';
import fragNeededLocal from './frag-needed-local.ts';
import groLroForwarding from './gro-lro-forwarding.ts';
import hostOverload from './host-overload.ts';
import hostQueueStall from './host-queue-stall.ts';
import icmpBlocked from './icmp-blocked.ts';
import icmpRateLimited from './icmp-rate-limited.ts';
import ifaceRxDropped from './iface-rx-dropped.ts';
import inAddrErrors from './in-addr-errors.ts';
import instanceBandwidthPpsLimit from './instance-bandwidth-pps-limit.ts';
import instanceConnectionLimit from './instance-connection-limit.ts';
import ipChecksum from './ip-checksum.ts';
import ipHeaderErrors from './ip-header-errors.ts';
import ipInDiscards from './ip-in-discards.ts';
import ipOutDiscards from './ip-out-discards.ts';
import ipReassemblyFailure from './ip-reassembly-failure.ts';
import ipTruncated from './ip-truncated.ts';
import ipv6DisabledPath from './ipv6-disabled-path.ts';
import ipvsDrop from './ipvs-drop.ts';
import irqAffinityImbalance from './irq-affinity-imbalance.ts';
import irqbalanceOff from './irqbalance-off.ts';
import keepaliveMisconfig from './keepalive-misconfig.ts';
import linkFlap from './link-flap.ts';
import listenAbortOnOverflow from './listen-abort-on-overflow.ts';
import listenDropsUnexplained from './listen-drops-unexplained.ts';
import listenWrongAddress from './listen-wrong-address.ts';
import locateDropSite from './locate-drop-site.ts';
import lsmDenial from './lsm-denial.ts';
import martian from './martian.ts';
import mptcpIssues from './mptcp-issues.ts';
import multicastMembershipLimit from './multicast-membership-limit.ts';
import natGwTcpFragments from './nat-gw-tcp-fragments.ts';
import neighbourTableOverflow from './neighbour-table-overflow.ts';
import neighbourUnresolved from './neighbour-unresolved.ts';
import netdevBacklogOverflow from './netdev-backlog-overflow.ts';
import netlinkOverrun from './netlink-overrun.ts';
import nfqueueOverflow from './nfqueue-overflow.ts';
import nicFrameAlignment from './nic-frame-alignment.ts';
import nicHangReset from './nic-hang-reset.ts';
import nicPhyBufferDiscard from './nic-phy-buffer-discard.ts';
import nicRxErrors from './nic-rx-errors.ts';
import nicSwCounterAnomaly from './nic-sw-counter-anomaly.ts';
import noRoute from './no-route.ts';
import numaRemoteNic from './numa-remote-nic.ts';
import offloadChecksumBug from './offload-checksum-bug.ts';
import orphanLimit from './orphan-limit.ts';
import outOfWindowIcmp from './out-of-window-icmp.ts';
import oversizeFrames from './oversize-frames.ts';
import pauseFrames from './pause-frames.ts';
import pawsEstablished from './paws-established.ts';
import pcieBottleneck from './pcie-bottleneck.ts';
import pfmemallocDrop from './pfmemalloc-drop.ts';
import pmtuBlackhole from './pmtu-blackhole.ts';
import qdiscBurst from './qdisc-burst.ts';
import qdiscDrops from './qdisc-drops.ts';
import rawPacketSocketDrops from './raw-packet-socket-drops.ts';
import rcvbufPrune from './rcvbuf-prune.ts';
import remoteTwRecycleSuspected from './remote-tw-recycle-suspected.ts';
import reordering from './reordering.ts';
import reqskMigrate from './reqsk-migrate.ts';
import resetByClosedPort from './reset-by-closed-port.ts';
import resetsReceived from './resets-received.ts';
import retransmissionHigh from './retransmission-high.ts';
import ringBufferOverflow from './ring-buffer-overflow.ts';
import rpFilterDrop from './rp-filter-drop.ts';
import rpsFlowLimit from './rps-flow-limit.ts';
import rtoTimeouts from './rto-timeouts.ts';
import rxAllocFailure from './rx-alloc-failure.ts';
import sackDisabled from './sack-disabled.ts';
import sackPanicMitigation from './sack-panic-mitigation.ts';
import sctpErrors from './sctp-errors.ts';
import serviceNotRunning from './service-not-running.ts';
import snatPortExhaustion from './snat-port-exhaustion.ts';
import soBufCapped from './so-buf-capped.ts';
import socketFilterOrEbpf from './socket-filter-or-ebpf.ts';
import socketLimitsAppLimited from './socket-limits-app-limited.ts';
import softLockup from './soft-lockup.ts';
import softirqSingleCore from './softirq-single-core.ts';
import somaxconnLow from './somaxconn-low.ts';
import speedDowngraded from './speed-downgraded.ts';
import spuriousRetransmits from './spurious-retransmits.ts';
import stealTime from './steal-time.ts';
import synBacklogOverflow from './syn-backlog-overflow.ts';
import synFlood from './syn-flood.ts';
import synRetransHigh from './syn-retrans-high.ts';
import synToTimeWaitReuse from './syn-to-time-wait-reuse.ts';
import synWithoutSynack from './syn-without-synack.ts';
import syncookiesDisabled from './syncookies-disabled.ts';
import tcPolicer from './tc-policer.ts';
import tcShaping from './tc-shaping.ts';
import tcpAuth from './tcp-auth.ts';
import tcpChecksum from './tcp-checksum.ts';
import tcpInErrors from './tcp-in-errors.ts';
import tcpMemPressure from './tcp-mem-pressure.ts';
import tcpMinTtlDrop from './tcp-min-ttl-drop.ts';
import tcpSocketBacklogDrop from './tcp-socket-backlog-drop.ts';
import tfoProblems from './tfo-problems.ts';
import timeSqueeze from './time-squeeze.ts';
import timeWaitMany from './time-wait-many.ts';
import timestampsDisabled from './timestamps-disabled.ts';
import tunnelOverheadMtu from './tunnel-overhead-mtu.ts';
import twBucketOverflow from './tw-bucket-overflow.ts';
import twRecycleNat from './tw-recycle-nat.ts';
import txErrorsCarrier from './tx-errors-carrier.ts';
import txQueueStopped from './tx-queue-stopped.ts';
import txRetransFail from './tx-retrans-fail.ts';
import txqueuelenZeroOrTiny from './txqueuelen-zero-or-tiny.ts';
import udpChecksumOrLength from './udp-checksum-or-length.ts';
import udpIgnoredMulti from './udp-ignored-multi.ts';
import udpInErrors from './udp-in-errors.ts';
import udpMemLimit from './udp-mem-limit.ts';
import udpNoListener from './udp-no-listener.ts';
import udpOversizeDatagram from './udp-oversize-datagram.ts';
import udpRcvbufFull from './udp-rcvbuf-full.ts';
import udpSndbufFull from './udp-sndbuf-full.ts';
import unhandledProtocol from './unhandled-protocol.ts';
import unixDgramQueue from './unix-dgram-queue.ts';
import virtioVhostStarved from './virtio-vhost-starved.ts';
import vlanOrMacFilterDrop from './vlan-or-mac-filter-drop.ts';
import vrfOrNetnsScope from './vrf-or-netns-scope.ts';
import windowScalingDisabled from './window-scaling-disabled.ts';
import xdpDrops from './xdp-drops.ts';
import xfrmDrops from './xfrm-drops.ts';
import zeroWindow from './zero-window.ts';

/** All known root causes. A new cause is one file, its entry here, and one fixture. */
const causes: readonly Cause[] = [
  conntrackInvalid,
  fragNeededLocal,
  snatPortExhaustion,
  conntrackExpectFull,
  ipvsDrop,
  bridgeNfCall,
  duplicateIp,
  asymmetricRouting,
  tunnelOverheadMtu,
  abortFailed,
  abortOnDataClose,
  abortOnLinger,
  icmpBlocked,
  arpFlux,
  conntrackIdleTimeout,
  firewallRulesetSlow,
  ipv6DisabledPath,
  multicastMembershipLimit,
  vrfOrNetnsScope,
  acceptQueueOverflow,
  ackLossDelayedack,
  appSlowReader,
  beyondWindow,
  backlogOfStoppedProcess,
  bondFailover,
  bondInactiveDrops,
  cgroupCpuThrottle,
  connectFailures,
  challengeAck,
  clockJump,
  conntrackChainTooLong,
  conntrackEarlyDrop,
  conntrackEstablishedTimeoutLong,
  conntrackInsertFailed,
  conntrackTableFull,
  cpuPowerStates,
  crcErrors,
  deferAcceptDrop,
  deviceDown,
  dnsRateLimit,
  duplexMismatch,
  duplicatePackets,
  energyEfficientEthernet,
  embryonicResets,
  ephemeralPortExhaustion,
  fdExhaustion,
  firewallDropRule,
  firewallPolicyDrop,
  forwardingDisabled,
  groLroForwarding,
  hostOverload,
  hostQueueStall,
  icmpRateLimited,
  ifaceRxDropped,
  inAddrErrors,
  instanceBandwidthPpsLimit,
  instanceConnectionLimit,
  ipChecksum,
  ipHeaderErrors,
  ipInDiscards,
  ipOutDiscards,
  ipReassemblyFailure,
  ipTruncated,
  irqAffinityImbalance,
  irqbalanceOff,
  keepaliveMisconfig,
  linkFlap,
  listenAbortOnOverflow,
  listenDropsUnexplained,
  listenWrongAddress,
  locateDropSite,
  lsmDenial,
  martian,
  mptcpIssues,
  natGwTcpFragments,
  neighbourTableOverflow,
  neighbourUnresolved,
  netdevBacklogOverflow,
  netlinkOverrun,
  nfqueueOverflow,
  nicFrameAlignment,
  nicHangReset,
  nicPhyBufferDiscard,
  nicRxErrors,
  nicSwCounterAnomaly,
  noRoute,
  numaRemoteNic,
  offloadChecksumBug,
  orphanLimit,
  outOfWindowIcmp,
  oversizeFrames,
  pauseFrames,
  pawsEstablished,
  pcieBottleneck,
  pfmemallocDrop,
  pmtuBlackhole,
  qdiscBurst,
  qdiscDrops,
  rawPacketSocketDrops,
  rcvbufPrune,
  remoteTwRecycleSuspected,
  reordering,
  reqskMigrate,
  resetByClosedPort,
  resetsReceived,
  retransmissionHigh,
  ringBufferOverflow,
  rpFilterDrop,
  rpsFlowLimit,
  rtoTimeouts,
  rxAllocFailure,
  sackPanicMitigation,
  serviceNotRunning,
  sctpErrors,
  sackDisabled,
  soBufCapped,
  socketFilterOrEbpf,
  socketLimitsAppLimited,
  softirqSingleCore,
  softLockup,
  somaxconnLow,
  speedDowngraded,
  spuriousRetransmits,
  stealTime,
  synBacklogOverflow,
  synFlood,
  synRetransHigh,
  synToTimeWaitReuse,
  synWithoutSynack,
  syncookiesDisabled,
  tcpMinTtlDrop,
  tcPolicer,
  tcpAuth,
  tcpChecksum,
  tcpInErrors,
  tcpMemPressure,
  tcpSocketBacklogDrop,
  tcShaping,
  tfoProblems,
  timeSqueeze,
  timestampsDisabled,
  timeWaitMany,
  twBucketOverflow,
  twRecycleNat,
  txErrorsCarrier,
  txqueuelenZeroOrTiny,
  txQueueStopped,
  txRetransFail,
  udpChecksumOrLength,
  udpIgnoredMulti,
  udpInErrors,
  udpMemLimit,
  udpNoListener,
  udpOversizeDatagram,
  udpRcvbufFull,
  udpSndbufFull,
  unhandledProtocol,
  unixDgramQueue,
  virtioVhostStarved,
  vlanOrMacFilterDrop,
  windowScalingDisabled,
  xdpDrops,
  xfrmDrops,
  zeroWindow,
];

/** In the order of the packet's path. */
export const catalogue: readonly Cause[] = [...causes].sort(
  (a, b) => layers.indexOf(a.layer) - layers.indexOf(b.layer),
);
