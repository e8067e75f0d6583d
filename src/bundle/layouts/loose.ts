/**
 * A loose tree: copies of /proc, /sys and /etc below any root, and the output of commands in `cmd/` or
 * `commands/`, named after the command; or files of any name, known by their content. What somebody made by hand when
 * no collector could be run.
 */

import { groupBy } from '../../group-by.ts';
import { answerOf, claimText } from './by-content.ts';
import { looseCommand } from './command-names.ts';
import { answersOf, outputsOf } from './console-session.ts';
import { claimBelow, directories, hostFileClaim } from './host-files.ts';
import type { Kept, Layout, Tree } from './layout.ts';
import { plainText } from './pasted.ts';
import { subjectsOf } from './subjects.ts';
import { layOutHostFiles } from './tree.ts';

const commandDirectories = directories('cmd', 'cmds', 'commands');

export const loose: Layout = {
  name: 'loose',

  claim(path) {
    const command = claimBelow(path, commandDirectories, (inner, root) => {
      const [, name, ...more] = inner.split('/');
      return name && more.length === 0 ? { root, origin: looseCommand(name), netns: '' } : undefined;
    });
    return command ?? hostFileClaim(path);
  },

  claimByContent: claimText,

  recognises: () => true,

  layOut: (tree) => readingsIn(tree).map((one) => layOutHostFiles(one)),
};

/**
 * The same question answered by several files of one folder (netstat1.txt, netstat2.txt) was asked several times: each
 * is a capture of its own. All else belongs to the last.
 */
function readingsIn(tree: Tree): Tree[] {
  const answers = [...tree.kept.values()].flatMap((one) => answersIn(one, tree));
  const byOrigin = groupBy(answers, (kept) =>
    kept.claim.byContent && !isLog(kept) ? kept.claim.origin : `\0${kept.inner}`,
  );
  const questions = [...byOrigin.values()].flatMap(questionsIn);
  const captures = Math.max(1, ...questions.map(({ length }) => length));
  return Array.from({ length: captures }, (_, capture) => {
    const kept = questions.flatMap((repeated) => repeated[capture - captures + repeated.length] ?? []);
    return { ...tree, kept: new Map(kept.map((one) => [one.inner, one])) };
  });
}

/** Answers about different devices, or to `ss -ltn` and `ss -lun`, are one reading: only what overlaps was asked again. */
function questionsIn(answers: readonly Kept[]): Kept[][] {
  const questions: { about: ReadonlySet<string>; repeated: Kept[] }[] = [];
  for (const kept of [...answers].sort((a, b) => (a.inner < b.inner ? -1 : 1))) {
    const about = aboutOf(kept);
    const known = questions.find((other) => overlap(about, other.about));
    if (known) known.repeated.push(kept);
    else questions.push({ about, repeated: [kept] });
  }
  return questions.map(({ repeated }) => repeated);
}

function aboutOf({ claim, bytes }: Kept): ReadonlySet<string> {
  return subjectsOf(claim.origin, claim.byContent && bytes ? new TextDecoder().decode(bytes) : '');
}

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === 0 || b.size === 0 || [...a].some((one) => b.has(one));

const isLog = ({ claim: { origin } }: Kept) => /^(dmesg|logread|\/var\/log\/|sar )/.test(origin);

/** The outputs of a terminal's session; files called network.txt or messages.txt that are not of a supportconfig. */
function answersIn(kept: Kept, tree: Tree): Kept[] {
  const { needs, byContent, layout, origin } = kept.claim;
  if (!kept.bytes || !(needs || byContent)) return [kept];
  const text = plainText(kept.bytes);
  if (byContent && needs) return outputsOf(kept, text, tree);
  if (byContent) return answersOf(kept, origin, text);
  const answer = layout === 'supportconfig' ? answerOf(kept.inner, text.subarray(0, 4096)) : undefined;
  if (!answer) return [];
  return answer.session ? outputsOf(kept, text, tree) : answersOf(kept, answer.origin, text);
}
