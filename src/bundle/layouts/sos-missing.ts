import type { Absence, CapturedFile, Message } from '../../model.ts';
import { message } from '../entry.ts';
import type { Tree } from './layout.ts';
import type { SosLog } from './sos-log.ts';
import type { SosCommand, SosManifest } from './sos-manifest.ts';

/** Of the manifest's command line: without the directory, a time limit, and the way into a namespace. */
export function asked(exec: string): { origin: string; netns: string } {
  const [, netns = '', rest = ''] = /^(?:\S*\/)?ip netns exec (\S+) (.*)$/.exec(exec) ?? [
    undefined,
    '',
    exec,
  ];
  return { origin: rest.replace(/^(?:\S*\/)?timeout (?:-\S+ )*\S+ /, '').replace(/^\/\S*\//, ''), netns };
}

/** Commands that gave nothing, and what sos tells of them; only those that a parser would read. */
export function missing(
  tree: Tree,
  known: readonly Pick<CapturedFile, 'origin' | 'netns'>[],
  log: SosLog | undefined,
  manifest: SosManifest | undefined,
  paths: { log: string; manifest: string },
): Absence[] {
  const there = new Set(known.map(({ origin, netns }) => `${netns}\0${origin}`));
  const absences: Absence[] = [];
  const add = (exec: string, reason: Message, path: string) => {
    const { origin, netns } = asked(exec);
    const key = `${netns}\0${origin}`;
    if (there.has(key) || !tree.wanted(origin)) return;
    there.add(key);
    absences.push({ origin, netns, reason, path: tree.path(path) });
  };
  for (const [exec, reason] of log?.skipped ?? []) add(exec, reason, paths.log);
  for (const command of manifest?.commands ?? []) {
    const reason = reasonOf(command);
    if (reason) add(command.exec, reason, paths.manifest);
  }
  return absences;
}

/** Statuses as a shell gives them; 124 is what sos sets when the time was over. */
function reasonOf({ exec, status, path }: SosCommand): Message | undefined {
  if (status === 126 || status === 127)
    return message('reason-no-command', { command: exec.split(' ')[0] ?? '' });
  if (status === 124) return message('reason-timeout');
  return status !== undefined && status !== 0 && path !== undefined
    ? message('reason-status', { status })
    : undefined;
}
