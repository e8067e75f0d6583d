/**
 * sos_reports/manifest.json, since sos 4.0: per plugin what was run and copied; exact start and end of every command
 * since 4.2. Anything in it may be missing or of another kind: it is a stranger's file.
 */
export interface SosCommand {
  /** The command line, with its arguments. */
  exec: string;
  /** Below the root; undefined when nothing was saved. */
  path: string | undefined;
  status: number | undefined;
  /** Only the end of its output was saved. */
  truncated: boolean;
  /** Milliseconds since the epoch. */
  start: number | undefined;
}

export interface SosManifest {
  version: string | undefined;
  /** Local time of the host, milliseconds as if it were UTC. */
  localStart: number | undefined;
  commands: SosCommand[];
  /** Plugins that ran into their time limit. */
  timedOut: string[];
  /** Plugins that ran, with their start in local time. */
  plugins: Map<string, number | undefined>;
}

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const string = (value: unknown) => (typeof value === 'string' ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

/** Undefined when it is no JSON (a cut-off archive). */
export function readManifest(bytes: Uint8Array): SosManifest | undefined {
  let root: Fields;
  try {
    root = fields(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
  const plugins = Object.entries(fields(fields(fields(root['components'])['report'])['plugins']));
  return {
    version: string(root['version']),
    localStart: localTime(string(root['start_time'])),
    commands: plugins.flatMap(([, plugin]) => list(fields(plugin)['commands']).flatMap(commandOf)),
    timedOut: plugins.filter(([, plugin]) => fields(plugin)['timeout_hit'] === true).map(([name]) => name),
    plugins: new Map(
      plugins.map(([name, plugin]) => [name, localTime(string(fields(plugin)['start_time']))]),
    ),
  };
}

function commandOf(value: unknown): SosCommand[] {
  const told = fields(value);
  const exec = string(told['exec']);
  if (exec === undefined) return [];
  const start = number(told['start_time']);
  return [
    {
      exec,
      path: string(told['filepath']),
      status: number(told['return_code']),
      truncated: told['truncated'] === true,
      start: start === undefined ? undefined : start * 1000,
    },
  ];
}

/** '2026-11-21 00:11:22.864027' (manifest) or '2026-11-21 00:11:23,044' (log): milliseconds as if it were UTC. */
export function localTime(text: string | undefined): number | undefined {
  const found = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:[.,](\d{1,6}))?/.exec(text ?? '');
  if (!found) return undefined;
  const whole = Date.parse(`${found[1]}T${found[2]}Z`);
  return Number.isNaN(whole) ? undefined : whole + Number(`0.${found[3] ?? 0}`) * 1000;
}
