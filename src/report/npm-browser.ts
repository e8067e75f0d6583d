import { execFile } from 'node:child_process';
import { access, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The Chromium that npm brought, unpacked; `env` lets it find its own libraries and fonts. */
export interface NpmBrowser {
  path: string;
  env: Record<string, string>;
}

/**
 * The Chromium of the optional dependency @sparticuz/chromium (Linux on x86-64), or undefined where there is none.
 * The first call unpacks 200 MB into the user's cache folder, which takes a second or two.
 * @throws when it is there and cannot be unpacked.
 */
export async function npmBrowser(): Promise<NpmBrowser | undefined> {
  const module = installed();
  if (module === undefined) return undefined;
  const folder = await unpacked(module);
  const libraries = [join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']];
  return {
    path: join(folder, 'chromium'),
    env: {
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      LD_LIBRARY_PATH: libraries.filter(Boolean).join(':'),
    },
  };
}

function installed(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    return createRequire(import.meta.url).resolve('@sparticuz/chromium');
  } catch {
    return undefined;
  }
}

/**
 * The package uses $TMPDIR/chromium if it merely exists: planted by somebody else, half written, or of an older
 * version. So it unpacks into a fresh private folder, which gets its final name, with the version in it, only when it
 * is complete. It also changes the environment of its process: therefore a process of its own.
 */
async function unpacked(module: string): Promise<string> {
  const manifest = await readFile(join(dirname(module), '../../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const parent = await privateFolder();
  const folder = join(parent, `chromium-${version}`);
  if (await exists(folder)) return folder;
  const fresh = await mkdtemp(join(parent, 'unpacking-'));
  try {
    const script = 'require(process.argv[1]).executablePath()';
    // This value makes the package unpack the libraries that a minimal system lacks (NSS, NSPR, expat).
    const env = { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
    await promisify(execFile)(process.execPath, ['-e', script, module], { env });
    await writeFile(join(fresh, 'fonts.conf'), fontConfiguration(folder));
    await rename(fresh, folder).catch(async (error: unknown) => {
      // Another process was faster.
      if (!(await exists(folder))) throw error;
    });
    return folder;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The first of the user's cache folder and the temporary folder where a folder is ours alone. */
async function privateFolder(): Promise<string> {
  const user = process.getuid?.() ?? 0;
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const candidates = [join(cache, 'dropcause'), join(tmpdir(), `dropcause-${user}`)];
  for (const folder of candidates) {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 }).then(
      () => true,
      () => false,
    );
    if (!made) continue;
    const status = await lstat(folder);
    if (status.isDirectory() && status.uid === user && (status.mode & 0o077) === 0) return folder;
  }
  throw new Error(`no private folder to unpack a browser into: ${candidates.join(', ')}`);
}

/** The package's own configuration reads fonts from /tmp/fonts, where anybody may put some. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
