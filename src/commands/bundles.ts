import { analyze, DifferentHosts } from '../analyze.ts';
import { openBundle } from '../bundle/open.ts';
import type { Focus } from '../causes/cause.ts';
import { catalogue } from '../causes/index.ts';
import type { Bundle, Report } from '../model.ts';
import { wanted } from '../parsers/index.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';

export interface Analysis {
  report: Report;
  /** `unusable` when one of several paths could not be read, `partly` when a bundle was damaged. */
  exitCode: ExitCode;
}

/** Opens the bundles, says on stderr what could not be read, and analyses the rest. */
export async function analyzeBundles(
  paths: readonly string[],
  version: string,
  focus: Focus = {},
): Promise<Analysis> {
  const bundles: Bundle[] = [];
  let exitCode: ExitCode = exitCodes.done;
  const unique = [...new Set(paths)];
  for (const path of unique) {
    try {
      bundles.push(await openBundle(path, { wanted }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (unique.length === 1) throw new Failure(reason);
      process.stderr.write(`dropcause: ${reason}\n`);
      exitCode = exitCodes.unusable;
    }
  }
  if (bundles.length === 0) throw new Failure('none of the bundles could be read');
  if (exitCode === exitCodes.done && bundles.some((bundle) => bundle.damaged)) exitCode = exitCodes.partly;
  try {
    return {
      report: analyze(bundles, catalogue, { version, now: fixedTime() ?? Date.now(), focus }),
      exitCode,
    };
  } catch (error) {
    if (error instanceof DifferentHosts)
      throw new Failure(`${error.message}; give the bundles of one host, or use "dropcause batch"`);
    throw error;
  }
}

/** SOURCE_DATE_EPOCH (seconds since the epoch) fixes the report's creation time. In milliseconds. */
export function fixedTime(): number | undefined {
  const fixed = process.env['SOURCE_DATE_EPOCH'];
  return fixed !== undefined && /^\d{1,11}$/.test(fixed) ? Number(fixed) * 1000 : undefined;
}
