/** Bundles of other hosts, made of the samples: as if each had been taken there. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/** What the samples' own host is called; what takes its place has the same length. */
const own = {
  name: 'web-1',
  machineId: '0123456789abcdef0123456789abcdef',
  bootId: '394bb581-996f-4f47-8a2f-e8557eb32ad7',
};

/** @param {string} text */
const hex = (text) => createHash('sha256').update(text).digest('hex');

/**
 * The identity of host number `n`, the same every time.
 * @param {number} n below 46656
 */
export function hostNumber(n) {
  const digits = hex(`host ${n}`);
  const bootId = digits.slice(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return { name: `h-${n.toString(36).padStart(3, '0')}`, machineId: digits.slice(0, 32), bootId };
}

/**
 * @param {Uint8Array} bundle a sample's .tar.gz
 * @param {{ name: string, machineId: string, bootId: string }} host each as long as the sample's
 * @param {(path: string, text: string) => string} [change] of a file's text, to one of the same length
 */
export function variedBundle(bundle, host, change = (_, text) => text) {
  const tar = gunzipSync(bundle);
  /** @type {Map<string, string>} */
  const sums = new Map();
  /** @type {{ at: number, text: string } | undefined} */
  let manifest;
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const path = tar.toString('latin1', at, at + 100).replace(/\0.*/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8) || 0;
    const start = at + 512;
    const inner = path.slice(path.indexOf('/') + 1);
    const text = change(inner, renamed(tar.toString('latin1', start, start + size), host));
    if (text.length !== size) throw new Error(`${path}: another length`);
    if (inner === 'manifest.tsv') manifest = { at: start, text };
    else {
      tar.write(text, start, 'latin1');
      sums.set(inner, createHash('sha256').update(text, 'latin1').digest('hex'));
    }
    at = start + Math.ceil(size / 512) * 512;
  }
  if (!manifest) throw new Error('no manifest in the sample');
  const summed = manifest.text.replace(
    /^sum\tsha256\t[0-9a-f]{64}\t(.*)$/gm,
    (line, path) => `sum\tsha256\t${sums.get(path) ?? line.split('\t')[2]}\t${path}`,
  );
  tar.write(summed, manifest.at, 'latin1');
  return gzipSync(tar, { level: 6 });
}

/** @param {string} text @param {{ name: string, machineId: string, bootId: string }} host */
function renamed(text, { name, machineId, bootId }) {
  return text.replaceAll(own.name, name).replaceAll(own.machineId, machineId).replaceAll(own.bootId, bootId);
}
