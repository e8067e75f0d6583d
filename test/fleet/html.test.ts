import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catalogue } from '../../src/causes/index.ts';
import type { Fleet } from '../../src/fleet/fleet.ts';
import { renderFleet } from '../../src/fleet/html.ts';
import { toldOf } from '../../src/fleet/order.ts';
import { launchBrowser } from '../../src/report/browser.ts';
import { chinese } from '../../src/texts/zh/chinese.ts';
import * as inReport from '../report/in-page.mjs';
import { withMachine } from '../truth.ts';
import { texts } from '../zoo/texts.ts';
import * as inPage from './in-page.mjs';
import { fleet, fleetOptions, found, host, largeFleet } from './specimen.ts';

const thousand = largeFleet(1000);
const html = renderFleet(thousand, fleetOptions);
const browser: Browser | undefined = await launchBrowser({ browserSandbox: true }).catch(() => undefined);
afterAll(async () => {
  await browser?.close();
});

/** Hosts whose every word is the next text of the zoo. */
function hostileFleet(): Fleet {
  const all = Object.values(texts);
  let at = 0;
  const next = () => all[at++ % all.length] ?? '';
  const hosts = all.map(() => {
    const summary = { id: 'common/setting-is', args: { key: next(), value: next() } };
    return host(next(), {
      identity: { name: next(), kernel: next(), distribution: next(), hardware: next() },
      bundles: [next(), `${next()}/${next()}`],
      reports: { html: next(), [next()]: next() },
      findings: [found('syn-flood', 'problem', 'high', { summary, subjects: [next()] }), found(next())],
      drivers: [next()],
      settings: { [next()]: next(), 'net.core.somaxconn': '1' },
      ask: [next(), next()],
      captures: [],
      damaged: true,
    });
  });
  const twins = Array.from({ length: 9 }, (_, i) =>
    host(`twin${i}`, { settings: { [texts['markup: a script'] ?? '']: i === 0 ? next() : '1' } }),
  );
  return fleet(
    [...hosts, ...twins],
    [
      { path: next(), reason: next(), kind: next() },
      { path: texts['markup: a script'] ?? '', reason: next(), kind: 'damaged' },
    ],
  );
}

describe('the page of a fleet', () => {
  test('of 1,000 hosts is one file of less than 3 MB, the same at every run', () => {
    expect(html.length).toBeLessThan(3 * 1024 * 1024);
    expect(renderFleet(thousand, fleetOptions)).toBe(html);
  });

  test('of no host and of one says so', () => {
    expect(renderFleet(fleet([]), fleetOptions)).toContain('No bundle could be read');
    expect(renderFleet(fleet([host('web1')]), fleetOptions)).toContain('No loss found on 1 of 1 hosts');
  });

  test('says which hosts share what, which differ from their twins, what to ask, and what was unreadable', () => {
    expect(html).toContain('250 of 417 have driver mlx5_core, mlx5_core ring rx');
    expect(html).toMatch(
      /host0077\.example<\/a><\/td><td><code>net\.core\.somaxconn<\/code><\/td><td><b>128</,
    );
    expect(html).toContain('sh collect.sh -n 2 -i 60');
    expect(html).toContain('ethtool -S eth0&#10;nstat -az');
    expect(html).toContain('the archive is cut off');
  });

  test('speaks Chinese', () => {
    const shown = renderFleet(largeFleet(30), {
      dictionary: chinese(catalogue),
      lang: 'zh-Hans',
      catalogue,
    });
    expect(shown).toContain('<html lang="zh-Hans">');
    expect(shown).toContain('30 台主机概览');
    expect(shown).not.toMatch(/fleet\/[a-z]/);
  });
});

