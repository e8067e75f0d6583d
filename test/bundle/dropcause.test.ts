/** Bundles of our own collector: docs/bundle-format.md, version 1. The collector itself is tested in test/collector. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Bundle } from '../../src/model.ts';
import type { TarEntry } from './archives.ts';
import { tar } from './archives.ts';
import { noteIds, openBytes } from './opened.ts';

const root = 'dropcause-web-20261121T000000Z';
const columns = [
  'capture',
  'kind',
  'path',
  'origin',
  'netns',
  'wall',
  'start',
  'end',
  'status',
  'bytes',
  'cut',
  'reason',
  'stderr',
];

interface Row {
  path?: string;
  origin: string;
  content?: string;
  capture?: number;
  kind?: string;
  netns?: string;
  start?: string;
  status?: string;
  cut?: string;
  reason?: string;
  stderr?: string;
}

const record = (...fields: string[]) =>
  fields.map((field) => field.replaceAll('\\', '\\\\').replaceAll('\t', '\\t')).join('\t');

function manifestOf(rows: readonly Row[], more: readonly string[] = [], end = 'complete'): string {
  const file = (row: Row) => {
    const told: Record<string, string> = {
      ...{
        capture: String(row.capture ?? 1),
        kind: row.kind ?? 'file',
        path: row.path ?? '',
        origin: row.origin,
        netns: row.netns ?? '',
      },
      ...{
        wall: '1795219200',
        start: row.start ?? '100.50',
        end: row.start ?? '100.50',
        status: row.status ?? '0',
      },
      ...{
        bytes: String((row.content ?? '').length),
        cut: row.cut ?? '0',
        reason: row.reason ?? '',
        stderr: row.stderr ?? '',
      },
    };
    return record('file', ...columns.map((column) => told[column] ?? ''));
  };
  return [
    record('dropcause-bundle', '1'),
    ...[
      ['host', 'web'],
      ['kernel', '6.1.0'],
      ['machine_id', 'a'.repeat(32)],
      ['boot_id', 'b-1'],
      ['utc_offset', '-0330'],
    ].map(([key = '', value = '']) => record('meta', key, value)),
    record('fields', ...columns),
    record('capture', '1', '1795219200', '100.00'),
    record('capture', '2', '1795219260', '160.00'),
    ...more,
    ...rows.map(file),
    ...(end === '' ? [] : [record('end', '1795219261', '161.00', end)]),
    '',
  ].join('\n');
}

const rows: Row[] = [
  { path: '1/proc/net/snmp', origin: '/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' },
  {
    path: '2/proc/net/snmp',
    origin: '/proc/net/snmp',
    content: 'Ip: InReceives\nIp: 5\n',
    capture: 2,
    start: '160.25',
  },
  {
    path: '1/cmd/ethtool_-S_odd.1',
    origin: 'ethtool -S odd name',
    kind: 'command',
    content: 'NIC statistics:\n     rx: 1\n',
  },
  {
    path: '1/netns/blue/proc/net/snmp',
    origin: '/proc/net/snmp',
    netns: 'blue',
    content: 'Ip: InReceives\nIp: 7\n',
  },
  {
    ...{ path: '1/tree/net-devices', origin: '/sys/class/net/*', kind: 'tree' },
    content:
      '/sys/class/net/eth0/mtu:1500\n/sys/class/net/eth0/flags:0x1003\n/sys/class/net/eth0/statistics/rx_dropped:4\n',
  },
];

const entriesOf = (all: readonly Row[], manifest: string): TarEntry[] => [
  ...all.flatMap(({ path, content }) =>
    path === undefined || content === undefined ? [] : [{ path: `${root}/${path}`, content }],
  ),
  { path: `${root}/manifest.tsv`, content: manifest },
];
const open = (all: readonly Row[], manifest = manifestOf(all)) => openBytes(tar(...entriesOf(all, manifest)));

const filesIn = (bundle: Bundle, capture = 0) =>
  (bundle.captures[capture]?.files ?? []).map(({ origin, netns, lines }) => [
    ...(netns === '' ? [] : [netns]),
    origin,
    ...[...lines].map(({ number, text }) => `${number}: ${text}`),
  ]);

describe('as an archive', () => {
  test('captures, times, hosts, namespaces, trees', async () => {
    const bundle = await open(rows);
    expect([bundle.layout, bundle.damaged, bundle.notes]).toEqual(['dropcause', undefined, []]);
    expect(
      bundle.captures.map(({ label, host, takenAt, bootId }) => ({ label, host, takenAt, bootId })),
    ).toEqual(
      [
        { label: 'input (1)', takenAt: { wall: 1795219200000, monotonic: 100 } },
        { label: 'input (2)', takenAt: { wall: 1795219260000, monotonic: 160 } },
      ].map((capture) => ({
        ...capture,
        host: { name: 'web', machineId: 'a'.repeat(32), kernel: '6.1.0', utcOffset: -210 },
        bootId: 'b-1',
      })),
    );
    expect(filesIn(bundle)).toEqual([
      ['/proc/net/snmp', '1: Ip: InReceives', '2: Ip: 1'],
      ['ethtool -S odd name', '1: NIC statistics:', '2:      rx: 1'],
      ['blue', '/proc/net/snmp', '1: Ip: InReceives', '2: Ip: 7'],
      ['/sys/class/net/eth0/mtu', '1: 1500'],
      ['/sys/class/net/eth0/flags', '2: 0x1003'],
      ['/sys/class/net/eth0/statistics/rx_dropped', '3: 4'],
    ]);
    expect(bundle.captures[1]?.files[0]).toMatchObject({
      path: `${root}/2/proc/net/snmp`,
      takenAt: { wall: 1795219260250, monotonic: 160.25 },
      whole: true,
    });
    expect(bundle.captures[0]?.files.at(-1)?.path).toBe(`${root}/1/tree/net-devices`);
  });

  test('names of control groups may hold colons', async () => {
    const tree: Row = {
      path: '1/tree/cgroups',
      origin: '/sys/fs/cgroup/*/cpu.stat',
      kind: 'tree',
      content: '/sys/fs/cgroup/a:b/cpu.stat:nr_throttled 3\n',
    };
    const bundle = await openBytes(tar(...entriesOf([tree], manifestOf([tree]))), {
      wanted: () => ({ mode: 'whole' }),
    });
    expect(filesIn(bundle)).toEqual([['/sys/fs/cgroup/a:b/cpu.stat', '1: nr_throttled 3']]);
  });

  test('reasons', async () => {
    const asked: Row[] = [
      ...rows,
      { origin: '/proc/net/udp', status: '-', reason: 'absent' },
      { origin: 'ss -s', kind: 'command', status: '-', reason: 'not-found' },
      { origin: 'dmesg', kind: 'command', status: '-', reason: 'not-found sed' },
      { origin: 'nft list ruleset', kind: 'command', status: '-', reason: 'no-module nf_tables' },
      { origin: 'iptables-save -c', kind: 'command', status: '-', reason: 'something new' },
      {
        path: '1/cmd/ethtool_-g_eth0',
        origin: 'ethtool -g eth0',
        kind: 'command',
        content: '',
        status: '76',
        stderr: 'netlink error: Operation not supported',
      },
      { path: '1/cmd/ethtool_-c_eth0', origin: 'ethtool -c eth0', kind: 'command', content: '', status: '1' },
      {
        path: '1/proc/net/tcp',
        origin: '/proc/net/tcp',
        content: '  sl\n',
        cut: '?',
        reason: 'too-many 1000000 20000',
      },
      {
        path: '1/cmd/netstat_-s',
        origin: 'netstat -s',
        kind: 'command',
        content: 'sh: netstat: not found\n',
        status: '127',
      },
      { origin: '/nobody/reads/this', status: '-', reason: 'absent' },
    ];
    const bundle = await open(asked);
    expect(
      bundle.captures[0]?.absences.map(({ origin, reason }) => [
        origin,
        reason.id,
        ...Object.values(reason.args),
      ]),
    ).toEqual([
      ['/proc/net/udp', 'input/own-absent', '/proc/net/udp'],
      ['ss -s', 'input/own-not-found', 'ss'],
      ['dmesg', 'input/own-not-found', 'sed'],
      ['nft list ruleset', 'input/own-no-module', 'nf_tables'],
      ['iptables-save -c', 'input/own-other', 'something new'],
      ['ethtool -g eth0', 'input/reason-said', 'netlink error: Operation not supported'],
      ['ethtool -c eth0', 'input/reason-status', 1],
      ['netstat -s', 'input/reason-not-found', 'sh: netstat: not found'],
    ]);
    expect(bundle.captures[0]?.files.find(({ origin }) => origin === '/proc/net/tcp')?.whole).toBe(false);
    expect(noteIds(bundle)).toEqual(['own-too-many']);
  });

  test('notes, an interruption, private mode', async () => {
    const more = [record('note', 'a\tb'), record('meta', 'private', 'yes'), record('new-record', 'x')];
    const text = manifestOf(rows, [], 'interrupted').replace(/\nend\t/, `\n${more.join('\n')}\nend\t`);
    const bundle = await open(rows, text);
    expect(bundle.captures.map(({ takenAt }) => takenAt?.monotonic)).toEqual([100, 160]);
    expect(bundle.notes.map(({ message }) => [message.id, ...Object.values(message.args)])).toEqual([
      ['input/own-end-interrupted'],
      ['input/own-private-mode'],
      ['input/own-note', 'a\tb'],
    ]);
  });

  test('checksums tell what was changed', async () => {
    const sum = (text: string) => createHash('sha256').update(text).digest('hex');
    const sums = rows.map(({ path = '', content = '' }) => record('sum', 'sha256', sum(content), path));
    expect((await open(rows, manifestOf(rows, sums))).damaged).toBeUndefined();
    const changed = rows.map((row, i) => (i === 0 ? { ...row, content: 'Ip: InReceives\nIp: 0\n' } : row));
    const bundle = await open(changed, manifestOf(rows, sums));
    expect([bundle.damaged, bundle.notes]).toEqual([
      true,
      [{ path: `${root}/1/proc/net/snmp`, message: { id: 'input/own-changed', args: {} } }],
    ]);
  });

  test('without its end, and without its manifest', async () => {
    expect(noteIds(await open(rows, manifestOf(rows, [], '')))).toEqual(['own-no-end']);
    const entries = entriesOf(rows, '').slice(0, -1);
    const bundle = await openBytes(tar(...entries));
    expect([bundle.layout, bundle.damaged, noteIds(bundle)]).toEqual([
      'dropcause',
      true,
      ['own-no-manifest'],
    ]);
    expect(
      bundle.captures.map(({ files }) => files.map(({ origin, netns }) => `${netns}|${origin}`)),
    ).toEqual([
      [
        '|/proc/net/snmp',
        '|ethtool -S odd.1',
        'blue|/proc/net/snmp',
        ...['mtu', 'flags', 'statistics/rx_dropped'].map((name) => `|/sys/class/net/eth0/${name}`),
      ],
      ['|/proc/net/snmp'],
    ]);
  });

  test('a file without a record was being written when the collector stopped', async () => {
    const entries = entriesOf(
      [...rows, { path: '1/proc/net/dev', origin: '', content: 'half' }],
      manifestOf(rows),
    );
    expect(filesIn(await openBytes(tar(...entries))).map(([origin]) => origin)).not.toContain(
      '/proc/net/dev',
    );
  });
});

