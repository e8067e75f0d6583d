import { acceptQueueOverflow } from './accept-queue-overflow.ts';
import { firewallDropRule } from './firewall-drop-rule.ts';
import { twRecycleNat } from './tw-recycle-nat.ts';
import { udpRcvbufFull } from './udp-rcvbuf-full.ts';

/** Texts of causes in Simplified Chinese, by cause id. A cause that is not here speaks English, and is counted. */
export const causeTexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'accept-queue-overflow': acceptQueueOverflow,
  'firewall-drop-rule': firewallDropRule,
  'tw-recycle-nat': twRecycleNat,
  'udp-rcvbuf-full': udpRcvbufFull,
};
