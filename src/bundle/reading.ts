import type { Bundle, Message, Note, Wanted } from '../model.ts';
import { isCollected } from './layouts/dropcause.ts';
import type { Claim, Kept, Tree } from './layouts/layout.ts';
import type { Limits } from './limits.ts';
import { Budget } from './limits.ts';
import { Links } from './links.ts';
import { Needles } from './needles.ts';

export interface OpenOptions {
  /** What the parsers want of an origin (src/parsers/index.ts): all of it, the lines with a needle, or nothing. */
  wanted(origin: string): Wanted | undefined;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  /** Directories in which xz, bzip2 and zstd are looked for, as in PATH, which is the default; '' uses none. */
  toolPath?: string;
}

/** Notes beyond this number are left out. */
const maxNotes = 500;

/** What a folder holds answers to, each once. */
const originsOf = (kept: readonly Kept[]) => [...new Set(kept.map(({ claim }) => claim.origin))];

/** Everything that was learnt from one input so far: shared by the archives that lie in one another. */
export class Reading {
  readonly budget: Budget;
  readonly wanted: OpenOptions['wanted'];
  readonly notes: Note[] = [];
  damaged = false;
  readonly #roots = new Map<string, Map<string, Kept>>();
  /** The last that was seen: entries of one root come in a row. */
  #last: Claim | undefined;
  readonly #layouts = new Map<string, Set<Bundle['layout']>>();
  readonly #links = new Map<string, string>();
  readonly #needles = new Map<string, Needles>();

  constructor({ wanted, limits, signal, toolPath }: OpenOptions) {
    this.budget = new Budget(limits, signal, toolPath);
    this.wanted = wanted;
  }

  note(path: string, message: Message, damaged = false): void {
    this.damaged ||= damaged;
    const same = (other: Note) =>
      other.path === path && JSON.stringify(other.message) === JSON.stringify(message);
    if (this.notes.some(same)) return;
    if (this.notes.length < maxNotes) this.notes.push({ path, message });
    else if (this.notes.length === maxNotes)
      this.notes.push({ path: '', message: { id: 'input/more-notes', args: {} } });
  }

  /** Something of this root was seen, whether it is kept or not. */
  seen(claim: Claim): void {
    const { root, layout } = claim;
    if (root === this.#last?.root && layout === this.#last.layout) return;
    this.#last = claim;
    const known = this.#layouts.get(root) ?? new Set();
    this.#layouts.set(root, known);
    if (layout) known.add(layout);
  }

  /** An entry that lies at a path twice: unpacking would leave the later one, so that one counts. */
  keep(kept: Kept): void {
    const root = this.#roots.get(kept.claim.root) ?? new Map<string, Kept>();
    this.#roots.set(kept.claim.root, root);
    const earlier = root.get(kept.inner);
    if (earlier) {
      this.note(kept.path, { id: 'input/duplicate-entry', args: {} });
      this.budget.release(earlier.bytes?.length ?? 0);
    }
    root.set(kept.inner, kept);
  }

  /** @param target From the archive's root when it starts with a slash, else from the link's own directory. */
  link(path: string, target: string): void {
    this.#links.set(path, target);
  }

  /** The searcher for these byte strings, made once. */
  needles(list: readonly string[]): Needles {
    const key = list.join('\n');
    const known = this.#needles.get(key) ?? new Needles(list);
    this.#needles.set(key, known);
    return known;
  }

  /**
   * What was kept, by root. A root inside another that holds data is a copy of something else, and left out. Files
   * known by their content only are used alone or in a loose tree; beside anything else they are told.
   */
  trees(): Tree[] {
    this.#disown();
    const roots = [...this.#layouts.keys()].sort();
    const texts = roots.filter((root) => this.#byContentOnly(root));
    const others = roots.filter((root) => !texts.includes(root));
    const holds = (root: string) => this.#roots.has(root) || this.#layouts.get(root)?.has('loose') === false;
    const within = (root: string, other: string) =>
      other !== root && (other === '' || root.startsWith(`${other}/`));
    const outer = others.filter((root) => !others.some((other) => within(root, other) && holds(other)));
    if (!outer.some(holds)) return this.#textTrees(texts);
    const beside = texts.filter((text) => !outer.some((root) => within(text, root)));
    for (const { path } of beside.flatMap((root) => [...(this.#roots.get(root)?.values() ?? [])]))
      this.note(path, { id: 'input/text-beside', args: {} });
    return outer.map((root) =>
      this.#tree(
        root,
        this.#withTexts(
          root,
          texts.filter((text) => within(text, root)),
        ),
      ),
    );
  }

  /** What somebody collected by hand may lie in several folders. */
  #withTexts(root: string, texts: readonly string[]): ReadonlyMap<string, Kept> | undefined {
    const own = this.#roots.get(root);
    if ([...(this.#layouts.get(root) ?? [])].some((layout) => layout !== 'loose')) return own;
    const more = texts.flatMap((text) => [...(this.#roots.get(text)?.values() ?? [])]);
    const from = root === '' ? 0 : root.length + 1;
    return new Map([
      ...(own ?? []),
      ...more.map((one) => [one.path.slice(from), { ...one, inner: one.path.slice(from) }] as const),
    ]);
  }

  /** Numbered folders of somebody's own, with copies of /proc in each: every one is a root. */
  #disown(): void {
    for (const [root, kept] of [...this.#roots]) {
      if (!this.#layouts.get(root)?.has('dropcause') || isCollected(kept.keys())) continue;
      this.#roots.delete(root);
      this.#layouts.delete(root);
      for (const one of kept.values()) {
        const [number = ''] = one.inner.split('/', 1);
        const claim: Claim = {
          ...one.claim,
          root: root === '' ? number : `${root}/${number}`,
          layout: 'loose',
        };
        this.seen(claim);
        this.keep({ ...one, claim, inner: one.inner.slice(number.length + 1) });
      }
    }
  }

  /** Folders of texts are one capture, unless the same was asked in two of them. */
  #textTrees(roots: readonly string[]): Tree[] {
    const folders = roots.map((root) => [...(this.#roots.get(root)?.values() ?? [])]);
    const asked = folders.flatMap(originsOf);
    if (new Set(asked).size < asked.length)
      return roots.map((root) => this.#tree(root, this.#roots.get(root)));
    const kept = new Map(folders.flat().map((one) => [one.path, { ...one, inner: one.path }]));
    return kept.size > 0 ? [this.#tree('', kept)] : [];
  }

  #byContentOnly(root: string): boolean {
    const kept = [...(this.#roots.get(root)?.values() ?? [])];
    return kept.length > 0 && kept.every(({ claim }) => claim.byContent === true);
  }

  #tree(root: string, kept: ReadonlyMap<string, Kept> = new Map()): Tree {
    return {
      root,
      claimedBy: this.#layouts.get(root) ?? new Set(),
      kept,
      links: this.#linksOf(root),
      path: (inner) => (root === '' ? inner : `${root}/${inner}`),
      wanted: this.wanted,
      note: (path, message, damaged) => this.note(path, message, damaged),
    };
  }

  #linksOf(root: string): Links {
    const from = root === '' ? '' : `${root}/`;
    const own = new Map<string, string>();
    for (const [path, target] of this.#links)
      if (path.startsWith(from)) own.set(path.slice(from.length), target);
    return new Links(own, this.budget.limits.links);
  }
}
