import type { Message } from '../model.ts';
import type { Entry, Sink, Visitor } from './entry.ts';

/** A link's target is at most a path, in practice short. */
const maxTarget = 512;
/** All that waits together; beyond it, small entries count as files at once. */
const maxWaiting = 8 * 1024 * 1024;

interface Waiting {
  entry: Entry;
  content: Uint8Array;
  damage: Message | undefined;
}

/** Small entries that may turn out to be links, held back until it is told what they are. */
export class MaybeLinks {
  readonly #visitor: Visitor;
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  entry(entry: Entry): Sink | undefined {
    const small = entry.size === undefined || entry.size <= maxTarget;
    if (entry.type !== 'file' || !small || this.#bytes > maxWaiting) return this.#visitor.entry(entry);
    return this.#held(entry);
  }

  /** What the entry is. */
  async decide(path: string, symlink: boolean): Promise<void> {
    const waiting = this.#waiting.get(path);
    if (!waiting) return;
    this.#waiting.delete(path);
    if (symlink) {
      this.#visitor.entry({
        ...waiting.entry,
        type: 'symlink',
        target: Buffer.from(waiting.content).toString(),
      });
    } else await this.#deliver(waiting);
  }

  /** Nothing more will be told: what still waits is a file. */
  async release(): Promise<void> {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) await this.#deliver(one);
  }

  async #deliver({ entry, content, damage }: Waiting): Promise<void> {
    const sink = this.#visitor.entry(entry);
    await sink?.write(content);
    await sink?.end(damage);
  }

  #held(entry: Entry): Sink {
    const content = new Uint8Array(maxTarget);
    let length = 0;
    let through: { sink: Sink | undefined } | undefined;
    return {
      write: async (piece) => {
        if (!through && length + piece.length > maxTarget) {
          // Too long for a link.
          through = { sink: this.#visitor.entry(entry) };
          await through.sink?.write(content.subarray(0, length));
        }
        if (through) return through.sink?.write(piece);
        content.set(piece, length);
        length += piece.length;
      },
      end: async (damage) => {
        if (through) return through.sink?.end(damage);
        const earlier = this.#waiting.get(entry.path);
        if (earlier) await this.#deliver(earlier);
        this.#waiting.set(entry.path, { entry, content: content.slice(0, length), damage });
        this.#bytes += length + 200;
      },
    };
  }
}
