import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { billOfMaterials } from './bill-of-materials.mjs';
import { licensesOf, packageFolders } from './licenses.mjs';
import { compileTemplates } from './templates.mjs';

await compileTemplates();
await rm('dist', { recursive: true, force: true });
const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const { metafile } = await build({
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  bundle: true,
  // What is not there need not be parsed at every start. Names stay as they are.
  minifyWhitespace: true,
  // What is imported dynamically (the catalogue, the views) is a file of its own, read only when needed.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: Object.keys(manifest.optionalDependencies),
  // Packages in CommonJS form call require() for Node's own modules.
  banner: {
    js: "import { createRequire as _createRequire } from 'node:module'; const require = _createRequire(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
}).catch(() => process.exit(1)); // esbuild has said why
await chmod('dist/cli.mjs', 0o755);
const bundled = packageFolders(Object.keys(metafile.inputs));
const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'));
await writeFile('dist/LICENSES.txt', licensesOf(bundled));
await writeFile(
  'dist/sbom.cdx.json',
  `${JSON.stringify(billOfMaterials(manifest, packages, bundled), null, 2)}\n`,
);
