import type { Message } from '../model.ts';

/** What a container says about one of its entries. Everything in it is a stranger's text. */
export interface Entry {
  path: string;
  type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';
  /** Undefined where the container tells it only afterwards. */
  size: number | undefined;
  /** Of links: as written for symlinks, a path from the archive's root for hard links. */
  target?: string;
  /** Milliseconds since the epoch. Of files of a sosreport this is not when they were read. */
  modified?: number;
}

/** Takes the bytes of one entry. A piece is valid during the call only: what is kept must be copied. */
export interface Sink {
  write(piece: Uint8Array): void | Promise<void>;
  /** `damage`: the entry ended before its time, or could not be decompressed. */
  end(damage?: Message): void | Promise<void>;
  /** Wants no more bytes of this entry; `end` is still called. */
  readonly full?: boolean;
}

/** Sees the entries of a container in their order. */
export interface Visitor {
  /** Undefined: nobody wants this entry's bytes. */
  entry(entry: Entry): Sink | undefined;
  /** Something is wrong with the input; `damaged` when a part of it was lost. */
  note(path: string, message: Message, damaged?: boolean): void;
}

/** Bytes in their order; a piece is valid until the next one is asked for. */
export interface Bytes extends AsyncIterable<Uint8Array> {
  /** Passes over bytes that nobody wants, where that is cheaper than reading them; false when there are fewer. */
  skip?(bytes: number): boolean;
}

export const message = (id: string, args: Message['args'] = {}): Message => ({ id: `input/${id}`, args });
