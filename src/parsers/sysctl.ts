import type { Line } from '../model.ts';
import { defineParser } from './parser.ts';

/** Of a value of many lines the rest is dropped. */
const longestValue = 10_000;

/** Settings in force, by key in dotted form; a dot inside an interface name is kept as the kernel prints it. */
export type Sysctl = Map<string, { value: string; line: Line }>;

/**
 * `sysctl -a`: `key = value`; values hold tabs and '='; errors of single keys stand between the lines (sysctl(8)). A value
 * of several lines is printed as several lines with the same key.
 */
export const sysctlAll = defineParser<Sysctl>({
  name: 'sysctl -a',
  reads: /^sysctl -a(r .*)?$/,
  parse(file) {
    const settings: Sysctl = new Map();
    let previous = '';
    for (const line of file.lines) {
      const at = line.text.indexOf(' =');
      const key = line.text.slice(0, at).trim();
      if (at <= 0 || /[\s:]/.test(key)) continue;
      const value = line.text.slice(at + 2).trim();
      const above = key === previous ? settings.get(key) : undefined;
      if (!above) settings.set(key, { value, line });
      else if (above.value.length < longestValue) above.value += `\n${value}`;
      previous = key;
    }
    return settings.size > 0 ? settings : undefined;
  },
});

/** One file of /proc/sys: the key is its path; '/' inside becomes '.', and '.' inside a name becomes '/' (sysctl(8)). */
export const procSys = defineParser<Sysctl>({
  name: '/proc/sys',
  reads: /^\/proc\/sys\/(net|kernel|vm|fs)\//,
  parse(file) {
    const key = file.origin
      .slice('/proc/sys/'.length)
      .split('/')
      .map((part) => part.replaceAll('.', '/'))
      .join('.');
    for (const line of file.lines) return new Map([[key, { value: line.text.trim(), line }]]);
    return undefined;
  },
});

/**
 * Settings for the next boot: /etc/sysctl.conf and the sysctl.d folders. Later files and lines win; the folders' order is
 * in sysctl.d(5). 'net/ipv4/conf' and 'net.ipv4.conf' are the same key; a leading '-' ignores errors.
 */
export const sysctlConf = defineParser<Sysctl>({
  name: 'sysctl.conf',
  reads: /^\/(etc\/sysctl\.conf|(etc|run|usr\/lib|usr\/local\/lib|lib)\/sysctl\.d\/[^/]+\.conf)$/,
  parse(file) {
    const settings: Sysctl = new Map();
    for (const line of file.lines) {
      if (/^\s*([#;]|$)/.test(line.text)) continue;
      const at = line.text.indexOf('=');
      const written = line.text.slice(0, at).trim().replace(/^-/, '');
      if (at > 0 && !/\s/.test(written))
        settings.set(dotted(written), { value: line.text.slice(at + 1).trim(), line });
    }
    return settings.size > 0 ? settings : undefined;
  },
});

/** sysctl.d(5): where the first separator is a slash, dots are part of names. */
function dotted(key: string): string {
  const [dot, slash] = [key.indexOf('.'), key.indexOf('/')];
  if (slash < 0 || (dot >= 0 && dot < slash)) return key;
  return key.replace(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}
