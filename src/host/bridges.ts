import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import { linksOf } from './links.ts';

/** A device that belongs to a bridge. */
export interface Port {
  device: string;
  bridge: string;
  line: Line;
}

/** Ports of all bridges of the namespace, each once: of `bridge link` and brctl, else the devices with a bridge as master. */
export function bridgePorts(context: Context): Port[] {
  const links = linksOf(context);
  const bridges = new Set(links.filter(({ kind }) => kind === 'bridge').map(({ name }) => name));
  const listed = context.all('bridges').flatMap(({ value }) => value);
  const enslaved = links.flatMap(({ name, master, line }) =>
    master !== undefined && bridges.has(master) ? [{ device: name, bridge: master, line }] : [],
  );
  return [...new Map([...enslaved, ...listed].map((port) => [port.device, port])).values()];
}
