import type { Act } from './holds.js';

/** Something that went wrong, or may have, and the records that show it. */
export interface Finding {
  /** Of the table of known failures, e.g. `wrong-password`. */
  readonly id: string;
  /** `warning`: it did not end anything by itself. */
  readonly severity: 'failure' | 'warning';
  /** What went wrong, in one sentence that names user, app and host. */
  readonly sentence: string;
  /** Numbers of the records that show it; the first is the one to look at. */
  readonly evidence: readonly number[];
  /** What to do. */
  readonly advice: string;
  /** Where it is described, e.g. `failures.md#wrong-password`, below docs/. */
  readonly doc: string;
}

/** What a trace is about, for those who read no further. */
export interface Diagnosis {
  /**
   * `unfinished`: something is waited for in vain, or the trace ends without an end. `empty`: nothing happened.
   * No fault: `going`, nothing is amiss up to now; `held`, a person has stopped the run.
   */
  readonly verdict: 'fine' | 'failed' | 'unfinished' | 'empty' | 'going' | 'held';
  readonly sentence: string;
  /** The root cause first. */
  readonly findings: readonly Finding[];
}

/** What the records do not say of a program that still works. */
export interface DiagnosisOptions {
  /**
   * Milliseconds of the trace's own time now. Given, the recording still grows: a silence that is short is no
   * fault. Left out, it is as long as it will ever be.
   */
  readonly now?: number | undefined;
  /** Whether only a part of the recording is given, so that it does not tell how things ended. Default false. */
  readonly isPart?: boolean | undefined;
  /** What a held run stands before. */
  readonly before?: Act | undefined;
}
