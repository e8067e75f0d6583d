/**
 * Makes the pictures of docs/images from the samples: the first screens as a browser shows them, and two pages of a
 * PDF. Needs a browser, pdftoppm (poppler-utils) and a build: node scripts/pictures.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { launch } from 'puppeteer';

const out = 'docs/images';
const browser = process.env['PUPPETEER_EXECUTABLE_PATH'] ?? '/usr/bin/chromium-headless-shell';
const scratch = mkdtempSync(join(tmpdir(), 'dropcause-pictures-'));

/** @param {string} sample @param {string} format */
function made(sample, format) {
  const captures = ['1', '2'].map((n) => join('samples', sample, `capture-${n}.tar.gz`));
  const folder = join(scratch, sample);
  const options = ['-f', format, '-o', folder, '-q', '--ticket', 'DEMO-42', '--browser', browser];
  execFileSync(process.execPath, ['dist/cli.mjs', 'report', ...captures, ...options]);
  const name = readdirSync(folder).find((file) => file.endsWith(`.${format}`));
  return join(folder, name ?? '');
}

/** @param {string} name @param {string} sample @param {'light' | 'dark'} scheme @param {{ width: number, height: number }} size */
async function firstScreen(name, sample, scheme, size) {
  const html = readFileSync(made(sample, 'html'), 'utf8');
  const chromium = await launch({
    executablePath: browser,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await chromium.newPage();
  await page.setViewport({ ...size, deviceScaleFactor: 1 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setContent(html, { waitUntil: 'load' });
  writeFileSync(join(out, name), await page.screenshot());
  await chromium.close();
}

/** Two pages side by side. @param {string} name @param {string} sample */
function pages(name, sample) {
  const prefix = join(scratch, 'page');
  execFileSync('pdftoppm', ['-r', '80', '-l', '2', '-png', made(sample, 'pdf'), prefix]);
  const files = readdirSync(scratch)
    .filter((file) => file.startsWith('page'))
    .sort();
  const [left, right] = files.map((file) => PNG.sync.read(readFileSync(join(scratch, file))));
  if (!left || !right) throw new Error('the PDF has less than two pages');
  const gap = 12;
  const both = new PNG({ width: left.width + gap + right.width, height: left.height });
  both.data.fill(160);
  PNG.bitblt(left, both, 0, 0, left.width, left.height, 0, 0);
  PNG.bitblt(right, both, 0, 0, right.width, right.height, left.width + gap, 0);
  writeFileSync(join(out, name), PNG.sync.write(both));
}

mkdirSync(out, { recursive: true });
const screen = { width: 1280, height: 830 };
await firstScreen('report.png', 'accept-queue-overflow', 'light', screen);
await firstScreen('report-dark.png', 'udp-rcvbuf-full', 'dark', screen);
await firstScreen('report-phone.png', 'firewall-drop-rule', 'light', { width: 390, height: 844 });
pages('report-pdf.png', 'accept-queue-overflow');
rmSync(scratch, { recursive: true });
