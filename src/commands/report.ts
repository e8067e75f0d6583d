import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Focus } from '../causes/cause.ts';
import type { Report } from '../model.ts';
import { stemOf } from '../report/file-stem.ts';
import { rootsOf } from '../report/headline.ts';
import { renderText } from '../report/text.ts';
import { analyzeBundles } from './bundles.ts';
import { comparisonsOf } from './comparisons.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes, strongest } from './exit-codes.ts';
import type { Threshold } from './fail-on.ts';
import { failOn } from './fail-on.ts';
import { Failure } from './failure.ts';
import type { FormatName, RenderOptions } from './formats.ts';
import { extensions, renderFormat } from './formats.ts';
import type { Language } from './language.ts';
import { speaking } from './language.ts';
import type { LetterheadOptions } from './letterhead.ts';
import { letterheadOf } from './letterhead.ts';
import { mayReplace, writeBeside } from './output.ts';
import { redacted, writeMap } from './redaction.ts';

export interface FocusOptions {
  port?: number;
  peerAddress?: string;
  proto?: 'tcp' | 'udp' | 'icmp';
  since?: number;
}

/** What `report` and `batch` have in common. */
export interface ReportOptions extends LetterheadOptions, FocusOptions {
  version: string;
  format: FormatName[];
  force?: boolean;
  failOn?: Threshold;
  browser?: string;
  browserSandbox: boolean;
  paper?: 'A4' | 'Letter';
  lang: Language;
  redact?: boolean;
  redactMap?: string;
  quiet?: boolean;
}

export interface ReportCommand extends ReportOptions {
  output: string;
  baseline?: string[];
  peer?: string[];
}

/** `dropcause report`: reads, diagnoses, writes, and prints a summary that fits a screen. */
export async function report(paths: readonly string[], command: ReportCommand): Promise<ExitCode> {
  const toStdout = command.output === '-';
  if (toStdout && command.format.length !== 1)
    throw new Failure('-o - writes one format to stdout: name one with -f');
  const letterhead = await letterheadOf(command);
  const analysis = await analyzeBundles(paths, command.version, focusOf(command));
  const compared = await comparisonsOf(analysis.report, command);
  const { report: shown, mapPath } = await forReaders(compared, command, toStdout);
  const spoken = await speaking(command.lang);
  const options: RenderOptions = {
    ...spoken,
    browserSandbox: command.browserSandbox,
    ...letterhead,
    ...(command.paper === undefined ? {} : { paper: command.paper }),
    ...(command.browser === undefined ? {} : { browser: command.browser }),
  };
  const written = toStdout ? await toStream(shown, command, options) : await toFiles(shown, command, options);
  if (!command.quiet && !toStdout) {
    const color = process.stdout.isTTY && !process.env['NO_COLOR'];
    process.stdout.write(renderText(shown, { ...spoken, color, width: process.stdout.columns || 80 }));
    for (const path of written.paths) process.stdout.write(`written: ${path}\n`);
    if (mapPath !== undefined) process.stdout.write(`the originals: ${mapPath} (keep it to yourself)\n`);
  }
  return strongest([analysis.exitCode, written.exitCode, failOn(rootsOf(analysis.report), command.failOn)]);
}

/** With --redact nothing of the original leaves this function but the map, which only its owner may read. */
async function forReaders(
  report: Report,
  command: ReportCommand,
  toStdout: boolean,
): Promise<{ report: Report; mapPath?: string }> {
  if (!command.redact) return { report };
  const hidden = await redacted(report, command.redactMap);
  const beside = toStdout ? undefined : join(command.output, `${fileName(hidden.report)}.aliases.json`);
  const mapPath = command.redactMap ?? beside;
  if (mapPath === undefined) return { report: hidden.report };
  await mkdir(dirname(mapPath), { recursive: true });
  await writeMap(mapPath, hidden.map);
  return { report: hidden.report, mapPath };
}

interface Written {
  paths: string[];
  exitCode: ExitCode;
}

async function toStream(report: Report, command: ReportCommand, options: RenderOptions): Promise<Written> {
  const [format] = command.format;
  if (format !== undefined) process.stdout.write(await renderFormat(format, report, options));
  return { paths: [], exitCode: exitCodes.done };
}

/** A format that cannot be made costs that format only. Files appear whole or not at all. */
async function toFiles(report: Report, command: ReportCommand, options: RenderOptions): Promise<Written> {
  await mkdir(command.output, { recursive: true });
  const written: Written = { paths: [], exitCode: exitCodes.done };
  for (const format of command.format) {
    const path = join(command.output, `${fileName(report)}.${extensions[format]}`);
    try {
      const content = await renderFormat(format, report, options);
      await mayReplace(path, format, content, command.force === true);
      await writeBeside(path, content);
      written.paths.push(path);
    } catch (error) {
      process.stderr.write(
        `dropcause: no ${format}: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      written.exitCode = exitCodes.partly;
    }
  }
  return written;
}

/** dropcause-HOST-TIME of the newest capture. */
function fileName(report: Report): string {
  const wall = report.captures.at(-1)?.takenAt?.wall;
  const time =
    wall === undefined ? '' : `-${new Date(wall).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  return `dropcause-${stemOf(report.host.name)}${time}`;
}

/** What the customer complains about. */
export function focusOf({ port, peerAddress, proto, since }: FocusOptions): Focus {
  return {
    ...(port === undefined ? {} : { port }),
    ...(peerAddress === undefined ? {} : { peerAddress }),
    ...(proto === undefined ? {} : { proto }),
    ...(since === undefined ? {} : { since: { wall: since } }),
  };
}
