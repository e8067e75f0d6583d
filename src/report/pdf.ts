import { PDFDocument } from '@cantoo/pdf-lib';
import type { Browser, Page } from 'puppeteer';
import type { BrowserOptions } from './browser.ts';
import { launchBrowser } from './browser.ts';

export interface PdfOptions extends BrowserOptions {
  /** Time of creation that the file states, milliseconds since the epoch. */
  createdAt: number;
}

/**
 * Prints a report: A4, with bookmarks of the headings, tagged, numbered pages. The same HTML, time and browser give
 * the same bytes. The text of a report comes from a stranger's host, so nothing is loaded and nothing runs; each of
 * the walls has a hole of its own, therefore all of them: setContent instead of a file:// page, no JavaScript, offline
 * mode, every request refused, no name resolution and a dead proxy (launchBrowser), and a content security policy.
 * @throws NoBrowser
 */
export async function htmlToPdf(html: string, options: PdfOptions): Promise<Uint8Array> {
  const browser = await launchBrowser(options);
  try {
    return await finish(await print(browser, html), options.createdAt);
  } finally {
    await browser.close();
  }
}

async function print(browser: Browser, html: string): Promise<Uint8Array> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await isolate(page);
  await page.setContent(withPolicy(html), { waitUntil: 'load' });
  return page.pdf({
    format: 'A4',
    margin: { top: '14mm', bottom: '16mm', left: '14mm', right: '14mm' },
    printBackground: true,
    outline: true,
    tagged: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: footer,
    timeout: 120_000,
  });
}

/** Chromium fills in the elements of these classes. */
const footer = `
  <div style="width: 100%; margin: 0 14mm; font: 7pt sans-serif; color: #555; display: flex">
    <span class="title" style="flex: 1"></span>
    <span><span class="pageNumber"></span> / <span class="totalPages"></span></span>
  </div>`;

async function isolate(page: Page): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  // 'aborted' leaves the page as it is, where other reasons would replace it by an error page.
  page.on('request', (request) => void request.abort('aborted').catch(() => undefined));
}

/** Fonts and pictures come as data: URLs, which the policy allows and which are no requests. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

function withPolicy(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const head = /<head[^>]*>/i.exec(html);
  if (!head) throw new Error('the HTML has no <head> to put the content security policy into');
  const at = head.index + head[0].length;
  return html.slice(0, at) + meta + html.slice(at);
}

/** Chromium states the time of printing, and writes tagged files three times larger than need be. */
async function finish(pdf: Uint8Array, createdAt: number): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  document.setCreationDate(new Date(createdAt));
  document.setModificationDate(new Date(createdAt));
  return document.save({ useObjectStreams: true });
}
