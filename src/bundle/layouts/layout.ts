/**
 * A layout knows the shape of one kind of archive. It works twice:
 *
 * 1. While the archive streams by, `claim` is asked for every entry, by its path alone and in any order: which capture
 *    does it belong to (`root`, the directory in the archive that the capture lies in), and what was the host asked
 *    (`origin`)? It may guess where only a later entry tells (a link, a list of namespaces). The parsers then say
 *    whether they want that origin; what nobody wants is not kept. The layout's own files (manifests) name what they
 *    `need` of them instead. The first layout that claims an entry wins.
 * 2. When all was read, the kept files of one root are a `Tree`. The first layout that `recognises` it lays it out:
 *    final origins, namespaces, times, the host, and what is absent and why. A file of several sections (a
 *    supportconfig's network.txt, a text bundle) is kept under `needs: whole` and laid out as one CapturedFile per
 *    section there.
 */
import type { Bundle, Capture, CapturedFile, Message, Wanted } from '../../model.ts';
import type { Links } from '../links.ts';

export interface Claim {
  /** Set by the list of layouts. */
  layout?: Bundle['layout'];
  /** '' or a directory without a slash at its end. */
  root: string;
  origin: string;
  netns: string;
  /** Of the layout's own files: what it needs of them itself, whatever the parsers want. */
  needs?: Wanted;
  /** Known by its content only: what a layout that knows names can do without. */
  byContent?: boolean;
  /** The entry is a log that was compressed by itself: it is read decompressed. */
  packed?: boolean;
}

/** An entry that was kept, whole or as the lines that hold a needle. */
export interface Kept {
  /** Inside the archive. */
  path: string;
  /** Below the root. */
  inner: string;
  claim: Claim;
  /** Milliseconds since the epoch, as the archive says. */
  modified?: number;
  /** Why `lines` is not all of the entry (cut off, over a limit); a searched log has none by itself. */
  cut?: Message;
  /** Bytes of the entry, of which `bytes` may be the head; undefined for a searched log. */
  bytes?: Uint8Array;
  /** The file under the name and the time that the layout finds for it. */
  file(about: Pick<CapturedFile, 'origin' | 'netns' | 'takenAt'>): CapturedFile;
}

/** All that was kept of one root. */
export interface Tree {
  root: string;
  /** Layouts that claimed something of it, kept or not. */
  claimedBy: ReadonlySet<Bundle['layout']>;
  /** By `inner`, in the order of the archive. */
  kept: ReadonlyMap<string, Kept>;
  links: Links;
  /** Inside the archive, of a path below the root. */
  path(inner: string): string;
  /** What parsers want of an origin: for links, whose names are known only now. */
  wanted(origin: string): Wanted | undefined;
  /** `damaged`: a part of the input was lost. */
  note(path: string, message: Message, damaged?: boolean): void;
}

export interface Layout {
  name: Bundle['layout'];
  claim(path: string): Claim | undefined;
  /** Of an entry that no layout claims by its path; `head` is its first 4 KiB. */
  claimByContent?(path: string, head: Uint8Array): Claim | undefined;
  recognises(tree: Tree): boolean;
  /** One capture, or several where one root holds them; labels are given afterwards. */
  layOut(tree: Tree): Omit<Capture, 'label'>[];
}
