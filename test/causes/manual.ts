import type { Cause } from '../../src/causes/cause.ts';
import type { Layer } from '../../src/model.ts';
import { layers } from '../../src/model.ts';

/** docs/causes.md: every cause as it explains itself. */
export function manual(catalogue: readonly Cause[]): string {
  const known = layers.filter((layer) => catalogue.some((cause) => cause.layer === layer));
  return [
    '# Known causes\n',
    'Made from the catalogue (`npx vitest run test/causes -u`): do not edit. `dropcause explain ID` prints the same.\n',
    `${catalogue.length} causes, along the packet's path. In the sentences, braces are filled with this host's numbers, and a part in double brackets is left out when a number is not known.\n`,
    ...known.map((layer) => `- [${layer}](#${layer}): ${idsOf(catalogue, layer)}`),
    '',
    ...known.flatMap((layer) => [
      `## ${layer}\n`,
      ...catalogue.filter((cause) => cause.layer === layer).map(entry),
    ]),
  ].join('\n');
}

const idsOf = (catalogue: readonly Cause[], layer: Layer) =>
  catalogue
    .filter((cause) => cause.layer === layer)
    .map(({ id }) => `[${id}](#${id})`)
    .join(', ');

function entry({ id, texts, needs, verdicts, lookAlike, per, references }: Cause): string {
  const { title, why } = texts;
  const needed = needs.map((need) =>
    typeof need === 'string' ? `\`${need}\`` : need.map((one) => `\`${one}\``).join(' or '),
  );
  return [
    `### ${id}\n`,
    `**${title}.** ${why}\n`,
    `- judged per ${per}, from ${needed.join(', and ')}`,
    `- verdicts: ${[...verdicts, 'unknown'].join(', ')}`,
    `- easily taken for: ${lookAlike}`,
    `- references: ${references.join('; ')}\n`,
    ...Object.entries(texts)
      .filter(([key]) => key !== 'title' && key !== 'why')
      .map(([key, text]) => `  - *${key}*: ${text.replaceAll('|', '\\|').replaceAll('*', '\\*')}`),
    '',
  ].join('\n');
}
