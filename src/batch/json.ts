/** JSON that keeps counters exact: a bigint becomes {"$n": "digits"}. */

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? { $n: item.toString() } : item,
  );
}

/** @throws when the text is no JSON, as after a crash of the machine; what it holds is not looked at. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, item: unknown) => {
    if (typeof item !== 'object' || item === null || !('$n' in item)) return item;
    return typeof item.$n === 'string' && Object.keys(item).length === 1 ? BigInt(item.$n) : item;
  });
}
