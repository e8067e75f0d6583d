/** Folders of many archives for the tests of batch, made of the samples, and what a batch left behind. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hostNumber, variedBundle } from '../../bench/varied.mjs';

const samples = resolve(import.meta.dirname, '../../samples');
const kinds = ['accept-queue-overflow', 'udp-rcvbuf-full', 'firewall-drop-rule', 'healthy-control'];

/** Capture 1 or 2 of host number `n`. */
export function captureOf(n: number, capture: 1 | 2): Uint8Array {
  const sample = readFileSync(join(samples, kinds[n % kinds.length] ?? '', `capture-${capture}.tar.gz`));
  return variedBundle(sample, hostNumber(n));
}

/** Writes `host-N-C.tar.gz` into a folder. */
export function putHosts(folder: string, from: number, count: number, captures: readonly (1 | 2)[]): void {
  for (let n = from; n < from + count; n++)
    for (const capture of captures) put(folder, `host-${n}-${capture}.tar.gz`, captureOf(n, capture));
}

export function put(folder: string, name: string, content: Uint8Array | string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** The results of a batch, by path below OUT: what people read, without what the program keeps for itself. */
export function resultsIn(out: string): Map<string, string> {
  const files = readdirSync(out, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1));
  return new Map(
    paths
      // DuckDB leaves in the unused parts of its file what was in memory.
      .filter((path) => !path.startsWith('.dropcause') && path !== 'fleet.duckdb')
      .sort()
      .map((path) => [path, readFileSync(join(out, path), 'latin1')]),
  );
}

/** `fleet.json`, as far as the tests look. */
export interface FleetFile {
  hosts: {
    id: string;
    identity: { name?: string };
    bundles: string[];
    reports: Record<string, string>;
    captures: unknown[];
    damaged: boolean;
    findings: { cause: string; verdict: string }[];
  }[];
  unreadable: { path: string; reason: string; kind: string }[];
}

export const fleetIn = (out: string) =>
  JSON.parse(readFileSync(join(out, 'fleet.json'), 'utf8')) as FleetFile;
