import type { Evidence, Line, Message, MessageArgument } from '../model.ts';

/** A message of the comparison's texts. */
export function say(key: string, args: Record<string, MessageArgument>): Message {
  return { id: `comparison/${key}`, args };
}

/** Quotes a line as evidence. */
export function cite(line: Line, meaning: Message): Evidence {
  return { path: line.file.path, line: line.number, excerpt: line.text, meaning };
}
