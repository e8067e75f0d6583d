import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The script under test. */
export const collector = fileURLToPath(new URL('../../collector/collect.sh', import.meta.url));

export interface Outcome {
  /** Exit status; undefined when ended by a signal. */
  status: number | undefined;
  stdout: Buffer;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** Replaces the environment whole; without it: the PATH of a root shell, and a home. */
  env?: Record<string, string>;
  input?: Buffer;
  /** Called with the process once it runs, to send it signals or to stop reading. */
  meanwhile?: (child: ReturnType<typeof spawn>) => void;
}

export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const [name = '', ...args] = command;
  const env = options.env ?? { PATH: systemPath, HOME: '/' };
  const child = spawn(name, args, { env, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  options.meanwhile?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        status: code ?? undefined,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('latin1'),
      }),
    );
  });
}

/**
 * The same command in namespaces of its own (network, host name, processes, mounts), so that nothing of this machine
 * gets into the bundle and nothing else that runs here is seen. `first` are shell lines that prepare them.
 */
export function alone(command: readonly string[], first = ''): string[] {
  const prepare = `mount -t sysfs sysfs /sys && hostname testhost && ip link set lo up || exit 99\n${first}\nexec "$@"`;
  return [
    ...['unshare', '--net', '--uts', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
    ...['sh', '-c', prepare, 'sh', ...command],
  ];
}

/** A folder for one test, removed by `dispose`. */
export function workingFolder(): { path: string; dispose: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'dropcause-test-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** What of these this machine lacks, for `withMachine`. 'root' is the right to be root. */
export function lacks(...needed: string[]): string | undefined {
  const missing = needed.filter((name) => (name === 'root' ? process.getuid?.() !== 0 : !installed(name)));
  return missing.length > 0 ? `not here: ${missing.join(', ')}` : undefined;
}

function installed(name: string): boolean {
  return `${process.env['PATH'] ?? ''}${delimiter}${systemPath}`.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The collector with other limits, written into a folder: each key is a variable at the head of the script. */
export function collectorWith(path: string, limits: Record<string, number>): string {
  let script = readFileSync(collector, 'utf8');
  for (const [name, value] of Object.entries(limits)) {
    const setting = new RegExp(`^(.*\\b${name}=)\\d+`, 'm');
    if (!setting.test(script)) throw new Error(`no limit ${name} in the collector`);
    script = script.replace(setting, `$1${value}`);
  }
  writeFileSync(join(path, 'collect.sh'), script);
  return join(path, 'collect.sh');
}
