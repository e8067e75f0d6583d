/** A host name, which is a stranger's text, as the beginning of a file's name: nothing hidden, no folder, not long. */
export function stemOf(host: string | undefined): string {
  const safe = (host ?? 'host').replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._-]+/, '');
  return safe.slice(0, 80) || 'host';
}
