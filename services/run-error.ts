import { AutomataError, AutomatonFailedError } from '../runtime/errors.js';
import type { AutomatonSnapshot, RunResult } from '../runtime/run-result.js';

/** Codes of `RunError`; docs/errors.md. */
export type RunErrorCode = 'RUN_TIMEOUT' | 'RUN_DISCONNECTED' | 'RUN_ABORTED';

/** A run ended before an automaton was through. */
export class RunError extends AutomataError {
  override readonly name: string = 'RunError';
  declare readonly code: RunErrorCode;
}

/**
 * Why an automaton left no output: what became of its run, with where it stood.
 * @param idleTimeoutMs the run's idle timeout, for the sentence
 */
export function unfinishedError(
  result: RunResult,
  automaton: Pick<AutomatonSnapshot, 'nickname' | 'state' | 'phase'>,
  idleTimeoutMs: number,
): AutomataError {
  const { nickname, state, phase } = automaton;
  const where = phase === '' ? state : `${state}.${phase}`;
  const data = { nickname, state, phase };
  switch (result.outcome) {
    case 'failed':
      return (
        result.error ?? new AutomatonFailedError('AUTOMATON_FAILED', `${nickname} failed in ${where}.`, data)
      );
    case 'aborted':
      return new RunError('RUN_ABORTED', `Stopped on request while ${nickname} was in ${where}.`, data);
    case 'timeout':
      return new RunError(
        'RUN_TIMEOUT',
        `No message came for ${idleTimeoutMs / 1000} s while ${nickname} was in ${where}; record a trace to see who waits for what, or allow more time.`,
        data,
      );
    case 'disconnected':
    case 'finished':
      return new RunError(
        'RUN_DISCONNECTED',
        `The connection of ${nickname} ended while it was in ${where}; check that the service runs and try again.`,
        data,
      );
  }
}
