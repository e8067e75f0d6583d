import type { Command } from 'commander';
import { Option } from 'commander';
import { formatList, portNumber, time } from './arguments.ts';
import { formatNames } from './formats.ts';
import { langOption } from './language.ts';

/** What `report` and `batch` have in common. */
export function addReportOptions(command: Command): Command {
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
    .addOption(langOption('language of the report'))
    .option('--force', 'replace files that are there already and that dropcause did not write')
    .option('--redact', 'replace addresses, MACs, and names of host, users and processes by aliases')
    .option('--redact-map <file>', 'keep aliases and originals there, and use the same aliases again')
    .option('-q, --quiet', 'no summary on the terminal');
}
