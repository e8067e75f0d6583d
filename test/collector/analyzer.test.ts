import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { JsonReport } from '../commands/cli.ts';
import { dropcause, jsonReport } from '../commands/cli.ts';
import { withMachine } from '../truth.ts';
import { alone, collector, lacks, run, workingFolder } from './run.ts';

const folder = workingFolder();
afterAll(folder.dispose);

/** A listener that never accepts, and 20 clients: the kernel counts what does not fit into the accept queue. */
const overflow = `
import socket, time
s = socket.socket(); s.bind(('127.0.0.1', 8080)); s.listen(1)
clients = [socket.socket() for i in range(20)]
for c in clients: c.setblocking(False); c.connect_ex(('127.0.0.1', 8080))
time.sleep(1.5)
for c in clients: c.close()
print('done', flush=True)
time.sleep(60)
`;

/** A root with nothing but busybox, below which /proc, /sys and a tmpfs get mounted. */
async function busyboxRoot(): Promise<string> {
  const root = join(folder.path, 'root');
  for (const name of ['', 'bin', 'proc', 'sys', 'dev']) mkdirSync(join(root, name));
  copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
  for (const name of (await run(['busybox', '--list'])).stdout.toString().split(/\s+/))
    if (name !== '' && name !== 'busybox') symlinkSync('busybox', join(root, 'bin', name));
  return root;
}

withMachine('the analyzer', lacks('root', 'unshare', 'python3', 'setpriv', 'busybox', 'nstat'), () => {
  test('finds the same fault, counted to the packet, in every form of bundle', async () => {
    chmodSync(folder.path, 0o755);
    writeFileSync(join(folder.path, 'overflow.py'), overflow);
    const root = await busyboxRoot();
    const forms: Record<string, string> = {
      archive: `sh ${collector} -o -`,
      stdin: `sh -s -- -o - <${collector}`,
      text: `sh ${collector} -T`,
      user: `setpriv --reuid=65534 --regid=65534 --clear-groups sh ${collector} -o -`,
      busybox: `chroot ${root} sh -s -- -o - <${collector}`,
    };
    const collect = (when: string) =>
      Object.entries(forms).map(([form, command]) => `${command} >${folder.path}/${form}.${when}`);
    const script = [
      `cd ${root} && mount -t proc proc proc && mount -t sysfs sysfs sys && cd /`,
      ...collect('before'),
      'counted() { nstat -zas TcpExtListenOverflows | awk "/Overflows/ { print \\$2 }"; }',
      `counted; python3 ${folder.path}/overflow.py >${folder.path}/done &`,
      `until [ -s ${folder.path}/done ]; do sleep 0.2; done; counted`,
      ...collect('after'),
    ].join('\n');
    const { status, stdout, stderr } = await run(alone(['sh', '-c', script]));
    expect({ status, stderr: stderr.replace(/.*can't (open|create).*\n/g, '') }).toMatchObject({ status: 0 });
    const [before = 0, after = 0] = stdout.toString().split('\n').map(Number);
    expect(after - before).toBeGreaterThan(10);
    for (const form of Object.keys(forms)) {
      const report = jsonReport(['before', 'after'].map((when) => join(folder.path, `${form}.${when}`)));
      const found = report.findings.find(({ cause }) => cause === 'accept-queue-overflow');
      const counter = report.counters.find((c) => c.name === 'TcpExt.ListenOverflows' && !c.scope.netns);
      expect({ form, verdict: found?.verdict, increase: counter?.increase, since: counter?.since }).toEqual({
        form,
        verdict: 'problem',
        increase: String(after - before),
        since: 'capture',
      });
    }
    expect(readFileSync(join(folder.path, 'busybox.after')).subarray(0, 15).toString()).toBe(
      '#dropcause-text',
    );
    const text = (when: string) => readFileSync(join(folder.path, `text.${when}`), 'latin1');
    const damages: Record<string, [(text: string) => string, number]> = {
      'line ends': [(sent) => `$ sh collect.sh -T\r\n${sent.replaceAll('\n', '\r\n')}$ exit\r\n`, 0],
      wrapped: [(sent) => sent.replace(/[^\n]{40}/g, '$&\n'), 0],
      'no tail': [(sent) => sent.slice(0, sent.length * 0.7), 3],
    };
    for (const [damage, [spoil, expected]] of Object.entries(damages)) {
      const paths = ['before', 'after'].map((when) => join(folder.path, `${damage}.${when}`));
      for (const path of paths) writeFileSync(path, spoil(text(path.split('.').at(-1) ?? '')), 'latin1');
      const { status, stdout } = dropcause(['report', ...paths, '-f', 'json', '-o', '-']);
      const { counters } = JSON.parse(stdout) as JsonReport;
      const counter = counters.find((c) => c.name === 'TcpExt.ListenOverflows' && !c.scope.netns);
      expect({ damage, status, increase: counter?.increase }).toEqual({
        damage,
        status: expected,
        increase: String(after - before),
      });
    }
  });
});