/** As POSIX `sed -n l` writes a line. */
function folded(text: string, width = 60): string[] {
  const parts = text
    .split('')
    .map((c) =>
      c === '\t'
        ? '\\t'
        : c === '\\'
          ? '\\\\'
          : c === '\r'
            ? '\\r'
            : c > '~' || c < ' '
              ? [...new TextEncoder().encode(c)].map((b) => `\\${b.toString(8)}`).join('')
              : c,
    );
  const lines = [''];
  for (const part of [...parts, '$']) {
    if ((lines.at(-1)?.length ?? 0) + part.length > width - 2) lines.push('');
    lines[lines.length - 1] += part;
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line}\\` : line));
}
const kind = (mark: string, text: string) => folded(text).map((line) => `${mark}${line}`);

function textOf(all: readonly Row[], manifest = manifestOf(all)): string {
  const files = all.flatMap(({ path, content }) => {
    if (path === undefined || content === undefined) return [];
    const lines = content.split('\n').slice(0, -1);
    return [
      ...kind('(', path),
      ...lines.flatMap((line) => kind(':', line)),
      ...kind(')', String(lines.length)),
    ];
  });
  const records = manifest.split('\n').filter((line) => line !== '');
  return [
    '#dropcause-text 1$',
    ...records.slice(0, -1).flatMap((line) => kind('%', line)),
    ...files,
    ...kind('%', records.at(-1) ?? ''),
    '',
  ].join('\n');
}

describe('as text', () => {
  const all: Row[] = [
    ...rows,
    {
      path: '1/cmd/ss',
      origin: 'ss -s',
      kind: 'command',
      content: `Total: 5 \\ \t${'long '.repeat(40)}\n(10.0.0.1) ü $\n`,
    },
  ];
  const text = textOf(all);
  const expected = async () =>
    filesIn(await open(all)).map((file) => file.map((line) => line.replace(/^\d+: /, '')));
  const shown = (bundle: Bundle) =>
    filesIn(bundle).map((file) => file.map((line) => line.replace(/^\d+: /, '')));

  test.each<[string, (text: string) => string]>([
    ['as it was written', (whole) => whole],
    ['with CRLF', (whole) => whole.replaceAll('\n', '\r\n')],
    ['with a prompt before and after', (whole) => `# sh collect.sh -T\n${whole}# exit\n`],
    ['indented and with blanks behind', (whole) => whole.replace(/^/gm, '  ').replace(/$/gm, '   ')],
    ['wrapped by a narrow terminal', (whole) => whole.replace(/(.{37})(?=.)/g, '$1\n')],
    ['with empty lines between', (whole) => whole.replaceAll('\n', '\n\n')],
  ])('%s it gives what the archive gives', async (_, change) => {
    const bundle = await openBytes(new TextEncoder().encode(change(text)));
    expect(bundle.layout).toBe('dropcause');
    expect(shown(bundle)).toEqual(await expected());
    expect(bundle.captures.map(({ takenAt }) => takenAt?.monotonic)).toEqual([100, 160]);
    expect(noteIds(bundle)).toEqual([]);
  });

  test('evidence stands where the text has it', async () => {
    const bundle = await openBytes(new TextEncoder().encode(text));
    const file = bundle.captures[0]?.files[0];
    const line = [...(file?.lines ?? [])][1];
    expect([file?.path, line?.text]).toEqual(['input', 'Ip: 1']);
    expect(text.split('\n')[(line?.number ?? 0) - 1]).toBe(':Ip: 1$');
  });

  test('a lost tail, a lost line: what is there is shown, and told', async () => {
    const cut = await openBytes(new TextEncoder().encode(text.slice(0, text.indexOf(':Ip: 5'))));
    expect(cut.damaged).toBe(true);
    expect(noteIds(cut)).toContain('own-no-end');
    expect(shown(cut)[0]).toEqual(['/proc/net/snmp', 'Ip: InReceives', 'Ip: 1']);
    const bundle = await openBytes(new TextEncoder().encode(text.replace(':Ip: 5$\n', '')));
    expect(bundle.notes.map(({ message }) => [message.id, message.args['path']])).toEqual([
      ['input/text-damaged', '2/proc/net/snmp'],
    ]);
    expect(bundle.captures[1]?.files[0]?.whole).toBe(false);
  });
});
