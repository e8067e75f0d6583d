/** `ethtool` without a letter, and what else it tells about the link: EEE, private flags, the optical module. */
import type { Line } from '../model.ts';
import type { Flag } from './ethtool.ts';
import { deviceOf, flag, labelled, settingsOf } from './ethtool.ts';
import type { Told } from './identity.ts';
import type { Reading } from './parser.ts';
import { defineParser } from './parser.ts';

export interface EthtoolLink {
  device: string;
  /** Mb/s; undefined when unknown, as it is without a link. */
  speed: Reading | undefined;
  duplex: { value: 'Full' | 'Half'; line: Line } | undefined;
  autonegotiation: Flag | undefined;
  linkDetected: Flag | undefined;
  /** What this end can do, offers, and what the other end offers: '1000baseT/Full'. Empty when not printed. */
  supportedModes: string[];
  advertisedModes: string[];
  partnerModes: string[];
  /** Every other label: 'Port', 'Link partner advertised pause frame use', 'SQI'. */
  fields: Map<string, Told>;
}

/** Mode lists go on in lines that hold nothing but modes, aligned below the first. */
function modes(lines: Iterable<Line>, label: string): string[] {
  const found: string[] = [];
  let inside = false;
  for (const line of lines) {
    const text = line.text.trim();
    const at = text.indexOf(':');
    if (at >= 0) inside = text.slice(0, at) === label;
    if (inside)
      found.push(
        ...text
          .slice(at + 1)
          .split(/\s+/)
          .filter((word) => word.includes('base')),
      );
  }
  return found;
}

export const ethtoolLink = defineParser<EthtoolLink>({
  name: 'ethtool',
  reads: /^ethtool(?: [^-\s]\S*)?$/,
  parse(file) {
    const fields = settingsOf(file);
    if (fields.size === 0) return undefined;
    const told = fields.get('Speed');
    const speed = /^(\d{1,9})Mb\/s/.exec(told?.value ?? '')?.[1];
    const duplex = fields.get('Duplex');
    return {
      device: deviceOf(file),
      speed: told && speed !== undefined ? { value: BigInt(speed), line: told.line } : undefined,
      duplex:
        duplex?.value === 'Full' || duplex?.value === 'Half'
          ? { value: duplex.value, line: duplex.line }
          : undefined,
      autonegotiation: flag(fields.get('Auto-negotiation')),
      linkDetected: flag(fields.get('Link detected')),
      supportedModes: modes(file.lines, 'Supported link modes'),
      advertisedModes: modes(file.lines, 'Advertised link modes'),
      partnerModes: modes(file.lines, 'Link partner advertised link modes'),
      fields,
    };
  },
});

/** `ethtool --show-eee`: energy-efficient Ethernet. `active` means that both ends sleep between frames. */
export interface EthtoolEee {
  device: string;
  enabled: Flag | undefined;
  active: Flag | undefined;
  fields: Map<string, Told>;
}

export const ethtoolEee = defineParser<EthtoolEee>({
  name: 'ethtool --show-eee',
  reads: /^ethtool --show-eee\b/,
  parse(file) {
    const fields = settingsOf(file);
    const status = fields.get('EEE status');
    if (!status) return undefined;
    const word = /(?:in)?active$/.exec(status.value)?.[0];
    const active = word === undefined ? undefined : { value: word === 'active', line: status.line };
    return { device: deviceOf(file), enabled: flag(status), active, fields };
  },
});

/** `ethtool --show-priv-flags`: switches that only this driver has. */
export interface EthtoolPrivFlags {
  device: string;
  flags: Map<string, Flag>;
}

export const ethtoolPrivFlags = defineParser<EthtoolPrivFlags>({
  name: 'ethtool --show-priv-flags',
  reads: /^ethtool --show-priv-flags\b/,
  parse(file) {
    const flags = new Map<string, Flag>();
    for (const line of file.lines) {
      const found = labelled(line);
      const state = flag(found);
      if (found && state) flags.set(found.label, state);
    }
    return flags.size > 0 ? { device: deviceOf(file), flags } : undefined;
  },
});

/** `ethtool -m`: the transceiver's identity, its measurements, and which of its alarms are on. */
export interface EthtoolModule {
  device: string;
  fields: Map<string, Told>;
  /** Labels of alarms and warnings that say 'On': 'Laser rx power low alarm'. */
  alarms: Told[];
}

export const ethtoolModule = defineParser<EthtoolModule>({
  name: 'ethtool -m',
  reads: /^ethtool (?:-m|--module-info|--dump-module-eeprom)\b/,
  parse(file) {
    const fields = settingsOf(file);
    if (!fields.has('Identifier')) return undefined;
    const alarms: Told[] = [];
    for (const [label, { value, line }] of fields) {
      if (/(?:alarm|warning)/i.test(label) && value === 'On') alarms.push({ value: label, line });
    }
    return { device: deviceOf(file), fields, alarms };
  },
});
