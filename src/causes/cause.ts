import type { CounterName } from '../counters/names.ts';
import type {
  Certainty,
  CounterRef,
  Delta,
  Evidence,
  Instance,
  Layer,
  Line,
  Message,
  MessageArgument,
  Moment,
  Remedy,
  Severity,
  Verdict,
} from '../model.ts';
import type { Fact, Source, Value } from '../parsers/index.ts';

/** English texts of a cause: message id -> sentence with {placeholders}. `title` and `why` are always there. */
export interface CauseTexts {
  /** The fault as a noun, as the kernel's people call it. */
  title: string;
  /** What happens in the kernel, and why the user sees what they see. One paragraph that a beginner understands. */
  why: string;
  [id: string]: string;
}

/** Makes a message from the cause's own texts; a misspelt id does not compile. */
export type Say<T extends CauseTexts> = (
  id: Extract<keyof T, string>,
  args?: Record<string, MessageArgument | undefined>,
) => Message;

/** A sysctl of this host as it was in force, from /proc/sys or `sysctl -a`. */
export interface Setting {
  key: string;
  value: string;
  line: Line;
}

/** What the customer complained about: ranks and quotes, never hides. */
export interface Focus {
  port?: number;
  peerAddress?: string;
  proto?: 'tcp' | 'udp' | 'icmp';
  since?: Moment;
}

/**
 * Everything a cause may look at, seen from one network namespace. Causes with `per: 'host'` or `'cpu'` are asked
 * once, for the host's own namespace; all others once per namespace, and the runner merges the answers.
 */
export interface Context {
  netns: string;
  /** The newest capture's fact, or that of the newest capture that has one. */
  latest<S extends Source>(source: S): Fact<Value<S>> | undefined;
  /** All files of that source in the newest capture that has one: one per device. */
  all<S extends Source>(source: S): readonly Fact<Value<S>>[];
  /** All captures, oldest first. */
  history<S extends Source>(source: S): readonly Fact<Value<S>>[];
  /** The delta of a counter that has one scope in this namespace; `scope` narrows (device, cpu ...). */
  counter(
    name: CounterName,
    scope?: { device?: string; cpu?: number; queue?: string; rule?: string; socket?: string },
  ): Delta | undefined;
  /** Deltas of every scope of that counter in this namespace. */
  counters(name: CounterName): readonly Delta[];
  /** All deltas of this namespace, also of counters that the catalogue of names does not know (driver counters). */
  deltas(): readonly Delta[];
  setting(key: string): Setting | undefined;
  /** Version of the host's kernel, where known. */
  kernel?: KernelVersion;
  /** Number of captures, and seconds between the first and the last, where known. */
  captures: number;
  window?: number;
  /** Seconds since boot at the newest capture. */
  uptime?: number;
  focus: Focus;
}

export interface KernelVersion {
  /** `uname -r`. */
  release: string;
  major: number;
  minor: number;
  line: Line;
}

/** True when the kernel is at least that version; undefined when the version is not known. Vendors backport. */
export function atLeast(
  kernel: KernelVersion | undefined,
  major: number,
  minor: number,
): boolean | undefined {
  if (!kernel) return undefined;
  return kernel.major > major || (kernel.major === major && kernel.minor >= minor);
}

/** What a cause concludes for one namespace. Left out: empty lists, severity info, certainty certain. */
export interface Conclusion {
  verdict: Verdict;
  summary: Message;
  severity?: Severity;
  certainty?: Certainty;
  share?: number;
  evidence?: Evidence[];
  instances?: Instance[];
  claims?: CounterRef[];
  remedies?: Remedy[];
  ruledOut?: Message[];
  confirm?: Message[];
  /** Causes that, when they are found (problem or suspect) in the same namespace, make this one their consequence. */
  consequenceOf?: readonly string[];
}

/** A counter, or a source; a list means any one of them. */
export type Need = CounterName | Source | readonly (CounterName | Source)[];

export interface Cause<T extends CauseTexts = CauseTexts> {
  /** The noun of the fault in kebab-case; equals the file name. */
  id: string;
  layer: Layer;
  /** What an instance is. */
  per: 'host' | 'cpu' | 'netns' | 'device' | 'listener' | 'socket' | 'rule' | 'neighbour' | 'destination';
  /** Without these the runner answers `unknown`, with the reason and the command that would bring them. */
  needs: readonly Need[];
  /** Every verdict that `evaluate` can give; each has a case in the fixture. `unknown` always. */
  verdicts: readonly Verdict[];
  /** The cause it is most easily taken for: a fixture shows that it does not fire there. */
  lookAlike: string;
  texts: T;
  /** Kernel file, RFC, man page or manual. */
  references: readonly string[];
  evaluate(context: Context, say: Say<T>): Conclusion;
}

/**
 * The identity function: inside the literal a misspelt message id does not compile; outside all causes are of one type.
 * The cast is sound because the runner's `say` accepts every id.
 */
export function defineCause<const T extends CauseTexts>(cause: Cause<T>): Cause {
  return cause as unknown as Cause;
}

/** Quotes a line as evidence. */
export function cite(line: Line, meaning: Message): Evidence {
  return { path: line.file.path, line: line.number, excerpt: line.text, meaning };
}
