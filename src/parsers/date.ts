import type { Line } from '../model.ts';
import { defineParser } from './parser.ts';

/** The host's clock as a command told it. */
export interface ClockReading {
  /** Local time, milliseconds, as if it were UTC. */
  local: number;
  /** Offset from UTC in minutes, east positive; undefined where the zone's abbreviation has several meanings. */
  utcOffset?: number;
  /** Milliseconds since the epoch: local minus offset, where that is known. */
  wall?: number;
  /** As printed: 'CEST', '+0200'. */
  zone?: string;
  line: Line;
}

/**
 * Minutes east of UTC of abbreviations that mean one thing, or nearly always do. CST (China or America) and IST (India,
 * Israel or Ireland) do not.
 */
const zones = new Map<string, number>(
  Object.entries({
    ...{
      UTC: 0,
      GMT: 0,
      Z: 0,
      WET: 0,
      WEST: 60,
      BST: 60,
      CET: 60,
      CEST: 120,
      EET: 120,
      EEST: 180,
      SAST: 120,
      MSK: 180,
    },
    ...{
      PKT: 300,
      WIB: 420,
      HKT: 480,
      SGT: 480,
      AWST: 480,
      JST: 540,
      KST: 540,
      AEST: 600,
      AEDT: 660,
      NZST: 720,
      NZDT: 780,
    },
    ...{
      EST: -300,
      EDT: -240,
      CDT: -300,
      MST: -420,
      MDT: -360,
      PST: -480,
      PDT: -420,
      AKST: -540,
      HST: -600,
      BRT: -180,
    },
  }),
);
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** '+0200', '+02:00', '+08', 'CEST'. */
function offsetOf(zone: string): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (hours !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return zones.get(zone);
}

type Parts = [year: number, month: number, day: number, time: string, half: string | undefined];

/** The forms that date(1) prints by locale, and -R, -I, --rfc-3339; the month counts from 0. */
function partsOf(text: string): Parts | undefined {
  const time = /(?<!\d)(\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?)(?:\s?(AM|PM))?/i.exec(text);
  if (!time) return undefined;
  const half = time[2] ?? (text.includes('下午') ? 'PM' : text.includes('上午') ? 'AM' : undefined);
  const iso =
    /\b(\d{4})-(\d{2})-(\d{2})[T ]/.exec(text) ?? /(\d{4})年\s{0,3}(\d{1,2})月\s{0,3}(\d{1,2})日/.exec(text);
  if (iso) return [Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), time[1] ?? '', half];
  const words = text.replace(/[.,]/g, ' ').toLowerCase().split(/\s+/);
  const month = words.map((word) => months.indexOf(word.slice(0, 3))).find((index) => index >= 0);
  const day = words.find((word) => /^\d{1,2}$/.test(word));
  const year = words.find((word) => /^(19|20)\d{2}$/.test(word));
  if (month === undefined || day === undefined || year === undefined) return undefined;
  return [Number(year), month, Number(day), time[1] ?? '', half];
}

function localOf([year, month, day, time, half]: Parts): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(',', '.').split(':').map(Number);
  const hour = half === undefined ? hours : (hours % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  return Date.UTC(year, month, day, hour, minutes) + Math.floor(seconds * 1000);
}

/** One line of date(1), in any of its forms; undefined for another text. */
function readDate(line: Line, utc = false): ClockReading | undefined {
  const text = line.text.trim().slice(0, 200);
  const epoch = /^(1\d{9})(\.\d{1,9})?$/.exec(text);
  if (epoch) {
    const wall = Math.floor(Number(epoch[0]) * 1000);
    return { local: wall, wall, utcOffset: 0, line };
  }
  const parts = partsOf(text);
  if (!parts) return undefined;
  const local = localOf(parts);
  const named = /(?:\s|:\d{2}(?:[.,]\d{1,9})?)([+-]\d{2}:?(?:\d{2})?|Z)(?:\s|$)/.exec(text)?.[1];
  const zone = named ?? text.split(/\s+/).find((word) => /^[A-Z]{3,5}$/.test(word));
  const utcOffset = zone === undefined ? (utc ? 0 : undefined) : offsetOf(zone);
  return {
    local,
    ...(utcOffset === undefined ? {} : { utcOffset, wall: local - utcOffset * 60_000 }),
    ...(zone === undefined ? {} : { zone }),
    line,
  };
}

/** `date`, `date --utc`, `date -R` and the like. */
export const date = defineParser<ClockReading>({
  name: 'date',
  reads: /^date( .*)?$/,
  parse(file) {
    const utc = / (-u|--utc|--universal)\b/.test(file.origin);
    for (const line of file.lines) {
      const reading = readDate(line, utc);
      if (reading) return reading;
    }
    return undefined;
  },
});

/** `timedatectl`: 'Universal time: Sat 2026-11-21 01:02:20 UTC', 'Time zone: Asia/Shanghai (CST, +0800)'. */
export const timedatectl = defineParser<ClockReading>({
  name: 'timedatectl',
  reads: /^timedatectl( .*)?$/,
  parse(file) {
    let universal: ClockReading | undefined;
    for (const line of file.lines) {
      if (/^\s*Universal time:/.test(line.text)) universal = readDate(line, true);
      const zone = /^\s*Time ?zone: .*\((\w{1,6}), ([+-]\d{4})\)/.exec(line.text);
      const utcOffset = offsetOf(zone?.[2] ?? '');
      if (universal?.wall === undefined || utcOffset === undefined) continue;
      return { ...universal, local: universal.wall + utcOffset * 60_000, utcOffset, zone: zone?.[1] ?? '' };
    }
    return universal;
  },
});
