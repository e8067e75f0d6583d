import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { hostileReport, hugeReport } from './hostile.ts';
import { specimen, specimenOptions } from './specimen.ts';

/** The skeleton of a Markdown text: what kind of block each line starts. */
function skeleton(text: string): string[] {
  let fence = '';
  return text.split('\n').map((line) => {
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence !== '') {
      if (line === fence) fence = '';
      return fence === '' ? 'end' : 'code';
    }
    if (ticks) {
      fence = ticks;
      return 'fence';
    }
    return /^(#+ |- |\||---$|\*\*|$)/.exec(line)?.[0] ?? 'text';
  });
}

/** Markdown without its code spans and blocks. */
function prose(text: string): string {
  return text.replace(/(`{3,})sh\n[\s\S]*?\n\1/g, '').replace(/(?<![`\\])(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
}

describe('Markdown', () => {
  const text = renderMarkdown(specimen(), specimenOptions);

  test('holds verdict, findings, evidence with file and line, remedies and what to send', () => {
    expect(text).toMatch(/^# Accept queue overflow: happening now on web1\n/);
    expect(text).toContain('## Problem: Accept queue overflow');
    expect(text).toContain('### Problem: Handshakes are retransmitted');
    expect(text).toContain('`4/cmd/ss -ltn:2`');
    expect(text).toContain('```sh\nsysctl -w net.core.somaxconn=1024\nsystemctl restart nginx\n```');
    expect(text).toContain('```sh\ntc -s qdisc show\nbridge -s link\n```');
  });

  test('hostile text changes neither its blocks nor starts markup', () => {
    const hostile = renderMarkdown(hostileReport(), specimenOptions);
    expect(skeleton(hostile)).toEqual(skeleton(text));
    const outside = prose(hostile);
    expect(outside).toContain('\\<img src=x onerror=alert(1)\\>');
    expect(outside).not.toMatch(/(?<!\\)[<>`@$]|(?<!\\)\]\(|(?<!\\):\/\//);
    expect(hostile).not.toMatch(/[^\P{C}\n]/u);
  });

  test('stays a text that a ticket takes, however much the bundle holds', () => {
    expect(renderMarkdown(hugeReport(500), specimenOptions).length).toBeLessThan(1024 * 1024);
  });
});
