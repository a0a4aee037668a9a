import { echo } from './output.js';
import type { PhpValue } from './value.js';

interface Surroundings {
  readonly process?: { exit(code: number): never };
}

let leave = (code: number): void => {
  (globalThis as Surroundings).process?.exit(code);
};

/** What `exit` does after it has printed its text; without a function the process ends again. */
export function setExit(to?: (code: number) => void): void {
  leave =
    to ??
    ((code): void => {
      (globalThis as Surroundings).process?.exit(code);
    });
}

/** `exit`, `exit('text')`, `exit(1)`, `die('text')`: a number is the exit code, anything else is printed. */
export function exit(status: PhpValue = 0): PhpValue {
  const code: unknown = status;
  if (typeof code !== 'number') echo(code);
  leave(typeof code === 'number' ? code : 0);
}
