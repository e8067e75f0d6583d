import type { Context, Setting } from '../causes/cause.ts';

/** Where IPv6 is switched off. */
export interface Ipv6Off {
  /** The settings of devices, or of all, that say so. */
  settings: Setting[];
  /** On every device whose setting was collected, the loopback device aside. */
  everywhere: boolean;
}

const key = /^net\.ipv6\.conf\.([^.]+)\.disable_ipv6$/;

/** What is written to `all` goes to every device; later each may be set apart. Undefined: not collected, or no IPv6. */
export function ipv6Off(context: Context): Ipv6Off | undefined {
  const keys = context
    .history('sysctl')
    .flatMap(({ value }) => [...value.keys()].filter((name) => key.test(name)));
  const settings = [...new Set(keys)]
    .filter((name) => !/\.conf\.(?:lo|default)\./.test(name))
    .flatMap((name) => context.setting(name) ?? []);
  if (settings.length === 0) return undefined;
  const devices = settings.filter((one) => one.key !== 'net.ipv6.conf.all.disable_ipv6');
  const off = settings.filter(({ value }) => value.trim() === '1');
  const counting = devices.length > 0 ? devices : settings;
  return { settings: off, everywhere: counting.every((one) => off.includes(one)) };
}
