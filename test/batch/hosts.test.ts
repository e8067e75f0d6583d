import { expect, test } from 'vitest';
import type { Archive } from '../../src/batch/archives.ts';
import { hostsOf, partOf } from '../../src/batch/hosts.ts';
import type { CaptureIdentity } from '../../src/batch/identify.ts';
import type { Bundle, Note } from '../../src/model.ts';
import { tar } from '../bundle/archives.ts';
import { openBytes } from '../bundle/opened.ts';

const archive = (digest: string, captures: CaptureIdentity[], damaged = false): Archive => ({
  digest,
  paths: [`${digest}.tgz`],
  record: { name: `${digest}.tgz`, bound: false, damaged, captures },
});
const named = (name: string, takenAt: number): CaptureIdentity => ({ host: { name }, takenAt });
const id = (name: string | undefined) => name ?? '-';

test('an archive of several hosts gives each its part; the oldest capture comes first', () => {
  const jobs = hostsOf(
    [
      archive('a', [named('web', 3), named('db', 1), named('web', 4)], true),
      archive('b', [named('web', 1)]),
      archive('c', [named('mail', 1)]),
    ],
    id,
  );
  expect(jobs.map((job) => [job.id, job.damaged, job.members.map((m) => [m.digest, ...m.captures])])).toEqual(
    [
      ['db', true, [['a', 1]]],
      ['mail', false, [['c', 0]]],
      [
        'web',
        true,
        [
          ['b', 0],
          ['a', 0, 2],
        ],
      ],
    ],
  );
});

test('a host bears its newest name', () => {
  const machineId = '0123456789abcdef0123456789abcdef';
  const seen = (name: string, takenAt: number, bootId: string): CaptureIdentity => ({
    host: { name, machineId },
    takenAt,
    bootedAt: takenAt - 1,
    bootId,
  });
  const hour = 3_600_000;
  const [job] = hostsOf([archive('a', [seen('new', 9 * hour, 'y'), seen('old', hour, 'x')])], id);
  expect(job?.id).toBe('new');
});

test('the notes of another host stay with it', async () => {
  const host = (name: string) => [
    { path: `${name}/etc/hostname`, content: `${name}\n` },
    { path: `${name}/proc/net/snmp`, content: 'Ip: InReceives\nIp: 1\n' },
  ];
  const bundle = await openBytes(tar(...host('a'), ...host('b')));
  const note = (path: string): Note => ({ path, message: { id: 'input/corrupt', args: {} } });
  const noted: Bundle = { ...bundle, notes: ['', 'a/x', 'b/proc/y', 'ab'].map(note) };
  const part = partOf(noted, [0]);
  expect(part.captures.map(({ label }) => label)).toEqual(['input: a']);
  expect(part.notes.map(({ path }) => path)).toEqual(['', 'a/x', 'ab']);
  expect(partOf(noted, [0, 1])).toEqual(noted);
});
