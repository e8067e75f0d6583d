import type { Report } from '../model.ts';
import type { Letterhead } from '../report/page.ts';
import type { Printer } from '../report/pdf.ts';
import type { ViewOptions } from '../report/view.ts';

export const formatNames = ['html', 'pdf', 'json', 'md', 'reply'] as const;
export type FormatName = (typeof formatNames)[number];

/** What the name of a format's file ends with. */
export const extensions: Record<FormatName, string> = {
  html: 'html',
  pdf: 'pdf',
  json: 'json',
  md: 'md',
  reply: 'reply.txt',
};

export interface RenderOptions extends ViewOptions, Letterhead {
  browser?: string;
  browserSandbox: boolean;
  paper?: 'A4' | 'Letter';
  /** Prints many reports in one browser; without it each PDF has its own. */
  printer?: Printer;
}

/** Makes one format of the report; its view is loaded only now. */
export async function renderFormat(
  name: FormatName,
  report: Report,
  options: RenderOptions,
): Promise<string | Uint8Array> {
  switch (name) {
    case 'html':
      return (await import('../report/html.ts')).renderHtml(report, { ...options, paper: false });
    case 'json':
      return (await import('../report/json.ts')).renderJson(report, options);
    case 'md':
      return (await import('../report/markdown.ts')).renderMarkdown(report, options);
    case 'reply':
      return (await import('../report/reply.ts')).renderReply(report, options);
    case 'pdf': {
      const { renderHtml } = await import('../report/html.ts');
      const { htmlToPdf } = await import('../report/pdf.ts');
      const html = renderHtml(report, { ...options, paper: true });
      const about = {
        ...options,
        createdAt: report.createdAt,
        header: { left: report.host.name ?? '', right: options.ticket ?? '' },
      };
      return options.printer ? options.printer.print(html, about) : htmlToPdf(html, about);
    }
  }
}
