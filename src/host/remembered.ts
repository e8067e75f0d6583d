/** A view that many causes ask for, of a context or a table, is made once and shared: it must not be changed. */
export function remembered<K extends object, T>(make: (from: K) => T): (from: K) => T {
  const made = new WeakMap<K, { value: T }>();
  return (from) => {
    const known = made.get(from) ?? { value: make(from) };
    made.set(from, known);
    return known.value;
  };
}
