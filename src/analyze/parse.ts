import type { Capture, CapturedFile, Note, Sample } from '../model.ts';
import type { Fact, Source } from '../parsers/index.ts';
import { readersOf } from '../parsers/index.ts';
import type { Parser, SampleSeed } from '../parsers/parser.ts';

/** What the parsers made of all captures. */
export interface Facts {
  bySource: Map<Source, Fact<unknown>[]>;
  samples: Sample[];
  notes: Note[];
}

/**
 * Runs every parser over every file that it reads. A parser that fails costs one note, never the run.
 * @param sources What shall be known, where that is not everything.
 */
export function parseCaptures(captures: readonly Capture[], sources?: readonly Source[]): Facts {
  const facts: Facts = { bySource: new Map(), samples: [], notes: [] };
  captures.forEach((capture, index) => {
    for (const file of capture.files) parseFile(file, index, sources, facts);
  });
  return facts;
}

function parseFile(
  file: CapturedFile,
  capture: number,
  sources: readonly Source[] | undefined,
  facts: Facts,
): void {
  for (const { source, parser } of readersOf(file.origin)) {
    if (sources && !sources.includes(source)) continue;
    try {
      const notes = new FileNotes(file.path);
      const value = parser.parse(file, (line, message) =>
        notes.add({ path: file.path, line: line.number, message }),
      );
      facts.notes.push(...notes.all());
      if (value === undefined) continue;
      const known = facts.bySource.get(source) ?? [];
      known.push({ value, parser: parser.name, file, netns: file.netns, capture });
      facts.bySource.set(source, known);
      for (const seed of parser.samples?.(value, file) ?? [])
        facts.samples.push(sampleOf(seed, parser, file, capture));
    } catch (error) {
      const message = { id: 'common/parser-failed', args: { parser: parser.name, error: String(error) } };
      facts.notes.push({ path: file.path, message });
    }
  }
}

/** A file that is not what its name says must not bury the report in notes. */
const notesPerFile = 20;

class FileNotes {
  readonly path: string;
  private readonly kept: Note[] = [];
  private more = 0;
  constructor(path: string) {
    this.path = path;
  }
  add(note: Note): void {
    if (this.kept.length < notesPerFile) this.kept.push(note);
    else this.more += 1;
  }
  all(): Note[] {
    if (this.more === 0) return this.kept;
    return [...this.kept, { path: this.path, message: { id: 'common/more-notes', args: { n: this.more } } }];
  }
}

function sampleOf(seed: SampleSeed, parser: Parser<unknown>, file: CapturedFile, capture: number): Sample {
  return {
    name: seed.name,
    source: parser.name,
    kind: seed.kind ?? 'counter',
    scope: { ...seed.scope, netns: file.netns },
    value: seed.value,
    bits: seed.bits ?? 64,
    capture,
    line: seed.line,
    ...(seed.incarnation === undefined ? {} : { incarnation: seed.incarnation }),
    ...(file.takenAt === undefined ? {} : { at: file.takenAt }),
  };
}
