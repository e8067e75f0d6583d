import { join } from 'node:path';
import type { Store } from '../batch/store.ts';
import { fleetCsv } from '../fleet/csv.ts';
import type { Fleet, FleetHost, UnreadableBundle } from '../fleet/fleet.ts';
import { renderFleet } from '../fleet/html.ts';
import { fleetJson } from '../fleet/json.ts';
import { fleetNdjson } from '../fleet/ndjson.ts';
import { fleetOf } from '../fleet/order.ts';
import type { Language } from './language.ts';
import { speaking } from './language.ts';
import { mayReplace } from './output.ts';

export interface FleetOptions {
  version: string;
  createdAt: number;
  hosts: readonly FleetHost[];
  unreadable: readonly UnreadableBundle[];
  lang: Language;
  /** Replaces what somebody else put there. */
  force: boolean;
}

export interface WrittenFleet {
  fleet: Fleet;
  /** Paths of the files. */
  written: string[];
  /** Files of somebody else that stand where one of ours would. */
  kept: { path: string; reason: string }[];
}

/** Writes the index of all hosts in every form of it. */
export async function writeFleet(store: Store, options: FleetOptions): Promise<WrittenFleet> {
  const { version, createdAt, hosts, unreadable, lang, force } = options;
  const fleet = fleetOf({ generator: { name: 'dropcause', version }, createdAt }, hosts, unreadable);
  const view = await speaking(lang);
  const files: Record<string, string> = {
    html: renderFleet(fleet, view),
    json: fleetJson(fleet),
    ndjson: fleetNdjson(fleet, view),
    csv: fleetCsv(fleet, view),
  };
  const result: WrittenFleet = { fleet, written: [], kept: [] };
  for (const [end, content] of Object.entries(files)) {
    const path = join(store.out, `fleet.${end}`);
    try {
      if (!(await store.wrote(path))) await mayReplace(path, end, content, force);
      await store.announce(content);
      await store.write(path, content);
      result.written.push(path);
    } catch (error) {
      result.kept.push({ path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return result;
}
