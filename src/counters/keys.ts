/** By the first key that differs; text by code point, so that the order is the same everywhere. For `Array.sort`. */
export function compareKeys<K extends string | number | bigint>(a: readonly K[], b: readonly K[]): number {
  for (const [i, x] of a.entries()) {
    const y = b[i];
    if (y !== undefined && x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
