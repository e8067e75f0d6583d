import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Bundle, Capture } from '../model.ts';
import type { Place } from './container.ts';
import { nested, noting, readContainer } from './container.ts';
import { walkDirectory } from './directory.ts';
import { asError, BundleError } from './errors.ts';
import { FileBytes } from './file-bytes.ts';
import { Intake } from './intake.ts';
import { layouts } from './layouts/index.ts';
import type { Tree } from './layouts/layout.ts';
import type { OpenOptions } from './reading.ts';
import { Reading } from './reading.ts';

export type { OpenOptions } from './reading.ts';

/** A stream and what to call it. */
export interface NamedStream {
  name: string;
  stream: Readable;
}

/**
 * Opens what the customer sent: a directory, an archive or a compressed file by its path, '-' for standard input, or a
 * stream. One pass, nothing is written to disk.
 * @throws BundleError when there is no such path, it is encrypted or of no readable kind, or holds no capture.
 */
export async function openBundle(input: string | NamedStream, options: OpenOptions): Promise<Bundle> {
  const reading = new Reading(options);
  const name = typeof input === 'string' ? (input === '-' ? 'stdin' : basename(resolve(input))) : input.name;
  const place: Place = { path: name, prefix: '', depth: 0 };
  if (typeof input !== 'string') await readContainer(input.stream, place, reading);
  else if (input === '-') await readContainer(process.stdin, place, reading);
  else await readPath(input, place, reading);
  return bundleOf(name, typeof input === 'string' ? input : name, reading);
}

/** The same for several, one after the other, so that memory holds what was kept of them and no more. */
export async function openBundles(paths: readonly string[], options: OpenOptions): Promise<Bundle[]> {
  const bundles: Bundle[] = [];
  for (const path of paths) bundles.push(await openBundle(path, options));
  return bundles;
}

async function readPath(path: string, place: Place, reading: Reading): Promise<void> {
  const handle = await open(path, 'r').catch((thrown: unknown) => {
    const { code, message } = asError(thrown) as NodeJS.ErrnoException;
    throw code === 'ENOENT' || code === 'ENOTDIR'
      ? new BundleError('missing', path, `${path}: no such file or directory`)
      : new BundleError('unreadable', path, `${path} cannot be read: ${message}`);
  });
  try {
    const status = await handle.stat();
    if (status.isDirectory()) {
      // As an archive of it would: the same report, whichever of the two is given.
      const inside = { ...place, prefix: `${place.path}/` };
      const intake = new Intake(reading, inside.prefix, nested(inside, reading));
      await noting(place, reading, () => walkDirectory(path, intake, reading.budget));
    } else if (status.isFile())
      await readContainer(new FileBytes(handle, status.size, reading.budget), place, reading);
    else await readContainer(handle.createReadStream({ autoClose: false }), place, reading);
  } finally {
    await handle.close();
  }
}

function bundleOf(name: string, path: string, reading: Reading): Bundle {
  // A sosreport without a word about the network is a capture of which nothing can be told; a loose tree is none.
  const laidOut = reading
    .trees()
    .map(layOut)
    .filter(({ layout, captures }) => layout !== 'loose' || captures.some(({ files }) => files.length > 0));
  const [first] = laidOut;
  if (!first) throw nothingIn(path, reading);
  return {
    name,
    layout: first.layout,
    captures: laidOut.flatMap((one) => labelled(one, laidOut.length > 1 ? `${name}: ${one.root}` : name)),
    notes: reading.notes,
    ...(reading.damaged ? { damaged: true } : {}),
  };
}

interface LaidOut {
  root: string;
  layout: Bundle['layout'];
  captures: Omit<Capture, 'label'>[];
}

function layOut(tree: Tree): LaidOut {
  const layout = layouts.find((known) => known.recognises(tree));
  return { root: tree.root, layout: layout?.name ?? 'loose', captures: layout?.layOut(tree) ?? [] };
}

const labelled = ({ captures }: LaidOut, label: string): Capture[] =>
  captures.map((capture, i) => ({ label: captures.length > 1 ? `${label} (${i + 1})` : label, ...capture }));

function nothingIn(path: string, { damaged, notes }: Reading): BundleError {
  const [first] = notes;
  return damaged && first
    ? new BundleError('unreadable', path, `${path}: nothing in it could be read (damaged or cut off)`)
    : new BundleError(
        'no-capture',
        path,
        `${path}: no capture in it (no sosreport, supportconfig, or bundle of collect.sh)`,
      );
}
