/** Characters that no shell gives a meaning to. */
const plain = /^[\w@%+=:,./-]+$/;

/** A word as a POSIX shell must read it: names and addresses come from the input, and end in commands for root. */
export function quote(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A shell line: interpolated values are quoted, so that sh`ip link show dev ${name}` is safe for any name. */
export function sh(parts: TemplateStringsArray, ...words: readonly (string | number | bigint)[]): string {
  return parts.reduce((line, part, i) => `${line}${quote(String(words[i - 1] ?? ''))}${part}`);
}

/** The command as it is run for a network namespace; '' is the host's own. */
export function inNamespace(netns: string, command: string): string {
  return netns === '' ? command : sh`ip netns exec ${netns} ` + command;
}
