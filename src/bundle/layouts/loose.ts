/**
 * A loose tree: copies of /proc, /sys and /etc below any root, and the output of commands in `cmd/` or
 * `commands/`, named after the command. What somebody made by hand when no collector could be run.
 */
import { looseCommand } from './command-names.ts';
import { belowRoots, hostFileClaim } from './host-files.ts';
import type { Layout } from './layout.ts';
import { layOutHostFiles } from './tree.ts';

const commandDirectories = new Set(['cmd', 'cmds', 'commands']);

export const loose: Layout = {
  name: 'loose',

  claim(path) {
    for (const { root, inner } of belowRoots(path, commandDirectories)) {
      const [, name, ...more] = inner;
      if (name !== undefined && more.length === 0) return { root, origin: looseCommand(name), netns: '' };
    }
    return hostFileClaim(path);
  },

  recognises: () => true,

  layOut: (tree) => [layOutHostFiles(tree)],
};
