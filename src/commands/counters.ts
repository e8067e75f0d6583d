import { analyzeBundles } from './bundles.ts';
import type { ExitCode } from './exit-codes.ts';

export interface CountersCommand {
  version: string;
  layer?: string;
  device?: string;
  all?: boolean;
  json?: boolean;
  csv?: boolean;
}

/** `dropcause counters`: what moved. */
export async function counters(paths: readonly string[], command: CountersCommand): Promise<ExitCode> {
  const { report, exitCode } = await analyzeBundles(paths, command.version);
  for (const delta of report.counters) {
    if (delta.steps.length === 0 || (delta.increase === 0n && !command.all)) continue;
    process.stdout.write(
      `${delta.name}\t${delta.source}\t${JSON.stringify(delta.scope)}\t${delta.increase}\n`,
    );
  }
  return exitCode;
}
