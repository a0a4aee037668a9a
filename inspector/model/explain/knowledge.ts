/** What is known of one kind of message. */
export interface Knowledge {
  readonly title?: string;
  readonly purpose: string;
  readonly answeredBy: string;
  readonly expected: readonly string[];
  readonly timeout?: string;
  /** Meaning of members by name. */
  readonly members: Readonly<Record<string, string>>;
  /** Page and heading. */
  readonly source: string;
}

/** How long a request is waited for. */
export const idleLimit =
  'The idle timeout of the run (5 s unless told otherwise): no message on any socket for so long ends it, see docs/semantics.md.';

/** Nobody answers. */
export const nobody = 'Nobody: it needs no answer.';

export const refusalMembers = {
  error: 'Why it was refused, a number or a text. Absent or 0: it was not.',
  errorText: 'The same in words.',
} as const;

/** What `src` is for. */
export const src = 'Chosen by whoever asks; the answer carries the same value.';
