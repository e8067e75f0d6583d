import { formatAddress, parseAddress } from './address.ts';
import { aliasOf, stays } from './prefix.ts';
import { siphash } from './siphash.ts';

export type Kind = 'address' | 'mac' | 'host' | 'user' | 'process' | 'id';

/** What stood in the bundle, and what stands in the report instead. */
export interface Alias {
  kind: Kind;
  original: string;
  alias: string;
}

/** Hands out aliases: the same for the same key, so that a batch of reports can be read together. */
export class Aliases {
  readonly #key: Uint8Array;
  readonly #known = new Map<string, Alias>();

  /** `key`: 16 random bytes; who has them can find the originals by trying. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** All that were handed out, by kind and original. */
  list(): Alias[] {
    const order = ({ kind, original }: Alias) => `${kind} ${original}`;
    return [...this.#known.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  /** Undefined: the text is no address, or one that stays. `length`: of the prefix that stands behind it. */
  address(text: string, length?: number): string | undefined {
    const address = parseAddress(text);
    if (!address || stays(address)) return undefined;
    return this.#of('address', length === undefined ? text : `${text}/${length}`, () => {
      const alias = aliasOf(address, this.#key);
      if (length === undefined || length > address.bits) return formatAddress(alias);
      const host = BigInt(address.bits - length);
      const isNetwork = (address.value >> host) << host === address.value;
      return formatAddress(isNetwork ? { ...alias, value: (alias.value >> host) << host } : alias);
    });
  }

  /** Bytes of a link-layer address, in lower case. Group addresses of the standards and the broadcast stay. */
  mac(bytes: readonly string[]): readonly string[] {
    const text = bytes.join(':');
    if (/^(00(:00)*|ff(:ff)*|01:00:5e.*|01:80:c2.*|33:33:00.*)$/.test(text)) return bytes;
    const alias = this.#of('mac', text, () => {
      const hash = siphash(this.#key, new TextEncoder().encode(`mac ${text}`))
        .toString(16)
        .padStart(16, '0');
      const digits = hash.repeat(Math.ceil((bytes.length * 2) / 16)).slice(0, (bytes.length - 1) * 2);
      // Locally administered, so that nobody looks for its vendor.
      return ['02', ...(digits.match(/../g) ?? [])].join(':');
    });
    return alias.split(':');
  }

  name(kind: Exclude<Kind, 'address' | 'mac'>, text: string): string {
    return this.#of(kind, text, () => {
      const hash = siphash(this.#key, new TextEncoder().encode(`${kind} ${text}`));
      return `${kind}-${(hash & 0xffffffffn).toString(16).padStart(8, '0')}`;
    });
  }

  #of(kind: Kind, original: string, make: () => string): string {
    const key = `${kind} ${original}`;
    const known = this.#known.get(key) ?? { kind, original, alias: make() };
    this.#known.set(key, known);
    return known.alias;
  }
}
