import type { ControlCommand, ControlState } from '../model/attach-protocol.js';

/** What came of an act: the record that it made, and what was looked at. */
export interface Done {
  readonly seq?: number;
  readonly value?: unknown;
}

/** Where acts of a person are carried out, for those that attach pages. */
export interface Desk {
  readonly state: ControlState;
  /** @throws AutomataError a sentence that says why it cannot be done */
  act(command: ControlCommand): Done | Promise<Done>;
  /** A sentence for a page, without secrets: it may repeat what a person has typed. */
  masked(sentence: string): string;
  /** Tells that the state is another one now. */
  onChange(listener: () => void): () => void;
}
