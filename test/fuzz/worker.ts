/** Runs the targets in a thread, so that scripts/fuzz.mjs can tell an execution that never ends. */
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import { targets } from './targets.ts';

interface Order {
  /** Of all targets together. */
  executions?: number;
  /** Of all targets together, where no number of executions is given. */
  seconds: number;
  seed: number;
  target?: string;
  /** Counts executions, for who watches. */
  heartbeat: Int32Array;
}

const { executions, seconds, seed, target, heartbeat } = workerData as Order;
const chosen = (await targets()).filter(({ name }) => target === undefined || name === target);
const shares = chosen.reduce((sum, { share }) => sum + share, 0);

for (const { name, share, property } of chosen) {
  let [slowest, last] = [0, performance.now()];
  const beat = () => {
    const now = performance.now();
    slowest = Math.max(slowest, now - last);
    last = now;
    Atomics.add(heartbeat, 0, 1);
  };
  parentPort?.postMessage({ started: name });
  const limit = executions === undefined ? { interruptAfterTimeLimit: (seconds * 1000) / chosen.length } : {};
  const details = await fc.check(property(beat), {
    seed,
    numRuns: executions === undefined ? 1_000_000_000 : Math.ceil((executions * share) / shares),
    ...limit,
  });
  beat();
  parentPort?.postMessage({
    name,
    runs: details.numRuns,
    slowest: Math.round(slowest),
    failure: details.failed ? fc.defaultReportMessage(details) : undefined,
  });
}
