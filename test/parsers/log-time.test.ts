import { expect, test } from 'vitest';
import type { LogTime } from '../../src/parsers/log-time.ts';
import { logLine } from '../../src/parsers/log-time.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const message = 'TCP: too many orphaned sockets';

/** What stands before the message, when it was, and who said it. */
const forms: [string, LogTime | undefined, string?][] = [
  ['[ 4301.999258] ', { monotonic: 4301.999258 }],
  ['[38775494.392631] ', { monotonic: 38775494.392631 }],
  ['[ 3239.898444][    C1] ', { monotonic: 3239.898444 }],
  ['[    5.100000] [ T123] ', { monotonic: 5.1 }],
  ['<6>[   12.345678] ', { monotonic: 12.345678 }],
  ['kern  :info  : [   12.345678] ', { monotonic: 12.345678 }],
  ['[  +2.039974] ', undefined],
  ['[Dec18 10:10] ', undefined],
  ['[Mon Jul  8 12:34:56 2019] ', { local: utc('2019-07-08T12:34:56') }],
  ['2023-05-01T10:11:12,123456+02:00 ', { wall: utc('2023-05-01T08:11:12.123') }],
  [
    'Wed Feb 24 00:35:21 2021 kern.info kernel: [16300.998425] ',
    { local: utc('2021-02-24T00:35:21'), monotonic: 16300.998425 },
    'kernel',
  ],
  ['Jul 12 03:04:05 host kernel: ', { local: utc('2000-07-12T03:04:05'), yearless: true }, 'kernel'],
  [
    'Jul 12 03:04:05 host kernel: [   99.5] ',
    { local: utc('2000-07-12T03:04:05'), yearless: true, monotonic: 99.5 },
    'kernel',
  ],
  ['Feb 29 19:54:23 kernel: ', { local: utc('2000-02-29T19:54:23'), yearless: true }, 'kernel'],
  [
    'Mar 16 03:53:41.101234 sonic INFO kernel: [   99.5] ',
    { local: utc('2000-03-16T03:53:41.101'), yearless: true, monotonic: 99.5 },
    'kernel',
  ],
  ['2024 Mar 16 03:53:41.101234 sonic WARNING kernel: ', { local: utc('2024-03-16T03:53:41.101') }, 'kernel'],
  ['<4>Oct 11 22:14:15 host kernel: ', { local: utc('2000-10-11T22:14:15'), yearless: true }, 'kernel'],
  [
    '2023-05-01T10:11:12.123456-05:00 host kernel: [   99.5] ',
    { wall: utc('2023-05-01T15:11:12.123'), monotonic: 99.5 },
    'kernel',
  ],
  ['2023-05-01T10:11:12+0200 host kernel: ', { wall: utc('2023-05-01T08:11:12') }, 'kernel'],
  ['2025-11-30 03:10:11.603 host kernel: ', { local: utc('2025-11-30T03:10:11.603') }, 'kernel'],
  ['Mon 2023-05-01 10:11:12 CEST host kernel: ', { local: utc('2023-05-01T10:11:12') }, 'kernel'],
  ['Mon 2023-05-01 10:11:12 UTC host kernel: ', { wall: utc('2023-05-01T10:11:12') }, 'kernel'],
  ['1577836800.123456 host kernel: ', { wall: 1577836800123 }, 'kernel'],
  ['[    5.123456] host kernel: ', { monotonic: 5.123456 }, 'kernel'],
  ['kernel: [1694413.644132] ', { monotonic: 1694413.644132 }, 'kernel'],
  ['Mar  7 04:02:16 avas clamd[11165]: ', { local: utc('2000-03-07T04:02:16'), yearless: true }, 'clamd'],
  [
    'Mar  8 04:02:16 avas sshd(pam_unix)[21839]: ',
    { local: utc('2000-03-08T04:02:16'), yearless: true },
    'sshd',
  ],
  ['', undefined],
];

test.each(forms)('%s', (before, at, tag) => {
  expect(logLine(before + message)).toEqual({ at, tag, message });
});

test('an address is no time, and a process id is no tag of dmesg', () => {
  expect(logLine('[<c0012d78>] (dump_backtrace+0x0/0x108)').at).toBeUndefined();
  const segfault = 'nginx[812]: segfault at 8 ip 0';
  expect(logLine(`[ 1.5] ${segfault}`)).toEqual({
    at: { monotonic: 1.5 },
    tag: undefined,
    message: segfault,
  });
});
