/** What somebody copied out of a terminal: prompts with commands, each followed by its output. */
import { wholeFile } from '../captured-file.ts';
import type { Kept, Tree } from './layout.ts';
import { roundsOf } from './rounds.ts';

const tools =
  /^(?:netstat|nstat|ss|ip|ethtool|ifconfig|tc|ip6?tables(?:-save)?|nft|conntrack|sysctl|dmesg|journalctl|uname|date|sar|arp|cat \/(?:proc|sys|etc)\/)(?: |$|(?<=\/))/;
/** 'root@web-1:~#', '[root@web-1 ~]#', 'web-1:~ #' (SUSE), '-bash-4.2#', '~ #' (busybox). */
const full =
  /^ ?(?:\[?[\w.-]{1,64}@[\w.-]{1,64}[^#$>\n]{0,80}|[\w.-]{1,64}:[~/][^\s#$>]{0,80} ?|-?(?:ba|da|a|k|z)?sh-?[\d.]{0,8}|~ )[#$>] ?(.{0,300})$/;
/** '$', '~#', 'web-1 #': without a user. */
const bare = /^ ?(?:[\w.~:/-]{0,64} ?)?[#$>] ?(.{0,300})$/;
/**
 * No prompt at all: typed and written down, or copied without it. Only where options, a pipe, a device or a file make it
 * look like nothing else.
 */
const unprompted =
  /^ ?((?:sudo )?(?:(?:netstat|nstat|ss|conntrack|ethtool|ifconfig|ip6?tables|sysctl|ip|tc)(?: +-\w.{0,200}|(?: (?:link|addr|show|dev|qdisc|class)| [a-z]{2,5}\d\S{0,12})*(?: ?\|.{0,200})?)|(?:dmesg|ip6?tables-save) *\|.{1,200}|cat \/(?:proc|sys)\/\S{1,200}(?: ?\|.{0,200})?))$/;

/** A prompt's command as a host would be asked, without what comes after a pipe; undefined for no prompt. */
function typed(line: string, prompt: RegExp): string | undefined {
  const command = prompt
    .exec(line)?.[1]
    ?.split(/[|>;&]/)[0]
    ?.trim();
  return command
    ?.replace(/^sudo /, '')
    .replace(/^\/\S*\//, '')
    .replaceAll(/ {2,}/g, ' ');
}

const typedShort = (line: string) => typed(line, bare) ?? typed(line, unprompted);

/** A prompt with one of the tools; one that is only '#' or '$', or none, could as well be a comment or prose. */
export function isPrompt(line: string, trustBare: boolean): boolean {
  const command = typed(line, full) ?? (trustBare ? typedShort(line) : undefined);
  return command !== undefined && tools.test(command);
}

/** The outputs of a session, each as a file with its place in the whole. */
export function outputsOf(kept: Kept, bytes: Uint8Array, { wanted }: Tree): Kept[] {
  const outputs: Kept[] = [];
  let open: { origin: string; start: number; line: number } | undefined;
  let number = 0;
  const close = (end: number) => {
    if (open) outputs.push(...answersOf(kept, open.origin, bytes.subarray(open.start, end), open.line));
  };
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found + 1;
    const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 400))).trimEnd();
    const [whole, short] = [typed(text, full), typedShort(text)];
    const origin = (whole ?? short)?.replace(/^cat (?=\/\S+$)/, '') ?? '';
    number += 1;
    const answers = origin !== '' && wanted(origin) !== undefined;
    if (whole !== undefined || answers) {
      close(start);
      open = answers ? { origin, start: end, line: number + 1 } : undefined;
    }
    start = end;
  }
  close(bytes.length);
  return outputs;
}

/** Readings of one question, which a loop may have asked several times; `line` is the number of the first line. */
export function answersOf(kept: Kept, origin: string, bytes: Uint8Array, line = 1): Kept[] {
  return roundsOf(origin, bytes).map((round) => output(kept, origin, round.bytes, line + round.skipped));
}

function output(kept: Kept, origin: string, bytes: Uint8Array, line: number): Kept {
  const { path, cut, claim } = kept;
  return {
    ...kept,
    // In the order of the session when sorted as text.
    inner: `${kept.inner}:${String(line).padStart(8, '0')}`,
    claim: { root: claim.root, origin, netns: '', byContent: true },
    bytes,
    file: (about) => wholeFile({ path, ...about }, bytes, cut === undefined, line),
  };
}
