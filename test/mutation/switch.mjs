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
  inForce: Number(process.env['MUTANT'] ?? -1),
  /** @param {number} id @param {string} old @param {string} flipped @param {() => unknown} a @param {() => unknown} b */
  operator: (id, old, flipped, a, b) => operators[id === mutation.inForce ? flipped : old]?.(a, b),
  /** @param {number} id @param {unknown} value */
  negation: (id, value) => (id === mutation.inForce ? value : !value),
  /** @param {number} id @param {unknown} value */
  condition: (id, value) => (id === mutation.inForce ? !value : value),
  /** @param {number} id */
  isOff: (id) => id !== mutation.inForce,
};
