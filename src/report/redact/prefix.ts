import type { Address } from './address.ts';
import { siphash } from './siphash.ts';

/** A range of addresses whose members stay in it; `stays`: nothing in it is changed. */
interface Range {
  bits: 32 | 128;
  prefix: bigint;
  length: number;
  stays?: true;
}

const v4 = (prefix: number, length: number, stays?: true): Range => ({
  bits: 32,
  prefix: BigInt(prefix),
  length,
  ...(stays ? { stays } : {}),
});
const v6 = (prefix: bigint, length: number, stays?: true): Range => ({
  bits: 128,
  prefix,
  length,
  ...(stays ? { stays } : {}),
});

/** The first that holds an address counts (IANA's registries of special-purpose and multicast addresses). */
const ranges: readonly Range[] = [
  v4(0, 32, true), // unspecified
  v4(0, 8), // this network: mostly version numbers
  v4(127, 8, true), // loopback
  v4(10, 8),
  v4(0xac1, 12), // 172.16.0.0/12
  v4(0xc0a8, 16), // 192.168.0.0/16
  v4(0xa9fe, 16), // link-local
  v4((100 << 2) | 1, 10), // 100.64.0.0/10, shared
  v4(0xe00000, 24, true), // multicast on the link: all hosts, all routers, mDNS ...
  v4(0xe0000101, 32, true), // NTP
  v4(0xeffffffa, 32, true), // SSDP
  v4(0xe, 4), // other multicast
  v4(0xf, 4, true), // broadcast, and what is a netmask
  v6(0n, 127, true), // unspecified, loopback
  v6(0xffffn, 96), // IPv4-mapped: see alias()
  v6(0x64ff9b0000000000000000n, 96), // NAT64
  v6(0x3fan, 10), // link-local, first half
  v6(0xff0200000000000000000001ffn, 104), // solicited node: the end of an address
  ...[1, 2, 5, 8, 14].map((scope) => v6(BigInt(0xff00 + scope), 16, true)), // well-known multicast
  v6(0xffn, 8),
  v6(0xfdn, 8),
  v6(0xfcn, 8),
  v6(1n, 3), // global unicast
  v6(0n, 8),
];

function rangeOf({ bits, value }: Address): Range | undefined {
  return ranges.find((range) => range.bits === bits && value >> BigInt(bits - range.length) === range.prefix);
}

export function stays(address: Address): boolean {
  return rangeOf(address)?.stays === true;
}

/**
 * Another address in the place of this one: always the same for one key, never guessed without it, and two addresses
 * share as many leading bits after as before (as Crypto-PAn does it: Xu and others, 2002), so that subnets stay
 * subnets. Special ranges keep their members. A last octet of 0 or 255 stays, because it says "network" or "broadcast".
 */
export function aliasOf(address: Address, key: Uint8Array): Address {
  const range = rangeOf(address);
  if (range?.stays) return address;
  if (address.bits === 128 && range?.length === 96) return withV4Inside(address, key);
  const keep = keptBits(address, range);
  // A global address must not become a private or special one; whole ranges move on together.
  let alias = scrambled(address, keep, key);
  while (rangeOf(alias) !== range) alias = scrambled(alias, keep, key);
  return address.bits === 32 ? withLastOctet(address, alias, key) : alias;
}

/** A link-local address has 54 bits of zeros behind its prefix: only the interface's part is changed. */
function keptBits({ bits }: Address, range: Range | undefined): number {
  return bits === 128 && range?.length === 10 ? 64 : (range?.length ?? 0);
}

function withV4Inside({ bits, value }: Address, key: Uint8Array): Address {
  const inner = aliasOf({ bits: 32, value: value & 0xffffffffn }, key);
  return { bits, value: ((value >> 32n) << 32n) | inner.value };
}

/** Flips each bit, from `keep` on, as the bits before it and the key say. */
function scrambled({ bits, value }: Address, keep: number, key: Uint8Array): Address {
  let flips = 0n;
  for (let bit = keep; bit < bits; bit++) flips |= flip(bits, bit, value, key) << BigInt(bits - 1 - bit);
  return { bits, value: value ^ flips };
}

function flip(bits: number, bit: number, value: bigint, key: Uint8Array): bigint {
  const data = new Uint8Array(18);
  data[0] = bits;
  data[1] = bit;
  let prefix = (value >> BigInt(bits - bit)) << BigInt(bits - bit);
  for (let i = 17; i > 1 && prefix > 0n; i--) {
    data[i] = Number(prefix & 0xffn);
    prefix >>= 8n;
  }
  return siphash(key, data) & 1n;
}

/** 0 and 255 stay at the end, and no other octet becomes one of them. */
function withLastOctet(from: Address, to: Address, key: Uint8Array): Address {
  const meaningful = (octet: bigint) => octet === 0n || octet === 255n;
  const ending = (octet: bigint): Address => ({ bits: 32, value: ((to.value >> 8n) << 8n) | octet });
  if (meaningful(from.value & 255n)) return ending(from.value & 255n);
  let octet = to.value & 255n;
  while (meaningful(octet)) {
    octet = scrambled({ bits: 32, value: ((from.value >> 8n) << 8n) | octet }, 24, key).value & 255n;
  }
  return ending(octet);
}
