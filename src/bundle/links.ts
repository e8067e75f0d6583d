/** Symbolic and hard links of one root, followed on paper only: nothing outside the root can be reached. */
export class Links {
  readonly #targets: ReadonlyMap<string, string>;
  readonly #limit: number;

  /** @param targets By path below the root; a target that starts with a slash starts at the root. */
  constructor(targets: ReadonlyMap<string, string>, limit: number) {
    this.#targets = targets;
    this.#limit = limit;
  }

  /** Paths of the links themselves. */
  paths(): IterableIterator<string> {
    return this.#targets.keys();
  }

  /** Where a path really lies; undefined when it leaves the root or never ends. */
  resolve(path: string): string | undefined {
    const done: string[] = [];
    const left = path.split('/');
    for (let followed = 0; left.length > 0; ) {
      const step = left.shift();
      if (step === undefined || step === '' || step === '.') continue;
      if (step === '..') {
        if (done.pop() === undefined) return undefined;
        continue;
      }
      const target = this.#targets.get([...done, step].join('/'));
      if (target === undefined) done.push(step);
      else {
        followed += 1;
        if (followed > this.#limit || left.length > 4096) return undefined;
        if (target.startsWith('/')) done.length = 0;
        left.unshift(...target.split('/'));
      }
    }
    return done.join('/');
  }
}
