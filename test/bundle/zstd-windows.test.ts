import { describe, expect, test } from 'vitest';
import { unzstd } from '../../src/bundle/decompress/zstd.ts';
import { ZstdWindows } from '../../src/bundle/decompress/zstd-windows.ts';

/** Frames by hand (RFC 8878): magic, flags, window or size, one raw last block "hi". */
const magic = '28b52ffd';
const raw = '110000' + '6869';
const plain = `${magic}0068${raw}`;
const within = { '64 MiB': `${magic}0080${raw}`, '128 MiB': `${magic}0088${raw}` };
const beyond = {
  '144 MiB': `${magic}0089${raw}`,
  '256 MiB': `${magic}0090${raw}`,
  '2 TiB': `${magic}00f8${raw}`,
  'one segment of 2 GiB': `${magic}a0ffffff7f${raw}`,
  'one segment of 2^63': `${magic}e0ffffffffffffff7f${raw}`,
  'after another frame': `${plain}${magic}0090${raw}`,
  'after a frame with a checksum': `${magic}0468${raw}01020304${magic}0090${raw}`,
  'after a run and a last block': `${magic}0068${'9a0600'}41${raw}${magic}0090${raw}`,
  'after what is to be skipped': `5a2a4d1804000000aabbccdd${magic}0090${raw}`,
};

function check(hex: string, pieceBytes: number): void {
  const windows = new ZstdWindows();
  const bytes = Buffer.from(hex, 'hex');
  for (let at = 0; at < bytes.length; at += pieceBytes) windows.check(bytes.subarray(at, at + pieceBytes));
}

describe.each([1, 2, 7, 1000])('in pieces of %i bytes', (pieceBytes) => {
  test.each(Object.entries(within))('%s', (_, hex) => {
    expect(() => check(hex, pieceBytes)).not.toThrow();
  });
  test.each(Object.entries(beyond))('%s', (_, hex) => {
    expect(() => check(hex, pieceBytes)).toThrow(/^a window of \d+ MiB$/);
  });
});

test('what is no frame is left to the decompressor', () => {
  expect(() => check(`${plain}ffffffffffffffff${magic}0090${raw}`, 5)).not.toThrow();
});

test('thirty bytes that ask for 1.3 GB get none', async () => {
  const input = Buffer.from('28b52ffda6584d1200e64f7348e094380730ac808147f61200e64f7348e0', 'hex');
  const bytes = (async function* () {
    yield input;
  })();
  await expect(async () => {
    for await (const piece of unzstd(bytes)) expect(piece.length).toBe(0);
  }).rejects.toThrow('a window of');
});
