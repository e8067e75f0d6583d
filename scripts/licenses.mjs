import { readdirSync, readFileSync } from 'node:fs';

/**
 * The folders of the packages whose code went into the bundle.
 * @param {Iterable<string>} inputs paths of the bundled files
 */
export function packageFolders(inputs) {
  return new Set([...inputs].flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
}

/**
 * Their licences, as text to be shipped with it.
 * @param {Iterable<string>} folders
 */
export function licensesOf(folders) {
  const texts = [...folders].sort().map(licenseOf);
  return `dropcause contains code of these packages.\n\n${texts.join('\n')}`;
}

/** @param {string} folder */
function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : 'The package holds no licence text.';
  return `==== ${name} ${version} (${license})\n\n${text}\n`;
}
