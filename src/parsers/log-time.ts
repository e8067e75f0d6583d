/**
 * What stands before a message in a log: `dmesg` in its four forms, syslog with and without host, year or severity,
 * RFC 3339, the journal's output formats, OpenWrt's logread; also nothing at all. '[<c0012d78>]' is a code address.
 */

/** When a message was logged, as far as the line tells it. */
export interface LogTime {
  /** Milliseconds since the epoch, UTC: only from lines that tell their zone. */
  wall?: number;
  /** Seconds since boot. It stands still while the host sleeps. */
  monotonic?: number;
  /** The host's local time, as milliseconds since the epoch would be if the host lived in UTC: the zone is not told. */
  local?: number;
  /** The year is not told either, and `local` lies in the year 2000. */
  yearless?: true;
}

/** A line of a log without what stands before its message. */
export interface LogLine {
  at: LogTime | undefined;
  /** 'kernel', 'sshd': who logged it, where the line tells it. */
  tag: string | undefined;
  message: string;
}

const month = '(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const clock = '(?<clock>\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?)';
const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';

/** What each form begins with. The rest of the line follows: host, tag, message. */
const forms: readonly RegExp[] = [
  // RFC 3339, `journalctl -o short-iso`, `dmesg --time-format iso`; without a zone some exports.
  new RegExp(`^(?<date>\\d{4}-\\d{2}-\\d{2})[T ]${clock} ?(?<zone>Z|[+-]\\d{2}:?\\d{2})?(?= )`),
  // `dmesg -T`
  new RegExp(`^\\[${weekday} ${month} +(?<day>\\d{1,2}) ${clock} (?<year>\\d{4})\\]`),
  // logread of OpenWrt
  new RegExp(`^${weekday} ${month} +(?<day>\\d{1,2}) ${clock} (?<year>\\d{4})(?= )`),
  // `journalctl -o short-full`: the zone is a name, which is ambiguous, except UTC.
  new RegExp(
    `^${weekday} (?<date>\\d{4}-\\d{2}-\\d{2}) ${clock} (?:(?<zone>UTC)|[A-Z]{2,5}|[+-]\\d{2,4})(?= )`,
  ),
  // syslog (RFC 3164), with the year before it in SONiC
  new RegExp(`^(?:(?<year>\\d{4}) )?${month} +(?<day>\\d{1,2}) ${clock}(?: (?<late>\\d{4})(?= ))?(?= )`),
  // `journalctl -o short-unix`
  /^(?<epoch>\d{9,10}\.\d{6})(?= )/,
  // auditd
  /^type=\S+ msg=audit\((?<epoch>\d{9,10}\.\d{3}):\d+\):/,
];

/** Seconds since boot, and a second bracket that tells the caller (CONFIG_PRINTK_CALLER). */
const stamp = /^(?:<\d{1,3}>)?\[ *(\d{1,10}\.\d{1,9})\](?: ?\[ *[TC]\d+\])?:? ?/;
/** `dmesg -x` */
const decoded =
  /^(?:kern|user|mail|daemon|auth|syslog|local\d) *:(?:emerg|alert|crit|err|warn|notice|info|debug) *: /;

export function logLine(text: string): LogLine {
  const plain = text.replace(decoded, '');
  for (const form of forms) {
    const found = form.exec(plain);
    const at = found?.groups && timeOf(found.groups);
    if (!found || !at) continue;
    const rest = plain.slice(found[0].length).trimStart();
    // The brackets of `dmesg -T` and auditd's parentheses are followed by the message, all others by host and tag.
    if (/[\]:]$/.test(found[0]))
      return { at, tag: found[0].endsWith(':') ? 'audit' : undefined, message: rest };
    return withUptime({ at, ...hostAndTag(rest) });
  }
  const { at, message } = withUptime({ at: undefined, tag: undefined, message: plain });
  const tagged = at ? hostAndTag(message, true) : bareTag(message);
  return tagged.tag === undefined ? { at, tag: undefined, message } : withUptime({ at, ...tagged });
}

/** 'kernel: [12.5] ...' without a time before it: only the kernel is believed, others look like messages. */
function bareTag(message: string): { tag: string | undefined; message: string } {
  return message.startsWith('kernel: ')
    ? { tag: 'kernel', message: message.slice('kernel: '.length) }
    : { tag: undefined, message };
}

/** 'host kernel: ...', 'kernel: ...', 'host INFO kernel: ...', 'kern.info kernel: ...', 'host sshd[12]: ...'. */
const tagged = /^(?:\S+ ){0,2}?(?:[A-Z]+ )?([\w./@-]+(?: [\w./@-]+)?)(?:\[\d+\])?: (.*)$/s;
/** `journalctl -o short-monotonic`, where a message without host and tag would be the kernel's own of dmesg. */
const journal = /^\S+ (kernel|[\w.@-]+\[\d+\]): (.*)$/s;

function hostAndTag(rest: string, monotonic = false): { tag: string | undefined; message: string } {
  if (monotonic) {
    const found = journal.exec(rest);
    const tag = found?.[1];
    return found && tag !== undefined && (tag === 'kernel' || !/^[\w.]+:/.test(rest))
      ? { tag: tag.replace(/\[\d+\]$/, ''), message: found[2] ?? '' }
      : { tag: undefined, message: rest };
  }
  const kernel = /^(?:\S+ ){0,3}kernel: /.exec(rest.slice(0, 400));
  if (kernel) return { tag: 'kernel', message: rest.slice(kernel[0].length) };
  const found = tagged.exec(rest);
  return { tag: found?.[1], message: found?.[2] ?? rest };
}

/** A stamp after the tag, or at the start of the line. */
function withUptime(line: LogLine): LogLine {
  const found = stamp.exec(line.message);
  if (!found) return line;
  return {
    ...line,
    at: { ...line.at, monotonic: Number(found[1]) },
    message: line.message.slice(found[0].length),
  };
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function timeOf(groups: Record<string, string | undefined>): LogTime | undefined {
  const { date, clock: time = '', zone, epoch, month: name = '', day = '1' } = groups;
  if (epoch !== undefined) return { wall: Math.round(Number(epoch) * 1000) };
  const year = groups['year'] ?? groups['late'];
  const written = date ?? `${year ?? '2000'}-${two(months.indexOf(name) + 1)}-${two(Number(day))}`;
  const local = Date.parse(`${written}T${time.replace(',', '.').slice(0, 12)}Z`);
  if (Number.isNaN(local)) return undefined;
  if (zone !== undefined) return { wall: local - offsetOf(zone) };
  return date !== undefined || year !== undefined ? { local } : { local, yearless: true };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** '+02:00', '+0200', 'Z', 'UTC' in milliseconds. */
function offsetOf(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -minutes : minutes) * 60_000;
}
