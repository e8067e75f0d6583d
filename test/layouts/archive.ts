import { pack } from 'tar-stream';

/** What an archive holds, by path: text, or where a symbolic link leads. */
export type Contents = Map<string, string | { link: string }>;

export async function tarOf(contents: Contents): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of contents) {
    if (typeof content === 'string') tar.entry({ name }, content);
    else tar.entry({ name, type: 'symlink', linkname: content.link });
  }
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
