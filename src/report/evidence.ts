import { groupBy } from '../group-by.ts';
import type { Evidence, Finding } from '../model.ts';
import { counterKey } from './deltas.ts';
import type { Excerpts, Part } from './excerpts.ts';
import { placeOf } from './excerpts.ts';
import type { View } from './view.ts';

export interface EvidenceView {
  id: string;
  /** 'path:line'. */
  place: string;
  /** The raw line below in the report. */
  href: string | null;
  parts: Part[];
  /** What the line says, in as many sentences as conclusions were drawn from it. */
  meanings: string[];
}

/** Quotes lines for a finding; `prefix` tells its instances' quotes from its own, `known` is said beside them already. */
export type Quote = (evidence: readonly Evidence[], prefix?: string, known?: string) => EvidenceView[];

/** One entry per quoted line, however many things it proves. */
export function quoting(finding: Finding, view: View, excerpts: Excerpts): Quote {
  const claimed = new Set(finding.claims.map(counterKey));
  const title = view.title(finding.cause);
  return (evidence, prefix = '', known = '') => {
    return [...groupBy(evidence, placeOf).values()].flatMap((pieces, index) => {
      const [first] = pieces;
      if (!first) return [];
      const id = `evidence-${finding.cause}-${prefix}${index + 1}`;
      const { href, ...quote } = excerpts.cite(first, { href: `#${id}`, title }, claimed);
      const meanings = new Set(
        pieces
          .filter((piece) => view.say(piece.meaning) !== known)
          .map((piece) => view.sentence(piece.meaning)),
      );
      return [{ id, ...quote, href: href ?? null, meanings: [...meanings] }];
    });
  };
}
