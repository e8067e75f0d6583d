/** When the files of a sosreport were read. Its log tells local time; the offset from UTC follows from other files. */
import type { CapturedFile } from '../../model.ts';
import type { Kept, Tree } from './layout.ts';
import type { SosLog } from './sos-log.ts';
import type { SosManifest } from './sos-manifest.ts';

const quarter = 15 * 60_000;

/** Offset of the host's clock from UTC in minutes, east positive; undefined when nothing tells it. */
export function utcOffset(
  tree: Tree,
  log: SosLog | undefined,
  manifest: SosManifest | undefined,
): number | undefined {
  for (const { exec, start } of manifest?.commands ?? []) {
    const local = log?.run.get(exec);
    if (start !== undefined && local !== undefined) return minutes(local - start);
  }
  for (const inner of ['sos_commands/systemd/timedatectl', 'sos_commands/date/timedatectl']) {
    const [, sign, hours, rest] = /\([^)]*?([+-])(\d{2})(\d{2})\)/.exec(textOf(tree.kept.get(inner))) ?? [];
    if (hours !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest));
  }
  const local = dateIn(tree, 'date');
  const utc = dateIn(tree, 'date_--utc');
  if (local !== undefined && utc !== undefined) return minutes(local - utc);
  const [, zone] =
    / ([A-Z]{1,5}|[+-]\d{2,4}) (?:\d{4})$/.exec(textOf(tree.kept.get('sos_commands/date/date')).trim()) ?? [];
  return zone === 'UTC' || zone === 'GMT' ? 0 : undefined;
}

/** Two clocks that were read within seconds differ by a zone, which is a multiple of 15 minutes. */
const minutes = (difference: number) => Math.round(difference / quarter) * 15 || 0;

function dateIn(tree: Tree, name: string): number | undefined {
  const text = textOf(tree.kept.get(`sos_commands/date/${name}`));
  const found = /([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) .*?(\d{4})\s*$/.exec(text);
  const time = found && Date.parse(`${found[2]} ${found[1]} ${found[4]} ${found[3]} UTC`);
  return time === null || Number.isNaN(time) ? undefined : time;
}

const textOf = (kept: Kept | undefined) =>
  kept?.bytes ? new TextDecoder().decode(kept.bytes.subarray(0, 4096)) : '';

/** Finds when a file was read: by the manifest to the microsecond, by the log to the millisecond. */
export function sosClock(
  log: SosLog | undefined,
  manifest: SosManifest | undefined,
  offset: number,
): (origin: string, path: string, exec?: string) => CapturedFile['takenAt'] {
  const starts = new Map((manifest?.commands ?? []).map(({ path, start }) => [path, start]));
  const directories = [...(log?.copied.keys() ?? [])]
    .filter((path) => path.endsWith('/'))
    .sort((a, b) => b.length - a.length);
  const utc = (local: number | undefined) => (local === undefined ? undefined : local - offset * 60_000);
  const copiedAt = (origin: string) => {
    const directory = directories.find((path) => origin.startsWith(path));
    return log?.copied.get(origin) ?? (directory === undefined ? undefined : log?.copied.get(directory));
  };
  return (origin, path, exec) => {
    const wall =
      starts.get(path) ?? utc(origin.startsWith('/') ? copiedAt(origin) : log?.run.get(exec ?? origin));
    return wall === undefined ? undefined : { wall: Math.round(wall) };
  };
}
