import { readFileSync } from 'node:fs';

/**
 * Loaded with --import before a program: says on its standard error how much memory it had at most, in KiB. VmHWM of
 * /proc/self/status: getrusage's ru_maxrss begins with what its parent had when it forked.
 */
process.on('exit', () => {
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  process.stderr.write(`peak memory ${peak}\n`);
});
