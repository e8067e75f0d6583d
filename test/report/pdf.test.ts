import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { NoBrowser } from '../../src/report/browser.ts';
import { npmBrowser } from '../../src/report/npm-browser.ts';
import { htmlToPdf } from '../../src/report/pdf.ts';
import { withMachine } from '../truth.ts';

const createdAt = Date.UTC(2026, 0, 2, 3, 4, 5);
const scratch = mkdtempSync(join(tmpdir(), 'dropcause-pdf-'));
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(scratch, { recursive: true }));

const report = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>web1: 3 drops</title></head><body>
<h1>Verdict</h1>${'<p>Accept queue overflow on 10.0.0.1:443.</p>'.repeat(90)}
<h2>Evidence</h2><h3>ListenOverflows</h3><p>Zuletzt: häufig</p></body></html>`;

const system = systemBrowser();
withMachine('a browser of the system', system ? undefined : 'no Chromium in PATH', () => {
  describe('with the browser of the system', () => {
    printing({ browserSandbox: true, createdAt }, () => undefined);
  });
});
withMachine('the browser that npm brought', noNpmBrowser(), () => {
  describe('with the browser that npm brought', () => {
    printing({ browserSandbox: true, createdAt }, () => {
      vi.stubEnv('PATH', '');
      vi.stubEnv('XDG_CACHE_HOME', scratch);
    });
  });
});

function printing(options: Parameters<typeof htmlToPdf>[1], prepare: () => void) {
  test('pages, bookmarks, tags, title, numbers and the stated time', async () => {
    prepare();
    const pdf = await getDocument({ data: await htmlToPdf(report, options), useSystemFonts: true }).promise;
    const outline = await pdf.getOutline();
    const info = Object.fromEntries(Object.entries((await pdf.getMetadata()).info));
    expect(outline.map((item) => item.title)).toEqual(['Verdict']);
    expect(outline[0]?.items[0]?.title).toBe('Evidence');
    expect(outline[0]?.items[0]?.items[0]?.title).toBe('ListenOverflows');
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    expect(info).toMatchObject({ Title: 'web1: 3 drops', CreationDate: 'D:20260102030405Z' });
    expect(info).toMatchObject({ ModDate: info['CreationDate'] });
    expect(pdf.numPages).toBeGreaterThan(2);
    const first = await textOf(pdf, 1);
    expect(first).toContain(`1 / ${pdf.numPages}`);
    expect(first).toContain('Accept queue overflow on 10.0.0.1:443.');
    expect(await textOf(pdf, pdf.numPages)).toContain('Zuletzt: häufig');
  });

  test('the same report gives the same bytes', async () => {
    prepare();
    const [first, second] = [await htmlToPdf(report, options), await htmlToPdf(report, options)];
    expect(Buffer.from(first).equals(second)).toBe(true);
    const later = await htmlToPdf(report, { ...options, createdAt: createdAt + 1000 });
    expect(Buffer.from(first).equals(later)).toBe(false);
  });

  test('a hostile page loads nothing, runs nothing and reads no file', async () => {
    prepare();
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url ?? '');
      response.end('body{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const secret = join(scratch, 'secret.txt');
    writeFileSync(secret, 'the-secret-of-this-machine');
    try {
      const html = hostile(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, `file://${secret}`);
      const pdf = await getDocument({ data: await htmlToPdf(html, options) }).promise;
      const text = await textOf(pdf, 1);
      expect(text).toContain('what the host said');
      expect(text).toContain('picture: shown');
      expect(text).not.toContain('the-secret');
      expect(text).not.toContain('script ran');
      expect(hits).toEqual([]);
    } finally {
      server.close();
    }
  });
}

