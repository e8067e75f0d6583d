/** Bundles of our own collector, as an archive or as text: docs/bundle-format.md. */
import { createHash } from 'node:crypto';
import type { Absence, Capture, CapturedFile, Message } from '../../model.ts';
import { message } from '../entry.ts';
import { savedFailure } from '../failures.ts';
import { sosCommand } from './command-names.ts';
import type { AskedFile, OwnCapture, OwnManifest } from './dropcause-manifest.ts';
import { readOwnManifest } from './dropcause-manifest.ts';
import { readTextBundle, textBundleMark } from './dropcause-text.ts';
import { filesOfTree } from './dropcause-tree.ts';
import type { Claim, Kept, Layout, Tree } from './layout.ts';

/** ROOT/CAPTURE/...; a namespace's files lie below netns/ID. */
const ownPath = /(?:^|\/)(\d{1,6})\/(?:netns\/([^/]+)\/)?(proc|sys|etc|var|usr|run|cmd|tree|pcap)\/(.+)$/;
const manifestName = 'manifest.tsv';

export const dropcause: Layout = {
  name: 'dropcause',

  claim(path) {
    if (path === manifestName || path.endsWith(`/${manifestName}`)) {
      return {
        root: path.slice(0, -manifestName.length - 1),
        origin: '',
        netns: '',
        needs: { mode: 'whole' },
      };
    }
    const found = ownPath.exec(path);
    return found ? { root: path.slice(0, found.index), ...askedByPath(found) } : undefined;
  },

  claimByContent: (path, head) =>
    textBundleMark.test(new TextDecoder('latin1').decode(head))
      ? { root: path, origin: '', netns: '', needs: { mode: 'whole' } }
      : undefined,

  recognises: (tree) => tree.claimedBy.has('dropcause'),

  layOut(tree) {
    const text = tree.kept.get('');
    const bundle = text && readTextBundle(text);
    for (const { path, cut } of bundle?.files.values() ?? []) if (cut) tree.note(path, cut, true);
    const manifestBytes = tree.kept.get(manifestName)?.bytes;
    const records = bundle?.records ?? (manifestBytes && new TextDecoder().decode(manifestBytes).split('\n'));
    const manifest = records ? readOwnManifest(records) : manifestByPaths(tree);
    if (!records) tree.note(tree.path(manifestName), message('own-no-manifest'), true);
    else tellEnd(tree, manifest);
    const kept = bundle?.files ?? tree.kept;
    checkSums(tree, kept, manifest);
    return manifest.captures.map((capture) => layOutCapture(tree, kept, capture, manifest));
  },
};

const manifestOrOutput = /^(?:manifest\.tsv)?$|^\d+\/(?:netns\/[^/]+\/)?(?:cmd|tree|pcap)\//;

/** False: only folders with numbers for names tell of our collector, and anybody may have made those. */
export const isCollected = (inner: Iterable<string>): boolean =>
  [...inner].some((path) => manifestOrOutput.test(path));

/** As far as a path tells: a command's name is ambiguous, the manifest's is not. */
function askedByPath([, , netns = '', kind = '', rest = '']: RegExpExecArray): Omit<Claim, 'root'> {
  if (kind === 'tree') return { origin: '', netns, needs: { mode: 'whole' } };
  if (kind === 'cmd') return { origin: sosCommand(rest), netns };
  return { origin: kind === 'pcap' ? rest : `/${kind}/${rest}`, netns };
}

function tellEnd(tree: Tree, { end, notes, meta }: OwnManifest): void {
  if (end === undefined) tree.note(tree.path(manifestName), message('own-no-end'), true);
  else if (end !== 'complete')
    tree.note(tree.path(manifestName), message(`own-end-${end === 'limit' ? 'limit' : 'interrupted'}`));
  if (meta.get('private') === 'yes') tree.note(tree.path(manifestName), message('own-private-mode'));
  for (const text of notes) tree.note(tree.path(manifestName), message('own-note', { text }));
}

