/**
 * The table of allowed imports (docs/architecture.md), as rules. Each layer lists what it may import; a layer that is
 * not listed here fails the check, and so does a run that saw fewer modules than there are files (check-layers.mjs).
 *
 * @typedef {object} Layer
 * @property {string} path Regular expression of the layer's files.
 * @property {string[]} may Regular expressions of what it may import, besides itself.
 * @property {string[]} [types] The same, for `import type` only.
 * @property {string[]} [packages] npm packages that it may import.
 * @property {boolean} [node] May use Node's own modules.
 * @property {string} reason
 */
const model = '^src/(model|group-by)\\.ts$';
const parsers = '^src/parsers/';
const counters = '^src/counters/';
const host = '^src/host/';
const causes = '^src/causes/';
const guides = '^src/guides/';
const texts = '^src/texts/';
const analyze = '^src/analyze(/|\\.ts$)';
const bundle = '^src/bundle/';
const printing = '^src/report/(pdf|pdf-glyphs|browser|npm-browser|cjk-fonts)\\.ts$';
const report = '^src/report/(?!(pdf|pdf-glyphs|browser|npm-browser|cjk-fonts)\\.ts$)';
const batch = '^src/batch/';
const fleet = '^src/fleet/';
const files = '^src/files/';
const commands = '^src/(commands/|cli\\.ts$)';

/** @type {Record<string, Layer>} */
const layers = {
  model: {
    path: model,
    may: [],
    reason: 'The types that cross folders are the bottom of everything: they import nothing.',
  },
  parsers: {
    path: parsers,
    may: [model],
    reason:
      'A parser knows one kernel file or command, and neither archives nor causes; it must run in a browser page.',
  },
  counters: {
    path: counters,
    may: [model],
    reason: 'Comparing samples does not depend on where they were read or what is concluded from them.',
  },
  host: {
    path: host,
    may: [model, counters, parsers],
    types: [causes],
    reason: 'Views on the host are made from facts, for any cause; they know no cause in particular.',
  },
  causes: {
    path: causes,
    may: [model, counters, host],
    types: [parsers],
    reason: 'A cause reads facts through its context, so that it can be judged from text alone.',
  },
  guides: {
    path: guides,
    may: [model],
    reason: 'A guide asks what the findings answer: it knows causes by their ids only.',
  },
  texts: {
    path: texts,
    may: [model],
    types: [causes],
    reason: 'A language mirrors the texts of the causes by type; it must be loadable without the catalogue.',
  },
  analyze: {
    path: analyze,
    may: [model, parsers, counters, host, causes, guides, texts],
    reason: 'The pipeline gets bundles and returns a Report; it neither opens archives nor renders.',
  },
  bundle: {
    path: bundle,
    may: [model],
    packages: ['tar-stream', 'xz-decompress', 'fzstd', 'seek-bzip'],
    node: true,
    reason: 'Layouts know archive shapes, parsers know kernel files: they meet only in CapturedFile.origin.',
  },
  report: {
    path: report,
    may: [model, counters, texts],
    types: [causes],
    packages: ['handlebars', 'date-fns'],
    reason: 'A view shows the Report and concludes nothing; it must run in a browser page.',
  },
  printing: {
    path: printing,
    may: ['^src/report/clean\\.ts$'],
    packages: ['puppeteer', '@sparticuz/chromium', '@cantoo/pdf-lib'],
    node: true,
    reason: 'Printing gets HTML as text: what it says is decided elsewhere (it only cleans its own header).',
  },
  fleet: {
    path: fleet,
    may: [model, counters, report, texts],
    types: [causes],
    packages: ['handlebars', 'date-fns'],
    reason:
      'The fleet index is a view of many Reports: like them it concludes nothing and must run in a browser page.',
  },
  files: {
    path: files,
    may: [],
    node: true,
    reason: 'How a file comes to its place does not depend on what is in it.',
  },
  batch: {
    path: batch,
    may: [files, model, bundle, analyze, report, fleet, printing, parsers, causes, counters, host, texts],
    packages: ['@duckdb/node-api', 'pg', 'pg-boss', 'date-fns', 'handlebars'],
    node: true,
    reason: 'Many bundles are many runs of the same pipeline.',
  },
  commands: {
    path: commands,
    may: ['^src/'],
    packages: ['commander', 'date-fns'],
    node: true,
    reason: 'The command line puts everything together; nothing imports it.',
  },
};

const packagePath = (/** @type {string} */ name) => `^node_modules/(@types/)?${name}(/|$)`;

const rules = Object.entries(layers).flatMap(([name, layer]) => {
  const { path, may, types = [], packages = [], node = false, reason } = layer;
  return [
    {
      name: `${name}-imports`,
      comment: reason,
      from: { path },
      to: { path: '^src/', pathNot: [path, ...may, ...types] },
    },
    ...types.map((type) => ({
      name: `${name}-imports-types-only`,
      comment: reason,
      from: { path },
      to: { path: type, pathNot: [path, ...may], dependencyTypesNot: ['type-only'] },
    })),
    {
      name: `${name}-packages`,
      comment: `${reason} (npm packages: ${packages.join(', ') || 'none'})`,
      from: { path },
      to: { path: '^node_modules/', pathNot: packages.map(packagePath) },
    },
    ...(node
      ? []
      : [
          {
            name: `${name}-without-node`,
            comment: `${reason} (no module of Node)`,
            from: { path },
            to: { dependencyTypes: ['core'] },
          },
        ]),
  ].map((rule) => ({ ...rule, severity: 'error' }));
});

export default {
  forbidden: [
    ...rules,
    {
      name: 'cause-imports-no-cause',
      severity: 'error',
      comment:
        'Causes are independent: what several need stands in src/host (or in a one-word file beside them); ' +
        'a consequence names its root by id. A cause is a file with a hyphen in its name.',
      from: { path: '^src/causes/[^/]*-[^/]*\\.ts$' },
      to: { path: '^src/causes/([^/]*-[^/]*|index)\\.ts$' },
    },
    {
      name: 'every-file-in-a-layer',
      severity: 'error',
      comment: 'A file outside the table of layers would be checked by nothing.',
      from: { path: '^src/', pathNot: Object.values(layers).map((layer) => layer.path) },
      to: {},
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that import each other are one file, or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolves',
      severity: 'error',
      comment: 'What cannot be resolved is not checked by any rule.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
