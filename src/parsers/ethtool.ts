/**
 * Settings as `ethtool` prints them: 'label: value' lines below a title. The title tells the device; sosreports and
 * supportconfigs tell it in the command as well. Labels differ by ethtool's version and are kept as printed.
 * Source: ethtool.c and netlink/*.c of ethtool 2.6.33 to 6.7.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Told } from './identity.ts';

/** 'on' or 'off' of a device, and the line that tells it. */
export interface Flag {
  value: boolean;
  line: Line;
}

const title =
  /^(?:Settings|Features|Offload parameters|Ring parameters|Channel parameters|Coalesce parameters|Pause parameters|EEE settings|EEE Settings|FEC parameters|Private flags)\s+for\s+(\S+):?\s*$/;

/** The device of 'ethtool -g eth0', or of the title; '' when neither tells it. */
export function deviceOf(file: CapturedFile): string {
  const asked = /^ethtool(?:\s+-\S+)*\s+([^-\s]\S*)$/.exec(file.origin)?.[1];
  if (asked !== undefined) return asked;
  for (const line of file.lines) {
    const told = title.exec(line.text.trim())?.[1];
    if (told !== undefined) return told.replace(/:$/, '');
  }
  return '';
}

/** One 'label: value' line. `indent` counts blanks and tabs before the label. */
export interface Labelled extends Told {
  label: string;
  indent: number;
}

/** Splits at the first colon; undefined for titles, errors of ethtool and blank lines. */
export function labelled(line: Line): Labelled | undefined {
  const trimmed = line.text.trim();
  const at = trimmed.indexOf(':');
  if (at <= 0 || title.test(trimmed) || isRefusal(trimmed)) return undefined;
  const indent = line.text.length - line.text.trimStart().length;
  return { label: trimmed.slice(0, at).trim(), value: trimmed.slice(at + 1).trim(), indent, line };
}

/** ethtool's complaints stand among its output: 'Cannot get device ring settings: Operation not supported'. */
export function isRefusal(text: string): boolean {
  return /^(?:Cannot (?:get|set)|netlink error|No data available|no stats available|Operation not supported|ethtool: |Usage: )/i.test(
    text,
  );
}

/** All 'label: value' lines of a file that have a value, by label; the first of equal labels wins. */
export function settingsOf(file: CapturedFile): Map<string, Told> {
  const settings = new Map<string, Told>();
  for (const line of file.lines) {
    const found = labelled(line);
    if (found && found.value !== '' && !settings.has(found.label)) {
      settings.set(found.label, { value: found.value, line });
    }
  }
  return settings;
}

/** 'on', 'yes', 'enabled' are true, 'off', 'no', 'disabled' are false; anything else is undefined. */
export function flag(told: Told | undefined): Flag | undefined {
  const word = told?.value.split(/[\s(]/, 1)[0]?.toLowerCase() ?? '';
  if (!told) return undefined;
  if (['on', 'yes', 'enabled', 'true'].includes(word)) return { value: true, line: told.line };
  if (['off', 'no', 'disabled', 'false'].includes(word)) return { value: false, line: told.line };
  return undefined;
}
