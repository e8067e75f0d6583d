import { existsSync, readdirSync, readFileSync } from 'node:fs';

/*
 * Every cause of the current folder has a fixture and stands in the catalogue, and every fixture belongs to a cause.
 * What a fixture must hold is checked by test/causes.
 */
const index = readFileSync('src/causes/index.ts', 'utf8');
const beyondImports = index.replace(/^import .*$/gm, '');
const causes = readdirSync('src/causes')
  .filter(
    (name) =>
      name.endsWith('.ts') &&
      readFileSync(`src/causes/${name}`, 'utf8').includes('export default defineCause('),
  )
  .map((name) => name.replace(/\.ts$/, ''));
const fixtures = readdirSync('test/causes')
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.replace(/\.txt$/, ''));

const complaints = [
  ...(causes.length === 0 ? ['no cause was found in src/causes'] : []),
  ...causes
    .filter((id) => !existsSync(`test/causes/${id}.txt`))
    .map((id) => `src/causes/${id}.ts has no fixture test/causes/${id}.txt`),
  ...causes
    .filter((id) => !isListed(id))
    .map((id) => `src/causes/${id}.ts is not in the list of src/causes/index.ts`),
  ...causes
    .filter((id) => !readFileSync(`src/causes/${id}.ts`, 'utf8').includes(`id: '${id}'`))
    .map((id) => `src/causes/${id}.ts declares another id than its file name`),
  ...fixtures.filter((id) => !causes.includes(id)).map((id) => `test/causes/${id}.txt belongs to no cause`),
];
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else console.log(`${causes.length} causes have a fixture`);

/** Imported, and named after the imports. @param {string} id */
function isListed(id) {
  const [, name] = new RegExp(`import (\\w+) from './${id}\\.ts'`).exec(index) ?? [];
  return name !== undefined && new RegExp(`\\b${name}\\b`).test(beyondImports);
}
