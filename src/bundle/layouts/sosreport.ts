/** sosreport, versions 2.2 to 4.12. */
import { netnsCommand, sosCommand } from './command-names.ts';
import { belowRoots } from './host-files.ts';
import type { Layout } from './layout.ts';
import { layOutHostFiles } from './tree.ts';

const own = new Set(['sos_commands', 'sos_reports', 'sos_logs', 'sos_strings']);

export const sosreport: Layout = {
  name: 'sosreport',

  claim(path) {
    for (const { root, inner } of belowRoots(path, own)) {
      const name = inner.at(-1) ?? '';
      if (inner[0] !== 'sos_commands' && inner[0] !== 'sos_strings')
        return { root, origin: `sos:${inner.join('/')}`, netns: '' };
      const inside = netnsCommand(name);
      return { root, origin: sosCommand(inside?.name ?? name), netns: inside?.netns ?? '' };
    }
    return undefined;
  },

  recognises: (tree) => tree.claimedBy.has('sosreport'),

  layOut: (tree) => [layOutHostFiles(tree)],
};
