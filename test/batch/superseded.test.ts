import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostRecord } from '../../src/batch/host-record.ts';
import { currentRecord, hostRecord, keepHost } from '../../src/batch/host-record.ts';
import { Store, sha256 } from '../../src/batch/store.ts';
import { removeSuperseded } from '../../src/batch/superseded.ts';
import type { FleetHost } from '../../src/fleet/fleet.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-superseded-'));
  store = new Store(folder, '1');
  await store.prepare();
});
afterEach(() => rmSync(folder, { recursive: true }));

const fleetHost: FleetHost = {
  id: 'web',
  identity: {},
  bundles: [],
  reports: {},
  captures: [],
  standing: { verdict: 'ok', word: 'ok' },
  findings: [],
  verdicts: { problem: 0, suspect: 0, past: 0, risk: 0, ok: 1, unknown: 0 },
  drivers: [],
  settings: {},
  trend: [],
  ask: [],
  damaged: false,
  notes: 0,
};

/** A host whose one report says its own id. */
async function made(id: string, digests: string[], missing: HostRecord['missing'] = []): Promise<void> {
  writeFileSync(join(folder, 'hosts', `${id}.html`), id);
  const files = [{ path: `hosts/${id}.html`, sha256: sha256(id) }];
  await keepHost(store, id, { made: 'm', digests, host: { ...fleetHost, id }, files, missing, aliases: [] });
}
const thereIs = (id: string) => existsSync(join(folder, 'hosts', `${id}.html`));

test('hosts that the given archives are told as no more go, with their files', async () => {
  await made('old', ['a']);
  await made('new', ['a']);
  await made('elsewhere', ['a', 'b']);
  await removeSuperseded(store, new Set(['new']), new Set(['a']));
  expect(['old', 'new', 'elsewhere'].map(thereIs)).toEqual([false, true, true]);
  expect(await hostRecord(store, 'old')).toBeUndefined();
  expect(await hostRecord(store, 'elsewhere')).toBeDefined();
});

test('a report that somebody changed stays', async () => {
  await made('old', ['a']);
  writeFileSync(join(folder, 'hosts/old.html'), 'my notes');
  await removeSuperseded(store, new Set(), new Set(['a']));
  expect(readFileSync(join(folder, 'hosts/old.html'), 'utf8')).toBe('my notes');
});

test('a host is made again when something is missing, or depends on something else', async () => {
  await made('whole', ['a']);
  expect(await currentRecord(store, 'whole', 'm', false)).toBeDefined();
  expect(await currentRecord(store, 'whole', 'other', false)).toBeUndefined();
  rmSync(join(folder, 'hosts/whole.html'));
  expect(await currentRecord(store, 'whole', 'm', false)).toBeUndefined();
  await made('part', ['a'], [{ format: 'pdf', reason: 'no browser' }]);
  expect(await currentRecord(store, 'part', 'm', false)).toBeUndefined();
});

test('what failed is tried again when that is asked for', async () => {
  const failed = { made: 'm', digests: ['a'], trouble: { kind: 'crashed', reason: 'x' } } as const;
  await keepHost(store, 'bad', { ...failed, digests: ['a'] });
  expect(await currentRecord(store, 'bad', 'm', false)).toMatchObject({ trouble: { reason: 'x' } });
  expect(await currentRecord(store, 'bad', 'm', true)).toBeUndefined();
});
