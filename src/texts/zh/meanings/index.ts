import { ethtoolMeanings } from './ethtool.ts';
import { hostMeanings } from './host.ts';
import { mibMeanings } from './mib.ts';
import { tcpExtMeanings } from './tcp-ext.ts';

/**
 * What counters and gauges mean, in Simplified Chinese, by the English text (column `meaning` of src/counters/names/*).
 * A protocol before it ('IPv6: ') is not part of the key, and 'MPTCP: AddAddr' needs no entry: names stay as they are.
 * Nor do settings: no table of the report lists what they mean.
 */
export const meanings: Readonly<Record<string, string>> = {
  ...tcpExtMeanings,
  ...mibMeanings,
  ...hostMeanings,
  ...ethtoolMeanings,
};
