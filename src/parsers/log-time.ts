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
/** `dmesg -e`: the time since the line before; at the start of a minute '[Dec18 10:10]', which tells no second. */
const relative = /^\[(?: *\+\d{1,9}\.\d{6}|[A-Z][a-z]{2} ?\d{1,2} \d\d:\d\d)\] /;
/** `dmesg -x` */
const decoded =
  /^(?:kern|user|mail|daemon|auth|syslog|local\d) *:(?:emerg|alert|crit|err|warn|notice|info|debug) *: /;

/** Of RFC 3164, as it travels; 191 is the highest. */
const priority = /^<\d{1,3}>(?=[A-Z\d])/;

/** Of a mail or a page that quotes the log. */
const quoted = /^(?:> ?)+/;

export function logLine(text: string): LogLine {
  const plain = text.replace(quoted, '').replace(decoded, '').replace(priority, '').replace(relative, '');
  for (const form of forms) {
    const found = form.exec(plain);
    const at = found?.groups && timeOf(found.groups);
    if (!found || !at) continue;
    const rest = plain.slice(found[0].length).trimStart();
    if (found[0].endsWith(':')) return { at, tag: 'audit', message: rest };
    // `dmesg -T` ends its time with a bracket, `dmesg --time-format iso` has a comma in it; neither has host and tag.
    if (found[0].endsWith(']') || found[0].includes(',')) return { at, tag: undefined, message: rest };
    return withUptime({ at, ...hostAndTag(rest) });
  }
  const { at, message } = withUptime({ at: undefined, tag: undefined, message: plain });
  if (!at) return withUptime({ at, ...bareTag(message) });
  return { at, ...tagAfterStamp(message) };
}

/** 'kernel: [12.5] ...' without a time before it: only the kernel is believed, others look like messages. */
function bareTag(message: string): { tag: string | undefined; message: string } {
  return message.startsWith('kernel: ')
    ? { tag: 'kernel', message: message.slice('kernel: '.length) }
    : { tag: undefined, message };
}

/** 'host kernel: ...', 'kernel: ...', 'host INFO kernel: ...', 'kern.info kernel: ...', 'host sshd[12]: ...'. */
const tagged = /^(?:\S+ )?(?:[A-Z]{3,9} )?([\w./@#-]+)(?:\([^)]*\))?(?:\[\d+\])?: (.*)$/s;
const kernelTag = /^(?:\S+ ){0,3}kernel: /;

function hostAndTag(rest: string): { tag: string | undefined; message: string } {
  const kernel = kernelTag.exec(rest.slice(0, 400));
  if (kernel) return { tag: 'kernel', message: rest.slice(kernel[0].length) };
  const [, tag, message = rest] = tagged.exec(rest) ?? [];
  // syslogd speaks for itself, and some versions put the host where the tag would be.
  return message.startsWith('last message repeated') ? { tag: undefined, message } : { tag, message };
}

/**
 * After a bare stamp: `journalctl -o short-monotonic` has host and tag, dmesg has neither; there a message may look like
 * a tag ('TCP: out of memory', 'nginx[12]: segfault'), so only host and process, or the kernel's own tag are believed.
 */
const stamped = /^(?:\S+ )?(?:(kernel)|(?<= )([\w.@-]+)\[\d+\]): (.*)$/s;

function tagAfterStamp(message: string): { tag: string | undefined; message: string } {
  const found = stamped.exec(message);
  return { tag: found?.[1] ?? found?.[2], message: found?.[3] ?? message };
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
