import type { Absence, Capture, CapturedFile, Message } from '../../model.ts';
import { message } from '../entry.ts';
import { savedFailure } from '../failures.ts';
import { hostFileClaim } from './host-files.ts';
import type { Kept, Tree } from './layout.ts';

/** What a layout knows about a file beyond its claim. */
export interface Placing {
  origin: string;
  netns: string;
  takenAt?: CapturedFile['takenAt'];
  /** The sender's own tool had cut it. */
  cut?: Message | undefined;
}

const asClaimed = ({ claim: { origin, netns } }: Kept): Placing => ({ origin, netns });

/**
 * The one capture of a tree of host files and command outputs.
 * @param place Undefined: the file is not data.
 */
export function layOutHostFiles(
  tree: Tree,
  place: (kept: Kept) => Placing | undefined = asClaimed,
): Omit<Capture, 'label'> {
  const files: CapturedFile[] = [];
  const absences: Absence[] = [];
  const isProcNet = procNet(tree);
  const firstTime = onlyOnce();
  for (const kept of byPath(tree)) {
    if (kept.claim.needs || !isProcNet(kept)) continue;
    const placing = place(kept);
    if (!placing || !firstTime(kept, placing)) continue;
    const { origin, netns } = placing;
    const reason = savedFailure(kept, origin);
    if (reason) absences.push({ origin, netns, reason, path: kept.path });
    else files.push(placed(tree, kept, placing));
  }
  followLinks(tree, files, absences);
  return { host: {}, files, absences };
}

/** Independent of the archive's order; device directories before the class directories that link to them. */
function byPath(tree: Tree): Kept[] {
  const rank = (inner: string) => (inner.startsWith('sys/class/') ? 1 : 0);
  return [...tree.kept.values()].sort(
    (a, b) => rank(a.inner) - rank(b.inner) || (a.inner < b.inner ? -1 : 1),
  );
}

function placed(tree: Tree, kept: Kept, { origin, netns, takenAt, cut }: Placing): CapturedFile {
  const file = kept.file({ origin, netns, ...(takenAt ? { takenAt } : {}) });
  if (cut) {
    file.whole = false;
    tree.note(kept.path, cut);
  }
  return file;
}

/** A file that lies in the archive under several names (links that a copy followed) counts once. */
function onlyOnce(): (kept: Kept, placing: Placing) => boolean {
  const seen = new Map<string, Kept[]>();
  return (kept, { origin, netns }) => {
    const key = `${netns}\0${origin}`;
    const known = seen.get(key) ?? [];
    const copy = known.some(({ bytes }) => bytes && kept.bytes && Buffer.compare(bytes, kept.bytes) === 0);
    seen.set(key, [...known, kept]);
    return !copy;
  };
}

/**
 * Which of several proc/PID/net is the host's: the one that proc/net leads to. Where the links were lost in a copy and
 * only one process has such a directory, it is that one, unless another proc/net lies beside it.
 */
function procNet(tree: Tree): (kept: Kept) => boolean {
  const directoryOf = (inner: string) => /^proc\/(?:(?:\d+|self|thread-self)\/)?net(?=\/)/.exec(inner)?.[0];
  const there = new Set([...tree.kept.keys()].map(directoryOf));
  const processes = [...there].filter((directory) => /\d/.test(directory ?? ''));
  const linked = tree.links.resolve('proc/net') ?? '';
  const single = processes.length === 1 && sameTables(tree, processes[0] ?? '') ? processes[0] : undefined;
  const found = there.has(linked) && linked !== 'proc/net' ? linked : (single ?? 'proc/net');
  const host = there.has(found)
    ? found
    : ['proc/self/net', 'proc/thread-self/net'].find((one) => there.has(one));
  return ({ inner }) => {
    const directory = directoryOf(inner);
    return directory === undefined || directory === host;
  };
}

/** Nothing else lies in proc/net itself, or only copies of what this directory holds. */
function sameTables(tree: Tree, directory: string): boolean {
  for (const name of ['snmp', 'dev', 'netstat']) {
    const [own, other] = [
      tree.kept.get(`${directory}/${name}`)?.bytes,
      tree.kept.get(`proc/net/${name}`)?.bytes,
    ];
    if (other && !(own && Buffer.compare(own, other) === 0)) return false;
  }
  return true;
}

/** Links to kept files whose own names tell nothing; links that lead nowhere are absences. */
function followLinks(tree: Tree, files: CapturedFile[], absences: Absence[]): void {
  const known = new Set([...files, ...absences].map(({ origin, netns }) => `${netns}\0${origin}`));
  for (const inner of tree.links.paths()) {
    const claim = hostFileClaim(inner);
    if (claim?.root !== '' || known.has(`\0${claim.origin}`) || !tree.wanted(claim.origin)) continue;
    const target = tree.links.resolve(inner);
    const kept = target === undefined ? undefined : tree.kept.get(target);
    if (kept) files.push(kept.file({ origin: claim.origin, netns: '' }));
    else
      absences.push({
        origin: claim.origin,
        netns: '',
        reason: message('reason-link'),
        path: tree.path(inner),
      });
  }
}
