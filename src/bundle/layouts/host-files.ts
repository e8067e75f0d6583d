/**
 * Copies of the host's own files, as they lie in sosreports and loose trees: below a root that no name tells, found by
 * the directories that every Linux host has at its top.
 */
import type { Claim } from './layout.ts';

/** What stands before one of these directories in a path. For `claimBelow`. */
export const directories = (...names: string[]): RegExp =>
  new RegExp(`(?:^|/)(?=(?:${names.join('|')})/)`, 'g');

/** The root may lie this deep among directories of such names. */
const deepest = 8;

/**
 * Cuts a path into a root and what lies below it, where the latter begins with one of the directories, and gives the
 * first claim that a cut makes.
 */
export function claimBelow(
  path: string,
  tops: RegExp,
  claim: (inner: string, root: string) => Claim | undefined,
): Claim | undefined {
  tops.lastIndex = 0;
  for (let cuts = 0; cuts <= deepest; cuts++) {
    const found = tops.exec(path);
    if (!found) return undefined;
    const at = found.index + found[0].length;
    const claimed = claim(path.slice(at), path.slice(0, found.index));
    if (claimed) return claimed;
    tops.lastIndex = at + 1;
  }
  return undefined;
}

const tops = directories('proc', 'sys', 'etc', 'var', 'usr', 'run');

/** A file of the host that could matter; what the parsers want is asked later. */
export const hostFileClaim = (path: string): Claim | undefined =>
  claimBelow(path, tops, (inner, root) => {
    const origin = hostFileOrigin(inner);
    if (origin === undefined) return undefined;
    const packed = origin.startsWith('/var/log/') ? /\.(gz|xz|bz2|zst)$/.exec(origin) : null;
    if (packed) return { root, origin: origin.slice(0, packed.index), netns: '', packed: true };
    return { root, origin, netns: '' };
  });

/** Where the kernel shows a file, whatever links and copies made of its place. */
function hostFileOrigin(inner: string): string | undefined {
  const path = `/${inner}`;
  if (inner.startsWith('proc/')) return procOrigin(inner) ?? path;
  if (inner.startsWith('sys/')) return sysOrigin(inner) ?? path;
  if (inner.startsWith('usr/'))
    return /^usr\/lib\/(?:os-release$|sysctl\.d\/)/.test(inner) ? path : undefined;
  if (inner.startsWith('var/'))
    return /^var\/(?:log\/|lib\/dbus\/machine-id$)/.test(inner) ? path : undefined;
  return path;
}

/**
 * /proc/net is a link to self/net and /proc/self one to the reading process: the data lie in proc/PID/net. A guess,
 * until the links are known.
 */
function procOrigin(inner: string): string | undefined {
  const [, rest] = /^proc\/(?:\d{1,10}|self|thread-self)\/net\/(.+)$/.exec(inner) ?? [];
  return rest === undefined ? undefined : `/proc/net/${rest}`;
}

/** /sys/class/net/DEV is a link to sys/devices/.../net/DEV. */
function sysOrigin(inner: string): string | undefined {
  if (!inner.startsWith('sys/devices/')) return undefined;
  const at = inner.indexOf('/net/');
  return at < 0 ? undefined : `/sys/class/net/${inner.slice(at + 5)}`;
}
