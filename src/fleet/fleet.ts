import type { Certainty, Severity, Verdict } from '../model.ts';

/** A finding of one host, as the index shows and counts it. Only findings that are no `ok` and no `unknown`. */
export interface FleetFinding {
  cause: string;
  verdict: Verdict;
  severity: Severity;
  certainty: Certainty;
  /** In the language of the batch. */
  summary: string;
  /** Share of the traffic lost (0 to 1), where known. */
  share?: number;
  /** Cause id of the root that it is folded under. */
  consequenceOf?: string;
}

/** One capture's state of a host, for the trend: how many problems and suspects, and the worst of them. */
export interface FleetCapture {
  /** Milliseconds since the epoch, where the bundle tells. */
  at?: number;
  label: string;
}

/** One line of the fleet index: what is known about one host after its report was made. */
export interface FleetHost {
  /** Safe as a file name; made of machine id, else of host name and hardware. */
  id: string;
  name: string;
  /** Folder of the first archive, relative to what was given on the command line; '' at the top. */
  folder: string;
  kernel?: string;
  distribution?: string;
  /** Drivers of its network devices, sorted, each once. */
  drivers: string[];
  captures: FleetCapture[];
  /** Seconds between the first and the last capture. */
  window?: number;
  /** Paths of the archives it was read from. */
  archives: string[];
  /** Reports relative to the index, by format: html, pdf, json, md. */
  reports: Record<string, string>;
  /** In the order of the report. */
  findings: FleetFinding[];
  /** Settings worth comparing between hosts (sysctl keys, 'ring rx eth0', 'driver eth0' ...), as text. */
  settings: Record<string, string>;
  /** Counters marked bad that rose in the window: name and scope as text, increase as decimal string. */
  rising: { name: string; scope: string; increase: string; rate?: number; layer?: string }[];
  /** What could not be looked at, as text, and the commands that would bring it. */
  missing: string[];
  collect: string[];
}

/** A path that gave no report, and why. */
export interface FleetFailure {
  path: string;
  reason: string;
  /** What it cost: 'unreadable', 'crashed', 'timeout', 'memory'. */
  kind: string;
}

/** Everything that the index shows. */
export interface Fleet {
  generator: { name: 'dropcause'; version: string };
  /** Milliseconds since the epoch; SOURCE_DATE_EPOCH fixes it. */
  createdAt: number;
  hosts: FleetHost[];
  failures: FleetFailure[];
}
