/** The commands for many hosts. */
import type { Command } from 'commander';
import { count, positive } from './arguments.ts';
import type { ExitCode } from './exit-codes.ts';
import { codes, examples } from './help.ts';
import { addReportOptions } from './report-options.ts';

export function addBatch(program: Command, version: string, finish: (code: ExitCode) => void): void {
  const command = program
    .command('batch')
    .description('Diagnose many hosts: archives are grouped by host; a report of each, and one index of all.')
    .argument('[path...]', 'archives, folders that hold some, quoted patterns (*, **)')
    .option('-o, --output <dir>', 'folder to write to; a second run does only what is new there')
    .option('--from <file>', 'list of paths, one per line or ended by NUL; "-" reads stdin')
    .option(
      '-j, --jobs <n>',
      'worker processes (default: one per core; with --queue 0: wait for others)',
      count,
    )
    .option('--memory <MiB>', 'that a worker may take', positive, 1024)
    .option('--timeout <seconds>', 'that one archive, or the reports of one host, may take', positive, 300)
    .option('--retry-failed', 'try again what could not be read in an earlier run')
    .option('--watch <dir>', 'a drop folder: look for new archives there until ended by SIGINT or SIGTERM')
    .option('--settle <seconds>', 'that a file must have stood still before it counts', positive, 5)
    .option('--on-result <program>', 'run it (without a shell) for each new result, with its files')
    .option('--json-log', 'progress as JSON, one object per line, on stderr')
    .option('--queue <url>', 'many machines read: postgres://user@host/database (see "batch worker")')
    .option('--root <dir>', 'of the storage that these machines share', '/')
    .option(
      '--lease <seconds>',
      'after which another worker takes what a dead one was reading',
      positive,
      60,
    );
  addReportOptions(command)
    .addHelpText(
      'after',
      examples([
        'dropcause batch incoming/ -o out',
        "dropcause batch '/cases/**/sosreport-*.tar.xz' -o out -f html,json -j 8",
        'find /cases -name "*.tgz" -print0 | dropcause batch --from - -o out --json-log',
        'dropcause batch incoming/ -o out --redact --fail-on critical',
        'dropcause batch --watch /srv/drop -o out --on-result ./attach-to-ticket -q',
      ]) + codes,
    )
    .action(async (paths: string[], options: object) => {
      const { batch } = await import('./batch.ts');
      finish(await batch(paths, { ...(options as Parameters<typeof batch>[1]), version }));
    });
  addQueue(command.enablePositionalOptions(), version, finish);
  program
    .command('batch-worker', { hidden: true })
    .action(async () => finish(await (await import('./batch-worker.ts')).batchWorker()));
}

/** Of a batch on many machines. */
function addQueue(batch: Command, version: string, finish: (code: ExitCode) => void): void {
  const shared = (command: Command) =>
    command
      .requiredOption('--queue <url>', 'postgres://user@host/database')
      .option(
        '--lease <seconds>',
        'after which another worker takes what a dead one was reading',
        positive,
        60,
      );
  shared(batch.command('worker'))
    .description('Read archives that "dropcause batch --queue" asked for, until it is told to end.')
    .option('--root <dir>', 'where this machine has the shared storage', '/')
    .option('-j, --jobs <n>', 'archives at once (default: one per core)', positive)
    .option('--memory <MiB>', 'that one of them may take', positive, 1024)
    .option('--timeout <seconds>', 'that one of them may take', positive, 300)
    .option('--until-empty', 'end when nothing waits any more')
    .option('-q, --quiet', 'say nothing')
    .addHelpText(
      'after',
      examples(['dropcause batch worker --queue postgres://dropcause@db/cases --root /mnt/cases']),
    )
    .action(async (options: object) => {
      const { batchWork } = await import('./batch-queue.ts');
      finish(await batchWork({ ...(options as Parameters<typeof batchWork>[0]), version }));
    });
  shared(batch.command('status'))
    .description('How far the queue is.')
    .option('--json', 'as JSON')
    .action(async (options: object) => {
      const { batchStatus } = await import('./batch-queue.ts');
      finish(await batchStatus({ ...(options as Parameters<typeof batchStatus>[0]), version }));
    });
}

export function addQuery(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('query')
    .description('Ask the database of a batch in SQL (DuckDB); nothing else is read, and nothing written.')
    .argument('<sql>', 'one statement; the tables: hosts, findings, settings, counters, notes, unreadable')
    .option('-o, --output <dir>', 'folder that "dropcause batch" wrote to', '.')
    .option('--json', 'as JSON')
    .option('--csv', 'as CSV')
    .addHelpText(
      'after',
      examples([
        'dropcause query "SELECT cause, count(*) AS hosts FROM findings GROUP BY ALL ORDER BY hosts DESC" -o out',
        'dropcause query "DESCRIBE counters" -o out',
        'dropcause query "FROM hosts WHERE damaged" -o out --csv > damaged.csv',
      ]),
    )
    .action(async (sql: string, options: object) => {
      const { query } = await import('./query.ts');
      finish(await query(sql, options as Parameters<typeof query>[1]));
    });
}
