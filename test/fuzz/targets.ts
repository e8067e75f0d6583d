/** What is tried: every target gets changed inputs and throws when something happens that must not. */
import fc from 'fast-check';
import { analyze } from '../../src/analyze.ts';
import { wholeFile } from '../../src/bundle/captured-file.ts';
import { BundleError } from '../../src/bundle/errors.ts';
import { catalogue } from '../../src/causes/index.ts';
import type { Bundle, CapturedFile, Report } from '../../src/model.ts';
import { parsers } from '../../src/parsers/index.ts';
import type { Parser } from '../../src/parsers/parser.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderReply } from '../../src/report/reply.ts';
import { renderText } from '../../src/report/text.ts';
import { english } from '../../src/texts/english.ts';
import { tar } from '../bundle/archives.ts';
import { openBytes } from '../bundle/opened.ts';
import { byteChange, changeBytes, changeText, textChange } from './mutations.ts';
import { archives, fixtures, samples } from './seeds.ts';

export interface Target {
  name: string;
  /** Of all executions. */
  share: number;
  property(before: () => void): fc.IAsyncProperty<unknown>;
}

const textChanges = fc.array(textChange, { minLength: 1, maxLength: 8 });
const fileOf = ({ path, origin, netns, takenAt }: Omit<CapturedFile, 'lines' | 'whole'>, text: string) =>
  wholeFile({ path, origin, netns, ...(takenAt ? { takenAt } : {}) }, new TextEncoder().encode(text));
const textOf = ({ lines }: CapturedFile) => [...lines].map(({ text }) => text).join('\n');
const options = { dictionary: english(catalogue), catalogue };

export async function targets(): Promise<Target[]> {
  const bundles = fixtures();
  const hosts = await samples();
  return [parserTarget(bundles), pipelineTarget(bundles), layoutTarget(hosts), archiveTarget(archives())];
}

/** Every parser that reads the file reads the changed one, and throws nothing. */
function parserTarget(bundles: readonly Bundle[]): Target {
  const all = Object.values(parsers).flat() as Parser<unknown>[];
  const files = bundles.flatMap(({ captures }) => captures.flatMap((capture) => capture.files));
  const input = fc.tuple(fc.nat(files.length - 1), textChanges);
  return {
    name: 'parsers',
    share: 0.6,
    property: (before) =>
      fc.asyncProperty(input, async ([index, changes]) => {
        before();
        const seed = files[index];
        if (!seed) return;
        const file = fileOf(seed, changeText(textOf(seed), changes));
        for (const parser of all.filter(({ reads }) => reads.test(file.origin))) {
          const value = parser.parse(file, () => {});
          if (value !== undefined) parser.samples?.(value, file);
        }
      }),
  };
}

/** One file of a bundle is changed; no parser and no cause fails, and every view shows the report as text. */
function pipelineTarget(bundles: readonly Bundle[]): Target {
  const input = fc.tuple(fc.nat(bundles.length - 1), fc.nat(1000), textChanges);
  return {
    name: 'pipeline and views',
    share: 0.05,
    property: (before) =>
      fc.asyncProperty(input, async ([index, which, changes]) => {
        before();
        const bundle = bundles[index];
        if (!bundle) return;
        let at = 0;
        const count = bundle.captures.reduce((sum, { files }) => sum + files.length, 0);
        const changed = (file: CapturedFile) =>
          at++ === which % count ? fileOf(file, changeText(textOf(file), changes)) : file;
        const captures = bundle.captures.map((one) => ({ ...one, files: one.files.map(changed) }));
        views(analyze([{ ...bundle, captures }], catalogue, { version: 'fuzz', now: 0 }));
      }),
  };
}

function views(report: Report): void {
  const failed = report.findings.find(({ summary }) => summary.id === 'common/cause-failed');
  if (failed) throw new Error(`${failed.cause} fails: ${String(failed.summary.args['error'])}`);
  const note = report.notes.find(({ message }) => /parser-failed/.test(message.id));
  if (note) throw new Error(`a parser fails on ${note.path}: ${JSON.stringify(note.message.args)}`);
  JSON.parse(renderJson(report, options));
  const html = renderHtml(report, { ...options, paper: false });
  if (html.includes('<zoo-element')) throw new Error('an element of theirs in the HTML');
  for (const text of [
    html,
    renderMarkdown(report, options),
    renderReply(report, options),
    renderText(report, { ...options, width: 80, color: false }),
  ])
    if (/[^\P{C}\n]/u.test(text)) throw new Error('a control character in a view');
}

/** Paths and contents of a bundle are changed before it is packed: a bundle or a BundleError comes out. */
function layoutTarget(hosts: readonly { path: string; text: string }[][]): Target {
  const change = fc.record({ file: fc.nat(100_000), inPath: fc.boolean(), changes: textChanges });
  const input = fc.tuple(fc.nat(hosts.length - 1), fc.array(change, { minLength: 1, maxLength: 4 }));
  return {
    name: 'layouts',
    share: 0.05,
    property: (before) =>
      fc.asyncProperty(input, async ([index, edits]) => {
        before();
        const files = (hosts[index] ?? []).map((file) => ({ ...file }));
        for (const { file, inPath, changes } of edits) {
          // One in three hits a manifest: it says what all others are.
          const manifests = files.filter(({ path }) => /manifest|\.json$/.test(path));
          const chosen = file % 3 === 0 ? manifests[file % manifests.length] : files[file % files.length];
          if (chosen && inPath) chosen.path = changeText(chosen.path, changes);
          else if (chosen) chosen.text = changeText(chosen.text, changes);
        }
        await opened(tar(...files.map(({ path, text }) => ({ path: path.slice(0, 250), content: text }))));
      }),
  };
}

/** Bytes of an archive are changed: a bundle or a BundleError comes out. */
function archiveTarget(seeds: readonly Uint8Array[]): Target {
  const changes = fc.array(byteChange, { minLength: 1, maxLength: 8 });
  const input = fc.tuple(fc.nat(seeds.length - 1), changes);
  return {
    name: 'archives',
    share: 0.3,
    property: (before) =>
      fc.asyncProperty(input, async ([index, edits]) => {
        before();
        await opened(changeBytes(seeds[index] ?? new Uint8Array(0), edits));
      }),
  };
}

async function opened(bytes: Uint8Array): Promise<void> {
  try {
    const { captures } = await openBytes(bytes, { toolPath: '' });
    for (const { files } of captures) for (const { lines } of files) for (const line of lines) void line.text;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
  }
}
