import type { Message, MessageArgument } from '../model.ts';

/** Looks up the text of a message id; undefined when the language has none. */
export type Dictionary = (id: string) => string | undefined;

const optional = /\[\[(.*?)\]\]/g;
const placeholder = /\{([a-zA-Z]\w*)(?::(\w+))?\}/g;

/** The message as a sentence. A placeholder without argument stays visible as {name}: tests look for it. */
export function renderMessage(message: Message, dictionary: Dictionary): string {
  const text = dictionary(message.id);
  if (text === undefined)
    return `${message.id} ${JSON.stringify(message.args, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`;
  const filled = text.replace(optional, (_, inner: string) => (complete(inner, message) ? inner : ''));
  return filled.replace(placeholder, (whole, name: string, format?: string) => {
    const value = argument(message, name);
    return value === undefined ? whole : formatArgument(value, format, dictionary);
  });
}

function argument(message: Message, name: string): MessageArgument | undefined {
  return Object.hasOwn(message.args, name) ? message.args[name] : undefined;
}

function complete(text: string, message: Message): boolean {
  return [...text.matchAll(placeholder)].every((m) => argument(message, m[1] ?? '') !== undefined);
}

/** Formats: none, `rate` (events per second), `percent` (of a share 0 to 1), `duration` (seconds), `bytes`. */
export function formatArgument(value: MessageArgument, format?: string, dictionary?: Dictionary): string {
  if (typeof value === 'string') return value;
  switch (format) {
    case 'rate':
      return formatRate(Number(value), dictionary);
    case 'percent':
      return formatPercent(Number(value));
    case 'duration':
      return formatDuration(Number(value), dictionary);
    case 'bytes':
      return formatBytes(Number(value));
    default:
      return typeof value === 'bigint' || Number.isInteger(value) ? group(String(value)) : significant(value);
  }
}

/** Thousands apart, from five digits on: 1234, 12,345. */
function group(digits: string): string {
  return digits.length < 5 || digits.includes('.') ? digits : digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function significant(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const short = Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(2);
  return group(
    short.includes('e') ? String(value) : short.includes('.') ? short.replace(/\.?0+$/, '') : short,
  );
}

/** The largest unit of time in which the rate is at least 1. Units that are words come from the dictionary. */
export function formatRate(perSecond: number, dictionary?: Dictionary): string {
  if (perSecond >= 1 || perSecond <= 0) return `${significant(perSecond)}/s`;
  if (perSecond * 60 >= 1) return `${significant(perSecond * 60)}/min`;
  if (perSecond * 3600 >= 1) return `${significant(perSecond * 3600)}/h`;
  return `${significant(perSecond * 86400)}/${dictionary?.('common/day') ?? 'day'}`;
}

/** Shares below one in a million are said so; between 99.9 and 100 % never rounded up to 100. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.0001) return '<0.0001 %';
  if (percent > 99.9 && percent < 100) return '99.9 %';
  if (percent >= 10) return `${percent.toFixed(1).replace(/\.0$/, '')} %`;
  return `${significant(percent)} %`;
}

export function formatDuration(seconds: number, dictionary?: Dictionary): string {
  if (seconds < 120) return `${significant(seconds)} s`;
  if (seconds < 7200) return `${significant(seconds / 60)} min`;
  if (seconds < 172800) return `${significant(seconds / 3600)} h`;
  return `${significant(seconds / 86400)} ${dictionary?.('common/days') ?? 'days'}`;
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1048576) return `${significant(bytes / 1024)} KiB`;
  if (bytes < 1073741824) return `${significant(bytes / 1048576)} MiB`;
  return `${significant(bytes / 1073741824)} GiB`;
}
