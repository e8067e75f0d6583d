/**
 * Headers of a zip archive (PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5), as far as reading from the front needs them.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export const signatures = {
  localFile: 0x04034b50,
  dataDescriptor: 0x08074b50,
  centralDirectory: 0x02014b50,
} as const;

/** Lengths without the signature, which was read before; offsets below count from behind it too. */
export const localFileBytes = 26;
export const centralDirectoryBytes = 42;

export interface LocalFile {
  encrypted: boolean;
  /** 0 stored, 8 deflated. */
  method: number;
  /** Undefined: told after the data only. */
  size: number | undefined;
  compressedSize: number | undefined;
  modified: number;
  nameLength: number;
  extraLength: number;
  /** Sizes after the data have eight bytes each. */
  zip64: boolean;
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function localFile(header: Uint8Array): LocalFile {
  const fields = view(header);
  const flags = fields.getUint16(2, true);
  const later = (flags & 8) !== 0;
  const compressedSize = fields.getUint32(14, true);
  return {
    encrypted: (flags & 1) !== 0,
    method: fields.getUint16(4, true),
    compressedSize: later && compressedSize === 0 ? undefined : compressedSize,
    size: later && compressedSize === 0 ? undefined : fields.getUint32(18, true),
    modified: dosTime(fields.getUint16(6, true), fields.getUint16(8, true)),
    nameLength: fields.getUint16(22, true),
    extraLength: fields.getUint16(24, true),
    zip64: false,
  };
}

/** Sizes that do not fit into four bytes stand in extra field 1 (4.5.3): first the real one, then the compressed one. */
export function withZip64(file: LocalFile, extra: Uint8Array): LocalFile {
  const fields = view(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + fields.getUint16(at + 2, true)) {
    if (fields.getUint16(at, true) !== 1) continue;
    const told =
      fields.getUint16(at + 2, true) >= 16 && at + 20 <= extra.length && file.compressedSize === 0xffffffff;
    if (!told) return { ...file, zip64: true };
    const size = Number(fields.getBigUint64(at + 4, true));
    const compressedSize = Number(fields.getBigUint64(at + 12, true));
    return { ...file, zip64: true, size, compressedSize };
  }
  return file;
}

export interface DirectoryEntry {
  nameLength: number;
  /** Extra field and comment, to be passed over. */
  restLength: number;
  /** A symbolic link of a Unix host: its data are the target. */
  symlink: boolean;
}

export function directoryEntry(header: Uint8Array): DirectoryEntry {
  const fields = view(header);
  const unix = fields.getUint8(1) === 3;
  const mode = fields.getUint32(34, true) >>> 16;
  return {
    nameLength: fields.getUint16(24, true),
    restLength: fields.getUint16(26, true) + fields.getUint16(28, true),
    symlink: unix && (mode & 0o170000) === 0o120000,
  };
}

/** MS-DOS date and time have no zone: read as UTC, in milliseconds. */
function dosTime(time: number, date: number): number {
  const [year, month, day] = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31];
  return Date.UTC(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}
