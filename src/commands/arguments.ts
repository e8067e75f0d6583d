/** What stands behind an option, read and checked. @throws InvalidArgumentError */
import { InvalidArgumentError } from 'commander';
import { formatNames } from './formats.ts';

export function formatList(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(formatNames as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" is none of ${formatNames.join(', ')}.`);
  return [...new Set(names)];
}

export function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > 65535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return Number(text);
}

export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number from 0 on.');
  return Number(text);
}

export function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 on.');
  return Number(text);
}

export function time(text: string): number {
  const wall = Date.parse(text);
  if (Number.isNaN(wall)) throw new InvalidArgumentError('Write it like 2026-01-31T12:00:00Z.');
  return wall;
}
