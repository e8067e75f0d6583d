import { expect, test } from 'vitest';
import { date, timedatectl } from '../../src/parsers/date.ts';
import {
  bootTime,
  etcHostname,
  osRelease,
  procUptime,
  uname,
  unameHostname,
  uptimeCommand,
} from '../../src/parsers/identity.ts';
import { parsed } from './captured.ts';

const at = Date.UTC(2026, 10, 21, 13, 2, 20);

test.each([
  ['C locale', 'Sat Nov 21 13:02:20 UTC 2026', at, 0],
  ['C locale, one digit', 'Sat Nov  7 13:02:20 UTC 2026', Date.UTC(2026, 10, 7, 13, 2, 20), 0],
  ['en_US of today', 'Sat Nov 21 01:02:20 PM UTC 2026', at, 0],
  ['en_US of glibc 2.28', 'Sat 21 Nov 2026 01:02:20 PM UTC', at, 0],
  ['midnight in half days', 'Sat Nov 21 12:02:20 AM UTC 2026', Date.UTC(2026, 10, 21, 0, 2, 20), 0],
  ['an offset by its abbreviation', 'Sat Nov 21 14:02:20 CET 2026', at, 60],
  ['RFC 5322 (-R)', 'Sat, 21 Nov 2026 08:02:20 -0500', at, -300],
  ['ISO 8601 (-Is)', '2026-11-21T18:32:20+05:30', at, 330],
  ['RFC 3339 with nanoseconds', '2026-11-21 13:02:20.500000000+00:00', at + 500, 0],
  ['ISO 8601 with Z', '2026-11-21T13:02:20Z', at, 0],
  ['seconds since the epoch', String(at / 1000), at, 0],
  ['zh_CN', '2026年 11月 21日 星期六 21:02:20 +08', at, 480],
])('date: %s', (_, text, wall, utcOffset) => {
  expect(parsed(date, 'date', `${text}\n`).value).toMatchObject({ wall, utcOffset });
});

test('an abbreviation of several meanings gives the local time only', () => {
  const { value } = parsed(date, 'date', 'Sat Nov 21 21:02:20 CST 2026\n');
  expect(value).toMatchObject({ local: Date.UTC(2026, 10, 21, 21, 2, 20), zone: 'CST' });
  expect(value).not.toHaveProperty('wall');
});

test('an error text is no date', () => {
  expect(parsed(date, 'date', 'date: command not found\n').value).toBeUndefined();
});

test('timedatectl tells UTC and the offset, whatever the abbreviation means', () => {
  const text =
    '               Local time: Sat 2026-11-21 21:02:20 CST\n           Universal time: Sat 2026-11-21 13:02:20 UTC\n' +
    '                 RTC time: Sat 2026-11-21 13:02:20\n                Time zone: Asia/Shanghai (CST, +0800)\n';
  expect(parsed(timedatectl, 'timedatectl', text).value).toMatchObject({
    wall: at,
    utcOffset: 480,
    local: at + 480 * 60_000,
  });
});

test.each([
  [' 19:43:06 up 2 days, 19:32,  2 users,  load average: 0.00, 0.00, 0.00', 2 * 86400 + 19 * 3600 + 32 * 60],
  [' 11:10:47 up  1:08,  2 users,  load average: 0.00, 0.01, 0.05', 3600 + 8 * 60],
  [' 23:29:32 up 39 min,  0 user,  load average: 3.64, 2.92, 1.90', 39 * 60],
  [' 10:00:00 up 1 day, 5 min,  1 user,  load average: 1.00, 1.00, 1.00', 86400 + 300],
  ['up 2 weeks, 3 days, 4 hours, 5 minutes', 17 * 86400 + 4 * 3600 + 300],
])('uptime: %s', (text, seconds) => {
  expect(parsed(uptimeCommand, 'uptime', text).value?.value).toBe(String(seconds));
});

test('identity: first line that fits, error texts never', () => {
  const text = 'Linux host.example 5.14.0-362.el9.x86_64 #1 SMP x86_64 GNU/Linux\n';
  expect(parsed(uname, 'uname -a', text).value?.value).toBe('5.14.0-362.el9.x86_64');
  expect(parsed(unameHostname, 'uname -a', `$ uname -a\n${text}`).value?.value).toBe('host.example');
  expect(parsed(unameHostname, 'uname -a', 'uname: not found\n').value).toBeUndefined();
  expect(parsed(etcHostname, '/etc/hostname', '# set by cloud-init\nweb1\n').value?.value).toBe('web1');
  expect(parsed(osRelease, '/etc/os-release', 'NAME="X"\nPRETTY_NAME="X Linux 9.3"\n').value?.value).toBe(
    'X Linux 9.3',
  );
  expect(parsed(procUptime, '/proc/uptime', '350735.47 234388.90\n').value?.value).toBe('350735.47');
  expect(parsed(bootTime, '/proc/stat', 'cpu  1 2 3 4\nbtime 1093631447\n').value?.value).toBe('1093631447');
});
