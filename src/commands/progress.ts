import type { ReadingEvents } from '../batch/archives.ts';
import type { Trouble } from '../batch/jobs.ts';
import type { FleetHost } from '../fleet/fleet.ts';
import { nameOf, toldOf, worstFirst } from '../fleet/order.ts';
import { clean } from '../report/clean.ts';
import { clip } from '../report/columns.ts';

export interface ProgressOptions {
  quiet?: boolean;
  /** One JSON object per line instead of text. */
  jsonLog?: boolean;
}

type Phase = 'looking' | 'reading' | 'reporting';

/** Milliseconds between two states on a terminal, and between two lines elsewhere. */
const redrawEvery = 200;
const lineEvery = 10_000;

/** What the person at the terminal sees of a batch while it runs: all of it on stderr. */
export class Progress implements ReadingEvents {
  readonly #mode: 'quiet' | 'json' | 'terminal' | 'lines';
  #phase: Phase = 'looking';
  #all = 0;
  #done = 0;
  /** Done without work: they would make the rate look better than it is. */
  #again = 0;
  #failed = 0;
  #started = performance.now();
  #worst: FleetHost | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ quiet, jsonLog }: ProgressOptions) {
    this.#mode = jsonLog ? 'json' : quiet ? 'quiet' : process.stderr.isTTY ? 'terminal' : 'lines';
  }

  /** A phase begins in which so many are to be done. */
  begin(phase: Phase, all: number): void {
    this.#tell({ event: 'phase', phase, all });
    this.#phase = phase;
    [this.#all, this.#done, this.#again, this.#started] = [all, 0, 0, performance.now()];
    clearInterval(this.#timer);
    if (this.#mode === 'terminal') this.#timer = setInterval(() => this.#draw(), redrawEvery);
    if (this.#mode === 'lines') this.#timer = setInterval(() => this.#print(this.#state()), lineEvery);
    this.#timer?.unref();
  }

  looked(path: string): void {
    this.#done += 1;
    this.#tell({ event: 'looked', path });
  }

  read(path: string, again: boolean, trouble?: Trouble): void {
    this.#count(again, trouble);
    this.#tell({ event: 'read', path, again, ...(trouble ? { trouble } : {}) });
    if (trouble) this.problem(path, trouble.reason);
  }

  reported(host: FleetHost, again: boolean): void {
    this.#count(again);
    this.#worst = this.#worst ? worstFirst([this.#worst, host])[0] : host;
    const [finding] = toldOf(host);
    this.#tell({
      event: 'host',
      id: host.id,
      again,
      verdict: host.standing.verdict,
      ...(finding ? { cause: finding.cause, severity: finding.severity } : {}),
    });
  }

  failed(id: string, again: boolean, trouble: Trouble): void {
    this.#count(again, trouble);
    this.#tell({ event: 'host', id, again, trouble });
    this.problem(id, trouble.reason);
  }

  /** Something went wrong; also with --quiet one line. */
  problem(what: string, reason: string): void {
    if (this.#mode === 'json') return;
    if (this.#mode === 'terminal') process.stderr.write('\r\x1b[K');
    this.#print(`${what}: ${reason}`);
    if (this.#mode === 'terminal') this.#draw();
  }

  /** The last line goes, so that a summary can take its place. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#mode === 'terminal') process.stderr.write('\r\x1b[K');
    this.#tell({ event: 'end', failed: this.#failed });
  }

  #count(again: boolean, trouble?: Trouble): void {
    this.#done += 1;
    if (again) this.#again += 1;
    if (trouble) this.#failed += 1;
  }

  #tell(event: object): void {
    if (this.#mode === 'json') process.stderr.write(`${JSON.stringify(event)}\n`);
  }

  #print(text: string): void {
    process.stderr.write(`dropcause: ${clean(text)}\n`);
  }

  #draw(): void {
    process.stderr.write(`\r\x1b[K${clip(clean(this.#state()), (process.stderr.columns || 80) - 1)}`);
  }

  #state(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const worked = this.#done - this.#again;
    const rate = worked / seconds;
    const left = rate > 0 ? (this.#all - this.#done) / rate : undefined;
    const parts = [
      `${this.#phase} ${this.#done} of ${this.#all}`,
      ...(this.#failed > 0 ? [`${this.#failed} failed`] : []),
      ...(worked > 0 ? [`${rate.toFixed(rate < 10 ? 1 : 0)}/s`] : []),
      ...(left === undefined || this.#done === this.#all ? [] : [`${clockOf(left)} left`]),
      ...(this.#worst ? [worstOf(this.#worst)] : []),
    ];
    return parts.join(', ');
  }
}

const clockOf = (seconds: number) => {
  const whole = Math.ceil(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};

function worstOf(host: FleetHost): string {
  const [finding] = toldOf(host);
  const found = finding
    ? `${finding.cause} (${finding.verdict}, ${finding.severity})`
    : host.standing.verdict;
  return `worst: ${nameOf(host)} ${found}`;
}
