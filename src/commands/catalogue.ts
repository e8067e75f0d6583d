import type { Cause } from '../causes/cause.ts';
import { catalogue } from '../causes/index.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** `dropcause causes`: one line per cause, in the order of the packet's path. */
export async function causes(): Promise<ExitCode> {
  const width = Math.max(...catalogue.map((cause) => cause.id.length));
  for (const cause of catalogue) process.stdout.write(`${cause.id.padEnd(width)}  ${cause.texts.title}\n`);
  return exitCodes.done;
}

/** `dropcause explain`: the cause as a manual page. */
export async function explain(id: string): Promise<ExitCode> {
  const cause = catalogue.find((c) => c.id === id);
  if (!cause) {
    const near = catalogue.filter((c) => c.id.split('-').some((word) => id.includes(word))).map((c) => c.id);
    const hint = near.length > 0 ? `; perhaps ${near.slice(0, 5).join(', ')}` : '';
    throw new Failure(`no cause "${id}"${hint} ("dropcause causes" lists them all)`);
  }
  process.stdout.write(manualPage(cause));
  return exitCodes.done;
}

function manualPage(cause: Cause): string {
  const needs = cause.needs.map((need) => (typeof need === 'string' ? need : need.join(' or '))).join(', ');
  return [
    section('NAME', `${cause.id} - ${cause.texts.title}`),
    section('WHY', cause.texts.why),
    section('LAYER', `${cause.layer}, judged per ${cause.per}`),
    section('NEEDS', needs),
    section('VERDICTS', cause.verdicts.join(', ')),
    section('EASILY TAKEN FOR', cause.lookAlike),
    section('REFERENCES', cause.references.join('\n')),
  ].join('\n');
}

function section(title: string, body: string): string {
  const wrapped = body.split('\n').flatMap((paragraph) => wrap(paragraph, 72));
  return `${title}\n${wrapped.map((line) => `    ${line}`).join('\n')}\n`;
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1] ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
