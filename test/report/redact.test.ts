import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { formatAddress, parseAddress } from '../../src/report/redact/address.ts';
import { Aliases } from '../../src/report/redact/aliases.ts';
import { redactReport } from '../../src/report/redact/redact.ts';
import { siphash } from '../../src/report/redact/siphash.ts';
import { withoutAddresses, withoutHexAddresses } from '../../src/report/redact/text.ts';
import { renderReply } from '../../src/report/reply.ts';
import { renderText } from '../../src/report/text.ts';
import { hostileReport } from './hostile.ts';
import { specimen, specimenOptions } from './specimen.ts';

const key = Uint8Array.from({ length: 16 }, (_, i) => i);
const aliases = () => new Aliases(key);
const swap = (text: string) => withoutAddresses(text, aliases());
const v4 = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255))).map((octets) => octets.join('.'));
const v6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value) => formatAddress({ bits: 128, value }));

/** How many bits two addresses share from the left. */
function shared(a: string, b: string): number {
  const [x, y] = [parseAddress(a), parseAddress(b)];
  if (!x || !y || x.bits !== y.bits) throw new Error(`${a} ${b}`);
  const different = x.value ^ y.value;
  return x.bits - (different === 0n ? 0 : different.toString(2).length);
}

test('SipHash gives the values of its reference implementation', () => {
  const message = (length: number) => Uint8Array.from({ length }, (_, i) => i);
  expect(siphash(key, message(0))).toBe(0x726fdb47dd0e0e31n);
  expect(siphash(key, message(15))).toBe(0xa129ca6149be45e5n);
});

describe('addresses', () => {
  test('are read and written as RFC 5952 says', () => {
    fc.assert(
      fc.property(v6, (text) => formatAddress(parseAddress(text) ?? { bits: 32, value: 0n }) === text),
    );
    expect(formatAddress(parseAddress('2001:DB8:0:0:1:0:0:1') ?? fail())).toBe('2001:db8::1:0:0:1');
    expect(formatAddress(parseAddress('::FFFF:10.0.0.1') ?? fail())).toBe('::ffff:10.0.0.1');
    for (const text of ['10.0.0', '10.0.0.256', '1:2:3', '1::2::3', '10:31:30', ':::', '12345::']) {
      expect(parseAddress(text)).toBeUndefined();
    }
  });

  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '255.255.255.0',
    '224.0.0.251',
    '239.255.255.250',
    '::',
    '::1',
    'ff02::1',
  ])('%s stays', (text) => {
    expect(swap(text)).toBe(text);
  });

  test('of one subnet are in one subnet afterwards, and different ones stay different', () => {
    // The last octet has rules of its own: it keeps network and broadcast addresses recognisable.
    fc.assert(
      fc.property(fc.nat(255), v4, v4, (octet, a, b) => {
        const [x, y] = [
          `10.${octet}.${a.split('.').slice(2).join('.')}`,
          `10.${octet}.${b.split('.').slice(2).join('.')}`,
        ];
        expect(Math.min(24, shared(swap(x), swap(y)))).toBe(Math.min(24, shared(x, y)));
        expect(swap(x) === swap(y)).toBe(x === y);
      }),
    );
    fc.assert(
      fc.property(v6, v6, (a, b) => {
        const [x, y] = [`2001:db8:${a.split(':')[0] || 0}::1`, `2001:db8:${b.split(':')[0] || 0}::1`];
        expect(shared(swap(x), swap(y))).toBe(shared(x, y));
      }),
    );
  });

  test('private ones stay private, global ones global', () => {
    fc.assert(
      fc.property(v4, (text) => {
        const isPrivate = (address: string) =>
          /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/.test(address);
        expect(isPrivate(swap(text))).toBe(isPrivate(text));
        expect(/^127\./.test(swap(text))).toBe(/^127\./.test(text));
      }),
    );
  });

  test('of networks stay addresses of networks', () => {
    expect(swap('10.20.0.0/16')).toMatch(/^10\.\d+\.0\.0\/16$/);
    expect(swap('10.20.5.7/16').split('.').slice(0, 2)).toEqual(swap('10.20.0.0/16').split('.').slice(0, 2));
    expect(swap('brd 10.20.5.255')).toMatch(/^brd 10\.\d+\.\d+\.255$/);
    expect(swap('2001:db8:1::/48')).toMatch(/^[23][0-9a-f]{3}:[0-9a-f:]+::\/48$/);
  });

  test('are found where commands print them', () => {
    const one = swap('10.20.0.5');
    expect(swap('tcp LISTEN 129 128 10.20.0.5:443 0.0.0.0:*')).toBe(
      `tcp LISTEN 129 128 ${one}:443 0.0.0.0:*`,
    );
    expect(swap('IP 10.20.0.5.443 > 127.0.0.1.80: Flags')).toBe(`IP ${one}.443 > 127.0.0.1.80: Flags`);
    expect(swap('[::ffff:10.20.0.5]:22')).toBe(`[::ffff:${one}]:22`);
    expect(swap('inet6 fe80::a00:27ff:fe4e:66a1%eth0')).toMatch(/^inet6 fe80::[0-9a-f:]+%eth0$/);
    expect(swap('Jan 14 10:30:00 TcpExt::x std::y 0000:00:1f.6')).toBe(
      'Jan 14 10:30:00 TcpExt::x std::y 0000:00:1f.6',
    );
  });

  test('are found where the kernel prints them as hexadecimal numbers', () => {
    const table = aliases();
    const line = withoutHexAddresses('  0: 0500140A:01BB 00000000:0000 0A', '2/proc/net/tcp', table);
    const bytes = swap('10.20.0.5').split('.').reverse();
    const hex = bytes
      .map((byte) => Number(byte).toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase();
    expect(line).toBe(`  0: ${hex}:01BB 00000000:0000 0A`);
    expect(withoutHexAddresses('0500140A:01BB', '2/proc/net/netstat', table)).toBe('0500140A:01BB');
    const v6Line = withoutHexAddresses(
      '20010db8000000000000000000000001 02 40 00 80 eth0',
      'x/proc/net/if_inet6',
      table,
    );
    expect(v6Line).toMatch(/^[23][0-9a-f]{31} 02 40 00 80 eth0$/);
    expect(v6Line).not.toContain('20010db8');
  });
});

