/** What an answer is about, where one question can be asked of several things: devices, sockets of some kind. */

/** As `ip link` and `ip addr`, ifconfig (old and new) and tc name them. */
const devices =
  /^(?:\d{1,9}: ([^\s:@]{1,40})[:@]|(\S{1,40}?):? +(?:Link encap:|flags=\d)|qdisc \S+ \S+ dev (\S{1,40}))/gm;
/** As `ss` and `netstat -an` print them. */
const sockets: readonly [kind: string, RegExp][] = [
  ['listening', /\bLISTEN\b/],
  ['connected', /\b(?:ESTAB\w*|(?:SYN|FIN|CLOSE|TIME|LAST)[-_][A-Z0-9_-]+)\b/],
  ['udp', /^udp|\bUNCONN\b/m],
];

/** Empty where it cannot be told. */
export function subjectsOf(origin: string, text: string): ReadonlySet<string> {
  if (/^(?:ip -s|ifconfig|tc) /.test(origin))
    return new Set([...text.matchAll(devices)].map((found) => found.slice(1).find(Boolean) ?? ''));
  if (/^(?:ss|netstat) -an/.test(origin))
    return new Set(sockets.flatMap(([kind, shown]) => (shown.test(text) ? [kind] : [])));
  return new Set();
}
