/**
 * The index of 1,000 hosts in Chromium: until it is loaded and painted, and until the table follows a keystroke, a
 * filter and a click on a column. Medians of runs in fresh pages.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as inPage from './fleet-page.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const turns = 7;
const hosts = 1000;

/** @param {number[]} values */
const median = (values) => Math.round([...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN);

/** What the bench needs of the sources, in one module. */
const entry = `
export { largeFleet, fleetOptions } from './test/fleet/specimen.ts';
export { renderFleet } from './src/fleet/html.ts';
export { launchBrowser } from './src/report/browser.ts';
`;

export async function benchFleet() {
  const folder = await mkdtemp(join(tmpdir(), 'dropcause-bench-'));
  try {
    const module = join(project, 'node_modules/.cache/bench-fleet.mjs');
    await build({
      stdin: { contents: entry, resolveDir: project, loader: 'ts' },
      outfile: module,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'error',
    });
    const { largeFleet, fleetOptions, renderFleet, launchBrowser } = await import(pathToFileURL(module).href);
    const started = performance.now();
    const html = renderFleet(largeFleet(hosts), fleetOptions);
    const rendered = performance.now() - started;
    const file = join(folder, 'fleet.html');
    await writeFile(file, html);
    const browser = await launchBrowser({ browserSandbox: true });
    try {
      const times = /** @type {Awaited<ReturnType<typeof timesOf>>[]} */ ([]);
      for (let turn = 0; turn < turns; turn++) times.push(await timesOf(browser, file));
      const of = (/** @type {keyof typeof times[number]} */ name) => median(times.map((time) => time[name]));
      console.log(
        `fleet of ${hosts} hosts: ${(html.length / 2 ** 20).toFixed(1)} MiB, made in ${Math.round(rendered)} ms; ` +
          `opened in ${of('open')} ms; a keystroke ${of('first')} ms (the first), ${of('key')} ms, ` +
          `a filter ${of('filter')} ms, a sort ${of('sort')} ms`,
      );
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {import('puppeteer').Browser} browser
 * @param {string} file
 */
async function timesOf(browser, file) {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width: 1280, height: 900 });
    const started = performance.now();
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    await page.evaluate(inPage.painted);
    const open = performance.now() - started;
    const first = await page.evaluate(inPage.typed, 'host00');
    const key = await page.evaluate(inPage.typed, 'host001');
    return { open, first, key, ...(await page.evaluate(inPage.chosen)) };
  } finally {
    await page.close();
  }
}
