/**
 * Files that somebody pasted or copied under any name: `netstat -s` in out.txt, a dmesg in console.log. The first
 * kilobytes tell what they are, and nothing is claimed in doubt: text that is none of these is no bundle.
 */
import { looseCommand } from './command-names.ts';
import type { Claim } from './layout.ts';
import { shapes } from './text-shapes.ts';

/** The shape must begin within so many lines: a prompt, a greeting or a blank may stand before it. */
const openingLines = 12;
const longestLine = 512;

/** Claims a file for what its first bytes show; a directory of such files is one root. */
export function claimText(path: string, head: Uint8Array): Claim | undefined {
  const origin = originOfText(path, head);
  if (origin === undefined) return undefined;
  const slash = path.lastIndexOf('/');
  return { root: slash < 0 ? '' : path.slice(0, slash), origin, netns: '', byContent: true };
}

/** What the host was asked, when it answered with this text; undefined when nothing tells it. */
export function originOfText(path: string, head: Uint8Array): string | undefined {
  if (head.includes(0)) return undefined;
  const lines = new TextDecoder()
    .decode(head)
    .split('\n')
    .map((line) => line.slice(0, longestLine).trimEnd());
  // A supportconfig's text files hold the answers to many questions.
  if (lines.some((line) => line.startsWith('#==[ '))) return undefined;
  const opening = lines.slice(0, openingLines).join('\n');
  const text = lines.join('\n');
  const shape = shapes.find(({ begins, holds }) => begins.test(opening) && (holds?.test(text) ?? true));
  if (!shape) return undefined;
  const asked = shape.origin.replace('$1', shape.begins.exec(opening)?.[1] ?? '');
  return asked.startsWith('/') ? asked : askedInFull(asked, path, lines.slice(0, openingLines));
}

/** The command with all its options and its device, where the prompt before it or the file's name tells them. */
function askedInFull(asked: string, path: string, opening: readonly string[]): string {
  const [name = ''] = asked.split(' ');
  const file = path.slice(path.lastIndexOf('/') + 1);
  const told = [...opening.map(typed), looseCommand(file)].find(
    (command) => command !== undefined && `${command} `.startsWith(`${asked.split(' ', 2).join(' ')} `),
  );
  const sameTool = opening.map(typed).find((command) => command?.startsWith(`${name} `));
  const command = told ?? sameTool ?? asked;
  return command === 'ethtool -S' ? `ethtool -S ${deviceIn(file)}` : command;
}

const prompt =
  /^(?:\[?[\w.-]{1,64}@[\w.-]{1,64}[^#$>\n]{0,80}[#$>]|[#$>]) ?(?:sudo )?(?:\/\S{0,64}\/)?(\S.{0,200})$/;

/** What stands after a shell's prompt, up to a pipe or a redirection. */
const typed = (line: string) =>
  prompt
    .exec(line)?.[1]
    ?.split(/\s*[|>;&]/)[0]
    ?.trim();

/** `ethtool -S` does not print its device: a word of the file's name that looks like one, or else the whole name. */
function deviceIn(file: string): string {
  const stem = file.replace(/\.\w{1,8}$/, '');
  const device =
    /(?:^|[^a-z0-9])((?:eth|em|bond|team|ib|wlan|vmnic|veth|br)\d{1,4}|en[opsx]\w{1,13}|p\d{1,2}p\d{1,2})(?![a-z0-9])/i;
  return device.exec(stem)?.[1] ?? (stem.replaceAll(/\s/g, '_') || 'device');
}
