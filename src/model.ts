/** The types that cross folders. Plain data, no behaviour; this file imports nothing. */

/**
 * When something was read. `wall`: milliseconds since the epoch, UTC. `monotonic`: seconds since boot
 * (/proc/uptime); it survives clock steps and is compared only within one boot.
 */
export interface Moment {
  wall?: number;
  monotonic?: number;
}

/** One line of a file in a bundle. Everything we claim points at one of these. */
export interface Line {
  text: string;
  /** 1-based, in the file as it lies in the bundle. */
  number: number;
  file: CapturedFile;
}

/** One file, or one section of a file, of a capture. `origin` does not depend on the kind of archive. */
export interface CapturedFile {
  /** Inside the archive, as the reader of the report will look for it. */
  path: string;
  /** What the host was asked: '/proc/net/softnet_stat', 'ss -ltn', 'ethtool -S eth0' (no path before the command). */
  origin: string;
  /** '' is the host's own namespace; the same namespace under two names has one id. */
  netns: string;
  takenAt?: Moment;
  /** False: the file was searched while it streamed by, or cut; `lines` holds hits (and the first and last line) only. */
  whole: boolean;
  lines: Iterable<Line>;
  /** The bytes as they are, for what is no text (packet captures); not there for files that were searched. */
  bytes?(): Uint8Array;
}

/** How much of a file the parsers want: all of it, or the lines that hold one of the needles. */
export type Wanted = { mode: 'whole' } | { mode: 'search'; needles: readonly string[] };

/** Something that the host was asked and that is not in the bundle, or is there as a failure. */
export interface Absence {
  origin: string;
  netns: string;
  reason: Message;
  path?: string;
}

/** Something the reader should know about the input, never about the host. */
export interface Note {
  path: string;
  line?: number;
  message: Message;
}

export interface HostIdentity {
  name?: string;
  machineId?: string;
  /** `uname -r`. */
  kernel?: string;
  /** PRETTY_NAME of os-release. */
  distribution?: string;
  /** Vendor and product, or hypervisor. */
  hardware?: string;
  /** Offset of the host's clock from UTC, minutes, east positive. */
  utcOffset?: number;
}

/** All files taken from one host at one moment. */
export interface Capture {
  /** Shown to people: the archive's name, and the number where it holds several. */
  label: string;
  host: HostIdentity;
  takenAt?: Moment;
  bootId?: string;
  files: CapturedFile[];
  absences: Absence[];
}

/** What was opened. One archive may hold several captures. */
export interface Bundle {
  name: string;
  layout: 'dropcause' | 'sosreport' | 'supportconfig' | 'loose';
  captures: Capture[];
  notes: Note[];
  /** Something of it was lost (cut off, corrupt, over a limit): what is there is analysed, and the command ends with 3. */
  damaged?: boolean;
}

/**
 * Where a number lives: its identity. The incarnation (ifindex, MAC, inode of the namespace) is an attribute of a
 * sample and not identity: /proc/net/dev has no ifindex, and its change is how a re-created device is noticed.
 */
export interface Scope {
  netns?: string;
  device?: string;
  cpu?: number;
  queue?: string;
  rule?: string;
  socket?: string;
}

/** A number as read once. bigint: 64-bit byte counters exceed 2^53 in the field. */
export interface Sample {
  /** 'TcpExt.ListenOverflows', 'link.rx_dropped', 'softnet.dropped', 'ethtool.rx_missed_errors' ... */
  name: string;
  /** Which reading of the host: '/proc/net/netstat', 'nstat', 'ip -s link'. Deltas never mix sources. */
  source: string;
  kind: 'counter' | 'gauge';
  scope: Scope;
  incarnation?: string;
  value: bigint;
  bits: 32 | 64;
  /** Index into Report.captures. */
  capture: number;
  at?: Moment;
  line: Line;
}

/** Why two neighbouring samples cannot simply be subtracted, or what was decided so that they can. */
export type Gap =
  | 'reboot'
  | 're-created'
  | 'namespace-restarted'
  | 'reloaded'
  | 'reset'
  | 'wrap'
  | 'jitter'
  | 'clock-step';

/** From one sample to the next. */
export interface Step {
  from: Sample;
  to: Sample;
  /** Never negative. After a reset: what was counted since it. */
  increase: bigint;
  bound: 'exact' | 'at-least';
  /** Undefined when the time between the readings is unknown. */
  seconds?: number;
  gap?: Gap;
}

