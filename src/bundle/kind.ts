import { blockSize, isMarked, tarHeader } from './tar-header.ts';

export type Compression = 'gzip' | 'xz' | 'bzip2' | 'zstd';
/** What the first bytes say; 'other' is anything that is no container. */
export type Kind = Compression | 'tar' | 'zip' | 'encrypted' | 'unsupported' | 'other';

/** Bytes that `kindOf` needs to see, where there are so many. */
export const headBytes = blockSize;

const magics: [Kind, readonly number[]][] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  // 7z, rar, lzip, compress(1), cpio (new ASCII): named, so that the sender can be asked for another form.
  ['unsupported', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['unsupported', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['unsupported', [0x4c, 0x5a, 0x49, 0x50]],
  ['unsupported', [0x1f, 0x9d]],
  ['unsupported', [0x30, 0x37, 0x30, 0x37, 0x30, 0x31]],
];

/** What follows 'BZh9': the first block, or the end of an empty stream. */
const bzip2Marks = [
  [0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
  [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
];

const startsWith = (head: Uint8Array, magic: readonly number[], at = 0) =>
  magic.every((byte, i) => head[at + i] === byte);
const ascii = (bytes: Uint8Array, length: number) => String.fromCharCode(...bytes.subarray(0, length));

/** Tells a container by its content, never by its name. */
export function kindOf(head: Uint8Array): Kind {
  for (const [kind, magic] of magics) if (startsWith(head, magic)) return kind;
  if (/^BZh[1-9]/.test(ascii(head, 4)) && bzip2Marks.some((mark) => startsWith(head, mark, 4)))
    return 'bzip2';
  // A skippable zstd frame may come first (RFC 8878, section 3.1.2).
  if (head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18 && ((head[0] ?? 0) & 0xf0) === 0x50)
    return 'zstd';
  if (isEncrypted(head)) return 'encrypted';
  // A first header that is damaged costs its entry, not the archive.
  return tarHeader(head) || isMarked(head) ? 'tar' : 'other';
}

/**
 * OpenPGP (RFC 9580): ASCII armour, or a first packet that is a session key (tag 1 or 3) whose version follows where
 * it must: 3 after the length of a public-key one, 4 to 6 after that of a passphrase one.
 */
function isEncrypted(head: Uint8Array): boolean {
  if (ascii(head, 27) === '-----BEGIN PGP MESSAGE-----') return true;
  const first = head[0] ?? 0;
  if ((first & 0x80) === 0) return false;
  const newFormat = (first & 0x40) !== 0;
  const tag = newFormat ? first & 0x3f : (first >> 2) & 0x0f;
  const lengthBytes = newFormat
    ? (head[1] ?? 0) < 192
      ? 1
      : (head[1] ?? 0) < 224
        ? 2
        : 5
    : [1, 2, 4, 0][first & 3];
  const version = head[1 + (lengthBytes ?? 0)] ?? 0;
  return (tag === 1 && (version === 3 || version === 6)) || (tag === 3 && version >= 4 && version <= 6);
}

export const isCompression = (kind: Kind): kind is Compression =>
  kind === 'gzip' || kind === 'xz' || kind === 'bzip2' || kind === 'zstd';
