import { PDFDocument } from '@cantoo/pdf-lib';
import type { Browser, BrowserContext, Page } from 'puppeteer';
import type { BrowserOptions } from './browser.ts';
import { launchBrowser } from './browser.ts';
import { cjkFaces } from './cjk-fonts.ts';
import { clean } from './clean.ts';
import { shareGlyphs } from './pdf-glyphs.ts';

export interface PdfOptions {
  /** Time of creation that the file states, milliseconds since the epoch. */
  createdAt: number;
  /** Default A4. */
  paper?: 'A4' | 'Letter';
  /** At the top of every page: the host on the left, the ticket on the right. */
  header?: { left: string; right: string };
  author?: string;
}

/** Prints reports in one browser, which starts with the first of them; one that ended is started again. */
export class Printer {
  readonly #options: BrowserOptions;
  #browser: Promise<Browser> | undefined;

  constructor(options: BrowserOptions) {
    this.#options = options;
  }

  /**
   * A PDF with bookmarks of the headings, tagged, numbered pages. The same HTML, time and browser give the same bytes.
   * The text of a report comes from a stranger's host, so nothing is loaded and nothing runs; each of the walls has a
   * hole of its own, therefore all of them: setContent instead of a file:// page, no JavaScript, offline mode, every
   * request refused, no name resolution and a dead proxy (launchBrowser), and a content security policy.
   * @throws NoBrowser
   */
  async print(html: string, options: PdfOptions): Promise<Uint8Array> {
    const context = await (await this.#running()).createBrowserContext();
    try {
      return await finish(await print(context, html, options), options);
    } finally {
      await context.close();
    }
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close();
  }

  async #running(): Promise<Browser> {
    const known = await this.#browser?.catch(() => undefined);
    if (known?.connected) return known;
    this.#browser = launchBrowser(this.#options);
    return this.#browser;
  }
}

/** Prints one report; see Printer. */
export async function htmlToPdf(html: string, options: PdfOptions & BrowserOptions): Promise<Uint8Array> {
  const printer = new Printer(options);
  try {
    return await printer.print(html, options);
  } finally {
    await printer.close().catch(() => undefined);
  }
}

async function print(
  context: BrowserContext,
  html: string,
  { paper = 'A4', header }: PdfOptions,
): Promise<Uint8Array> {
  const page = await context.newPage();
  await isolate(page);
  await page.setContent(inHead(html, await cjkFaces(html)), { waitUntil: 'load' });
  const head = `<span>${escaped(header?.left ?? '')}</span><span>${escaped(header?.right ?? '')}</span>`;
  const foot = `<span>${await footTitle(html)}</span>${pageNumbers}`;
  return page.pdf({
    format: paper,
    margin: { top: header ? '18mm' : '14mm', bottom: '16mm', left: '14mm', right: '14mm' },
    printBackground: true,
    outline: true,
    tagged: true,
    displayHeaderFooter: true,
    headerTemplate: running(head, await cjkFaces(head)),
    footerTemplate: running(foot, ''),
    timeout: 120_000,
  });
}

/** Chromium fills in the elements of these classes. */
const pageNumbers = '<span><span class="pageNumber"></span> / <span class="totalPages"></span></span>';

/**
 * The title at the foot of every page, unless it needs faces: Chromium would embed them once for each page, and the
 * file would be five times as large.
 */
async function footTitle(html: string): Promise<string> {
  const title = /<title>([^<]*)/.exec(html)?.[1] ?? '';
  return (await cjkFaces(title)) === '' ? '<span class="title"></span>' : '';
}

/** A line at the edge of every page. It is a document of its own: the page's styles do not reach it. */
function running(content: string, faces: string): string {
  return `<style>${faces} .edge { width: 100%; margin: 0 14mm; font: 7pt var(--sans, sans-serif); color: #555;
    display: flex; justify-content: space-between; gap: 10mm }</style><div class="edge">${content}</div>`;
}

function escaped(text: string): string {
  return clean(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

async function isolate(page: Page): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setOfflineMode(true);
  await page.setRequestInterception(true);
  // 'aborted' leaves the page as it is, where other reasons would replace it by an error page.
  page.on('request', (request) => void request.abort('aborted').catch(() => undefined));
}

/** Fonts and pictures come as data: URLs, which the policy allows and which are no requests. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/** The policy before everything else, the faces after the page's own styles. */
function inHead(html: string, faces: string): string {
  const head = /<head[^>]*>/i.exec(html);
  const end = html.indexOf('</head>');
  if (!head || end < 0) throw new Error('the HTML has no <head> to put the content security policy into');
  const start = head.index + head[0].length;
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return `${html.slice(0, start)}${meta}${html.slice(start, end)}<style>${faces}</style>${html.slice(end)}`;
}

/** A comment behind the end: it tells our files from others (src/commands/output.ts). */
const ownMark = Buffer.from('\n% dropcause\n');

/** Chromium states the time of printing, and writes tagged files three times larger than need be. */
async function finish(pdf: Uint8Array, { createdAt, author }: PdfOptions): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  shareGlyphs(document);
  if (author !== undefined) document.setAuthor(clean(author));
  document.setCreationDate(new Date(createdAt));
  document.setModificationDate(new Date(createdAt));
  const saved = await document.save({ useObjectStreams: true });
  return new Uint8Array(Buffer.concat([saved, ownMark]));
}
