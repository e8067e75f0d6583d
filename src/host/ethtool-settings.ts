import type { Context } from '../causes/cause.ts';
import type { Message, Remedy } from '../model.ts';
import { distributionOf } from './distribution.ts';
import { sh } from './shell.ts';

export interface EthtoolChange {
  device: string;
  /** '-G', '-L', '-K' ... as ethtool(8) spells it. */
  option: string;
  /** Words after the device: ['rx', 4096]. */
  set: readonly (string | number)[];
  /** The same words with the present values. */
  before: readonly (string | number)[];
  /** NetworkManager's names and values for the same: { 'ethtool.ring-rx': 4096 }. */
  connection: Readonly<Record<string, string | number>>;
  what: Message;
  keep: Message;
  sideEffects: Message;
  risk: Remedy['risk'];
  verify: string[];
}

/** A setting of a device changed with ethtool: now, and for good in the way of the host's distribution. */
export function changeDevice(context: Context, change: EthtoolChange): Remedy[] {
  const { device, option, set, before, what, keep, sideEffects, risk, verify } = change;
  const ethtool = (words: readonly (string | number)[]) =>
    sh`ethtool ${option} ${device} ` + words.map((word) => sh`${word}`).join(' ');
  const about = { verify, sideEffects, risk, who: 'admin' as const };
  return [
    { when: 'now', what, commands: [ethtool(set)], undo: [ethtool(before)], ...about },
    { when: 'persist', what: keep, ...persistent(context, change, ethtool(set)), ...about },
  ];
}

/** NetworkManager where the distribution lives by it; ifcfg on SUSE (wicked); a udev rule works everywhere. */
function persistent(
  context: Context,
  change: EthtoolChange,
  command: string,
): Pick<Remedy, 'commands' | 'undo'> {
  const { device, option, set, connection } = change;
  const family = distributionOf(context);
  // The files' own quoting is not the shell's: names with other characters are left to people.
  if (!/^[\w.-]+$/.test(device)) return { commands: [], undo: [] };
  if (family === 'redhat') {
    const name = `"$(nmcli -g GENERAL.CONNECTION device show ${device})"`;
    const words = Object.entries(connection).map(([key, to]) => sh`${key} ${to}`);
    const none = Object.keys(connection).map((key) => `${key} ''`);
    return {
      commands: [`nmcli connection modify ${name} ${words.join(' ')}`],
      undo: [`nmcli connection modify ${name} ${none.join(' ')}`],
    };
  }
  if (family === 'suse') {
    const file = `/etc/sysconfig/network/ifcfg-${device}`;
    const options = `ETHTOOL_OPTIONS_dropcause='${option} iface ${set.join(' ')}'`;
    return { commands: [sh`echo ${options} >> ${file}`], undo: [sh`sed -i /_dropcause=/d ${file}`] };
  }
  return udevRule(device, command);
}

/** A rule that runs the command whenever the device appears. Names that a rule would read otherwise get none. */
export function udevRule(device: string, command: string): Pick<Remedy, 'commands' | 'undo'> {
  if (!/^[\w.-]+$/.test(device)) return { commands: [], undo: [] };
  const file = `/etc/udev/rules.d/99-dropcause-${device}.rules`;
  const rule = `ACTION=="add|move", SUBSYSTEM=="net", NAME=="${device}", RUN+="/usr/sbin/${command}"`;
  return { commands: [sh`echo ${rule} > ${file}`], undo: [sh`rm ${file}`] };
}
