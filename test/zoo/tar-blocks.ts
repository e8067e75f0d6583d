/** Parts of hostile tar archives. */
import { tar, tarEntry, tarHeader } from '../bundle/archives.ts';
import { intact } from './specimen.ts';

const MiB = 1024 * 1024;

/** The header with the checksum that it must have. */
export function summed(block: Uint8Array): Uint8Array {
  const sum = block.reduce((total, one, at) => total + (at >= 148 && at < 156 ? 0x20 : one), 0);
  block.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return block;
}

/** A header with these bytes as its size. */
export function sized(path: string, size: readonly number[]): Uint8Array {
  const block = tarHeader({ path });
  block.set(size, 124);
  return summed(block);
}

/** An entry of 8 TiB, of which some MiB come. */
export function* claiming(path: string, given: number): Generator<Uint8Array> {
  yield tarEntry(intact);
  yield tarHeader({ path, size: 8 * 2 ** 40 });
  for (let i = 0; i < given; i++) yield new Uint8Array(MiB).fill(0x41);
}

/** A name of 300 MB before a harmless entry. */
export function* longName(type: string): Generator<Uint8Array> {
  const chunk = new Uint8Array(MiB).fill(0x61);
  yield tarHeader({ path: '././@LongLink', type, size: 300 * MiB });
  for (let i = 0; i < 300; i++) yield chunk;
  yield tar(intact);
}

export function* manyEntries(thousands: number): Generator<Uint8Array> {
  yield tarEntry(intact);
  const thousand = Array.from({ length: 1000 }, (_, i) => tarHeader({ path: `host/empty/${i}` }));
  for (let i = 0; i < thousands; i++) yield Buffer.concat(thousand);
  yield new Uint8Array(1024);
}

/** Type S, with a thousand further blocks of its map. */
export function oldSparse(): Uint8Array {
  const block = tarHeader({ path: 'host/proc/net/netstat', type: 'S', magic: 'gnu', size: 0 });
  block[482] = 1;
  const more = new Uint8Array(512);
  more[504] = 1;
  return Buffer.concat([summed(block), ...Array.from({ length: 1000 }, () => more), new Uint8Array(512)]);
}
