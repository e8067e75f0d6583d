import type { Absence, Capture, CapturedFile } from '../../model.ts';
import { message } from '../entry.ts';
import { savedFailure } from '../failures.ts';
import { hostFileClaim } from './host-files.ts';
import type { Kept, Tree } from './layout.ts';

/** What a layout knows about a file beyond its claim. Undefined: the file is not data. */
export type Placing = (kept: Kept) => Pick<CapturedFile, 'origin' | 'netns' | 'takenAt'> | undefined;

const asClaimed: Placing = ({ claim: { origin, netns } }) => ({ origin, netns });

/** The one capture of a tree of host files and command outputs. */
export function layOutHostFiles(tree: Tree, place: Placing = asClaimed): Omit<Capture, 'label'> {
  const files: CapturedFile[] = [];
  const absences: Absence[] = [];
  const isProcNet = procNet(tree);
  for (const kept of tree.kept.values()) {
    if (kept.claim.needs || !isProcNet(kept)) continue;
    const about = place(kept);
    if (!about) continue;
    const failure = savedFailure(kept);
    if (failure)
      absences.push({ origin: about.origin, netns: about.netns, reason: failure, path: kept.path });
    else files.push(kept.file(about));
  }
  files.push(...linked(tree, files));
  return { host: {}, files, absences };
}

/**
 * Which of several proc/PID/net is the host's: the one that proc/net leads to. Where the links were lost in a copy and
 * only one process has such a directory, it is that one.
 */
function procNet(tree: Tree): (kept: Kept) => boolean {
  const processes = new Set<string>();
  for (const inner of tree.kept.keys()) {
    const [directory] = /^proc\/\d+\/net(?=\/)/.exec(inner) ?? [];
    if (directory !== undefined) processes.add(directory);
  }
  const real = tree.links.resolve('proc/net');
  return ({ inner }) => {
    const [directory] = /^proc\/(\d+|self|thread-self)\/net(?=\/)/.exec(inner) ?? [];
    if (directory === undefined) return true;
    if (processes.has(real ?? '')) return directory === real;
    return processes.size === 0 || (processes.size === 1 && processes.has(directory) && !hasProcNet(tree));
  };
}

const hasProcNet = (tree: Tree) => tree.kept.has('proc/net/snmp') || tree.kept.has('proc/net/dev');

/** Links to kept files whose own names tell nothing. */
function* linked(tree: Tree, files: readonly CapturedFile[]): Generator<CapturedFile> {
  const known = new Set(files.map(({ origin, netns }) => `${netns}\0${origin}`));
  for (const path of tree.links.paths()) {
    const claim = hostFileClaim(path);
    if (claim?.root !== '' || known.has(`\0${claim.origin}`) || !tree.wanted(claim.origin)) continue;
    const target = tree.links.resolve(path);
    const kept = target === undefined ? undefined : tree.kept.get(target);
    if (kept) yield kept.file({ origin: claim.origin, netns: '' });
    else tree.note(tree.root === '' ? path : `${tree.root}/${path}`, message('link-leads-nowhere'));
  }
}
