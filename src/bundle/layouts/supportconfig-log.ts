/**
 * supportconfig.txt, the record of the run: what was collected, and what was excluded by an option or skipped:
 *
 *   Networking...                                Excluded
 */
import type { Absence } from '../../model.ts';
import { message } from '../entry.ts';
import type { Kept } from './layout.ts';

export const runLog = 'supportconfig.txt';

/** What the parts would have asked, as far as it concerns the network. */
const asked = new Map([
  [
    'PROC',
    ['snmp', 'netstat', 'snmp6', 'dev', 'softnet_stat', 'sockstat'].map((name) => `/proc/net/${name}`),
  ],
  [
    'Networking',
    [
      'nstat -az',
      'ss -nap',
      'ip -stats link',
      'ip addr',
      'ip route',
      'tc -s -d qdisc show',
      'iptables -t filter -nvL',
      'nft list ruleset',
    ],
  ],
  ['Environment', ['sysctl -a']],
  ['Boot Files', ['dmesg -T']],
  ['System Logs', ['/var/log/messages']],
]);

const line = /^ {2}(\S.{0,60}?)\.\.\.\s+(EXCLUDED|Excluded|Skipped|Restricted)\s*$/gm;

/** Absences of what was not collected; `isMissing` tells whether another file of the archive has it after all. */
export function leftOut({ bytes, path }: Kept, isMissing: (origin: string) => boolean): Absence[] {
  const text = new TextDecoder().decode(bytes ?? new Uint8Array());
  return [...text.matchAll(line)].flatMap(([, part = '', how = '']) => {
    const reason = message('reason-skipped', { text: `${part}: ${how}` });
    const origins = (asked.get(part) ?? []).filter(isMissing);
    return origins.map((origin) => ({ origin, netns: '', reason, path }));
  });
}
