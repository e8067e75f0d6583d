/**
 * Copies of the host's own files, as they lie in sosreports and loose trees: below a root that no name tells, found by
 * the directories that every Linux host has at its top.
 */
import type { Claim } from './layout.ts';

const tops = new Set(['proc', 'sys', 'etc', 'var', 'usr', 'run']);

/** The root may lie this deep in the archive. */
const deepest = 8;

/** Every way to cut a path into a root and what lies below it, where the latter begins with one of the names. */
export function* belowRoots(
  path: string,
  names: ReadonlySet<string>,
): Generator<{ root: string; inner: string[] }> {
  const parts = path.split('/');
  for (let i = 0; i < parts.length - 1 && i <= deepest; i++) {
    if (names.has(parts[i] ?? '')) yield { root: parts.slice(0, i).join('/'), inner: parts.slice(i) };
  }
}

/** The first cut that gives a file of the host that could matter; what the parsers want is asked later. */
export function hostFileClaim(path: string): Claim | undefined {
  for (const { root, inner } of belowRoots(path, tops)) {
    const origin = hostFileOrigin(inner);
    if (origin === undefined) continue;
    const packed = origin.startsWith('/var/log/') ? /\.(gz|xz|bz2|zst)$/.exec(origin) : null;
    if (packed) return { root, origin: origin.slice(0, packed.index), netns: '', packed: true };
    return { root, origin, netns: '' };
  }
  return undefined;
}

/** Where the kernel shows a file, whatever links and copies made of its place. */
function hostFileOrigin(inner: readonly string[]): string | undefined {
  const path = `/${inner.join('/')}`;
  switch (inner[0]) {
    case 'proc':
      return procOrigin(inner) ?? path;
    case 'sys':
      return sysOrigin(inner) ?? path;
    case 'usr':
      return path === '/usr/lib/os-release' || inner[2] === 'sysctl.d' ? path : undefined;
    case 'var':
      return inner[1] === 'log' || path === '/var/lib/dbus/machine-id' ? path : undefined;
    default:
      return path;
  }
}

/**
 * /proc/net is a link to self/net and /proc/self one to the reading process: the data lie in proc/PID/net. A guess,
 * until the links are known.
 */
function procOrigin(inner: readonly string[]): string | undefined {
  return inner.length > 3 && inner[2] === 'net' && /^(\d{1,10}|self|thread-self)$/.test(inner[1] ?? '')
    ? `/proc/net/${inner.slice(3).join('/')}`
    : undefined;
}

/** /sys/class/net/DEV is a link to sys/devices/.../net/DEV. */
function sysOrigin(inner: readonly string[]): string | undefined {
  if (inner[1] !== 'devices') return undefined;
  const at = inner.indexOf('net', 2);
  return at > 0 && at < inner.length - 2 ? `/sys/class/net/${inner.slice(at + 1).join('/')}` : undefined;
}
