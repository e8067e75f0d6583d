import { Command, CommanderError, Option } from 'commander';
import { layers } from '../model.ts';
import type { CatalogueOptions } from './catalogue.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { codes, examples } from './help.ts';
import { langOption } from './language.ts';
import { addBatch, addQuery } from './program-batch.ts';
import { addReportOptions } from './report-options.ts';

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
    .addOption(langOption('language of the page'))
    .addHelpText(
      'after',
      examples([
        'dropcause explain accept-queue-overflow',
        'dropcause explain accept-queue-overflow --lang zh',
      ]),
    )
    .action(async (id: string, options: CatalogueOptions) =>
      finish(await (await import('./catalogue.ts')).explain(id, options)),
    );
  program
    .command('causes')
    .description("List the causes that dropcause knows, in the order of the packet's path.")
    .addOption(langOption('language of the titles'))
    .addHelpText('after', examples(['dropcause causes', 'dropcause causes --lang zh']))
    .action(async (options: CatalogueOptions) =>
      finish(await (await import('./catalogue.ts')).causes(options)),
    );
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
