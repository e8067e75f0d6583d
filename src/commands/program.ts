import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { layers } from '../model.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { formatNames } from './formats.ts';
import { languages } from './language.ts';

/** Runs the command line and answers with the exit code; every error is one line on stderr. */
export async function run(argv: readonly string[], version: string): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const program = build(version, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.unusable;
    process.stderr.write(`dropcause: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof Failure) && process.env['DROPCAUSE_DEBUG'] && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
    return error instanceof Failure ? error.exitCode : exitCodes.unusable;
  }
}

function build(version: string, finish: (code: ExitCode) => void): Command {
  const program = new Command('dropcause')
    .enablePositionalOptions()
    .description(
      'Tells why a Linux host loses packets or refuses TCP connections, from the bundle that was sent.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .showHelpAfterError('(dropcause --help shows what there is)')
    .addHelpText(
      'after',
      examples([
        'dropcause collector > collect.sh',
        'dropcause report sosreport-web1.tar.xz',
        'dropcause report before.tar.gz after.tar.gz -f html,pdf -o out',
        'dropcause batch incoming/ -o out',
      ]),
    );
  addReport(program, version, finish);
  addBatch(program, version, finish);
  addQuery(program, finish);
  addCounters(program, version, finish);
  addDiff(program, finish);
  addCatalogue(program, finish);
  return program;
}

function addReport(program: Command, version: string, finish: (code: ExitCode) => void): void {
  const command = program
    .command('report')
    .description('Diagnose one host from one or more bundles (archives or directories; "-" reads stdin).')
    .argument('<bundle...>', 'sosreport, supportconfig, dropcause bundle or loose tree, of one host')
    .option('-o, --output <dir>', 'folder to write to; "-" writes one format to stdout', '.')
    .option(
      '--baseline <bundle...>',
      'bundles of a healthy twin, or of the time before a fix, to compare with',
    )
    .option('--peer <bundle...>', 'bundles of the other end (client or server): lost on the path, or here?');
  addReportOptions(command)
    .addHelpText(
      'after',
      examples([
        'dropcause report host.tar.gz',
        'dropcause report monday.tar.xz tuesday.tar.xz -f html,pdf,json,md -o ticket-4711',
        'dropcause report host.tar.gz -f json -o - | jq ".findings[0]"',
        'dropcause report after-1.tar.gz after-2.tar.gz --baseline before-1.tar.gz before-2.tar.gz',
        'dropcause report server-1.tar.gz server-2.tar.gz --peer client-1.tar.gz client-2.tar.gz',
        'dropcause report host.tar.gz --fail-on high || echo "something is wrong"',
      ]) + codes,
    )
    .action(async (bundles: string[], options: object) => {
      const { report } = await import('./report.ts');
      finish(await report(bundles, { ...(options as Parameters<typeof report>[1]), version }));
    });
}

function addBatch(program: Command, version: string, finish: (code: ExitCode) => void): void {
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

function addQuery(program: Command, finish: (code: ExitCode) => void): void {
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

/** What `report` and `batch` have in common. */
function addReportOptions(command: Command): Command {
  return command
    .option('-f, --format <list>', `formats, comma separated: ${formatNames.join(', ')}`, formatList, [
      'html',
    ])
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when a problem or suspect ranks at least so').choices([
        'critical',
        'high',
        'medium',
        'low',
      ]),
    )
    .option('--port <n>', 'the port that the customer complains about', portNumber)
    .option('--peer-address <address>', 'the peer that the customer complains about')
    .addOption(
      new Option('--proto <name>', 'the protocol that the customer complains about').choices([
        'tcp',
        'udp',
        'icmp',
      ]),
    )
    .option('--since <time>', 'when the trouble began (ISO 8601)', time)
    .option('--browser <path>', 'Chromium, Chrome or Edge that prints the PDF')
    .option(
      '--no-browser-sandbox',
      'run the browser without its sandbox (needed only where the host forbids it)',
    )
    .option('--ticket <id>', 'ticket, for the head of the report and of every page')
    .option('--title <text>', 'title of the report, instead of its verdict')
    .option('--author <name>', 'who made the report')
    .option('--logo <file>', 'PNG or JPEG for the head of the report')
    .addOption(new Option('--paper <size>', 'paper of the PDF').choices(['A4', 'Letter']).default('A4'))
    .addOption(new Option('--lang <language>', 'language of the report').choices(languages).default('en'))
    .option('--force', 'replace files that are there already and that dropcause did not write')
    .option('--redact', 'replace addresses, MACs, and names of host, users and processes by aliases')
    .option('--redact-map <file>', 'keep aliases and originals there, and use the same aliases again')
    .option('-q, --quiet', 'no summary on the terminal');
}

function addCounters(program: Command, version: string, finish: (code: ExitCode) => void): void {
  program
    .command('counters')
    .description('List the counters that moved between captures.')
    .argument('<bundle...>', 'bundles of one host')
    .addOption(new Option('--layer <name>', 'only this layer').choices(layers))
    .option('--device <name>', 'only this device')
    .option('--all', 'also counters that did not move')
    .option('--json', 'as JSON')
    .option('--csv', 'as CSV')
    .addHelpText(
      'after',
      examples([
        'dropcause counters before.tar.gz after.tar.gz',
        'dropcause counters host.tar.gz --device eth0 --all --csv',
      ]),
    )
    .action(async (bundles: string[], options: object) => {
      const { counters } = await import('./counters.ts');
      finish(await counters(bundles, { ...options, version }));
    });
}

function addDiff(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('diff')
    .description('List the settings in which the newest captures of two bundles differ.')
    .argument('<first>', 'bundle')
    .argument('<second>', 'bundle of the same host at another time, or of a twin')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples([
        'dropcause diff before.tar.gz after.tar.gz',
        'dropcause diff good-host.tar.xz bad-host.tar.xz',
      ]),
    )
    .action(async (first: string, second: string, options: { json?: boolean }) => {
      const { diff } = await import('./diff.ts');
      finish(await diff(first, second, options));
    });
}

function addCatalogue(program: Command, finish: (code: ExitCode) => void): void {
  program
    .command('explain')
    .description('Print what is known about a cause.')
    .argument('<cause>', 'id of the cause, as "dropcause causes" lists it')
    .addHelpText('after', examples(['dropcause explain accept-queue-overflow']))
    .action(async (id: string) => finish(await (await import('./catalogue.ts')).explain(id)));
  program
    .command('causes')
    .description("List the causes that dropcause knows, in the order of the packet's path.")
    .addHelpText('after', examples(['dropcause causes']))
    .action(async () => finish(await (await import('./catalogue.ts')).causes()));
  program
    .command('collector')
    .description("Print the collector script, to be run on the customer's host.")
    .addHelpText(
      'after',
      examples([
        'dropcause collector > collect.sh',
        'dropcause collector | ssh host sh -s -- -n 2 -i 30 -o - > host.tar.gz',
      ]),
    )
    .action(async () => finish(await (await import('./collector.ts')).collector()));
}

const codes = `
Exit codes:
  0  done
  1  a finding at or above --fail-on
  2  wrong usage, or input that cannot be read
  3  done in part (a cut-off archive, a format that could not be made)
`;

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

function formatList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(formatNames as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" is none of ${formatNames.join(', ')}.`);
  return [...new Set(names)];
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return Number(text);
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number from 0 on.');
  return Number(text);
}

function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 on.');
  return Number(text);
}

function time(text: string): number {
  const wall = Date.parse(text);
  if (Number.isNaN(wall)) throw new InvalidArgumentError('Write it like 2026-01-31T12:00:00Z.');
  return wall;
}
