import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { launchBrowser } from '../../src/report/browser.ts';
import { cjkFaces } from '../../src/report/cjk-fonts.ts';
import { renderHtml } from '../../src/report/html.ts';
import { htmlToPdf } from '../../src/report/pdf.ts';
import { withMachine } from '../truth.ts';
import { hostileReport, hugeReport } from './hostile.ts';
import { specimen, specimenOptions } from './specimen.ts';

const browser = await launchBrowser({ browserSandbox: true }).catch(() => undefined);
await browser?.close();
const options = { browserSandbox: true, createdAt: Date.UTC(2026, 0, 15, 12) };
const paper = { ...specimenOptions, paper: true, ticket: 'ACME-4711' };
const print = (report = specimen(), more: object = {}) =>
  htmlToPdf(renderHtml(report, paper), { ...options, ...more });
const opened = async (pdf: Uint8Array) => getDocument({ data: pdf.slice(), useSystemFonts: true }).promise;
type Document = Awaited<ReturnType<typeof opened>>;

async function textOf(document: Document, page: number): Promise<string> {
  const { items } = await (await document.getPage(page)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join(' ');
}

async function wholeText(document: Document): Promise<string> {
  const pages = Array.from({ length: document.numPages }, (_, i) => textOf(document, i + 1));
  return (await Promise.all(pages)).join(' ');
}

withMachine('a browser', browser ? undefined : 'none could be started', () => {
  describe('a report on paper', () => {
    test('has bookmarks of its findings, tags, numbers, host and ticket on every page, and is small', async () => {
      const pdf = await print(specimen(), {
        header: { left: 'web1 <b>', right: 'ACME-4711' },
        author: 'Jane Doe',
      });
      expect(pdf.length).toBeLessThan(1024 * 1024);
      const document = await opened(pdf);
      const [root] = await document.getOutline();
      expect(root?.title).toBe('Accept queue overflow: happening now on web1');
      const sections = root?.items.map((item) => item.title) ?? [];
      expect(sections).toEqual(
        expect.arrayContaining(['Findings', 'What could not be checked', 'Loss ledger']),
      );
      const findings = root?.items
        .find((item) => item.title === 'Findings')
        ?.items.map((item: { title: string }) => item.title);
      expect(findings).toEqual(
        expect.arrayContaining(['Accept queue overflow', 'Receive ring of the NIC exhausted']),
      );
      expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
      for (let page = 1; page <= document.numPages; page++) {
        const text = await textOf(document, page);
        expect(text).toContain('web1 <b>');
        expect(text).toContain('ACME-4711');
        expect(text).toMatch(new RegExp(`${page}\\s+/\\s+${document.numPages}`));
      }
    });

    test('unfolds everything that the page folds', async () => {
      const text = await wholeText(await opened(await print()));
      for (const part of [
        'Handshakes are retransmitted',
        'Driver finds no memory',
        'Tcp.OutSegs',
        'line not understood',
      ]) {
        expect(text).toContain(part);
      }
      expect(text).not.toContain('Expand all');
    });

    test('is printed on Letter too', async () => {
      const size = async (pdf: Uint8Array) =>
        (await (await opened(pdf)).getPage(1)).view.slice(2).map(Math.round);
      expect(await size(await print())).toEqual([596, 842]);
      expect(await size(await print(specimen(), { paper: 'Letter' }))).toEqual([612, 792]);
    });

    test('is the same at every run', async () => {
      const [first, second] = [await print(), await print()];
      expect(Buffer.from(first).equals(second)).toBe(true);
    });

    test('shows hostile text and stays whole however large the bundle is', async () => {
      const text = await wholeText(await opened(await print(hostileReport())));
      expect(text.replaceAll(' ', '')).toContain('<imgsrc=xonerror=alert(1)>');
      const huge = await opened(await print(hugeReport(40)));
      expect(huge.numPages).toBeLessThan(150);
    });
  });

  describe('Chinese, Japanese and Korean characters', () => {
    test('are drawn, each with a picture of its own, on a machine without such fonts', async () => {
      const characters = [...'网络丢包接收队列満ネットワーク한국어'];
      const pictures = await glyphs(characters);
      expect(pictures.size).toBe(new Set(characters).size);
    });

    test('of a report without any need no face', async () => {
      expect(await cjkFaces('ListenOverflows – ░ é')).toBe('');
    });
  });
});

/** How many different pictures the characters have; a character that no font draws is the same box as all others. */
async function glyphs(characters: readonly string[]): Promise<Set<string>> {
  const page = await (await launchBrowser({ browserSandbox: true })).newPage();
  try {
    const faces = await cjkFaces(characters.join(''));
    const cells = characters.map((character) => `<p>${character}</p>`).join('');
    const style = `<style>${faces} p { font: 40px var(--sans); width: 60px; height: 60px; margin: 0 }</style>`;
    await page.setContent(`<!doctype html><head>${style}</head><body>${cells}</body>`, { waitUntil: 'load' });
    await page.evaluate('document.fonts.ready.then(() => true)');
    const pictures = new Set<string>();
    for (const cell of await page.$$('p'))
      pictures.add(Buffer.from(await cell.screenshot()).toString('base64'));
    return pictures;
  } finally {
    await page.browser().close();
  }
}
