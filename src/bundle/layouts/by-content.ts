/**
 * Files that somebody pasted or copied under any name: `netstat -s` in out.txt, a dmesg in console.log. The first
 * kilobytes tell what they are, and nothing is claimed in doubt: text that is none of these is no bundle.
 */
import { looseCommand } from './command-names.ts';
import { isPrompt } from './console-session.ts';
import type { Claim } from './layout.ts';
import { plainText } from './pasted.ts';
import { shapes } from './text-shapes.ts';

/** The shape must begin within so many lines: a prompt, a greeting or a blank may stand before it. */
const openingLines = 12;
const longestLine = 512;

/** Claims a file for what its first bytes show; a directory of such files is one root. */
export function claimText(path: string, head: Uint8Array): Claim | undefined {
  const told = answerOf(path, head);
  if (told === undefined) return undefined;
  const slash = path.lastIndexOf('/');
  const about = { root: slash < 0 ? '' : path.slice(0, slash), netns: '', byContent: true };
  return told.session
    ? { ...about, origin: '', needs: { mode: 'whole' } }
    : { ...about, origin: told.origin };
}

/** One answer and its question, or a session of several; undefined when nothing tells it. */
export function answerOf(path: string, head: Uint8Array): { origin: string; session: boolean } | undefined {
  if (head.includes(0)) return undefined;
  const lines = new TextDecoder()
    .decode(plainText(head))
    .split('\n')
    .map((line) => line.slice(0, longestLine).trimEnd());
  // A supportconfig's text files hold the answers to many questions.
  if (lines.some((line) => line.startsWith('#==[ '))) return undefined;
  const opening = lines.slice(0, openingLines);
  const begin = opening.join('\n');
  const text = lines.join('\n');
  const shape = shapes.find(({ begins, holds }) => begins.test(begin) && (holds?.test(text) ?? true));
  if (opening.some((line) => isPrompt(line, shape !== undefined))) return { origin: '', session: true };
  if (!shape) return undefined;
  const asked = shape.origin.replace('$1', shape.begins.exec(begin)?.[1] ?? '');
  return { origin: askedInFull(asked, path.slice(path.lastIndexOf('/') + 1)), session: false };
}

/** The command with all its options and its device, where the file's name tells them. */
function askedInFull(asked: string, file: string): string {
  const [command = '', named] = asked.split(' $device');
  if (named !== undefined)
    return `${command} ${command === 'ethtool -S' ? nameOf(file) : (deviceIn(file) ?? '')}`.trim();
  if (asked.startsWith('/')) return asked.replace('$device', nameOf(file));
  const told = looseCommand(file);
  return `${told} `.startsWith(`${asked} `) ? told : asked;
}

const stemOf = (file: string) => file.replace(/\.\w{1,8}$/, '');

/** A name for what prints none: its device, or else the whole name of the file. */
const nameOf = (file: string) => deviceIn(file) ?? (stemOf(file).replaceAll(/\s/g, '_') || 'device');

/** A word of the file's name that looks like a device. */
function deviceIn(file: string): string | undefined {
  const device =
    /(?:^|[^a-z0-9])((?:eth|em|bond|team|ib|wlan|vmnic|veth|br)\d{1,4}|en[opsx]\w{1,13}|p\d{1,2}p\d{1,2})(?![a-z0-9])/i;
  return device.exec(stemOf(file))?.[1];
}
