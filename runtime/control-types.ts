import type { DeliveryEvent } from './events.js';
import type { AnyMessage } from './message.js';

/**
 * Where a run can be held: what a peer sent (`in`), what goes to a peer (`out`), posts, timers, and what the
 * engine makes itself (`Start`, `Open`, `EOF`, `Timeout`, and the step that an invoked actor set off).
 */
export type ControlEdge = 'in' | 'out' | 'post' | 'timer' | 'engine';

/** Holds the run when it matches. `automaton` left out: any. */
export type Breakpoint =
  | {
      /** A message of this type is about to be delivered (`in`) or sent (`out`). */
      readonly kind: 'message';
      readonly mt: string;
      readonly direction?: 'in' | 'out';
      readonly automaton?: string;
    }
  /** A post is about to be delivered to `automaton`. */
  | { readonly kind: 'post'; readonly mt?: string; readonly automaton?: string }
  /** An automaton has entered this state, or phase of a state (`Initial.awaitingLoginResult`). */
  | { readonly kind: 'state'; readonly state: string; readonly automaton?: string }
  /** The context has come to fulfil a condition, or, for `changes`, the member has changed. */
  | {
      readonly kind: 'context';
      /** Member names with dots between them, e.g. `credentials.username` or `apps.length`. */
      readonly path: string;
      readonly operator: 'equals' | 'differs' | 'greater' | 'less' | 'exists' | 'changes';
      readonly value?: string | number | boolean | null;
      readonly automaton?: string;
    };

/** A breakpoint as `RunControl.breakpoints` lists it. */
export interface SetBreakpoint {
  readonly id: number;
  readonly breakpoint: Breakpoint;
  /** How often it has held the run. */
  readonly hits: number;
}

/** A message made by hand. */
export type Injection =
  /** To the peer. */
  | { readonly kind: 'send'; readonly socket: string; readonly message: AnyMessage }
  /** To the automatons of a socket, as if its peer had sent it. */
  | { readonly kind: 'receive'; readonly socket: string; readonly message: AnyMessage }
  /** To one automaton, or to all when `to` is left out. */
  | { readonly kind: 'post'; readonly to?: string; readonly message: AnyMessage };

/**
 * What is held: the next thing that would have happened. For a timer that is due the event's type is
 * `xstate.after`; for what an invoked actor has set off, `xstate.invoke`. For a message to a peer `automaton` is
 * its sender and the event's `from` the name of the socket.
 */
export interface PendingAct {
  /** Nickname; empty for a timer that is no automaton's. */
  readonly automaton: string;
  readonly edge: ControlEdge;
  readonly event: DeliveryEvent;
}
