import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const project = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'dropcause-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('dependencies', () => {
  const { optionalDependencies, devDependencies } = manifest;

  test('are pinned', () => {
    const versions = Object.values({ ...optionalDependencies, ...devDependencies });
    for (const version of versions)
      expect(version).toMatch(/^(npm:puppeteer-core@)?\d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  test('are locked by checksum, without the address of a registry', () => {
    const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string; integrity?: string }>;
    };
    const locked = Object.entries(packages).filter(([path]) => path !== '');
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(locked.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });

  test('stand in the bill of materials, each once, with its checksum; those in the program as required', () => {
    const { components } = JSON.parse(readFileSync(join(project, 'dist/sbom.cdx.json'), 'utf8')) as {
      components: { purl: string; scope: string; hashes: { alg: string; content: string }[] }[];
    };
    const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string }>;
    };
    const hex = (integrity = '') => Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
    const locked = Object.entries(packages).filter(([path]) => path !== '');
    expect(components.map(({ hashes }) => hashes[0]?.content)).toEqual(
      locked.map(([, { integrity }]) => hex(integrity)),
    );
    const shipped = [
      ...readFileSync(join(project, 'dist/LICENSES.txt'), 'utf8').matchAll(/^==== (\S+) (\S+)/gm),
    ];
    const required = components.filter(({ scope }) => scope === 'required').map(({ purl }) => purl);
    expect(required.sort()).toEqual(
      shipped.map(([, name = '', version = '']) => `pkg:npm/${name.replace('@', '%40')}@${version}`).sort(),
    );
  });

  test('need no script at their installation: the one that has one works without it', () => {
    const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const having = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    // scripts/install.mjs gives --ignore-scripts, so every test and every build proves it.
    expect(having.map(([path]) => path)).toEqual(['node_modules/esbuild']);
  });
});

test('the entry of the built program loads neither the catalogue nor a package', () => {
  const seen = new Map<string, string>();
  const load = (path: string) => {
    if (seen.has(path)) return;
    const text = readFileSync(path, 'utf8');
    seen.set(path, text);
    for (const [, imported = ''] of text.matchAll(/(?:^|;)(?:import|export)\b[^;(]*?["'](\.[^"']+)["'];/gm)) {
      load(join(dirname(path), imported));
    }
  };
  load(join(project, 'dist/cli.mjs'));
  expect(seen.size).toBeGreaterThan(1);
  // package.json and a few lines; the smallest package that is bundled has more.
  expect([...seen.values()].join('').length).toBeLessThan(6_000);
});

test('the package, installed elsewhere without network or cache, runs', () => {
  const npm = (args: string[]) =>
    execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  // npm test has built; "prepack" would do it again, under the feet of other tests.
  const packed = JSON.parse(
    npm(['pack', project, '--ignore-scripts', '--json', '--pack-destination', folder]),
  ) as { filename: string; files: { path: string }[] }[];
  const paths = packed[0]?.files.map(({ path }) => path) ?? [];
  expect(paths).toEqual(
    expect.arrayContaining([
      'dist/cli.mjs',
      'dist/LICENSES.txt',
      'dist/sbom.cdx.json',
      'collector/collect.sh',
      'LICENSE',
      'README.md',
    ]),
  );
  expect(paths.filter((path) => /^(src|test|scripts|samples|\.)/.test(path))).toEqual([]);
  npm([
    'install',
    '--prefix',
    folder,
    '--offline',
    '--cache',
    join(folder, 'cache'),
    '--no-audit',
    '--no-fund',
    join(folder, packed[0]?.filename ?? ''),
  ]);
  const program = join(folder, 'node_modules/.bin/dropcause');
  expect(execFileSync(program, ['--version'], { encoding: 'utf8' })).toBe(`${manifest.version}\n`);
  const sample = join(project, 'samples/accept-queue-overflow');
  const bundles = ['capture-1.tar.gz', 'capture-2.tar.gz'].map((name) => join(sample, name));
  const report = execFileSync(program, ['report', ...bundles, '-f', 'json', '-o', '-'], {
    cwd: folder,
    maxBuffer: 2 ** 28,
  });
  expect(JSON.parse(report.toString())).toHaveProperty('findings.0.cause', 'accept-queue-overflow');
});
