import { setTimeout } from 'node:timers/promises';
import { discover } from '../batch/discover.ts';
import { pathsIn } from '../batch/inputs.ts';
import { Settling } from '../batch/settled.ts';
import type { BatchCommand } from './batch-run.ts';
import { BatchRun } from './batch-run.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** `dropcause batch`: many archives become hosts with a report each, and one index of all. */
export async function batch(paths: readonly string[], command: BatchCommand): Promise<ExitCode> {
  const given = [...paths, ...(await listed(command.from))];
  const run = await BatchRun.begin(command);
  const stop = new AbortController();
  const stopped = (signal: NodeJS.Signals) => {
    stop.abort();
    run.close();
    // What is done is kept, and the next run goes on from there; a watch ends this way and no other.
    if (command.watch === undefined) process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stopped).once('SIGTERM', stopped);
  try {
    if (command.watch === undefined) return await run.once(await discover(given, run.out));
    return await watch([...given, command.watch], command.settle * 1000, run, stop.signal);
  } finally {
    process.off('SIGINT', stopped).off('SIGTERM', stopped);
    run.close();
  }
}

/** Milliseconds between two looks at a watched folder. */
const lookEvery = 1000;

async function watch(
  paths: readonly string[],
  still: number,
  run: BatchRun,
  stop: AbortSignal,
): Promise<ExitCode> {
  const settling = new Settling(still);
  let done = '';
  const ended = () => stop.aborted;
  while (!ended()) {
    try {
      const { discovery, version } = await settling.settled(
        await discover(paths, run.out),
        performance.now(),
      );
      if (version !== done && discovery.found.length > 0) await run.once(discovery);
      done = version;
      await setTimeout(Math.min(lookEvery, still), undefined, { signal: stop });
    } catch (error) {
      if (!ended()) throw error;
    }
  }
  return exitCodes.done;
}

async function listed(from: string | undefined): Promise<string[]> {
  if (from === undefined) return [];
  return pathsIn(from).catch(() => {
    throw new Failure(`the list ${from} cannot be read`);
  });
}
