import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';

const folder = 'templates';
const generated = 'src/report/generated/templates.ts';

/** Template helpers that the views register. A template that names another one does not compile. */
/** @type {string[]} */
const knownHelpers = [];

/**
 * Compiles `templates/*.hbs` (pages), `templates/partials/*.hbs` and `templates/*.css` into one module, so that
 * the views need neither the disk nor `eval`. The module is written only when its text changes.
 */
export async function compileTemplates() {
  const pages = await compiled(folder);
  const partials = await compiled(join(folder, 'partials'));
  const styles = await stylesheets();
  const text = `// Made by scripts/templates.mjs from the folder "${folder}". Not under version control.
/** Handlebars template specifications, to be given to \`template()\` of handlebars/runtime. */
export const pages = {${pages}};
export const partials = {${partials}};
/** Stylesheets by file name. */
export const styles = ${JSON.stringify(styles, null, 2)};
`;
  if ((await readFile(generated, 'utf8').catch(() => '')) === text) return;
  await mkdir('src/report/generated', { recursive: true });
  await writeFile(generated, text);
}

/** @param {string} directory */
async function compiled(directory) {
  const specs = [];
  for (const name of await filesOf(directory, '.hbs')) {
    const source = await readFile(join(directory, name), 'utf8');
    try {
      specs.push(`${JSON.stringify(basename(name, '.hbs'))}: ${precompile(source)}`);
    } catch (error) {
      throw new Error(`${join(directory, name)}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return specs.length === 0 ? '' : `\n${specs.join(',\n')},\n`;
}

/**
 * `strict`: a field that is missing is an error, not an empty string.
 * @param {string} source
 */
function precompile(source) {
  const unescaped = /\{\{~?[{&]/.exec(source);
  if (unescaped) throw new Error(`"${unescaped[0]}" prints unescaped; mark trusted markup with SafeString`);
  return Handlebars.precompile(source, {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(knownHelpers.map((name) => [name, true])),
    preventIndent: true,
  });
}

async function stylesheets() {
  /** @type {Record<string, string>} */
  const styles = {};
  for (const name of await filesOf(folder, '.css')) {
    styles[basename(name, '.css')] = await readFile(join(folder, name), 'utf8');
  }
  return styles;
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
export const setup = compileTemplates;
