import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type LaunchOptions, launch } from 'puppeteer';
import { npmBrowser } from './npm-browser.ts';

export interface BrowserOptions {
  /** Path of a Chromium, Chrome or Edge; it alone is tried. */
  browser?: string;
  /** False: without the browser's own sandbox. Root never has it: Chromium refuses. */
  browserSandbox: boolean;
}

/** No browser could be started. The message says what was tried, and what to install. */
export class NoBrowser extends Error {
  constructor(tried: readonly string[]) {
    super(
      [
        tried.length === 0
          ? 'no browser was found that prints it'
          : `no browser prints it: ${tried.join('; ')}`,
        'Install one (Debian, Ubuntu: apt-get install chromium-headless-shell; elsewhere Chromium, Chrome or Edge; ' +
          'or: npm install @sparticuz/chromium), or name one with --browser',
        'The HTML report can be printed from any browser',
      ].join('. '),
    );
    this.name = 'NoBrowser';
  }
}

interface Candidate {
  path: string;
  env?: Record<string, string>;
}

/** Names in PATH: what prints fastest comes first. */
const names = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'chrome.exe',
  'msedge.exe',
];

/** Where the installers of macOS and Windows put a browser that is not in PATH. */
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Starts the first browser that starts: the one that was named, PUPPETEER_EXECUTABLE_PATH, one of the system, the one
 * that npm brought. It reaches no network, whatever a page asks for.
 * @throws NoBrowser
 */
export async function launchBrowser(options: BrowserOptions): Promise<Browser> {
  const tried: string[] = [];
  for await (const candidate of candidates(options.browser, tried)) {
    try {
      return await launch(launchOptions(candidate, options.browserSandbox));
    } catch (error) {
      tried.push(`${candidate.path} did not start (${firstLine(error)})`);
    }
  }
  throw new NoBrowser(tried);
}

async function* candidates(named: string | undefined, tried: string[]): AsyncGenerator<Candidate> {
  const chosen = named ?? process.env['PUPPETEER_EXECUTABLE_PATH'];
  if (chosen) {
    yield { path: chosen };
    return;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const inPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const path of [...inPath, ...places].filter(isExecutable)) yield { path };
  try {
    const bundled = await npmBrowser();
    if (bundled) yield bundled;
  } catch (error) {
    tried.push(`@sparticuz/chromium could not be unpacked (${firstLine(error)})`);
  }
}

function launchOptions({ path, env }: Candidate, sandbox: boolean): LaunchOptions {
  const root = process.getuid?.() === 0;
  return {
    executablePath: path,
    headless: 'shell',
    // Not a port on the loopback interface, which every user of this machine could connect to.
    pipe: true,
    env: { ...process.env, ...env },
    args: [
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--proxy-server=127.0.0.1:9',
      '--proxy-bypass-list=<-loopback>',
      ...(root || !sandbox ? ['--no-sandbox'] : []),
    ],
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
