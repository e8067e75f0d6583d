import acceptQueueOverflow from './accept-queue-overflow.ts';
import type { Cause } from './cause.ts';
import firewallDropRule from './firewall-drop-rule.ts';
import twRecycleNat from './tw-recycle-nat.ts';
import udpRcvbufFull from './udp-rcvbuf-full.ts';

/** All known root causes, in the order of the packet's path. A new cause is one file, its line here, and one fixture. */
export const catalogue: readonly Cause[] = [firewallDropRule, udpRcvbufFull, acceptQueueOverflow, twRecycleNat];
