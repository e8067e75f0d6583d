/**
 * sosreport, versions 2.2 to 4.12: outputs of commands in sos_commands/PLUGIN/, copies of the host's files below the
 * same root, what was cut off by a size limit in sos_strings/, the report's own records in sos_reports/ and sos_logs/.
 */
import type { Capture } from '../../model.ts';
import { message } from '../entry.ts';
import { netnsCommand, sosCommand } from './command-names.ts';
import { claimBelow, directories } from './host-files.ts';
import type { Claim, Kept, Layout, Tree } from './layout.ts';
import { sosClock, utcOffset } from './sos-clock.ts';
import type { SosLog } from './sos-log.ts';
import { readSosLog, sosLogNeedles } from './sos-log.ts';
import type { SosManifest } from './sos-manifest.ts';
import { readManifest } from './sos-manifest.ts';
import { asked, missing } from './sos-missing.ts';
import { layOutHostFiles } from './tree.ts';

const own = directories('sos_commands', 'sos_reports', 'sos_logs', 'sos_strings');
const manifestPath = 'sos_reports/manifest.json';
const logPath = 'sos_logs/sos.log';
const namespacesPath = 'sos_commands/networking/ip_netns';

export const sosreport: Layout = {
  name: 'sosreport',

  claim: (path) => claimBelow(path, own, (inner, root) => ({ root, ...claimInside(inner) })),

  recognises: (tree) => tree.claimedBy.has('sosreport'),

  layOut(tree) {
    const manifestBytes = tree.kept.get(manifestPath)?.bytes;
    const manifest = manifestBytes && readManifest(manifestBytes);
    const log = logOf(tree);
    const offset = utcOffset(tree, log, manifest);
    const clock = sosClock(log, manifest, offset ?? 0);
    const commands = new Map(manifest?.commands.map((command) => [command.path, command]));
    const namespaces = namespacesIn(tree.kept.get(namespacesPath));
    const capture = layOutHostFiles(tree, (kept) => {
      if (kept.claim.byContent) return undefined;
      const command = commands.get(kept.inner);
      const { origin, netns } = command ? asked(command.exec) : named(kept, namespaces);
      const takenAt = clock(origin, kept.inner, command?.exec);
      return { origin, netns, ...(takenAt ? { takenAt } : {}), cut: cutOf(kept, command?.truncated) };
    });
    return [finish(tree, capture, { log, manifest, offset })];
  },
};

function claimInside(path: string): Omit<Claim, 'root'> {
  const inner = path.split('/');
  const name = inner.at(-1) ?? '';
  if (path === manifestPath || path === namespacesPath)
    return { origin: '', netns: '', needs: { mode: 'whole' } };
  if (path === logPath) return { origin: '', netns: '', needs: { mode: 'search', needles: sosLogNeedles } };
  if (inner[0] === 'sos_strings') return tailed(name);
  if (inner[0] !== 'sos_commands') return { origin: '', netns: '' };
  const inside = netnsCommand(name, namespaceDirectory(inner));
  return { origin: originOf(inner[1], inside?.name ?? name), netns: inside?.netns ?? '' };
}

/** Since 4.3 a directory tells the namespace, whatever blanks, underscores and command names its name holds. */
const namespaceDirectory = (inner: readonly string[]) =>
  inner[2] === 'namespaces' && inner.length > 4 ? [inner[3] ?? ''] : [];

function originOf(plugin: string | undefined, name: string): string {
  if (plugin === 'sar' && /^sar\d{2,8}$/.test(name)) return `/var/log/sa/${name}`;
  return sosCommand(name);
}

/** The end of what was larger than the limit: of a file of the host, '/' as '.', or of a command. */
function tailed(name: string): Omit<Claim, 'root'> {
  const base = name.replace(/\.tailed$/, '');
  if (base === name) return { origin: '', netns: '' };
  const log = /^var\.log\.(.+)$/.exec(base);
  if (log) return { origin: `/var/log/${log[1]}`, netns: '' };
  if (/^(proc|sys|etc)\./.test(base)) return { origin: `/${base.replaceAll('.', '/')}`, netns: '' };
  const inside = netnsCommand(base);
  return { origin: sosCommand(inside?.name ?? base), netns: inside?.netns ?? '' };
}

function named(kept: Kept, namespaces: readonly string[]): { origin: string; netns: string } {
  const { origin, netns } = kept.claim;
  const inner = kept.inner.split('/');
  if (netns === '' || inner[0] !== 'sos_commands') return { origin, netns };
  const inside = netnsCommand(inner.at(-1) ?? '', [...namespaceDirectory(inner), ...namespaces]);
  return inside ? { origin: originOf(inner[1], inside.name), netns: inside.netns } : { origin, netns };
}

/** `ip netns`: a name, and perhaps ' (id: 0)'. */
function namespacesIn(kept: Kept | undefined): string[] {
  const rows = new TextDecoder().decode(kept?.bytes ?? new Uint8Array(0)).split('\n');
  return rows.map((row) => row.split(' ')[0] ?? '').filter((name) => name !== '');
}

const cutOf = (kept: Kept, truncated: boolean | undefined) =>
  truncated === true || kept.inner.startsWith('sos_strings/') ? message('tailed') : undefined;

function logOf(tree: Tree): SosLog | undefined {
  const kept = tree.kept.get(logPath);
  return kept && readSosLog(kept.file({ origin: '', netns: '' }));
}

interface Records {
  log: SosLog | undefined;
  manifest: SosManifest | undefined;
  offset: number | undefined;
}

function finish(
  tree: Tree,
  capture: Omit<Capture, 'label'>,
  { manifest, log, offset }: Records,
): Omit<Capture, 'label'> {
  const local = log?.begin ?? manifest?.localStart;
  const first = Math.min(...capture.files.flatMap(({ takenAt }) => takenAt?.wall ?? []));
  const wall = Number.isFinite(first)
    ? first
    : local === undefined
      ? undefined
      : local - (offset ?? 0) * 60_000;
  if (offset === undefined && wall !== undefined) tree.note(tree.root, message('zone-unknown'));
  if (/-obfuscated(?:$|[-.])/.test(tree.root)) tree.note(tree.root, message('obfuscated'));
  for (const plugin of manifest?.timedOut ?? [])
    tree.note(tree.path(manifestPath), message('plugin-timeout', { plugin }));
  const plugins = manifest?.plugins;
  if (plugins && !plugins.has('networking'))
    tree.note(tree.path(manifestPath), message('plugin-not-run', { plugin: 'networking' }));
  return {
    ...capture,
    host: { ...capture.host, ...(offset === undefined ? {} : { utcOffset: offset }) },
    ...(wall === undefined ? {} : { takenAt: { wall } }),
    absences: [
      ...capture.absences,
      ...missing(tree, [...capture.files, ...capture.absences], log, manifest, {
        log: logPath,
        manifest: manifestPath,
      }),
    ],
  };
}
