import { whyNot } from '../services/trace-file.js';
import { CliOutputError } from './errors.js';
import type { CliOutput } from './io.js';

/** Characters that are gathered before they are written: one call per line would take most of the time. */
const portion = 65_536;

/**
 * Writes all parts, no faster than the reader takes them. A reader that has seen enough (`| head`) is no error:
 * the rest is not written.
 * @returns whether everything was taken
 */
export async function writeAll(output: CliOutput, parts: Iterable<string>): Promise<boolean> {
  let gathered = '';
  for (const part of parts) {
    gathered += part;
    if (gathered.length < portion) continue;
    if (!(await write(output, gathered))) return false;
    gathered = '';
  }
  return gathered === '' || write(output, gathered);
}

/** Waits until the text is taken; false when nobody reads any more. */
function write(output: CliOutput, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    // The callback has the error too, but without a listener the process would end with it.
    const ignore = (): void => undefined;
    output.once('error', ignore);
    output.write(text, (error) => {
      if (error === null || error === undefined) {
        output.off('error', ignore);
        resolve(true);
      } else if (isClosedPipe(error)) resolve(false);
      else reject(unwritable(error));
    });
  });
}

function unwritable(cause: Error): CliOutputError {
  const sentence = `The output cannot be written: ${whyNot(cause)}.`;
  return new CliOutputError('OUTPUT_UNWRITABLE', sentence, {}, { cause });
}

function isClosedPipe(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'EOF';
}
