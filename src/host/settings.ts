import type { Context, Setting } from '../causes/cause.ts';
import type { Message, Remedy } from '../model.ts';
import { inNamespace, sh } from './shell.ts';

/** A sysctl of one number; undefined when it was not collected or holds something else. */
export function numberOf(context: Context, key: string): number | undefined {
  const text = context.setting(key)?.value.trim() ?? '';
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A sysctl of several numbers: 'tcp_rmem', 'tcp_mem'. */
export function numbersOf(context: Context, key: string): number[] | undefined {
  const words = context.setting(key)?.value.trim().split(/\s+/) ?? [];
  return words.length > 0 && words.every((word) => /^\d{1,15}$/.test(word)) ? words.map(Number) : undefined;
}

/** A sysctl of three numbers: least, standard (or pressure) and most. Bytes in tcp_rmem, pages in tcp_mem. */
export function threeNumbersOf(context: Context, key: string): [number, number, number] | undefined {
  const [least, standard, most] = numbersOf(context, key) ?? [];
  return least === undefined || standard === undefined || most === undefined
    ? undefined
    : [least, standard, most];
}

/**
 * The line that sets a key at the next boot. Files of all sysctl.d folders are read in the order of their names, and
 * /etc/sysctl.conf last; the last one wins (sysctl.d(5), sysctl(8) --system).
 */
export function bootSetting(context: Context, key: string): Setting | undefined {
  const rank = (origin: string) => (origin === '/etc/sysctl.conf' ? '~' : (origin.split('/').at(-1) ?? ''));
  const setting = context.all('sysctlFiles').flatMap(({ value, file }) => {
    const found = value.get(key);
    return found ? [{ key, value: found.value, line: found.line, rank: rank(file.origin) }] : [];
  });
  return setting.sort((a, b) => (a.rank < b.rank ? -1 : 1)).at(-1);
}

export interface Change {
  key: string;
  to: number | string;
  sideEffects?: Message;
  risk?: Remedy['risk'];
  /** Shown after the change: how to see that it helped. */
  verify?: string[];
  /** Instead of the common sentence. */
  what?: Message;
}

/**
 * A sysctl changed now, and for good. Never called with less than the present value for limits: the caller computes
 * from this host. In a container's namespace the setting belongs to whatever starts the container.
 */
export function changeSetting(
  context: Context,
  { key, to, sideEffects, risk = 'none', verify = [], what }: Change,
): Remedy[] {
  const from = context.setting(key)?.value.trim().split(/\s+/).join(' ');
  const set = (value: string | number) => inNamespace(context.netns, sh`sysctl -w ${`${key}=${value}`}`);
  const read = inNamespace(context.netns, sh`sysctl ${key}`);
  const about = { risk, who: 'admin' as const, ...(sideEffects === undefined ? {} : { sideEffects }) };
  const message = (id: string, args: Message['args'] = {}): Message => ({
    id: `common/${id}`,
    args: { key, to: String(to), ...args },
  });
  const now: Remedy = {
    when: 'now',
    what: what ?? message('set-now', from === undefined ? {} : { from }),
    commands: [set(to)],
    verify: [read, ...verify],
    undo: from === undefined ? [] : [set(from)],
    ...about,
  };
  return [
    now,
    context.netns === '' ? persistent(context, message, key, to, read, about) : inContainer(message, about),
  ];
}

type About = Pick<Remedy, 'risk' | 'who' | 'sideEffects'>;
type Say = (id: string, args?: Message['args']) => Message;

/** In a file of our own; a line in /etc/sysctl.conf, which is read last, is commented out. */
function persistent(
  context: Context,
  say: Say,
  key: string,
  to: number | string,
  read: string,
  about: About,
): Remedy {
  const file = `/etc/sysctl.d/99-zz-${key.replace(/[^\w.-]/g, '-')}.conf`;
  const old = bootSetting(context, key);
  const last = old?.line.file.origin === '/etc/sysctl.conf' ? old : undefined;
  const pattern = `s|^[[:space:]]*-?(${key.replaceAll('.', String.raw`\.`)}[[:space:]]*=)|# \\1|`;
  return {
    when: 'persist',
    what: say('set-for-good', old ? { file: old.line.file.origin, old: old.value } : {}),
    commands: [
      ...(last ? [sh`sed -i.before-dropcause -E ${pattern} /etc/sysctl.conf`] : []),
      sh`echo ${`${key} = ${to}`} > ${file}`,
      'sysctl --system',
    ],
    verify: [read],
    undo: [sh`rm ${file}`, ...(last ? ['mv /etc/sysctl.conf.before-dropcause /etc/sysctl.conf'] : [])],
    ...about,
  };
}

function inContainer(say: Say, about: About): Remedy {
  return { when: 'persist', what: say('set-in-container'), commands: [], verify: [], undo: [], ...about };
}
