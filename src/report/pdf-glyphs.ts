import type { PDFDocument } from '@cantoo/pdf-lib';
import { PDFDict, PDFName, PDFRawStream, PDFRef } from '@cantoo/pdf-lib';

const charProcs = PDFName.of('CharProcs');

/**
 * Chromium makes many Type 3 fonts of one variable font, each with glyphs of its own (ISO 32000-1, 9.6.5): glyphs that
 * are drawn alike are kept once, and a report in Chinese is half as large.
 */
export function shareGlyphs({ context }: PDFDocument): void {
  const first = new Map<string, PDFRef>();
  const spare = new Set<PDFRef>();
  for (const [, font] of context.enumerateIndirectObjects()) {
    const glyphs = font instanceof PDFDict ? font.lookupMaybe(charProcs, PDFDict) : undefined;
    for (const [name, reference] of glyphs?.entries() ?? []) {
      const glyph = context.lookup(reference);
      if (!(reference instanceof PDFRef) || !(glyph instanceof PDFRawStream)) continue;
      const drawing = `${glyph.dict.toString()} ${Buffer.from(glyph.contents).toString('latin1')}`;
      const known = first.get(drawing);
      if (!known) first.set(drawing, reference);
      else if (known !== reference) {
        glyphs?.set(name, known);
        spare.add(reference);
      }
    }
  }
  for (const reference of spare) context.delete(reference);
}
