import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A small project that keeps every rule, by path: each test breaks one. */
const sound: Record<string, string> = {
  'src/cli.ts': `import { analyze } from './analyze.ts';\n\nprocess.stdout.write(analyze());\n`,
  'src/model.ts': 'export interface Line {\n  text: string;\n}\n',
  'src/parsers/mib.ts':
    "import type { Line } from '../model.ts';\n\nexport const mib = (line: Line) => line.text.split(' ');\n",
  'src/parsers/index.ts': "import { mib } from './mib.ts';\n\nexport const parsers = { mib };\n",
  'src/causes/cause.ts':
    "import type { parsers } from '../parsers/index.ts';\n\nexport interface Cause {\n  id: string;\n  needs: (keyof typeof parsers)[];\n}\nexport function defineCause(cause: Cause): Cause {\n  return cause;\n}\n",
  'src/causes/ring-full.ts':
    "import { defineCause } from './cause.ts';\n\nexport default defineCause({ id: 'ring-full', needs: ['mib'] });\n",
  'src/causes/queue-full.ts':
    "import { defineCause } from './cause.ts';\n\nexport default defineCause({ id: 'queue-full', needs: [] });\n",
  'src/causes/index.ts':
    "import queueFull from './queue-full.ts';\nimport ringFull from './ring-full.ts';\n\nexport const catalogue = [queueFull, ringFull];\n",
  'src/analyze.ts':
    "import { catalogue } from './causes/index.ts';\nimport { parsers } from './parsers/index.ts';\n\nexport const analyze = () => catalogue.map((cause) => cause.id).join() + Object.keys(parsers).join();\n",
  'test/causes/ring-full.txt': '=== rises: problem\n',
  'test/causes/queue-full.txt': '=== rises: problem\n',
};

const project = resolve(import.meta.dirname, '../..');
const copied = [
  'package.json',
  '.gitignore',
  '.dependency-cruiser.mjs',
  'biome.json',
  'eslint.config.mjs',
  'knip.jsonc',
  'tsconfig.json',
  'tsconfig.browser.json',
  'scripts/check.mjs',
  'scripts/check-layers.mjs',
  'scripts/check-fixtures.mjs',
  'scripts/check-licenses.mjs',
  'scripts/templates.mjs',
];

/** Makes a small project with the real configuration; a change replaces a file, or leaves it out (undefined). */
export function makeTree(changes: Record<string, string | undefined> = {}, base = sound): string {
  const root = mkdtempSync(join(tmpdir(), 'dropcause-tree-'));
  for (const path of copied) cpSync(join(project, path), join(root, path));
  // A folder of links, not a link: what the checks remember in node_modules/.cache stays apart.
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))) {
    symlinkSync(join(project, 'node_modules', name), join(root, 'node_modules', name));
  }
  for (const [path, text] of Object.entries({ ...base, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs one check of `npm run check` in a tree. */
export function check(name: string, root: string): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check.mjs', name], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}
