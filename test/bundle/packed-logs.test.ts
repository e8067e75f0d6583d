import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tar } from './archives.ts';
import { filesOf, noteIds, openBytes } from './opened.ts';

const line = (i: number) =>
  i % 50 === 7
    ? `Nov 21 10:00:00 web kernel: nf_conntrack: table full, dropping packet ${i}`
    : `Nov 21 10:00:00 web cron[${i}]: nothing`;
const log = `${Array.from({ length: 200 }, (_, i) => line(i + 1)).join('\n')}\n`;
const numbers = (text: string | undefined) => text?.split('\n').map((row) => Number(row.split(' ')[0]));
const expected = [1, 7, 57, 107, 157, 200];

describe('logs that were compressed by themselves', () => {
  test.each([
    ['var/log/messages', log, '/var/log/messages'],
    ['var/log/messages-20261101.gz', gzipSync(log), '/var/log/messages-20261101'],
    ['var/log/kern.log.2.gz', gzipSync(log), '/var/log/kern.log.2'],
    ['var/log/syslog.3.gz', log, '/var/log/syslog.3'],
    ['sos_commands/logs/journalctl_--no-pager', log, 'journalctl --no-pager'],
    ['sos_commands/kernel/dmesg', log, 'dmesg'],
  ])('%s', async (path, content, origin) => {
    const bundle = await openBytes(tar({ path: `host/${path}`, content }));
    const [[key, text] = []] = [...filesOf(bundle.captures[0])];
    expect([key, numbers(text)]).toEqual([`host/${path} | ${origin}`, expected]);
    expect(bundle.captures[0]?.files[0]?.whole).toBe(false);
    expect(noteIds(bundle)).toEqual([]);
  });

  test('one that is damaged keeps what stands before, and costs nothing else', async () => {
    const random = Array.from(
      { length: 20_000 },
      (_, i) => `Nov 21 10:00:00 web cron[${i}]: ${Math.imul(i, 0x9e3779b1) >>> 0}\n`,
    ).join('');
    const packed = gzipSync(log + random);
    const bundle = await openBytes(
      tar(
        { path: 'host/var/log/messages.1.gz', content: packed.subarray(0, packed.length - 5000) },
        { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' },
      ),
    );
    expect(
      numbers(filesOf(bundle.captures[0]).get('host/var/log/messages.1.gz | /var/log/messages.1'))?.slice(
        0,
        5,
      ),
    ).toEqual(expected.slice(0, 5));
    expect(bundle.captures[0]?.files.length).toBe(2);
    expect(noteIds(bundle)).toEqual(['entry-cut-off', 'cut-off-compressed']);
  });
});
