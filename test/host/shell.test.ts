import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inNamespace, quote, sh } from '../../src/host/shell.ts';

/** What a POSIX shell makes of a line: its words, each ended by a NUL. */
const words = (line: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`])
    .toString()
    .split('\0')
    .slice(0, -1);

describe('shell words', () => {
  test('leaves plain words as they are', () => {
    expect(sh`ip link show dev ${'eth0.5'}`).toBe('ip link show dev eth0.5');
    expect(sh`sysctl -w ${'net.ipv4.tcp_rmem=4096 87380'}`).toBe("sysctl -w 'net.ipv4.tcp_rmem=4096 87380'");
    expect(quote('')).toBe("''");
  });

  test('a shell reads back exactly what was put in', () => {
    const word = fc.string({ unit: 'grapheme-ascii' }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (names) => {
        expect(words(names.map(quote).join(' '))).toEqual(names);
      }),
      { numRuns: 60 },
    );
  });

  test('nothing that a name holds is run', () => {
    for (const evil of [
      'eth0; reboot',
      '$(reboot)',
      '`reboot`',
      "'; reboot; '",
      'a\nreboot',
      '"',
      '\\',
      '*',
      '~',
      '#x',
    ]) {
      expect(words(quote(evil))).toEqual([evil]);
    }
  });

  test('a namespace is named, and quoted', () => {
    expect(inNamespace('', 'ss -ltn')).toBe('ss -ltn');
    expect(inNamespace('a b', 'ss -ltn')).toBe("ip netns exec 'a b' ss -ltn");
  });
});
