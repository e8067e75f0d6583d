/** Exit codes of every command. Where several apply, 2 beats 3 beats 1. */
export const exitCodes = {
  done: 0,
  /** A finding at or above --fail-on. */
  found: 1,
  /** Wrong usage, or input that cannot be read. */
  unusable: 2,
  /** Done in part: a cut-off archive, a format that could not be made. */
  partly: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const strength: readonly ExitCode[] = [exitCodes.unusable, exitCodes.partly, exitCodes.found, exitCodes.done];

/** The code that the program ends with when several apply. */
export function strongest(codes: readonly ExitCode[]): ExitCode {
  return strength.find((code) => codes.includes(code)) ?? exitCodes.done;
}
