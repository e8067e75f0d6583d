import type { Cause } from '../causes/cause.ts';
import { wrap } from '../report/columns.ts';
import type { explainTexts } from '../texts/explain.ts';
import type { Dictionary } from '../texts/render.ts';
import { renderMessage } from '../texts/render.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { Language } from './language.ts';
import { speaking } from './language.ts';

export interface CatalogueOptions {
  lang: Language;
}

/** `dropcause causes`: one line per cause, in the order of the packet's path. */
export async function causes({ lang }: CatalogueOptions): Promise<ExitCode> {
  const { catalogue, dictionary } = await speaking(lang);
  const width = Math.max(...catalogue.map((cause) => cause.id.length));
  for (const { id } of catalogue)
    process.stdout.write(`${id.padEnd(width)}  ${dictionary(`${id}/title`) ?? ''}\n`);
  return exitCodes.done;
}

/** `dropcause explain`: the cause as a manual page. */
export async function explain(id: string, { lang }: CatalogueOptions): Promise<ExitCode> {
  const { catalogue } = await import('../causes/index.ts');
  const cause = catalogue.find((c) => c.id === id);
  if (!cause) {
    const near = catalogue.filter((c) => c.id.split('-').some((word) => id.includes(word))).map((c) => c.id);
    const hint = near.length > 0 ? `; perhaps ${near.slice(0, 5).join(', ')}` : '';
    throw new Failure(`no cause "${id}"${hint} ("dropcause causes" lists them all)`);
  }
  process.stdout.write(manualPage(cause, (await speaking(lang)).dictionary));
  return exitCodes.done;
}

function manualPage(cause: Cause, dictionary: Dictionary): string {
  const say = (key: keyof typeof explainTexts, args = {}) =>
    renderMessage({ id: `explain/${key}`, args }, dictionary);
  const own = (key: string) => dictionary(`${cause.id}/${key}`) ?? '';
  const listed = (names: readonly string[]) => names.join(dictionary('report/comma') ?? ', ');
  const needs = cause.needs.map((need) => (typeof need === 'string' ? need : need.join(say('or'))));
  return [
    section(say('name'), `${cause.id} - ${own('title')}`),
    section(say('why'), own('why')),
    section(say('layer'), say('judged-per', { layer: cause.layer, per: cause.per })),
    section(say('needs'), listed(needs)),
    section(say('verdicts'), listed(cause.verdicts)),
    section(say('taken-for'), cause.lookAlike),
    section(say('references'), cause.references.join('\n')),
  ].join('\n');
}

function section(title: string, body: string): string {
  const wrapped = body.split('\n').flatMap((paragraph) => wrap(paragraph, 72));
  return `${title}\n${wrapped.map((line) => `    ${line}`).join('\n')}\n`;
}
