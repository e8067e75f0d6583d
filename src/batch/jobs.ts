/** What the parent and its workers say to each other. Plain data: it crosses the border of a process. */

/** Why something gave no result. */
export type TroubleKind =
  | 'damaged'
  | 'empty'
  | 'not-a-bundle'
  | 'encrypted'
  | 'crashed'
  | 'too-slow'
  | 'too-large'
  | 'unsupported'
  | 'unreadable';

export interface Trouble {
  kind: TroubleKind;
  /** One sentence. */
  reason: string;
}

export type Outcome<T> = { done: true; value: T } | { done: false; trouble: Trouble };

/** From the parent: `setup` once, before anything else, then one job after the other. */
export interface Order {
  kind: string;
  job: unknown;
}

/** From a worker: that it is there, or how its job ended. */
export type Answer = { ready: true } | { ready: false; outcome: Outcome<unknown> };

/** One that a worker throws when it knows what the trouble is. */
export class Troubled extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.reason);
    this.trouble = trouble;
  }
}
