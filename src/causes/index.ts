import acceptQueueOverflow from './accept-queue-overflow.ts';
import type { Cause } from './cause.ts';
import conntrackTableFull from './conntrack-table-full.ts';
import firewallDropRule from './firewall-drop-rule.ts';
import firewallPolicyDrop from './firewall-policy-drop.ts';
import listenDropsUnexplained from './listen-drops-unexplained.ts';
import rpFilterDrop from './rp-filter-drop.ts';
import synBacklogOverflow from './syn-backlog-overflow.ts';
import twRecycleNat from './tw-recycle-nat.ts';
import udpRcvbufFull from './udp-rcvbuf-full.ts';

/** All known root causes, in the order of the packet's path. A new cause is one file, its line here, and one fixture. */
export const catalogue: readonly Cause[] = [
  firewallDropRule,
  firewallPolicyDrop,
  conntrackTableFull,
  rpFilterDrop,
  udpRcvbufFull,
  synBacklogOverflow,
  acceptQueueOverflow,
  twRecycleNat,
  listenDropsUnexplained,
];
