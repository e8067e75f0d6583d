import { existsSync, readFileSync } from 'node:fs';

/*
 * Every package of the lockfile has a licence that lets us use it, and says the same itself where it is installed. Works
 * without a network. The lockfile's word is what counts: packages for other platforms are not installed here.
 */
const allowed = new Set([
  ...[
    '0BSD',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'ISC',
    'MIT',
    'Unlicense',
  ],
  // Fonts, embedded into documents.
  'OFL-1.1',
  // Used unchanged as tools: their own files stay under it.
  ...['MPL-2.0', 'Python-2.0', 'CC-BY-4.0', 'CC-BY-3.0'],
]);

/** @type {Record<string, { license?: string, version?: string }>} */
const packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
const locked = Object.entries(packages).filter(([path]) => path !== '');
const complaints = locked.flatMap(([path, { license }]) => {
  if (license === undefined) return [`${path}: the lockfile names no licence`];
  const choices = license.replace(/[()]/g, '').split(' OR ');
  if (!choices.some((choice) => choice.split(' AND ').every((one) => allowed.has(one))))
    return [`${path}: ${license} is not in the list of scripts/check-licenses.mjs`];
  const said = installed(path);
  return said === undefined || said === license
    ? []
    : [`${path}: the lockfile says ${license}, the package ${said}`];
});

for (const complaint of complaints) console.error(complaint);
if (locked.length === 0) console.error('the lockfile lists no packages');
if (complaints.length > 0 || locked.length === 0) process.exitCode = 1;
else console.log(`${locked.length} packages have a licence of the list`);

/** @param {string} path */
function installed(path) {
  const manifest = `${path}/package.json`;
  if (!existsSync(manifest)) return undefined;
  const { license } = JSON.parse(readFileSync(manifest, 'utf8'));
  return typeof license === 'object' ? license.type : license;
}
