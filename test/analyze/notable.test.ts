import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { NotableSetting } from '../../src/model.ts';
import { bundleOf } from '../counters/bundles.ts';

/** By hand from net/ and Documentation/networking/ip-sysctl.rst of the kernels named. */
function notable(kernel: string, sysctl: string, more: Record<string, string> = {}): NotableSetting[] {
  const files = { ...(kernel ? { 'uname -r': `${kernel}\n` } : {}), 'sysctl -a': sysctl, ...more };
  return analyze([bundleOf('host', [{ uptime: 1000, files }])], [], { version: 'test', now: 0 }).notable;
}
const told = (settings: readonly NotableSetting[]) =>
  settings.map(({ key, value, standard }) => `${key}: ${value}, not ${standard}`);

describe('settings other than the defaults of that kernel', () => {
  test.each([
    ['3.10.0-1160.el7.x86_64', '128', '4096', 'net.core.somaxconn: 4096, not 128'],
    ['5.3.18', '128', '4096', 'net.core.somaxconn: 4096, not 128'],
    ['5.4.0', '4096', '128', 'net.core.somaxconn: 128, not 4096'],
    ['6.18.1', '4096', '128', 'net.core.somaxconn: 128, not 4096'],
  ])('%s starts with a backlog of %s', (kernel, same, other, sentence) => {
    expect(told(notable(kernel, `net.core.somaxconn = ${same}\n`))).toEqual([]);
    expect(told(notable(kernel, `net.core.somaxconn = ${other}\n`))).toEqual([sentence]);
  });

  test('says nothing where the default is not known: of the key, of the version, of the kernel', () => {
    expect(notable('5.10.0', 'net.ipv4.tcp_mem = 1 2 3\n')).toEqual([]);
    expect(notable('6.15.0', 'net.core.rmem_max = 1048576\n')).toEqual([]);
    expect(notable('', 'net.core.somaxconn = 7\n')).toEqual([]);
  });

  test('tabs between numbers are blanks', () => {
    expect(notable('5.10.0', 'net.ipv4.ip_local_port_range = 32768\t60999\n')).toEqual([]);
    expect(told(notable('5.10.0', 'net.ipv4.ip_local_port_range = 1024\t60999\n'))).toEqual([
      'net.ipv4.ip_local_port_range: 1024 60999, not 32768 60999',
    ]);
  });

  test('a device is told where it differs from conf.default', () => {
    const rp = (values: Record<string, number>) =>
      Object.entries(values)
        .map(([device, value]) => `net.ipv4.conf.${device}.rp_filter = ${value}\n`)
        .join('');
    expect(told(notable('5.10.0', rp({ all: 0, default: 2, eth0: 2, 'eth1/100': 1, eth2: 0 })))).toEqual([
      'net.ipv4.conf.default.rp_filter: 2, not 0',
      'net.ipv4.conf.eth1/100.rp_filter: 1, not 0',
    ]);
  });

  test('quotes the value and the line that sets it at boot', () => {
    const [setting] = notable('5.10.0', 'a.b = 1\nnet.ipv4.tcp_syncookies = 0\n', {
      '/etc/sysctl.d/10-tuned.conf': '# web\nnet.ipv4.tcp_syncookies = 0\n',
    });
    expect(setting?.evidence).toMatchObject({ line: 2, excerpt: 'net.ipv4.tcp_syncookies = 0' });
    expect(setting?.boot).toMatchObject({ path: expect.stringContaining('10-tuned.conf'), line: 2 });
  });
});
