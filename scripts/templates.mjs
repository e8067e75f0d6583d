import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import Handlebars from 'handlebars';

const folder = 'templates';
const generated = 'src/report/generated/templates.ts';

/**
 * Compiles `templates/*.hbs` (pages), `templates/partials/*.hbs`, and `templates/*.css` and `*.js` (minified, as
 * partials of their full name) into one module, so that the views need neither the disk nor `eval`. The module is
 * written only when its text changes.
 */
export async function compileTemplates() {
  const pages = await compiled(folder);
  const partials = await compiled(join(folder, 'partials'));
  const { specs, hashes } = await assets();
  const text = `// @ts-nocheck: made by scripts/templates.mjs from the folder "${folder}". Not under version control.
/** Handlebars template specifications, to be given to \`template()\` of handlebars/runtime. */
export const pages = {${listed(pages)}};
export const partials = {${listed([...partials, ...specs])}};
/** Of stylesheets and scripts, by file name, as a content security policy names them. */
export const hashes = ${JSON.stringify(hashes, null, 2)};
`;
  if ((await readFile(generated, 'utf8').catch(() => '')) === text) return;
  await mkdir('src/report/generated', { recursive: true });
  await writeFile(generated, text);
}

/** @param {string[]} specs */
function listed(specs) {
  return specs.length === 0 ? '' : `\n${specs.join(',\n')},\n`;
}

/** @param {string} directory */
async function compiled(directory) {
  const specs = [];
  for (const name of await filesOf(directory, '.hbs')) {
    // The line break that ends a file is no part of what it prints.
    const source = (await readFile(join(directory, name), 'utf8')).trimEnd();
    try {
      specs.push(`${JSON.stringify(basename(name, '.hbs'))}: ${precompile(source)}`);
    } catch (error) {
      throw new Error(`${join(directory, name)}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return specs;
}

/**
 * `strict`: a field that is missing is an error, not an empty string.
 * @param {string} source
 */
function precompile(source) {
  const unescaped = /\{\{~?[{&]/.exec(source);
  if (unescaped) throw new Error(`"${unescaped[0]}" prints unescaped; trusted markup belongs into a partial`);
  return Handlebars.precompile(source, {
    strict: true,
    knownHelpersOnly: true,
    preventIndent: true,
  });
}

/** A partial without placeholders prints as it is: the page needs no way to print anything unescaped. */
async function assets() {
  const specs = [];
  /** @type {Record<string, string>} */
  const hashes = {};
  for (const name of [...(await filesOf(folder, '.css')), ...(await filesOf(folder, '.js'))]) {
    const { outputFiles } = await build({
      entryPoints: [join(folder, name)],
      bundle: true,
      minify: true,
      write: false,
      target: 'chrome109',
    });
    const code = outputFiles[0]?.text.trim() ?? '';
    if (/\{\{|<\/(style|script)/i.test(code)) throw new Error(`${name}: would not survive inside a page`);
    specs.push(`${JSON.stringify(name)}: ${precompile(code)}`);
    hashes[name] = `sha256-${createHash('sha256').update(code).digest('base64')}`;
  }
  return { specs, hashes };
}

/**
 * @param {string} directory
 * @param {string} extension
 */
async function filesOf(directory, extension) {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => name.endsWith(extension)).sort();
}

/** For vitest: its tests import the views. */
export async function setup() {
  await compileTemplates();
}