/** How a counter moved over all samples of one source, oldest first. */
export interface Delta {
  name: string;
  source: string;
  kind: 'counter' | 'gauge';
  scope: Scope;
  increase: bigint;
  bound: 'exact' | 'at-least';
  /** Only 'capture' proves that it rises now. 'reset': counted since a reset between captures. 'boot': one sample only. */
  since: 'capture' | 'reset' | 'boot';
  /** Of the window that `increase` covers; for 'boot' the uptime, if known. */
  seconds?: number;
  /** Uptime at the latest sample, seconds, if known: for the average since boot. */
  uptime?: number;
  /** One per pair of neighbouring samples; empty for a single sample. */
  steps: Step[];
  latest: Sample;
  /** Other sources of the same counter and scope: never subtracted from this one. */
  witnesses: Sample[];
}

export interface Evidence {
  path: string;
  line: number;
  excerpt: string;
  meaning: Message;
}

export type MessageArgument = string | number | bigint;

/** Text for people: an id and its arguments, rendered per language when the report is made. */
export interface Message {
  /** 'cause-id/key' for a cause's own texts, 'common/key' for the shared ones. */
  id: string;
  args: Record<string, MessageArgument>;
}

export type Verdict =
  /** Proven to happen now: a bad counter rises between samples, or a limit is reached at the moment of capture. */
  | 'problem'
  /** Non-zero since boot: it did happen, when is unknown (one sample, or a window too short to tell). */
  | 'suspect'
  /** Non-zero since boot, did not move in a window long enough to have seen it. */
  | 'past'
  /** A setting that will bite; nothing lost so far that we can see. */
  | 'risk'
  /** Looked at, healthy, or ruled out. */
  | 'ok'
  /** Could not look: which input is missing, why, and the command that would bring it. */
  | 'unknown';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export type Certainty = 'certain' | 'likely' | 'possible';

/** The packet's path, wire to application, then back out. The order is the order of the catalogue. */
export const layers = [
  'wire',
  'nic',
  'driver',
  'xdp',
  'softirq',
  'tc-ingress',
  'bridge',
  'netfilter',
  'conntrack',
  'ip',
  'udp',
  'tcp-listen',
  'tcp',
  'socket',
  'application',
  'neighbour',
  'qdisc',
  'host',
  'far-side',
] as const;
export type Layer = (typeof layers)[number];

export interface CounterRef {
  name: string;
  scope: Scope;
}

/** One device, listener, rule ... that a finding concerns. */
export interface Instance {
  /** What people call it: 'eth0', '10.0.0.1:443 (nginx, pid 812)'. */
  subject: string;
  scope: Scope;
  verdict: Verdict;
  severity: Severity;
  summary: Message;
  /** Events per second, and share of its denominator (0 to 1), where known: for sorting and the charts. */
  rate?: number;
  share?: number;
  evidence: Evidence[];
}

export interface Remedy {
  when: 'now' | 'persist' | 'investigate';
  what: Message;
  /** Shell lines, computed from this host; no placeholders that the reader must guess. */
  commands: string[];
  verify: string[];
  undo: string[];
  sideEffects?: Message;
  risk: 'none' | 'restart' | 'link-reset' | 'weakens-protection' | 'lockout';
  who: 'admin' | 'network' | 'cloud' | 'application-owner';
}

export interface Finding {
  cause: string;
  verdict: Verdict;
  severity: Severity;
  certainty: Certainty;
  /** One sentence with the number, its rate and its share of the traffic. */
  summary: Message;
  /** Share of the traffic lost (0 to 1) where known: part of the order. */
  share?: number;
  /** Network namespaces in which it was found, the one that speaks first ('': the host's own); not told where only that is. */
  namespaces?: string[];
  /** What decides the verdict as a whole. */
  evidence: Evidence[];
  /** Worst first. */
  instances: Instance[];
  /** Counters that this finding accounts for. */
  claims: CounterRef[];
  remedies: Remedy[];
  /** Look-alikes that this host's data excludes, and why. */
  ruledOut: Message[];
  /** What would make it certain: tests, captures, commands. */
  confirm: Message[];
  /** Cause id: folded under its root in the report. */
  consequenceOf?: string;
}