describe('link-layer addresses', () => {
  test('are replaced in every spelling; those of groups stay', () => {
    const alias = swap('00:0c:29:aa:bb:cc');
    expect(alias).toMatch(/^02(:[0-9a-f]{2}){5}$/);
    expect(swap('00-0C-29-AA-BB-CC')).toBe(alias.replaceAll(':', '-'));
    expect(swap('enx000c29aabbcc')).toBe(`enx${alias.replaceAll(':', '')}`);
    expect(swap('8000.000c29aabbcc')).toBe(`8000.${alias.replaceAll(':', '')}`);
    expect(swap('MAC=00:0c:29:aa:bb:cc:00:50:56:c0:00:08:08:00')).toMatch(
      new RegExp(`^MAC=${alias}:02(:..){5}:08:00$`),
    );
    for (const text of ['ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00', '01:00:5e:00:00:fb'])
      expect(swap(text)).toBe(text);
  });
});

describe('a redacted report', () => {
  const secret = /10\.20\.0\.5|web1|nginx|php-fpm|0123456789abcdef0123456789abcdef/;

  test('holds none of the names and addresses, in any format, and the same findings', () => {
    const { report } = redactReport(specimen(), key);
    const options = { ...specimenOptions, width: 80, color: false };
    for (const render of [renderHtml, renderJson, renderMarkdown, renderReply]) {
      expect(render(specimen(), options)).toMatch(secret);
      expect(render(report, options)).not.toMatch(secret);
    }
    expect(renderText(report, options)).not.toMatch(secret);
    const verdicts = (r: typeof report) =>
      r.findings.map((f) => [f.cause, f.verdict, f.severity, f.certainty, f.consequenceOf]);
    expect(verdicts(report)).toEqual(verdicts(specimen()));
  });

  test('says the same of the same host with the same key, and something else with another', () => {
    const [first, again] = [redactReport(specimen(), key), redactReport(specimen(), key)];
    expect(renderJson(first.report, specimenOptions)).toBe(renderJson(again.report, specimenOptions));
    const other = redactReport(
      specimen(),
      Uint8Array.from({ length: 16 }, () => 7),
    );
    expect(other.report.host.name).not.toBe(first.report.host.name);
    expect(first.aliases).toContainEqual({ kind: 'host', original: 'web1', alias: first.report.host.name });
  });

  test('leaves the report alone from which it was made', () => {
    const report = specimen();
    redactReport(report, key);
    expect(renderJson(report, specimenOptions)).toBe(renderJson(specimen(), specimenOptions));
  });

  test('is made of hostile reports too', () => {
    const report = redactReport(hostileReport(), key).report;
    expect(renderHtml(report, specimenOptions)).not.toMatch(/10\.20\.0\.5/);
  });
});

function fail(): never {
  throw new Error('no address');
}
