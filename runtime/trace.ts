import type { AnyActorLogic, AnyMachineSnapshot } from 'xstate';
import type { Origin } from './events.js';
import type { LogCategory } from './log.js';
import type { AnyMessage, Message } from './message.js';
import type { CloseInfo } from './socket.js';

/**
 * What the dispatcher tells about a run, one call per thing that happened, in the order in which it happened.
 * Each call returns the number of the record it made (`seq`), which later calls name as their `cause`; 0 means
 * no record. The records and their members: docs/trace.md.
 */
export interface RunTracer {
  /** Whether it takes the transitions that are taken: without that a run has less to do. Default true. */
  readonly wantsTaken?: boolean;
  /** A Transitioner begins a run; `run` numbers the runs of one trace. */
  runStarted(automatons: readonly string[]): number;
  automaton(nickname: string, logic: AnyActorLogic, socket: string | undefined): number;
  /** An automaton has stopped. */
  dead(nickname: string, ending: AutomatonEnding, cause: number): number;
  socketConnecting(lane: string, url: string, cause: number): number;
  socketOpen(lane: string, url: string): number;
  socketClosed(lane: string, info: CloseInfo, cause: number): number;
  /** @param cause the record of the person's act, when no peer sent it */
  messageIn(lane: string, text: string, msg: AnyMessage, cause?: number): number;
  /** A text that is no message, or a binary one (`text` undefined); `reason` says what is wrong with it. */
  nonsenseIn(lane: string, text: string | undefined, length: number, reason: string): number;
  messageOut(lane: string, text: string, msg: Message, cause: number): number;
  /** The same of a text that this side sent: who records others' connections sees that. */
  nonsenseOut(lane: string, text: string | undefined, length: number, reason: string): number;
  /** @param to undefined: all others */
  post(from: string, to: string | undefined, msg: Message, cause: number): number;
  undelivered(from: string, to: string | undefined, msg: Message, why: string, cause: number): number;
  /**
   * One message reached one automaton; `path` is the state and phase it met, e.g. `Initial.awaitingChallenge`.
   * @param taken the transitions that were taken for it
   */
  deliver(
    lane: string,
    origin: Origin,
    mt: string,
    outcome: DeliveryOutcome,
    path: string,
    cause: number,
    taken?: readonly TakenTransition[],
  ): number;
  /**
   * The automaton's snapshot changed; `before` is undefined for its first one.
   * @param taken the transitions that were taken, when it was for no delivery
   */
  transition(
    lane: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
    taken?: readonly TakenTransition[],
  ): number;
  timer(
    lane: string | undefined,
    what: 'set' | 'fired' | 'cancelled',
    id: number,
    delayMs: number,
    cause: number,
  ): number;
  /** What a person did, or their breakpoint; `cause` is the step that hit it. */
  control(what: string, detail: Readonly<Record<string, unknown>>, cause?: number): number;
  /** A note of the user's. */
  note(text: string): number;
  notice(lane: string, notice: unknown, cause: number): number;
  log(category: LogCategory, source: string, text: string): number;
  runEnded(outcome: string, detail: Readonly<Record<string, unknown>>): number;
}

/**
 * `handled`: a transition was taken. `discarded`: the state has none for it (rule 3). `refused`: the automaton
 * does not take this message from this origin, or the type is reserved (rule 7).
 */
export type DeliveryOutcome = 'handled' | 'discarded' | 'refused';

/** A transition of a chart that was taken. Others of the same state for the same event, before it, were not. */
export interface TakenTransition {
  /** Path of the state that has the transition, `Initial.awaitingChallenge`; empty for the root. */
  readonly from: string;
  /** Event as the chart names it, when it is not the record's `mt`; empty for `always`. */
  readonly on?: string;
  /** Its place among the transitions of that state for that event, from 0. */
  readonly at: number;
  /** Name of the guard that let it pass; `inline` for one without a name. */
  readonly guard?: string;
}

/** Why an automaton stopped, and what it left. */
export interface AutomatonEnding {
  readonly why: 'finished' | 'disconnected' | 'timeout' | 'aborted' | 'failed' | 'stopped';
  readonly output?: unknown;
  readonly error?: unknown;
}

/** Masks secrets before a record exists (docs/trace.md, "Redaction"). */
export interface Redactor {
  /**
   * A copy of `value` fit to be recorded, in which secrets are placeholders and long lists and texts are cut.
   * @param mt type of the message the value belongs to, if it belongs to one
   * @returns the copy, and the paths of what was masked or cut (`info.session.pwd`), empty when nothing was
   */
  value(value: unknown, mt?: string): { readonly value: unknown; readonly cut: readonly string[] };
  /** A text for people (log line, error sentence, URL) with secrets masked. */
  text(text: string): string;
  /** Keyed hash of a text; the key is never written, so equal texts can be seen and none can be guessed. */
  fingerprint(text: string): string;
}

/** Why a broadcast is `undelivered` when it finds no other automaton: how the last one says goodbye, no trouble. */
export const nobodyElse = 'nobody else runs';

/** The poster of a post that a person made. */
export const byHand = 'by hand';
