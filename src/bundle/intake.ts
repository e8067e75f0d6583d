import { posix } from 'node:path';
import type { Message } from '../model.ts';
import type { Bytes, Entry, Sink, Visitor } from './entry.ts';
import { message } from './entry.ts';
import { keeper } from './keeper.ts';
import { claimByContent, claimByName } from './layouts/index.ts';
import type { Claim } from './layouts/layout.ts';
import { PeekSink } from './peek-sink.ts';
import type { Reading } from './reading.ts';

/** Reads a container, or a single compressed file, into the same reading. */
export type OpenNested = (bytes: Bytes, path: string, visitor?: Visitor) => Promise<void>;

/** Receives the entries of one container and keeps what the parsers and the layouts want of them. */
export class Intake implements Visitor {
  readonly #reading: Reading;
  readonly #prefix: string;
  readonly #open: OpenNested;

  /** @param prefix '' or the path of the container inside the input, with a slash at its end. */
  constructor(reading: Reading, prefix: string, open: OpenNested) {
    this.#reading = reading;
    this.#prefix = prefix;
    this.#open = open;
  }

  note(path: string, problem: Message, damaged?: boolean): void {
    this.#reading.note(this.#prefix + path, problem, damaged);
  }

  entry(entry: Entry): Sink | undefined {
    this.#reading.budget.countEntry();
    const own = safePath(entry.path);
    if (own === undefined) {
      this.note(entry.path, message('path-leaves-archive'));
      return undefined;
    }
    const path = this.#prefix + own;
    if (entry.type === 'symlink') this.#reading.link(path, entry.target ?? '');
    if (entry.type === 'hardlink') this.#hardLink(path, entry.target ?? '');
    if (entry.type !== 'file' || own === '') return undefined;
    const claim = claimByName(path);
    return claim ? this.#claimed(path, claim, entry) : this.#unclaimed(path, entry);
  }

  /** A hard link names the entry that holds the data, from the archive's root: kept as a link from its own place. */
  #hardLink(path: string, target: string): void {
    const safe = safePath(target);
    if (safe !== undefined)
      this.#reading.link(path, posix.relative(posix.dirname(path), this.#prefix + safe));
  }

  #claimed(path: string, claim: Claim, entry: Entry): Sink | undefined {
    this.#reading.seen(claim);
    const wanted = claim.needs ?? (claim.origin === '' ? undefined : this.#reading.wanted(claim.origin));
    if (!wanted) return undefined;
    const sink = keeper(this.#reading, { path, claim, entry }, wanted);
    if (!claim.packed) return sink;
    // A log that was compressed by itself: one entry comes out of it, whatever name it has in there.
    const unpacked: Visitor = {
      entry: () => sink,
      note: (_, problem, damaged) => this.#reading.note(path, problem, damaged),
    };
    return new PeekSink((_, bytes) => this.#open(bytes, path, unpacked));
  }

  /** A name that says nothing: perhaps an archive, perhaps a file whose content tells what it is. */
  #unclaimed(path: string, entry: Entry): Sink {
    return new PeekSink(async (head, bytes) => {
      const claim = claimByContent(path, head);
      if (!claim) return mayHoldBundle(path) ? this.#open(bytes, path) : undefined;
      const sink = this.#claimed(path, claim, entry);
      if (sink) await feed(bytes, sink);
    });
  }
}

const hostDirectories = /(?:^|\/)(?:proc|sys|etc|var|usr|run|lib|boot|dev|home|opt|root|srv)\//;
const bundleNames = /\/(?:sosreport|sos-collector|scc_|nts_|supportconfig|dropcause)[^/]*$/;

/** Archives among the host's own files are none of ours, but for bundles that were made there. */
const mayHoldBundle = (path: string) => !hostDirectories.test(path) || bundleNames.test(path);

/** Gives a stream to a sink, which learns how it ended. */
export async function feed(bytes: Bytes, sink: Sink): Promise<void> {
  let complete = false;
  try {
    for await (const piece of bytes) {
      const waiting = sink.write(piece);
      if (waiting) await waiting;
      if (sink.full) break;
    }
    complete = true;
  } finally {
    await sink.end(complete ? undefined : message('entry-cut-off'));
  }
}

const oddStep = /(?:^|\/)(?:\.{0,2})(?:\/|$)/;

/**
 * A path as text below the archive's root, without '.', empty steps and a leading slash; undefined when it would leave
 * the root. Nothing is ever written to it.
 */
function safePath(path: string): string | undefined {
  if (path.length > 4096) return undefined;
  if (!oddStep.test(path)) return path;
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  return steps.includes('..') ? undefined : steps.join('/');
}
