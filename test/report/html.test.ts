import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../src/report/browser.ts';
import { renderHtml } from '../../src/report/html.ts';
import { withMachine } from '../truth.ts';
import { hostileReport, hugeReport } from './hostile.ts';
import * as inPage from './in-page.mjs';
import { specimen, specimenOptions } from './specimen.ts';

const html = renderHtml(specimen(), specimenOptions);
const browser: Browser | undefined = await launchBrowser({ browserSandbox: true }).catch(() => undefined);
afterAll(async () => {
  await browser?.close();
});

describe('HTML', () => {
  test('is one file of less than 300 KB, the same at every run', () => {
    expect(html.length).toBeLessThan(300 * 1024);
    expect(renderHtml(specimen(), specimenOptions)).toBe(html);
  });

  test('stays below 1 MB however much the bundle holds, and says what it left out', () => {
    const huge = renderHtml(hugeReport(500), specimenOptions);
    expect(huge.length).toBeLessThan(1024 * 1024);
    expect(huge).toContain('more rows: see the JSON report');
    expect(huge).toContain('more in the JSON report');
  });

  test('shows no logo but a picture in the page itself', () => {
    const logo = (url: string) => renderHtml(specimen(), { ...specimenOptions, logo: url });
    expect(logo('data:image/png;base64,iVBORw0KGgo=')).toContain('<img src="data:image/png');
    expect(logo('https://evil.example/a.png')).not.toContain('<img');
    expect(logo('data:image/svg+xml;base64,AAAA')).not.toContain('<img');
  });
});

withMachine('a browser', browser ? undefined : 'none could be started', () => {
  describe('HTML in a browser', () => {
    let page: Page;
    let trouble: string[];

    beforeEach(async () => {
      if (!browser) throw new Error('no browser');
      page = await browser.newPage();
      trouble = [];
      page.on('request', (request) => trouble.push(`request ${request.url()}`));
      page.on('pageerror', (error) => trouble.push(`error ${String(error)}`));
      page.on('console', (message) => trouble.push(`console ${message.text()}`));
      page.on('dialog', (dialog) => trouble.push(`dialog ${dialog.message()}`));
    });
    afterEach(() => page.close());

    const open = async (text = html, width = 1280) => {
      await page.setViewport({ width, height: 900 });
      await page.setContent(text, { waitUntil: 'load' });
    };
    const shown = (selector: string) => page.evaluate(inPage.shown, selector);

    test('asks for nothing, breaks no rule of its policy, and its script runs', async () => {
      await open();
      expect(await shown('.controls')).toBe(1);
      expect(trouble).toEqual([]);
      await page.evaluate(inPage.breakPolicy);
      expect(trouble.join()).toContain('Content Security Policy');
    });

    test.each(['light', 'dark'])('is accessible in %s', async (scheme) => {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await open();
      await page.evaluate(inPage.unfold);
      await page.evaluate(
        readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
      );
      expect(await page.evaluate(inPage.violations)).toEqual([]);
    });

    test.each([360, 800, 1600])('fits into %i pixels', async (width) => {
      await open(html, width);
      await page.evaluate(inPage.unfold);
      expect(await page.evaluate(inPage.outside)).toEqual([]);
      expect(await page.evaluate(inPage.overlapping)).toEqual([]);
    });

    test('fits into 360 pixels with names and paths of thousands of characters', async () => {
      await open(renderHtml(hugeReport(3), { ...specimenOptions, paper: true }), 360);
      expect(await page.evaluate(inPage.outside)).toEqual([]);
    });

    test('is complete without its script', async () => {
      await page.setJavaScriptEnabled(false);
      await open();
      expect(await shown('.controls, .copy')).toBe(0);
      expect(await shown('.finding')).toBe(5);
      expect(trouble).toEqual([]);
    });

    test('on paper everything is unfolded and nothing is left to click', async () => {
      await open();
      await page.emulateMediaType('print');
      expect(await shown('.copy, .toolbar')).toBe(0);
      expect(await shown('.raw li')).toBeGreaterThan(5);
      expect(await shown('.consequence')).toBe(1);
    });

    test('search and filters', async () => {
      await open();
      await page.evaluate(inPage.searchFor, 'ring exhausted');
      expect(await page.evaluate(inPage.findingsShown)).toEqual(['finding-ring-exhausted']);
      await page.evaluate(inPage.searchFor, 'nothing has this');
      expect(await shown('.no-match')).toBe(1);
      await page.evaluate(inPage.searchFor, '');
      await page.click('button.verdict-filter[data-verdict=problem]');
      expect(await shown('.finding')).toBe(3);
    });

    test('folding and sorting', async () => {
      await open();
      await page.click('button.fold');
      expect(await shown('details:not([open])')).toBe(0);
      await page.click('#counters th:nth-child(5) button');
      const ascending = (await page.evaluate(inPage.column, '#counters', 5)) as number[];
      expect(ascending).toEqual([...ascending].sort((a, b) => a - b));
      await page.click('#counters th:nth-child(5) button');
      expect(await page.evaluate(inPage.column, '#counters', 5)).toEqual([...ascending].reverse());
    });

    test('a copy button gives the commands, line by line', async () => {
      await open();
      await page.evaluate(inPage.catchClipboard);
      await page.click('.do-first .copy');
      const commands = 'sysctl -w net.core.somaxconn=1024\nsystemctl restart nginx';
      expect(await page.evaluate(inPage.clipboard)).toBe(commands);
    });

    test('evidence and raw lines point at each other, and every link in the page leads somewhere', async () => {
      await open();
      const there = (await page.evaluate(inPage.targets, '.evidence a.place')) as { tag: string }[];
      expect(there.length).toBeGreaterThan(5);
      expect(new Set(there.map((target) => target.tag))).toEqual(new Set(['LI']));
      const back = (await page.evaluate(inPage.targets, '.raw .cited a')) as { evidence: boolean }[];
      expect(back.map((target) => target.evidence)).not.toContain(false);
      expect(await page.evaluate(inPage.targets, 'a[href^="#"]')).not.toContain(null);
    });

    test('hostile text is text: no element and no attribute that a harmless report has not', async () => {
      await open(renderHtml(specimen(), { ...specimenOptions, paper: true }));
      const harmless = await page.evaluate(inPage.markup);
      await open(renderHtml(hostileReport(), { ...specimenOptions, paper: true }));
      const hostile = (await page.evaluate(inPage.markup)) as string[];
      expect(hostile.filter((name) => !harmless.includes(name))).toEqual([]);
      expect(trouble).toEqual([]);
      const text = await page.evaluate(inPage.text);
      expect(text).toContain('<img src=x onerror=alert(1)><script>alert(1)</script>');
      expect(text).toContain('{{constructor}}');
      expect(text).toContain('␛[31m');
      expect(text).not.toMatch(/[^\P{C}\n]/u);
    });
  });
});
