import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end which tests were skipped and why; vitest's own reporters only count them. */
export default class Skipped implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const byReason = new Map<string, Set<string>>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const { note } = test.result() as { note?: string };
        // Without a reason: left out by the arguments of this run.
        if (note !== undefined) byReason.set(note, (byReason.get(note) ?? new Set()).add(test.name));
      }
    }
    for (const [reason, names] of byReason) {
      console.log(`Skipped, because ${reason}: ${[...names].join('; ')}`);
    }
  }
}
