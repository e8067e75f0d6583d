import type { HostIdentity } from '../../model.ts';
import type { Aliases } from './aliases.ts';

/** Where lines of logs and of `ss` tell the name of a process or a user. */
const patterns: readonly ['process' | 'user', RegExp][] = [
  ['process', /"([^"\s]{3,})",pid=/g],
  ['process', /\(([\w.@:+-]{3,}), pid \d+\)/g],
  ['process', /[Pp]rocess \d+ \(([\w.@:+-]{3,})\)/g],
  ['process', /(?<![\w.-])([a-zA-Z][\w.-]{2,})\[\d+\]:/g],
  ['process', /\bcomm(?:="?|: )([\w.-]{3,})/g],
  ['user', /\/home\/([\w.-]+)/g],
  ['user', /\b(?:for|user|invalid user) ([\w-]{3,}) from\b/g],
  ['user', /\b(?:user|USER|ruser|acct)="?=?([\w-]{3,})/g],
  ['user', /\bsession (?:opened|closed) for user ([\w-]+)/g],
];

/** Arguments of messages that hold such a name. */
const namedArguments: Record<string, 'process' | 'user'> = {
  process: 'process',
  program: 'process',
  service: 'process',
  unit: 'process',
  user: 'user',
  owner: 'user',
};

/** The kernel's own threads, and what every host has: they tell nothing. */
const ordinary =
  /^(kernel|systemd(-\w+)?|swapper|init|root|nobody|(ksoftirqd|kworker|migration|rcu|napi)\b.*)$/;

/** Names to hide, found in the texts of a report. */
export class Names {
  readonly #found = new Map<string, 'process' | 'user' | 'host' | 'id'>();

  /** The host's name, as such and without its domain; the domain; its ids. */
  addHost({ name, machineId }: HostIdentity, bootIds: readonly string[]): void {
    const [first, ...domain] = (name ?? '').split('.');
    if (name) this.#found.set(name, 'host');
    if (first) this.#found.set(first, 'host');
    if (domain.length > 1) this.#found.set(domain.join('.'), 'host');
    for (const id of [machineId, ...bootIds]) if (id) this.#found.set(id, 'id');
  }

  addText(text: string): void {
    for (const [kind, pattern] of patterns) {
      for (const match of text.matchAll(pattern)) this.#add(match[1], kind);
    }
  }

  addArgument(key: string, value: string): void {
    const kind = Object.hasOwn(namedArguments, key) ? namedArguments[key] : undefined;
    if (kind) this.#add(value, kind);
  }

  #add(name: string | undefined, kind: 'process' | 'user'): void {
    if (name !== undefined && !ordinary.test(name) && !this.#found.has(name)) this.#found.set(name, kind);
  }

  /** Replaces the longest names first: a host's full name before its short one. */
  replacer(aliases: Aliases): (text: string) => string {
    const names = [...this.#found].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    if (names.length === 0) return (text) => text;
    const whole = new RegExp(names.map(([name]) => bounded(name)).join('|'), 'g');
    return (text) => text.replace(whole, (name) => aliases.name(this.#found.get(name) ?? 'id', name));
  }
}

/** As a word of its own or a part of one, 'sosreport-web1-2026', but never inside letters and digits. */
function bounded(name: string): string {
  return `(?<![A-Za-z0-9])${name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![A-Za-z0-9])`;
}