withMachine('a browser', browser ? undefined : 'none could be started', () => {
  describe('the page of a fleet in a browser', () => {
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
    const names = () => page.evaluate(inPage.names) as Promise<string[]>;
    const shown = (selector: string) => page.evaluate(inReport.shown, selector);
    const namesWhere = (wanted: (one: Fleet['hosts'][number]) => boolean) =>
      thousand.hosts.filter(wanted).map(({ identity }) => identity.name);

    test('1,000 hosts: nothing is asked for, no rule is broken, worst first', async () => {
      await open();
      expect(await shown('.controls')).toBe(1);
      expect(await names()).toEqual(namesWhere(() => true));
      expect(trouble).toEqual([]);
      await page.evaluate(inReport.breakPolicy);
      expect(trouble.join()).toContain('Content Security Policy');
    });

    test('search finds names, findings and bundles; what nothing has finds nothing', async () => {
      await open();
      await page.evaluate(inPage.searchFor, 'HOST0042');
      expect(await names()).toEqual(['host0042.example']);
      await page.evaluate(inPage.searchFor, 'bundle-77.tar mlx5');
      expect(await names()).toEqual(['host0077.example']);
      await page.evaluate(inPage.searchFor, 'no such thing');
      expect(await names()).toEqual([]);
      expect(await shown('.no-match')).toBe(1);
      expect(await page.evaluate(inPage.status)).toBe('0 of 1000 hosts shown');
    });

    test('filters: each alone and together, and none after a reset', async () => {
      await open();
      await page.evaluate(inPage.choose, 'driver', 'ixgbe');
      expect(await names()).toEqual(namesWhere(({ drivers }) => drivers.includes('ixgbe')));
      await page.evaluate(inPage.choose, 'kernel', '5.12.0');
      await page.evaluate(inPage.choose, 'folder', 'batch-3');
      const three = namesWhere(
        ({ drivers, identity, bundles: [bundle = ''] }) =>
          drivers.includes('ixgbe') && identity.kernel === '5.12.0' && bundle.includes('batch-3/'),
      );
      expect(three.length).toBeGreaterThan(3);
      expect(await names()).toEqual(three);
      await page.click('button[type=reset]');
      await page.evaluate(inPage.searchFor, '');
      expect(await names()).toHaveLength(1000);
    });

    test('cause and severity belong to one finding', async () => {
      await open();
      await page.evaluate(inPage.choose, 'cause', 'Accept queue overflow');
      await page.evaluate(inPage.choose, 'severity', 'critical');
      const both = (severity: string) => (one: Fleet['hosts'][number]) =>
        toldOf(one).some((f) => f.cause === 'accept-queue-overflow' && severity.includes(f.severity));
      expect(await names()).toEqual(namesWhere(both('critical')));
      await page.evaluate(inPage.choose, 'severity', 'high and above');
      expect(await names()).toEqual(namesWhere(both('critical high')));
    });

    test('verdicts can be switched off; a card shows its hosts', async () => {
      await open();
      await page.click('.verdict-filter[data-verdict=problem]');
      expect(await names()).toEqual(namesWhere(({ standing }) => standing.verdict !== 'problem'));
      await page.click('.card .show');
      const [card] = (await page.$$eval('.card .count b', (all) =>
        all.map((one) => one.textContent),
      )) as string[];
      expect(`${(await names()).length} of 1000 hosts`).toBe(card);
    });

    test('sorting by name, kernel, captures and loss, both ways, and back to the worst', async () => {
      await open();
      const click = (n: number) => page.click(`table.hosts th:nth-child(${n}) button`);
      await click(1);
      expect(await names()).toEqual([...namesWhere(() => true)].sort());
      await click(1);
      expect(await names()).toEqual([...namesWhere(() => true)].sort().reverse());
      await click(5);
      const captures = ((await page.evaluate(inPage.column, 4)) as string[]).map((text) =>
        Number.parseInt(text, 10),
      );
      expect(captures).toEqual([...captures].sort((a, b) => a - b));
      await click(6);
      const lost = thousand.hosts.map(({ trend }) => trend.at(-1)?.lost ?? -1).sort((a, b) => b - a);
      const byName = new Map(thousand.hosts.map((one) => [one.identity.name, one.trend.at(-1)?.lost ?? -1]));
      expect((await names()).map((name) => byName.get(name))).toEqual(lost);
      await click(2);
      expect(await names()).toEqual(namesWhere(() => true));
    });

    test.each(['light', 'dark'])('is accessible in %s', async (scheme) => {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await open(renderFleet(largeFleet(60), fleetOptions));
      await page.evaluate(inReport.unfold);
      await page.evaluate(
        readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
      );
      expect(await page.evaluate(inReport.violations)).toEqual([]);
    });

    test.each([360, 800, 1600])('fits into %i pixels', async (width) => {
      await open(renderFleet(largeFleet(60), fleetOptions), width);
      await page.evaluate(inReport.unfold);
      expect(await page.evaluate(inReport.outside)).toEqual([]);
    });

    test('is complete without its script, and on paper', async () => {
      await page.setJavaScriptEnabled(false);
      await open();
      expect(await shown('.controls, .show')).toBe(0);
      expect(await names()).toHaveLength(1000);
      await page.emulateMediaType('print');
      expect(await shown('table.hosts tbody tr')).toBe(1000);
      expect(trouble).toEqual([]);
    });

    test('hostile text is text: no element and no attribute that a harmless fleet has not', async () => {
      const harmless = largeFleet(60);
      for (const one of harmless.hosts) Object.assign(one.reports, { pdf: 'a.pdf' });
      await open(renderFleet(harmless, fleetOptions));
      await page.evaluate(inReport.unfold);
      const usual = (await page.evaluate(inReport.markup)) as string[];
      await open(renderFleet(hostileFleet(), fleetOptions), 360);
      await page.evaluate(inReport.unfold);
      const found = (await page.evaluate(inReport.markup)) as string[];
      expect(found.filter((name) => !usual.includes(name))).toEqual([]);
      expect(await page.evaluate(inReport.outside)).toEqual([]);
      await page.evaluate(inPage.searchFor, 'script');
      await page.click('table.hosts th:nth-child(3) button');
      const text = (await page.evaluate(inReport.text)) as string;
      expect(text).toContain('<script>alert(1)</script>');
      expect(text).not.toMatch(/[^\P{C}\n]/u);
      const links = (await page.evaluate(inPage.links)) as string[];
      expect(links.length).toBeGreaterThan(30);
      for (const link of links) expect(link).toMatch(/^\.\/(?!\/|.*(?:^|\/)\.\.(?:\/|$))[\w%.!~*'()/-]*$/);
      expect(trouble).toEqual([]);
    });
  });
});
