import type { CapturedFile, Message, Wanted } from '../model.ts';
import { searchedFile, wholeFile } from './captured-file.ts';
import type { Entry, Sink } from './entry.ts';
import { message } from './entry.ts';
import type { Claim } from './layouts/layout.ts';
import { LogSearch } from './log-search.ts';
import type { Reading } from './reading.ts';
import { WholeBuffer } from './whole-buffer.ts';

interface About {
  /** Inside the input. */
  path: string;
  claim: Claim;
  entry: Entry;
}

/** Keeps of an entry what is wanted of it, as far as the limits go. */
export function keeper(reading: Reading, about: About, wanted: Wanted): Sink {
  return wanted.mode === 'whole' ? wholeKeeper(reading, about) : searchKeeper(reading, about, wanted.needles);
}

function wholeKeeper(reading: Reading, about: About): Sink {
  const buffer = new WholeBuffer(reading.budget, about.entry.size);
  return {
    get full() {
      return buffer.over !== undefined;
    },
    write: (piece) => buffer.write(piece),
    end(damage) {
      const over =
        buffer.over &&
        message('over-limit', { limit: buffer.over, allowed: reading.budget.limits[buffer.over] });
      const cut = over ?? damage;
      if (cut) reading.note(about.path, cut, true);
      const bytes = buffer.finish();
      keep(reading, about, cut, bytes, (file) => wholeFile(file, bytes, cut === undefined));
    },
  };
}

function searchKeeper(reading: Reading, about: About, needles: readonly string[]): Sink {
  const { limits } = reading.budget;
  const search = new LogSearch(reading.needles(needles), limits);
  let passed = 0;
  return {
    get full() {
      return passed >= limits.entryBytes;
    },
    write(piece) {
      passed += piece.length;
      search.write(piece);
    },
    end(damage) {
      const cut =
        passed >= limits.entryBytes
          ? message('over-limit', { limit: 'entryBytes', allowed: limits.entryBytes })
          : damage;
      if (cut) reading.note(about.path, cut, true);
      const hits = search.finish();
      if (search.longLines > 0)
        reading.note(about.path, message('long-lines', { lines: search.longLines, bytes: limits.lineBytes }));
      if (search.leftOut > 0) reading.note(about.path, message('hits-left-out', { lines: search.leftOut }));
      const room = reading.budget.keep(search.kept);
      if (!room)
        reading.note(
          about.path,
          message('over-limit', { limit: 'keptBytes', allowed: limits.keptBytes }),
          true,
        );
      keep(reading, about, cut, undefined, (file) => searchedFile(file, room ? hits : hits.slice(0, 1)));
    },
  };
}

function keep(
  reading: Reading,
  { path, claim, entry }: About,
  cut: Message | undefined,
  bytes: Uint8Array | undefined,
  open: (file: Omit<CapturedFile, 'lines' | 'whole'>) => CapturedFile,
): void {
  reading.keep({
    path,
    inner: claim.root === '' ? path : path.slice(claim.root.length + 1),
    claim,
    ...(entry.modified === undefined ? {} : { modified: entry.modified }),
    ...(cut === undefined ? {} : { cut }),
    ...(bytes === undefined ? {} : { bytes }),
    file: (file) => open({ path, ...file }),
  });
}
