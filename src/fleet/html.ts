import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';
import { hashes, pages, partials } from '../report/generated/templates.ts';
import type { ViewOptions } from '../report/view.ts';
import type { Fleet } from './fleet.ts';
import { fleetPage } from './page.ts';
import { speakerOf } from './speaker.ts';

const handlebars = (runtime as unknown as typeof Handlebars).create();
for (const [name, partial] of Object.entries(partials))
  handlebars.registerPartial(name, handlebars.template(partial));
const page = handlebars.template(pages.fleet);

/** The fleet as one HTML file that loads nothing, complete without its script. */
export function renderFleet(fleet: Fleet, options: ViewOptions): string {
  return page({
    ...fleetPage(fleet, speakerOf(options)),
    styleSource: `'${hashes['fleet.css']}'`,
    scriptSource: `'${hashes['fleet.js']}'`,
  });
}