/** Files of a bundle whose manifest was lost: what their paths tell, in the order of their captures. */
function manifestByPaths(tree: Tree): OwnManifest {
  const captures = new Map<number, OwnCapture>();
  for (const kept of tree.kept.values()) {
    const found = ownPath.exec(kept.inner);
    if (!found) continue;
    const number = Number(found[1]);
    const capture = captures.get(number) ?? { number, takenAt: undefined, files: [] };
    captures.set(number, capture);
    const { origin, netns } = kept.claim;
    const file = {
      kind: found[3] ?? '',
      path: kept.inner,
      origin,
      netns,
      takenAt: undefined,
      status: undefined,
    };
    capture.files.push({ ...file, cut: false, reason: undefined, stderr: '' });
  }
  return { meta: new Map(), captures: [...captures.values()], sums: new Map(), notes: [], end: undefined };
}

/** What was changed or damaged after the collector had packed it. */
function checkSums(tree: Tree, kept: ReadonlyMap<string, Kept>, { sums }: OwnManifest): void {
  for (const [path, sum] of sums) {
    const file = kept.get(path);
    if (!file?.bytes || file.cut) continue;
    if (createHash('sha256').update(file.bytes).digest('hex') !== sum.toLowerCase()) {
      tree.note(file.path, message('own-changed'), true);
    }
  }
}

function layOutCapture(
  tree: Tree,
  kept: ReadonlyMap<string, Kept>,
  { takenAt, files: asked }: OwnCapture,
  { meta }: OwnManifest,
): Omit<Capture, 'label'> {
  const files: CapturedFile[] = [];
  const absences: Absence[] = [];
  let lost = 0;
  for (const one of asked) {
    const found = one.path === '' ? undefined : kept.get(one.path);
    const reason = absenceOf(one, found) ?? (found ? savedFailure(found, one.origin) : lostOf(tree, one));
    if (reason) {
      if (reason.id === lostReason.id) lost += 1;
      if (tree.wanted(one.origin))
        absences.push({ origin: one.origin, netns: one.netns, reason, ...pathOf(found) });
    } else if (found) files.push(...filesOf(tree, one, found));
  }
  if (lost > 0) tree.note(tree.path(manifestName), message('own-lost-files', { files: lost }), true);
  const bootId = meta.get('boot_id');
  return {
    host: hostOf(meta),
    ...(takenAt ? { takenAt } : {}),
    ...(bootId ? { bootId } : {}),
    files,
    absences,
  };
}

const lostReason = message('own-lost');

/** Listed, and wanted, and not in the archive: it was there when the collector packed it. */
const lostOf = (tree: Tree, { path, origin }: AskedFile): Message | undefined =>
  path !== '' && tree.wanted(origin) ? lostReason : undefined;

const pathOf = (kept: Kept | undefined) => (kept ? { path: kept.path } : {});

/** Undefined: something is there. An empty output of a command that failed is none. */
function absenceOf(
  { reason, status, stderr, path }: AskedFile,
  kept: Kept | undefined,
): Absence['reason'] | undefined {
  const empty = kept === undefined ? path === '' : kept.bytes?.length === 0;
  if (empty && stderr !== '' && status !== 0) return message('reason-said', { text: stderr.slice(0, 200) });
  if (empty && reason) return reason;
  if (empty && status !== undefined && status !== 0) return message('reason-status', { status });
  return path === '' ? message('own-other', { text: '-' }) : undefined;
}

function filesOf(tree: Tree, asked: AskedFile, kept: Kept): CapturedFile[] {
  const about = { netns: asked.netns, ...(asked.takenAt ? { takenAt: asked.takenAt } : {}) };
  // The packet witness ends by its time limit, as it was asked to.
  if (asked.reason && asked.kind !== 'pcap') tree.note(kept.path, asked.reason);
  if (asked.kind === 'tree') return filesOfTree(kept, about, (origin) => tree.wanted(origin) !== undefined);
  if (!tree.wanted(asked.origin)) return [];
  const file = kept.file({ origin: asked.origin, ...about });
  if (asked.cut || asked.reason) file.whole = false;
  return [file];
}

function hostOf(meta: ReadonlyMap<string, string>): Capture['host'] {
  const told = (key: string) => meta.get(key) || undefined;
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(told('utc_offset') ?? '') ?? [];
  const offset =
    hours === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const known = {
    name: told('host'),
    machineId: told('machine_id'),
    kernel: told('kernel'),
    utcOffset: offset,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
