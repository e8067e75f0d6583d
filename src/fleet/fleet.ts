import type { Certainty, HostIdentity, Layer, Message, Severity, Verdict } from '../model.ts';
import type { ReportWord } from '../texts/report.ts';

/** Many hosts at a glance: what the fleet index shows. Plain data; HTML, CSV and NDJSON are views of it. */
export interface Fleet {
  generator: { name: 'dropcause'; version: string };
  /** Milliseconds since the epoch; SOURCE_DATE_EPOCH fixes it. */
  createdAt: number;
  /** Worst first. */
  hosts: FleetHost[];
  /** What could not be read at all, by path. */
  unreadable: UnreadableBundle[];
}

/** A host of the fleet: the part of its Report that the index needs, small enough for thousands of them. */
export interface FleetHost {
  /** Unique in the fleet and stable between runs; also the stem of its report files. */
  id: string;
  identity: HostIdentity;
  /** Paths of its bundles as they were given, oldest capture first. */
  bundles: string[];
  /** Report files by format, relative to the index. Empty where none could be written. */
  reports: Record<string, string>;
  captures: { label: string; takenAt?: number; bootId?: string }[];
  /** Seconds between the first and the last capture, where known. */
  window?: number;
  /** What its report says of it as a whole: the verdict, and the word for it. */
  standing: { verdict: Verdict; word: ReportWord };
  /** What is no consequence of something else and not `ok`, worst first. `unknown` ones are counted only. */
  findings: FleetFinding[];
  /** How many causes of the catalogue ended with each verdict. */
  verdicts: Record<Verdict, number>;
  /** Drivers of its network devices, without repetition: 'ixgbe', 'virtio_net'. */
  drivers: string[];
  /**
   * Settings that matter for loss, default or not: sysctls by their key, those of devices by driver ('ixgbe ring rx';
   * devices of one driver that differ: '512, 4096'). Absent: not collected.
   */
  settings: Record<string, string>;
  /** Movement of the loss that each capture saw, for the trend: oldest first. */
  trend: FleetTrend[];
  /** Commands whose answers are missing, to send to the customer. */
  ask: string[];
  /** The command ended with 3 for it: part of a bundle was lost. */
  damaged: boolean;
  notes: number;
}

export interface FleetFinding {
  cause: string;
  verdict: Verdict;
  severity: Severity;
  certainty: Certainty;
  layer?: Layer;
  title: Message;
  summary: Message;
  /** Share of the traffic lost (0 to 1) where known. */
  share?: number;
  /** Devices, listeners, rules that it concerns, as people call them; at most five. */
  subjects: string[];
}

export interface FleetTrend {
  /** Milliseconds since the epoch of the capture that ends the interval. */
  at?: number;
  /** Packets lost in the interval, all layers together, each counted once. */
  lost: number;
  /** Packets that the IP layer took in, where known. */
  seen?: number;
}

/** An archive that gave no report, and why. */
export interface UnreadableBundle {
  path: string;
  /** One sentence. */
  reason: string;
  /** 'damaged', 'empty', 'not-a-bundle', 'encrypted', 'crashed', 'too-slow', 'too-large', 'unsupported', 'unreadable'. */
  kind: string;
}
