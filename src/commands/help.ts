/** What follows the options in `--help`. */
export const codes = `
Exit codes:
  0  done
  1  a finding at or above --fail-on
  2  wrong usage, or input that cannot be read
  3  done in part (a cut-off archive, a format that could not be made)
`;

export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}
