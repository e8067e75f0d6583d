import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { withMachine } from '../truth.ts';
import { answer, flaws, readArchive, readText } from './bundle.ts';
import { alone, collector, collectorWith, lacks, run, systemPath, workingFolder } from './run.ts';

const shells: Record<string, readonly [string, ...string[]]> = {
  dash: ['dash'],
  'bash --posix': ['bash', '--posix'],
  'busybox ash': ['busybox', 'ash'],
  ksh93: ['ksh93'],
  mksh: ['mksh'],
  yash: ['yash'],
  posh: ['posh'],
  'zsh --emulate sh': ['zsh', '--emulate', 'sh'],
};

const folder = workingFolder();
afterAll(folder.dispose);

/** A PATH in which the tools of busybox or toybox come before those of the system. */
async function userland(name: string): Promise<string> {
  if (name === 'gnu') return systemPath;
  const tools = join(folder.path, name);
  mkdirSync(tools);
  const list = await run(name === 'busybox' ? ['busybox', '--list'] : ['toybox']);
  for (const tool of list.stdout.toString().split(/\s+/))
    if (tool !== '') symlinkSync(`/usr/bin/${name}`, join(tools, tool));
  return `${tools}:${systemPath}`;
}

async function collect(shell: readonly string[], path: string) {
  return run(alone(['env', `PATH=${path}`, ...shell, collector, '-o', '-']));
}

/** What was asked, without what depends on the shell. */
function questions(asked: readonly Record<string, string>[]): string[] {
  return asked.map((r) => `${r['capture']} ${r['kind']} ${r['origin']} ${r['reason']}`);
}

for (const tools of ['gnu', 'busybox', 'toybox']) {
  describe(`with the tools of ${tools}`, () => {
    const path = userland(tools === 'toybox' && lacks('toybox') ? 'gnu' : tools);
    let expected: string[] | undefined;
    for (const [name, shell] of Object.entries(shells)) {
      withMachine(
        `${name} with ${tools}`,
        lacks('root', 'unshare', shell[0], ...(tools === 'gnu' ? [] : [tools])),
        () => {
          test(name, async () => {
            const { status, stdout, stderr } = await collect(shell, await path);
            expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
            const bundle = await readArchive(stdout);
            expect(bundle.end).toBe('complete');
            expect(bundle.order[0]).toBe('manifest.tsv');
            expect(flaws(bundle)).toEqual([]);
            expect(answer(bundle, '/proc/net/snmp')).toMatch(/^Tcp: \d/m);
            expect(answer(bundle, '/sys/class/net/*')).toMatch(
              /^\/sys\/class\/net\/lo\/statistics\/rx_bytes:\d+$/m,
            );
            expect(bundle.meta.get('host')).toBe('testhost');
            expected ??= questions(bundle.asked);
            expect(questions(bundle.asked)).toEqual(expected);
          });
        },
      );
    }
  });
}

describe('as text', () => {
  for (const [name, shell] of Object.entries(shells)) {
    withMachine(`${name} as text`, lacks('root', 'unshare', shell[0]), () => {
      test(name, async () => {
        // Without a builtin printf each line costs a process: there a part must do.
        const part = ['mksh', 'posh'].includes(name);
        const script = part ? collectorWith(folder.path, { max_all: 12_000 }) : collector;
        const { status, stdout, stderr } = await run(alone([...shell, script, '-T']));
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        const bundle = readText(stdout.toString('latin1'));
        expect(bundle.end).toBe(part ? 'limit' : 'complete');
        expect(
          Math.max(
            ...stdout
              .toString('latin1')
              .split('\n')
              .map((line) => line.length),
          ),
        ).toBeLessThan(80);
        expect(answer(bundle, '/proc/net/snmp6')).toMatch(/^Ip6InReceives +\t\d+$/m);
        const sizes = bundle.asked
          .filter((r) => r['path'] !== '')
          .map((r) => [r['path'], Number(r['bytes'])]);
        expect(sizes.length).toBeGreaterThan(part ? 5 : 60);
        for (const [file, bytes] of sizes)
          expect([bytes, Number(bytes) + 1], String(file)).toContain(bundle.files.get(String(file))?.length);
      });
    });
  }
});

describe('with an empty PATH', () => {
  for (const [name, shell] of Object.entries(shells)) {
    withMachine(`${name} with an empty PATH`, lacks(shell[0]), () => {
      test(name, async () => {
        const program = readdirSync('/usr/bin').includes(shell[0])
          ? `/usr/bin/${shell[0]}`
          : `/bin/${shell[0]}`;
        const { status, stdout, stderr } = await run([program, ...shell.slice(1), collector, '-o', '-'], {
          env: { PATH: '' },
        });
        if (stdout.length === 0) {
          expect(['mksh', 'posh']).toContain(name);
          expect({ status, stderr }).toEqual({
            status: 1,
            stderr: 'dropcause: this shell has no printf\n',
          });
          return;
        }
        const bundle = stdout[0] === 0x1f ? await readArchive(stdout) : readText(stdout.toString('latin1'));
        expect({ status, stderr, end: bundle.end }).toEqual({ status: 0, stderr: '', end: 'complete' });
        expect(answer(bundle, '/proc/net/netstat')).toMatch(/^TcpExt: \d/m);
        expect(bundle.asked.every((r) => r['capture'] === '1')).toBe(true);
      });
    });
  }
});

test('the script is small', () => {
  const size = readFileSync(collector).length;
  console.log(`collect.sh: ${size} bytes`);
  expect(size).toBeLessThan(20_000);
});

withMachine('shellcheck', lacks('shellcheck', 'checkbashisms'), () => {
  test('shellcheck and checkbashisms have nothing to say', async () => {
    expect(await run(['shellcheck', '-s', 'sh', collector])).toMatchObject({ status: 0, stderr: '' });
    expect(await run(['checkbashisms', collector])).toMatchObject({ status: 0, stderr: '' });
  });
});
