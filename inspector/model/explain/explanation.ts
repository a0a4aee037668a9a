/** One value that goes into a formula. */
export interface FormulaInput {
  readonly name: string;
  /** As recorded; a masked secret is its placeholder. */
  readonly value: string;
  /** Number of the record that it comes from. */
  readonly from?: number;
}

/** How a proof is made, with what the trace knows of its parts. */
export interface Formula {
  /** As in docs/protocol.md. */
  readonly text: string;
  readonly inputs: readonly FormulaInput[];
  /** What the program that was recorded found; absent: unchecked. */
  readonly verdict?: { readonly ok: boolean; readonly reason?: string; readonly seq: number };
}

/** What a message, a post or a message of the engine is for. */
export interface Explanation {
  readonly title: string;
  /** In one sentence. */
  readonly purpose: string;
  /** Who must answer, and with what. */
  readonly answeredBy: string;
  /** Types of the messages that come next. */
  readonly expected: readonly string[];
  /** How long it is waited for. */
  readonly timeout?: string;
  readonly formula?: Formula;
  readonly members: readonly { readonly name: string; readonly meaning: string }[];
  /** Heading of docs/protocol.md, or another page of docs/ with its heading. */
  readonly source: string;
}
