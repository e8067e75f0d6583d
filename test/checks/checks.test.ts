import { rmSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { check, makeTree } from './tree.ts';

/* The checks of `npm run check` are checked: each passes on a sound tree and fails on what it is there for. */
let root = '';
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each(['layers', 'fixtures', 'types', 'browser', 'lint', 'format'])(
  '%s passes on a sound tree',
  (name) => {
    root = makeTree();
    expect(check(name, root)).toEqual({ status: 0, said: expect.stringContaining(`ok     ${name}`) });
  },
);

const cause = (line: string) =>
  `${line}\nimport { defineCause } from './cause.ts';\n\nexport default defineCause({ id: 'ring-full', needs: ['mib'] });\n`;
const parser = (line: string) => `${line}\nexport const mib = () => [used];\n`;

const stub = {
  'node_modules/stub/package.json': '{ "name": "stub", "version": "1.0.0", "main": "index.js" }',
  'node_modules/stub/index.js': 'module.exports = 1;',
  'src/utils/help.ts': 'export const help = 1;\n',
};

describe('layers', () => {
  test.each([
    [
      'a cause imports another cause',
      { 'src/causes/ring-full.ts': cause("import './queue-full.ts';") },
      'src/causes/ring-full.ts -> src/causes/queue-full.ts\n    cause-imports-no-cause: Causes are independent',
    ],
    [
      'a parser imports node:fs',
      { 'src/parsers/mib.ts': parser("import * as used from 'node:fs';") },
      'src/parsers/mib.ts -> fs\n    parsers-without-node: A parser knows one kernel file',
    ],
  ])('fails when %s, and says why', (_, changes, complaint) => {
    root = makeTree(changes);
    const { status, said } = check('layers', root);
    expect(said).toContain(complaint);
    expect(status).toBe(1);
  });

  // One run for all: it takes seconds.
  const broken: [what: string, path: string, imported: string, rule: string][] = [
    ['the catalogue, by a cause', 'src/causes/a-b.ts', './index.ts', 'cause-imports-no-cause'],
    ['a parser, by a cause', 'src/causes/c-d.ts', '../parsers/index.ts', 'causes-imports-types-only'],
    ['the pipeline, by a cause', 'src/causes/e-f.ts', '../analyze.ts', 'causes-imports'],
    ['fs without node:, by a parser', 'src/parsers/a.ts', 'fs', 'parsers-without-node'],
    ['a cause, by a parser', 'src/parsers/b.ts', '../causes/queue-full.ts', 'parsers-imports'],
    ['a package, by a parser', 'src/parsers/c.ts', 'stub', 'parsers-packages'],
    ['a package, by a view', 'src/report/html.ts', 'stub', 'report-packages'],
    ['a file, by a view', 'src/report/json.ts', 'node:fs', 'report-without-node'],
    ['the pipeline, by a view', 'src/report/text.ts', '../analyze.ts', 'report-imports'],
    ['a parser, by the bundle reader', 'src/bundle/open.ts', '../parsers/index.ts', 'bundle-imports'],
    ['the bundle reader, by the pipeline', 'src/analyze/a.ts', '../bundle/open.ts', 'analyze-imports'],
    ['anything, by the model', 'src/model.ts', './parsers/mib.ts', 'model-imports'],
    ['anything, by a file in no layer', 'src/utils/a.ts', './help.ts', 'every-file-in-a-layer'],
    ['a file in no layer', 'src/analyze/b.ts', '../utils/help.ts', 'analyze-imports'],
    ['a package not in its list, by a command', 'src/cli.ts', 'stub', 'commands-packages'],
    ['each other', 'src/parsers/d.ts', './index.ts', 'no-cycles'],
    ['nothing that exists', 'src/parsers/e.ts', './gone.ts', 'resolves'],
  ];
  let said = '';
  beforeAll(() => {
    const files = broken.map(([, path, imported]) => [
      path,
      `import * as used from '${imported}';\nexport default used;\n`,
    ]);
    const cycle = { 'src/parsers/index.ts': "import './d.ts';\nexport const parsers = {};\n" };
    const tree = makeTree({ ...stub, ...cycle, ...Object.fromEntries(files) });
    said = check('layers', tree).said;
    rmSync(tree, { recursive: true });
  });
  test.each(broken)('complains about an import of %s', (_, path, _imported, rule) => {
    expect(said).toMatch(new RegExp(`^${path} -> .*\\n    ${rule}: \\S`, 'm'));
  });

  test('fails when there are no modules', () => {
    root = makeTree({ 'src/README.md': 'Nothing here.\n' }, {});
    expect(check('layers', root)).toEqual({
      status: 1,
      said: expect.stringContaining('the layer check saw no modules'),
    });
  });

  test('fails when dependency-cruiser sees none of them', () => {
    root = makeTree({
      '.dependency-cruiser.mjs': "export default { forbidden: [], options: { exclude: 'src' } };\n",
    });
    expect(check('layers', root)).toEqual({
      status: 1,
      said: expect.stringContaining('the layer check saw no modules'),
    });
  });

  test('fails when dependency-cruiser overlooks one', () => {
    root = makeTree({
      'src/parsers/forgotten.ts': "import 'node:fs';\n",
      '.dependency-cruiser.mjs': overlooking,
    });
    const { status, said } = check('layers', root);
    expect(said).toContain('src/parsers/forgotten.ts was not seen');
    expect(status).toBe(1);
  });
});

const overlooking = `export default {
  forbidden: [],
  options: { exclude: 'forgotten', tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' } },
};
`;

describe('fixtures', () => {
  const listed = "import queueFull from './queue-full.ts';\n\nexport const catalogue = [queueFull];\n";
  const imported = `import ringFull from './ring-full.ts';\n${listed}`;
  test.each([
    [
      'a cause has no fixture',
      { 'test/causes/ring-full.txt': undefined },
      'src/causes/ring-full.ts has no fixture',
    ],
    ['a fixture has no cause', { 'test/causes/other.txt': '' }, 'other.txt belongs to no cause'],
    ['the catalogue lacks a cause', { 'src/causes/index.ts': listed }, 'ring-full.ts is not in the list'],
    ['a cause is imported only', { 'src/causes/index.ts': imported }, 'ring-full.ts is not in the list'],
    [
      'a cause has the id of another',
      { 'src/causes/ring-full.ts': cause('').replace('ring-full', 'ring') },
      'declares another id',
    ],
    [
      'there is no cause',
      { 'src/causes/ring-full.ts': undefined, 'src/causes/queue-full.ts': undefined },
      'no cause was found',
    ],
  ])('fails when %s', (_, changes, complaint) => {
    root = makeTree(changes);
    const { status, said } = check('fixtures', root);
    expect(said).toContain(complaint);
    expect(status).toBe(1);
  });
});

test.each([
  [
    'browser',
    'a parser uses a global of Node',
    'src/parsers/mib.ts',
    'export const mib = () => process.env;\n',
    "Cannot find name 'process'",
  ],
  [
    'browser',
    'a cause uses Buffer',
    'src/causes/ring-full.ts',
    cause('Buffer.alloc(1);'),
    "Cannot find name 'Buffer'",
  ],
  [
    'types',
    'a source is misspelt',
    'src/causes/ring-full.ts',
    cause('').replace("['mib']", "['mbi']"),
    '"mbi"',
  ],
  [
    'lint',
    'a promise is forgotten',
    'src/cli.ts',
    "import { analyze } from './analyze.ts';\n\nPromise.resolve(analyze());\n",
    'no-floating-promises',
  ],
  [
    'lint',
    'a test forgets a promise',
    'test/x.test.ts',
    'Promise.reject(new Error());\n',
    'no-floating-promises',
  ],
  [
    'format',
    'a file is not formatted',
    'src/model.ts',
    'export interface Line {text: string}\n',
    'Formatter would have printed',
  ],
  ['format', 'any is written', 'src/model.ts', 'export interface Line {\n  text: any;\n}\n', 'noExplicitAny'],
  [
    'unused',
    'an export is unused',
    'src/model.ts',
    'export interface Line {\n  text: string;\n}\nexport const unused = 1;\n',
    'unused',
  ],
  ['unused', 'a file is unused', 'src/parsers/gone.ts', 'export const gone = 1;\n', 'src/parsers/gone.ts'],
])('%s fails when %s', (name, _, path, text, complaint) => {
  root = makeTree({ [path]: text });
  const { status, said } = check(name, root);
  expect(said).toContain(`FAILED ${name}`);
  expect(said).toContain(complaint);
  expect(status).toBe(1);
});

describe('licenses', () => {
  const lockfile = (license: string | undefined) =>
    JSON.stringify({ packages: { '': {}, 'node_modules/stub': { version: '1.0.0', license } } });
  test.each([
    ['has a licence that is not in the list', 'AGPL-3.0-only', 'AGPL-3.0-only is not in the list'],
    ['demands two licences, one of them not in the list', 'MIT AND SSPL-1.0', 'is not in the list'],
    ['has none', undefined, 'names no licence'],
    ['says another one itself', 'ISC', 'the lockfile says ISC, the package MIT'],
  ])('fails when a package %s', (_, license, complaint) => {
    const manifest = '{ "name": "stub", "version": "1.0.0", "license": "MIT" }';
    root = makeTree({ 'package-lock.json': lockfile(license), 'node_modules/stub/package.json': manifest });
    const { status, said } = check('licenses', root);
    expect(said).toContain(complaint);
    expect(status).toBe(1);
  });

  test('passes when a package leaves the choice, or is not installed', () => {
    root = makeTree({ 'package-lock.json': lockfile('(GPL-3.0-only OR MIT)') });
    expect(check('licenses', root)).toEqual({ status: 0, said: expect.stringContaining('ok     licenses') });
  });
});

test('a check that does not exist is an error', () => {
  root = makeTree();
  expect(check('layer', root)).toEqual({ status: 1, said: expect.stringContaining('no check "layer"') });
});
