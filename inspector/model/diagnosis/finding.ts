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
  /** `unfinished`: something is still waited for, or the trace ends without an end. `empty`: nothing happened. */
  readonly verdict: 'fine' | 'failed' | 'unfinished' | 'empty';
  readonly sentence: string;
  /** The root cause first. */
  readonly findings: readonly Finding[];
}
