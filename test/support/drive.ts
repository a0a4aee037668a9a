import type { SimulatedClock } from '../../runtime/clock.js';
import type { RunResult } from '../../runtime/run-result.js';

/** Lets what waits in microtasks happen. No time passes. */
async function rest(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}

/**
 * Takes a run to its end: whenever nothing more happens by itself, time goes on to the next timer.
 * @throws Error when the run goes on and nothing can happen any more
 */
export async function drive(running: Promise<RunResult>, clock: SimulatedClock): Promise<RunResult> {
  const ended: RunResult[] = [];
  void running.then((result) => ended.push(result));
  for (;;) {
    await rest();
    const [result] = ended;
    if (result !== undefined) return result;
    if (!clock.advanceToNext()) throw new Error('The run goes on, and nothing is left that could happen.');
  }
}
