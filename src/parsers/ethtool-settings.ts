/** `ethtool` with each of its letters that asks for settings. Labels are kept as printed, so that new ones need no code. */
import type { CapturedFile, Line } from '../model.ts';
import type { Flag } from './ethtool.ts';
import { deviceOf, flag, labelled, settingsOf } from './ethtool.ts';
import type { Told } from './identity.ts';
import type { Reading } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** `ethtool -i`: a value may be empty ('firmware-version:') and counts as absent. */
export interface EthtoolDriver {
  device: string;
  driver: string | undefined;
  version: string | undefined;
  firmware: string | undefined;
  /** PCI address, 'usb-0000:00:14.0-1', a VMBus GUID; undefined for virtual devices. */
  bus: string | undefined;
  fields: Map<string, Told>;
  line: Line;
}

export const ethtoolDriver = defineParser<EthtoolDriver>({
  name: 'ethtool -i',
  reads: /^ethtool (?:-i|--driver)\b/,
  parse(file) {
    const fields = settingsOf(file);
    const driver = fields.get('driver');
    const first = driver ?? [...fields.values()][0];
    if (!first || !(driver ?? fields.get('version') ?? fields.get('bus-info'))) return undefined;
    const text = (label: string) => fields.get(label)?.value;
    return {
      device: deviceOf(file),
      driver: driver?.value,
      version: text('version'),
      firmware: text('firmware-version'),
      bus: text('bus-info'),
      fields,
      line: first.line,
    };
  },
});

/** What the hardware allows and what is in force, by label: 'RX', 'TX', 'RX Mini', 'Combined'. 'n/a' is absent. */
export interface EthtoolLimits {
  device: string;
  maximum: Map<string, Reading>;
  current: Map<string, Reading>;
}

/** 'Pre-set maximums:' and 'Current hardware settings:' hold the same labels. */
function limitsOf(file: CapturedFile): EthtoolLimits | undefined {
  const limits: EthtoolLimits = { device: deviceOf(file), maximum: new Map(), current: new Map() };
  let section: Map<string, Reading> | undefined;
  for (const line of file.lines) {
    const found = labelled(line);
    if (!found) continue;
    if (/^pre-set maximums$/i.test(found.label)) section = limits.maximum;
    else if (/^current hardware settings$/i.test(found.label)) section = limits.current;
    const value = integer(found.value);
    if (section && value !== undefined) section.set(found.label, { value, line });
  }
  return limits.maximum.size + limits.current.size > 0 ? limits : undefined;
}

/** Descriptors per ring. */
export const ethtoolRings = defineParser<EthtoolLimits>({
  name: 'ethtool -g',
  reads: /^ethtool (?:-g|--show-ring)\b/,
  parse: limitsOf,
});

/** Queues. */
export const ethtoolChannels = defineParser<EthtoolLimits>({
  name: 'ethtool -l',
  reads: /^ethtool (?:-l|--show-channels)\b/,
  parse: limitsOf,
});

export interface Offload extends Flag {
  /** The driver does not let it be changed. */
  fixed: boolean;
  /** It was asked for and another feature or the hardware keeps it from being so. */
  requested: boolean | undefined;
}

export interface EthtoolOffloads {
  device: string;
  /** By name: 'generic-receive-offload', 'tx-checksum-ipv4'. */
  features: Map<string, Offload>;
}

export const ethtoolOffloads = defineParser<EthtoolOffloads>({
  name: 'ethtool -k',
  reads: /^ethtool (?:-k|--show-features|--show-offload)\b/,
  parse(file) {
    const features = new Map<string, Offload>();
    for (const line of file.lines) {
      const found = labelled(line);
      const state = flag(found);
      if (!found || !state) continue;
      const wanted = /\[requested (on|off)\]/.exec(found.value)?.[1];
      const requested = wanted === undefined ? undefined : wanted === 'on';
      features.set(found.label, {
        value: state.value,
        line,
        fixed: found.value.includes('[fixed]'),
        requested,
      });
    }
    return features.size > 0 ? { device: deviceOf(file), features } : undefined;
  },
});

/** `ethtool -c`. */
export interface EthtoolCoalesce {
  device: string;
  adaptiveRx: Flag | undefined;
  adaptiveTx: Flag | undefined;
  /** By label: 'rx-usecs', 'rx-frames'; 'n/a' is absent. */
  settings: Map<string, Reading>;
}

export const ethtoolCoalesce = defineParser<EthtoolCoalesce>({
  name: 'ethtool -c',
  reads: /^ethtool (?:-c|--show-coalesce)\b/,
  parse(file) {
    const coalesce: EthtoolCoalesce = {
      device: deviceOf(file),
      adaptiveRx: undefined,
      adaptiveTx: undefined,
      settings: new Map(),
    };
    for (const line of file.lines) {
      // Two settings share this line.
      const adaptive = /^Adaptive RX:\s*(\S+)\s+TX:\s*(\S+)/.exec(line.text.trim());
      if (adaptive) {
        coalesce.adaptiveRx = flag({ value: adaptive[1] ?? '', line });
        coalesce.adaptiveTx = flag({ value: adaptive[2] ?? '', line });
      }
      const found = labelled(line);
      const value = integer(found?.value);
      if (found && value !== undefined) coalesce.settings.set(found.label, { value, line });
    }
    return coalesce.settings.size > 0 || coalesce.adaptiveRx ? coalesce : undefined;
  },
});

/** `ethtool -a`: 802.3x flow control. `negotiated`: what both ends agreed on, printed by new versions. */
export interface EthtoolPause {
  device: string;
  autonegotiate: Flag | undefined;
  rx: Flag | undefined;
  tx: Flag | undefined;
  negotiatedRx: Flag | undefined;
  negotiatedTx: Flag | undefined;
}

export const ethtoolPause = defineParser<EthtoolPause>({
  name: 'ethtool -a',
  reads: /^ethtool (?:-I )?(?:-a|--show-pause)\b/,
  parse(file) {
    const settings = settingsOf(file);
    const told = (label: string) => flag(settings.get(label));
    const [rx, tx, autonegotiate] = [told('RX'), told('TX'), told('Autonegotiate')];
    if (!(rx ?? tx ?? autonegotiate)) return undefined;
    const negotiatedRx = told('RX negotiated');
    return {
      device: deviceOf(file),
      autonegotiate,
      rx,
      tx,
      negotiatedRx,
      negotiatedTx: told('TX negotiated'),
    };
  },
});
