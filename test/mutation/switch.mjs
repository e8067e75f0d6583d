/** What instrumented code calls: everything as written, but for the mutant that is in force. */

/** @type {Record<string, (a: () => any, b: () => any) => unknown>} */
const operators = {
  '<': (a, b) => a() < b(),
  '<=': (a, b) => a() <= b(),
  '>': (a, b) => a() > b(),
  '>=': (a, b) => a() >= b(),
  '===': (a, b) => a() === b(),
  '!==': (a, b) => a() !== b(),
  '&&': (a, b) => a() && b(),
  '||': (a, b) => a() || b(),
  '+': (a, b) => a() + b(),
  '-': (a, b) => a() - b(),
  '*': (a, b) => a() * b(),
  '/': (a, b) => a() / b(),
};

export const mutation = {
  /** Number of the mutant that is in force; -1: none. */
  inForce: Number(process.env['MUTANT'] ?? -1),
  /** Mutants whose place was come by. @type {Set<number>} */
  reached: new Set(),
  /** @param {number} id */
  isInForce(id) {
    mutation.reached.add(id);
    return id === mutation.inForce;
  },
  /** @param {number} id @param {string} old @param {string} flipped @param {() => unknown} a @param {() => unknown} b */
  operator: (id, old, flipped, a, b) => operators[mutation.isInForce(id) ? flipped : old]?.(a, b),
  /** @param {number} id @param {unknown} value */
  negation: (id, value) => (mutation.isInForce(id) ? value : !value),
  /** @param {number} id @param {unknown} value */
  condition: (id, value) => (mutation.isInForce(id) ? !value : value),
  /** @param {number} id */
  isOff: (id) => !mutation.isInForce(id),
};
