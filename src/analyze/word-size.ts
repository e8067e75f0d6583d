import { meaningOf } from '../counters/names.ts';
import type { Sample } from '../model.ts';
import type { Fact } from '../parsers/index.ts';
import type { Facts } from './parse.ts';

/** Machines of `uname -m` whose kernel's `unsigned long` has 32 bits. */
const narrow = /\b(?:i[3-6]86|armv[4-7]\w*|armhf|mips|mipsel|ppc|parisc|sh4|m68k|riscv32)\b/;

/**
 * The samples as wide as their fields are on this host: on a 32-bit kernel, what it prints as `unsigned long` (Tcp, Udp,
 * TcpExt ...) wraps at 2^32, and Ip and IpExt do not.
 */
export function asWide(facts: Facts): Sample[] {
  const told = (facts.bySource.get('kernel') ?? []) as Fact<{ line: { text: string } }>[];
  if (!told.some(({ value }) => narrow.test(value.line.text))) return facts.samples;
  return facts.samples.map((sample) =>
    meaningOf(sample.name)?.bits === 'long' ? { ...sample, bits: 32 } : sample,
  );
}
