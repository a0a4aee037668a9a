import type { FailureId } from './known-failures.js';

/** A sign of a failure, found in the records. */
export interface Signal {
  readonly id: FailureId;
  /** Socket or automaton that it concerns. */
  readonly subject: string;
  /** Seqs, the record that shows it first. */
  readonly evidence: readonly number[];
  readonly sentence: string;
  /** It ended nothing by itself. Default false. */
  readonly isWarning?: boolean;
}
