/** Why a path gave no bundle at all. The message is one line for the person at the terminal. */
export class BundleError extends Error {
  readonly reason: 'missing' | 'no-capture' | 'encrypted' | 'unsupported' | 'unreadable';
  readonly path: string;
  constructor(reason: BundleError['reason'], path: string, message: string) {
    super(message);
    this.name = 'BundleError';
    this.reason = reason;
    this.path = path;
  }
}

/** What was thrown, as an error. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

/** A limit that ends the reading of the whole input: what was read until then is kept. */
export class LimitReached extends Error {
  readonly limit: string;
  readonly allowed: number;
  constructor(limit: string, allowed: number) {
    super(`limit reached: ${limit} (${allowed})`);
    this.name = 'LimitReached';
    this.limit = limit;
    this.allowed = allowed;
  }
}
