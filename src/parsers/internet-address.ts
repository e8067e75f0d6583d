/** Internet addresses between the kernel's hexadecimal and the usual text. */

/** 32 bits as /proc/net/{tcp,udp,route} print them (`%08X` of a big-endian word in the host's order). */
export function ipv4FromHex(hex: string, bigEndian = false): string {
  const word = Number.parseInt(hex, 16);
  const [a, b, c, d] = [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
  return bigEndian ? `${a}.${b}.${c}.${d}` : `${d}.${c}.${b}.${a}`;
}

/** Four 32-bit words as /proc/net/{tcp6,udp6} print them, each in the host's byte order. */
export function ipv6FromHex(hex: string, bigEndian = false): string {
  const words = hex.match(/.{8}/g) ?? [];
  return ipv6Text(
    words.map((word) => (bigEndian ? word : (word.match(/../g) ?? []).reverse().join(''))).join(''),
  );
}

/** 32 hexadecimal digits in network order as RFC 5952 writes them; mapped IPv4 as '::ffff:192.0.2.1'. */
export function ipv6Text(digits: string): string {
  const groups = (digits.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16));
  if (digits.slice(0, 24).toLowerCase() === '00000000000000000000ffff') {
    return `::ffff:${ipv4FromHex(digits.slice(24), true)}`;
  }
  const [start, length] = longestZeroRun(groups);
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}

function longestZeroRun(groups: readonly string[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let i = 0; i < groups.length; i++) {
    let end = i;
    while (groups[end] === '0') end++;
    if (end - i > best[1]) best = [i, end - i];
    i = Math.max(i, end - 1);
  }
  return best;
}

/** Number of leading one bits of a network mask in dotted form. */
export function prefixLengthOf(mask: string): number {
  const bits = mask
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
  return bits.includes('0') ? bits.indexOf('0') : bits.length;
}
