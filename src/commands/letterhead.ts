import { readFile } from 'node:fs/promises';
import type { Letterhead } from '../report/page.ts';
import { Failure } from './failure.ts';

export interface LetterheadOptions {
  title?: string;
  ticket?: string;
  author?: string;
  /** Path of a PNG or JPEG. */
  logo?: string;
}

/** A logo stands in every copy of the report. In bytes. */
const maxLogo = 256 * 1024;

/** What people put on a report, with the logo as a data: URL. */
export async function letterheadOf({ title, ticket, author, logo }: LetterheadOptions): Promise<Letterhead> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(author === undefined ? {} : { author }),
    ...(logo === undefined ? {} : { logo: await dataUrl(logo) }),
  };
}

async function dataUrl(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => {
    throw new Failure(`the logo ${path} cannot be read`);
  });
  const type = bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
    ? 'png'
    : bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
      ? 'jpeg'
      : undefined;
  if (type === undefined) throw new Failure(`the logo ${path} is neither PNG nor JPEG`);
  if (bytes.length > maxLogo) throw new Failure(`the logo ${path} is larger than 256 KiB`);
  return `data:image/${type};base64,${bytes.toString('base64')}`;
}
