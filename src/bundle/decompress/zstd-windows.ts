import { CorruptData } from './corrupt-data.ts';

/** What zstd itself takes without being told to (windowLog 27); `zstd --ultra -22` makes no larger one. */
const maxWindow = 128 * 1024 * 1024;
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

interface Header {
  bytes: number;
  window: number;
  checksum: boolean;
}

/**
 * Walks the frames of zstd data (RFC 8878, 3.1.1) beside the decompressor, for the one number that it believes without
 * a limit: how much memory a frame asks for. Thirty bytes can ask for two gigabytes.
 */
export class ZstdWindows {
  #begun = new Uint8Array(0);
  #pass = 0;
  #at: 'frame' | 'block' | 'lost' = 'frame';
  #checksum = false;

  /** @throws CorruptData when a frame that begins here asks for more than 128 MiB */
  check(piece: Uint8Array): void {
    const bytes = this.#begun.length > 0 ? Buffer.concat([this.#begun, piece]) : piece;
    let at = 0;
    while (this.#at !== 'lost') {
      const passed = Math.min(this.#pass, bytes.length - at);
      at += passed;
      this.#pass -= passed;
      const rest = bytes.subarray(at);
      const used = this.#at === 'frame' ? this.#frame(rest) : this.#block(rest);
      if (used === 0) break;
      at += used;
    }
    this.#begun = this.#at === 'lost' ? new Uint8Array(0) : bytes.slice(at);
  }

  /** Number of bytes that were used; 0 when it takes more to tell. */
  #frame(bytes: Uint8Array): number {
    if (bytes.length < 8) return 0;
    const magic = word(bytes, 0);
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) {
      this.#pass = word(bytes, 4);
      return 8;
    }
    // What is no frame stops the decompressor too.
    if (magic !== frameMagic) this.#at = 'lost';
    const header = magic === frameMagic ? frameHeader(bytes) : undefined;
    if (!header) return 0;
    if (header.window > maxWindow)
      throw new CorruptData(`a window of ${Math.ceil(header.window / 2 ** 20)} MiB`, false);
    this.#at = 'block';
    this.#checksum = header.checksum;
    return header.bytes;
  }

  #block(bytes: Uint8Array): number {
    if (bytes.length < 3) return 0;
    const [low = 0, middle = 0, high = 0] = bytes;
    const isRun = ((low >> 1) & 3) === 1;
    this.#pass = isRun ? 1 : (low >> 3) | (middle << 5) | (high << 13);
    if (low & 1) {
      this.#pass += this.#checksum ? 4 : 0;
      this.#at = 'frame';
    }
    return 3;
  }
}

/** Undefined when it has not all come yet. */
function frameHeader(bytes: Uint8Array): Header | undefined {
  const flags = bytes[4] ?? 0;
  const single = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  const content = [single ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const contentAt = (single ? 5 : 6) + dictionary;
  const length = contentAt + content;
  if (bytes.length < length) return undefined;
  const descriptor = bytes[5] ?? 0;
  const base = 2 ** (10 + (descriptor >> 3));
  let size = content === 2 ? 256 : 0;
  for (let i = 0; i < content; i++) size += (bytes[contentAt + i] ?? 0) * 2 ** (8 * i);
  return {
    bytes: length,
    window: single ? size : base + (base / 8) * (descriptor & 7),
    checksum: (flags & 4) !== 0,
  };
}

const word = (bytes: Uint8Array, at: number) =>
  ((bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)) >>>
  0;
