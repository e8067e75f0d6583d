/** English texts about the input: what was wrong with the bundle, and why something is absent from it. */
export const inputTexts = {
  // notes
  'cut-off': 'the archive ends too early, after {position:bytes}: what stands before is used',
  'cut-off-compressed': 'the compressed data end too early: what stands before is used',
  corrupt: 'the compressed data are damaged ({error}): what stands before is used',
  'entry-cut-off': 'cut off: what stands before is used',
  unreadable: 'could not be read: {error}',
  'over-limit': 'limit {limit} ({allowed}) reached: what was read until then is used',
  'tar-bad-header': '{bytes:bytes} in the archive are no valid entry[[; reading went on at {path}]]',
  'tar-long-name': 'an entry with a name of {bytes:bytes} was left out',
  'tar-sparse': 'sparse file: its holes are left out',
  'container-encrypted': 'encrypted, not read: ask the sender for it unencrypted',
  'container-unsupported': 'an archive of a kind that cannot be read',
  'zip-method': 'an entry compressed in a way that cannot be read (method {method})',
  'path-leaves-archive': 'an entry whose path leads out of the archive was left out',
  'duplicate-entry': 'stands in the archive more than once: the last one is used, as when it is unpacked',
  'link-leads-nowhere': 'a link to something that is not in the archive',
  'long-lines': '{lines} lines are longer than {bytes:bytes}: only their beginning was searched',
  'hits-left-out':
    '{lines} matching lines in the middle of this log were left out; first and newest are used',
  'more-notes': 'more notes of this kind were left out',
  // reasons of absences
  'reason-not-found': 'the host does not have it: "{text}"',
  'reason-denied': 'no permission: "{text}"',
  'reason-not-supported': 'the device or the kernel does not support it: "{text}"',
  'reason-timeout': 'it did not end in time: "{text}"',
} as const;
