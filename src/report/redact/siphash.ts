const mask = (1n << 64n) - 1n;

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & mask;
}

function word(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let i = Math.min(7, bytes.length - 1 - at); i >= 0; i--)
    value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}

type State = [bigint, bigint, bigint, bigint];

function round([v0, v1, v2, v3]: State): State {
  const a = (v0 + v1) & mask;
  const b = rotate(v1, 13n) ^ a;
  const c = (v2 + v3) & mask;
  const d = rotate(v3, 16n) ^ c;
  const e = (rotate(a, 32n) + d) & mask;
  const f = (c + b) & mask;
  return [e, rotate(b, 17n) ^ f, rotate(f, 32n), rotate(d, 21n) ^ e];
}

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed function that nobody without the key can invert or guess.
 * Web Crypto has nothing that answers at once. `key`: 16 bytes.
 */
export function siphash(key: Uint8Array, data: Uint8Array): bigint {
  const [k0, k1] = [word(key.subarray(0, 8), 0), word(key.subarray(8, 16), 0)];
  let v: State = [
    k0 ^ 0x736f6d6570736575n,
    k1 ^ 0x646f72616e646f6dn,
    k0 ^ 0x6c7967656e657261n,
    k1 ^ 0x7465646279746573n,
  ];
  const take = (m: bigint) => {
    v[3] ^= m;
    v = round(round(v));
    v[0] ^= m;
  };
  const whole = data.length - (data.length % 8);
  for (let at = 0; at < whole; at += 8) take(word(data.subarray(at, at + 8), 0));
  take((BigInt(data.length & 0xff) << 56n) | word(data.subarray(whole), 0));
  v[2] ^= 0xffn;
  for (let i = 0; i < 4; i++) v = round(v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}
