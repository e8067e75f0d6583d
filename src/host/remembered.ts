import type { Context } from '../causes/cause.ts';

/** A view that many causes ask for is made once for each context, and shared: it must not be changed. */
export function remembered<T>(make: (context: Context) => T): (context: Context) => T {
  const made = new WeakMap<Context, { value: T }>();
  return (context) => {
    const known = made.get(context) ?? { value: make(context) };
    made.set(context, known);
    return known.value;
  };
}
