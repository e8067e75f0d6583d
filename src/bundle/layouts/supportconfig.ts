/**
 * SUSE supportconfig, 2014 to now: flat text files (network.txt, proc.txt, env.txt ...) of sections. A section is a
 * marker line, a title, and what the host answered:
 *
 *   #==[ Command ]======================================#
 *   # /sbin/ip -stats link
 *
 * Each section becomes one CapturedFile that keeps the line numbers of the text file. A network namespace has its own
 * network-NAME.txt, and its commands the prefix `ip netns exec NAME`. No section has a time of its own, and the times
 * that the archive gives its files are those of their ends: none is used.
 */
import type { Absence, CapturedFile } from '../../model.ts';
import { wholeFile } from '../captured-file.ts';
import { message } from '../entry.ts';
import type { Kept, Layout, Tree } from './layout.ts';
import { leftOut, runLog } from './supportconfig-log.ts';
import type { Section } from './supportconfig-sections.ts';
import { sectionsOf } from './supportconfig-sections.ts';

/** The text files that hold something of the network, in the order in which supportconfig writes them. */
const order = [
  'basic-environment',
  'proc',
  'basic-health-check',
  'boot',
  'env',
  'messages',
  'hardware',
  'network',
];
const named =
  /^(?:(.*)\/)?(basic-environment|basic-health-check|boot|env|hardware|messages|network(?:-[^/]+)?|proc|supportconfig)\.txt$/;

export const supportconfig: Layout = {
  name: 'supportconfig',

  claim(path) {
    const [, root = '', name] = path.endsWith('.txt') ? (named.exec(path) ?? []) : [];
    return name === undefined ? undefined : { root, origin: '', netns: '', needs: { mode: 'whole' } };
  },

  recognises: (tree) => [...ownFiles(tree)].some(({ bytes }) => bytes !== undefined && hasMarker(bytes)),

  layOut(tree) {
    const files: CapturedFile[] = [];
    const absences: Absence[] = [];
    const known = new Set<string>();
    const ordered = [...ownFiles(tree)].sort((a, b) => place(a) - place(b) || (a.inner < b.inner ? -1 : 1));
    for (const kept of ordered) {
      if (kept.inner === runLog) continue;
      const netns = /^network-(.+)\.txt$/.exec(kept.inner)?.[1] ?? '';
      for (const section of sectionsOf(kept.bytes ?? new Uint8Array(), netns)) {
        const key = `${section.netns}\0${section.origin}`;
        if (known.has(key) || !tree.wanted(section.origin)) continue;
        known.add(key);
        if (section.reason) absences.push(absence(section, kept));
        else files.push(captured(section, kept));
      }
    }
    const log = tree.kept.get(runLog);
    if (log) absences.push(...leftOut(log, (origin) => !known.has(`\0${origin}`)));
    if (/_scrubbed(?:$|[-_.])/.test(tree.root) || ordered.some(isScrubbed))
      tree.note(tree.root, message('obfuscated'));
    return [{ host: {}, files, absences }];
  },
};

function* ownFiles(tree: Tree): Generator<Kept> {
  for (const kept of tree.kept.values()) if (kept.claim.layout === 'supportconfig') yield kept;
}

const place = ({ inner }: Kept) => order.findIndex((name) => inner.startsWith(name));

/** '#==[ ' within the first kilobytes; basic-environment.txt begins with a banner. */
function hasMarker(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 8192)).includes('#==[ ');
}

const removed = Buffer.from('*REMOVED BY SUPPORTCONFIG*');
const isScrubbed = ({ bytes }: Kept) => bytes !== undefined && Buffer.from(bytes).includes(removed);

function absence({ origin, netns, reason }: Section, { path }: Kept): Absence {
  return { origin, netns, path, reason: reason ?? message('reason-skipped', { text: origin }) };
}

function captured({ origin, netns, bytes, firstLine }: Section, { path, cut }: Kept): CapturedFile {
  return wholeFile({ path, origin, netns }, bytes, cut === undefined, firstLine);
}
