import type { PDFDocument } from '@cantoo/pdf-lib';
import { decodePDFRawStream, PDFArray, PDFDict, PDFName, PDFRawStream, PDFRef } from '@cantoo/pdf-lib';

const charProcs = PDFName.of('CharProcs');
const fontMatrix = PDFName.of('FontMatrix');

/**
 * Chromium makes many Type 3 fonts of one variable font, each with glyphs of its own (ISO 32000-1, 9.6.5), drawn to
 * the fifth decimal of a thousandth. Glyphs that are drawn alike are kept once, in whole thousandths: a report in
 * Chinese is a third as large.
 */
export function shareGlyphs({ context }: PDFDocument): void {
  const first = new Map<string, PDFRef>();
  const spare = new Set<PDFRef>();
  for (const [, font] of context.enumerateIndirectObjects()) {
    const glyphs = font instanceof PDFDict ? font.lookupMaybe(charProcs, PDFDict) : undefined;
    if (!(font instanceof PDFDict) || !glyphs || !inThousandths(font)) continue;
    for (const [name, reference] of glyphs.entries()) {
      const glyph = context.lookup(reference);
      if (!(reference instanceof PDFRef) || !(glyph instanceof PDFRawStream)) continue;
      const drawing = rounded(glyph);
      const known = first.get(drawing);
      if (!known) {
        first.set(drawing, reference);
        context.assign(reference, context.flateStream(drawing));
      } else if (known !== reference) {
        glyphs.set(name, known);
        spare.add(reference);
      }
    }
  }
  for (const reference of spare) context.delete(reference);
}

/** One unit of the glyphs is a thousandth of their size. */
function inThousandths(font: PDFDict): boolean {
  const matrix = font.lookupMaybe(fontMatrix, PDFArray);
  return matrix !== undefined && Math.abs(Number(matrix.get(0).toString()) - 0.001) < 1e-6;
}

/** The operators of a glyph, with their numbers in whole units. */
function rounded(glyph: PDFRawStream): string {
  const drawing = Buffer.from(decodePDFRawStream(glyph).decode()).toString('latin1');
  return drawing.replace(/-?\d*\.\d+/g, (number) => String(Math.round(Number(number))));
}
