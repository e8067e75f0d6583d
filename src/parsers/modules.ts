/** /proc/modules and `lsmod`: name, size, users, who uses it. Source: kernel/module/procfs.c, m_show; kmod tools/lsmod.c. */
import type { CapturedFile, Line } from '../model.ts';
import type { NoteAt } from './parser.ts';
import { defineParser, integer } from './parser.ts';

export interface KernelModule {
  size: bigint;
  /** Undefined where it cannot be unloaded and is not counted ('-'). */
  users: bigint | undefined;
  usedBy: string[];
  line: Line;
}

/** By name, as loaded: '_' where the file name may have '-'. */
export type KernelModules = Map<string, KernelModule>;

function parse(file: CapturedFile, note: NoteAt): KernelModules | undefined {
  const modules: KernelModules = new Map();
  for (const line of file.lines) {
    const [name = '', size, users, usedBy = ''] = line.text.trim().split(/\s+/);
    const bytes = integer(size);
    if (name === '' || name === 'Module') continue;
    if (bytes === undefined) note(line, { id: 'common/unread-line', args: {} });
    else {
      const names = usedBy.split(',').filter((word) => word !== '' && word !== '-' && !word.startsWith('['));
      modules.set(name, { size: bytes, users: integer(users), usedBy: names, line });
    }
  }
  return modules.size > 0 ? modules : undefined;
}

export const procModules = defineParser<KernelModules>({
  name: '/proc/modules',
  reads: /^\/proc\/modules$/,
  parse,
});
export const lsmod = defineParser<KernelModules>({ name: 'lsmod', reads: /^lsmod$/, parse });
