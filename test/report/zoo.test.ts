/** Every text of the zoo, as a host's words, in every view: nothing becomes more than text. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { catalogue } from '../../src/causes/index.ts';
import { csvOf, tableOf } from '../../src/counters/table.ts';
import type { Report } from '../../src/model.ts';
import { launchBrowser } from '../../src/report/browser.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { htmlToPdf } from '../../src/report/pdf.ts';
import { renderReply } from '../../src/report/reply.ts';
import { renderText } from '../../src/report/text.ts';
import { english } from '../../src/texts/english.ts';
import { withMachine } from '../truth.ts';
import { bundleOf } from '../zoo/in-views.ts';
import { texts } from '../zoo/texts.ts';
import { hostileReport } from './hostile.ts';
import * as inPage from './in-page.mjs';
import { specimen, specimenOptions } from './specimen.ts';

const options = { dictionary: english(catalogue), catalogue };
const reportOf = async (text: string): Promise<Report> =>
  analyze([await bundleOf(text)], catalogue, { version: 'zoo', now: 0 });

describe.each(Object.entries(texts))('%s', (_, text) => {
  const made = reportOf(text);

  test('no parser and no cause fails, and the counters are read', async () => {
    const { findings, notes, counters } = await made;
    expect(findings.filter(({ summary }) => summary.id === 'common/cause-failed')).toEqual([]);
    expect(notes.filter(({ message }) => message.id === 'common/parser-failed')).toEqual([]);
    expect(counters.some(({ name }) => name === 'TcpExt.ListenOverflows')).toBe(true);
  });

  test('terminal, reply and Markdown hold no control and no format characters', async () => {
    const report = await made;
    const shown = [
      renderText(report, { ...options, width: 80, color: false }),
      renderReply(report, options),
      renderMarkdown(report, options),
      renderHtml(report, { ...options, paper: false }),
    ];
    for (const view of shown) expect(view).not.toMatch(/[^\P{C}\n]/u);
  });

  test('Markdown outside of code has no markup of theirs', async () => {
    // Fenced blocks; then, from left to right, what is escaped and what is a code span (CommonMark 2.4, 6.1).
    const prose = renderMarkdown(await made, options)
      .replace(/^(`{3,})sh\n[\s\S]*?^\1$/gm, '')
      .replace(/\\[!-/:-@[-`{-~]|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    expect(prose).not.toMatch(/<[a-z!/]/i);
    expect(prose).not.toMatch(/\]\(|!\[|https?:\/\//);
    expect(prose).not.toMatch(/^(?:# heading|> quote)/m);
  });

  test('JSON is one document; its strings are what the host said', async () => {
    const shown = JSON.parse(renderJson(await made, options)) as { schemaVersion: number };
    expect(shown.schemaVersion).toBe(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('no cell of the CSV is a formula', async () => {
    const { counters } = await made;
    for (const cell of cellsOf(csvOf(tableOf(counters, { all: true }))))
      expect(cell).not.toMatch(/^[=+@\t\r]|^-\D/);
  });
});

/** RFC 4180, read without the program's own code. */
const cellsOf = (csv: string) =>
  [...csv.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\n]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );

const browser = await launchBrowser({ browserSandbox: true }).catch(() => undefined);
afterAll(async () => {
  await browser?.close();
});

/** Where the catalogue of the specimen says more is. */
const reference = 'https://docs.kernel.org/';

/** The whole zoo in one report: every field has the next text. */
function zooReport(server: string): Report {
  const all = Object.values(texts).map((text) => text.replaceAll('http://127.0.0.1:9', server));
  let at = 0;
  return hostileReport(() => all[at++ % all.length] ?? '');
}

withMachine('a browser', browser ? undefined : 'none could be started', () => {
  test('the whole zoo in one page, with JavaScript: no request, no script, no element of theirs', async () => {
    const { hits, address, close } = await listening();
    const page = await browser?.newPage();
    if (!page) throw new Error('no browser');
    try {
      const trouble: string[] = [];
      for (const event of ['request', 'pageerror', 'console', 'dialog'] as const)
        page.on(event, () => trouble.push(event));
      await page.setContent(renderHtml(specimen(), { ...specimenOptions, paper: false }), {
        waitUntil: 'load',
      });
      const harmless = (await page.evaluate(inPage.markup)) as string[];
      await page.setContent(renderHtml(zooReport(address), { ...specimenOptions, paper: false }), {
        waitUntil: 'load',
      });
      await page.evaluate(inPage.unfold);
      const hostile = (await page.evaluate(inPage.markup)) as string[];
      expect(hostile.filter((name) => !harmless.includes(name))).toEqual([]);
      expect(await page.evaluate(inPage.text)).toContain('<script>alert(1)</script>');
      expect({ trouble, hits }).toEqual({ trouble: [], hits: [] });
    } finally {
      await page.close();
      close();
    }
  });

  test('the whole zoo on paper: no request, and its markup is text', async () => {
    const { hits, address, close } = await listening();
    try {
      const html = renderHtml(zooReport(address), { ...specimenOptions, paper: true });
      const pdf = await htmlToPdf(html, { browserSandbox: true, createdAt: 0 });
      const document = await getDocument({ data: pdf.slice(), useSystemFonts: true }).promise;
      const pages = await Promise.all(
        Array.from({ length: document.numPages }, async (_, i) => document.getPage(i + 1)),
      );
      const links = (await Promise.all(pages.map(async (page) => page.getAnnotations()))).flat();
      const leading = links.flatMap(({ url, unsafeUrl }) => [url, unsafeUrl] as (string | undefined)[]);
      expect([await document.getJSActions(), await document.getOpenAction()]).toEqual([null, null]);
      expect(leading.filter((one) => one !== undefined && !one.startsWith(reference))).toEqual([]);
      const words = await Promise.all(pages.map(async (page) => (await page.getTextContent()).items));
      const text = words.flat().map((item) => ('str' in item ? item.str : ''));
      expect(text.join('').replaceAll(' ', '')).toContain('<script>alert(1)</script>');
      expect(hits).toEqual([]);
    } finally {
      close();
    }
  });
});

/** A server that notes what is asked of it. */
async function listening() {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { hits, address, close: () => server.close() };
}
