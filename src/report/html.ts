import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';
import type { Report } from '../model.ts';
import { hashes, pages, partials } from './generated/templates.ts';
import type { HtmlOptions } from './page.ts';
import { pageOf } from './page.ts';
import { viewOf } from './view.ts';

// An environment of its own: nobody else's helpers or partials reach the report.
// (The package types its runtime as an empty module.)
const handlebars = (runtime as unknown as typeof Handlebars).create();
for (const [name, partial] of Object.entries(partials))
  handlebars.registerPartial(name, handlebars.template(partial));
const page = handlebars.template(pages.report);

/** The report as one HTML file that loads nothing, complete without its script. */
export function renderHtml(report: Report, options: HtmlOptions): string {
  const view = viewOf(report, options);
  return page({
    ...pageOf(view, options),
    styleSource: options.paper ? "'unsafe-inline'" : `'${hashes['report.css']}'`,
    scriptSource: `'${hashes['report.js']}'`,
  });
}
