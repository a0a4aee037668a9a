import type { RedactionPolicy } from '../../runtime/trace-records.js';

/** The screens, in the order of their tabs. */
export type Screen = 'open' | 'flow' | 'charts' | 'state' | 'control' | 'compare' | 'rerun' | 'export';

/**
 * Where the records come from. `file`: they are all here. `connecting`, `live`: a process sends them. `lost`: it does not
 * answer, and is asked again. `ended`: it said goodbye.
 */
export type Connection = 'file' | 'connecting' | 'live' | 'lost' | 'ended';

/** What is looked at, for people. */
export interface Source {
  /** A file's name, or the program's. */
  readonly title: string;
  /** Whether more records may come. */
  readonly isLive: boolean;
  /** Whether the process lets the page hold, step and inject. */
  readonly canControl: boolean;
  /** Scenarios that the process can play. */
  readonly scenarios: readonly { readonly name: string; readonly description: string }[];
  /** How secrets were treated when the records were made. */
  readonly redaction: RedactionPolicy;
}

/** Groups of kinds of records that can be switched off together. */
export type KindGroup = 'messages' | 'posts' | 'states' | 'timers' | 'checks' | 'log';

export const kindGroups: readonly KindGroup[] = ['messages', 'posts', 'states', 'timers', 'checks', 'log'];

/** What an act led to: the record that it made, or the value that was looked at. */
export interface ActResult {
  readonly seq?: number;
  readonly value?: unknown;
}