/** Everything that makes a browser ask for something, or run something. */
function hostile(url: string, file: string): string {
  return `<!doctype html><html><head><title>x</title>
<meta http-equiv="refresh" content="0;url=${url}/refresh">
<link rel="stylesheet" href="${url}/css"><link rel="prefetch" href="${url}/prefetch">
<link rel="preload" as="image" href="${url}/preload"><link rel="preconnect" href="${url}"><link rel="icon" href="${url}/icon">
<style>@import url(${url}/import); @font-face { font-family: f; src: url(${url}/font) } body { font-family: f; background: url(${url}/background) }</style>
<script src="${url}/script"></script>
<script>document.write('script ran'); fetch('${url}/fetch'); new WebSocket('${url.replace('http', 'ws')}/socket'); new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:9' }] });</script>
</head><body onload="document.write('script ran')"><p>what the host said</p>
<img src="${url}/img"><img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"><p>picture: shown</p>
<svg><image href="${url}/svg-image"/><use href="${url}/svg-use#a"/></svg>
<iframe src="${url}/iframe"></iframe><iframe src="${file}"></iframe><iframe srcdoc="<img src='${url}/srcdoc'>"></iframe>
<embed src="${url}/embed"><object data="${url}/object"></object><object data="${file}"></object><embed src="${file}">
<video src="${url}/video" poster="${url}/poster"></video><audio src="${url}/audio" autoplay></audio>
<form action="${url}/form"><input type="image" src="${url}/input"></form></body></html>`;
}

test('a browser that is named and missing is an error that says what to install', async () => {
  const printed = htmlToPdf(report, { browser: '/nonexistent/chromium', browserSandbox: true, createdAt });
  await expect(printed).rejects.toThrow(NoBrowser);
  await expect(printed).rejects.toThrow(
    /\/nonexistent\/chromium.*apt-get install chromium-headless-shell.*--browser/,
  );
});

test('PUPPETEER_EXECUTABLE_PATH goes before the browsers of the system, --browser before both', async () => {
  vi.stubEnv('PUPPETEER_EXECUTABLE_PATH', '/nonexistent/from-environment');
  await expect(htmlToPdf(report, { browserSandbox: true, createdAt })).rejects.toThrow(
    '/nonexistent/from-environment',
  );
  const named = { browser: '/nonexistent/named', browserSandbox: true, createdAt };
  await expect(htmlToPdf(report, named)).rejects.toThrow('/nonexistent/named');
});

withMachine('a browser that does not start', noNpmBrowser(), () => {
  test('is passed over for the next', async () => {
    const folder = join(scratch, 'broken');
    mkdirSync(folder);
    for (const name of ['google-chrome', 'chromium-headless-shell']) {
      const script = `#!/bin/sh\necho ${name} >> ${scratch}/started\nexit 1\n`;
      writeFileSync(join(folder, name), script, { mode: 0o755 });
    }
    vi.stubEnv('PATH', folder);
    vi.stubEnv('XDG_CACHE_HOME', scratch);
    const pdf = await htmlToPdf(report, { browserSandbox: true, createdAt });
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(readFileSync(join(scratch, 'started'), 'utf8')).toBe('chromium-headless-shell\ngoogle-chrome\n');
  });
});

withMachine('a browser in a folder that others can write to', noNpmBrowser(), () => {
  test('is not used', async () => {
    const shared = join(scratch, 'shared');
    mkdirSync(join(shared, 'dropcause/chromium-147.0.0'), { recursive: true });
    writeFileSync(join(shared, 'dropcause/chromium-147.0.0/chromium'), 'planted');
    chmodSync(join(shared, 'dropcause'), 0o777);
    vi.stubEnv('XDG_CACHE_HOME', shared);
    vi.stubEnv('TMPDIR', scratch);
    const browser = await npmBrowser();
    expect(browser?.path.startsWith(shared)).toBe(false);
    expect(browser?.path.startsWith(scratch)).toBe(true);
  });
});

async function textOf(
  pdf: Awaited<ReturnType<typeof getDocument>['promise']>,
  page: number,
): Promise<string> {
  const { items } = await (await pdf.getPage(page)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join('');
}

function systemBrowser(): boolean {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.some((folder) => {
    try {
      return readdirSync(folder).some((name) =>
        /^(chromium|google-chrome|microsoft-edge|chrome-headless-shell)/.test(name),
      );
    } catch {
      return false;
    }
  });
}

function noNpmBrowser(): string | undefined {
  return process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : 'it exists for Linux on x86-64 only';
}