/** A line of the loss ledger: what one layer of one namespace or device saw and lost. */
export interface LedgerLine {
  direction: 'in' | 'out';
  layer: Layer;
  scope: Scope;
  /** Packets seen and lost in the window between captures; undefined when it could not be read. */
  seen?: bigint;
  lost?: bigint;
  sinceBoot?: { seen?: bigint; lost?: bigint };
  /** Counters that make up `lost`, each counted once. */
  parts: { name: string; value: bigint; evidence: Evidence }[];
  /** True: no counter explains it; two layers' traffic differs. */
  gap?: boolean;
  note?: Message;
}

export interface TimelineEntry {
  at: Moment;
  kind: 'log' | 'counter' | 'setting' | 'capture' | 'reset' | 'history';
  message: Message;
  evidence?: Evidence;
  scope?: Scope;
}

/** One question of a symptom guide, answered from the findings of this host. */
export interface GuideStep {
  question: Message;
  /** 'yes': a problem or suspect. 'no': looked at, and not it. 'unknown': this bundle cannot tell. */
  answer: 'yes' | 'no' | 'unknown';
  /** The finding that answers, what it says, and its first proof. */
  cause?: string;
  because?: Message;
  evidence?: Evidence;
  /** Where the answer is unknown: how to find out. */
  look?: Message;
}

/** A symptom, and the way from it to a cause, walked with the facts of this host. */
export interface WalkedGuide {
  id: string;
  title: Message;
  steps: GuideStep[];
}

/** A setting whose value differs between two captures. */
export interface SettingChange {
  key: string;
  scope: Scope;
  before?: Evidence;
  after?: Evidence;
  from?: string;
  to?: string;
  capture: number;
}

/** A setting in force that differs from what this host's kernel starts with. */
export interface NotableSetting {
  key: string;
  scope: Scope;
  value: string;
  /** The kernel's own default. */
  standard: string;
  evidence: Evidence;
  /** The line that sets it at boot. */
  boot?: Evidence;
}

/** What decides how much this host can take, as the newest captures tell it; whether it is a default or not. */
export interface Tuning {
  /** Sysctls of the host's own namespace that matter for loss: key -> value. Absent: not collected. */
  sysctl: Record<string, string>;
  devices: DeviceTuning[];
}

/** A network device that stands for hardware: no bridge, bond, tunnel or pair. */
export interface DeviceTuning {
  name: string;
  driver?: string;
  /** As ethtool spells them: 'ring rx' -> '512', 'channels combined' -> '8', 'offload generic-receive-offload' -> 'on'. */
  settings: Record<string, string>;
}

export interface CaptureSummary {
  label: string;
  layout: Bundle['layout'];
  takenAt?: Moment;
  bootId?: string;
  uptime?: number;
  files: number;
}

/** How this host compares with another bundle: a healthy twin or the time before a fix, or the other end. */
export interface ComparisonLine {
  kind: 'baseline' | 'peer';
  /** Names the other bundle or host. */
  with: string;
  /** 'cured', 'worse', 'path' ...: see src/counters/baseline.ts and peer.ts. */
  outcome: string;
  message: Message;
  evidence: Evidence[];
}

/** The product. JSON is its dump; HTML, PDF, Markdown and the terminal summary are views of it. */
export interface Report {
  schemaVersion: 1;
  generator: { name: 'dropcause'; version: string };
  /** Milliseconds since the epoch; SOURCE_DATE_EPOCH fixes it. */
  createdAt: number;
  host: HostIdentity;
  captures: CaptureSummary[];
  /** Seconds between the first and the last capture, where known. */
  window?: number;
  findings: Finding[];
  counters: Delta[];
  ledger: LedgerLine[];
  timeline: TimelineEntry[];
  settings: SettingChange[];
  /** As the newest capture that tells them has them. */
  notable: NotableSetting[];
  tuning?: Tuning;
  /** Rising counters marked bad that no finding claims. */
  unexplained: Delta[];
  /** Decisions about series that the reader should know: resets, wraps, clock steps, duplicates. */
  decisions: Message[];
  guides?: WalkedGuide[];
  /** With --baseline and --peer. */
  comparisons?: ComparisonLine[];
  /** What the host was asked in vain, and why: of the newest capture. */
  absences: Absence[];
  notes: Note[];
}
