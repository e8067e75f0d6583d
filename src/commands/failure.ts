import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

/** Something that the user can mend: printed as one line without a stack, and the command ends with `exitCode`. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = exitCodes.unusable) {
    super(message);
    this.exitCode = exitCode;
  }
}
