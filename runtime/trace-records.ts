import type { StateValue } from 'xstate';
import type { Origin } from './events.js';
import type { LogCategory } from './log.js';
import type { AutomatonEnding, DeliveryOutcome, TakenTransition } from './trace.js';

/** Name and version of the format, first members of the first record. The version grows when old readers would misread. */
export const traceFormat = { name: 'pbx-automata-trace', version: 1 } as const;

/** Members that every record may have. All members of all records: docs/trace.md. */
interface Common {
  /** Number of the record in its trace: 1, 2, 3 … without gaps; in a file it is the number of the line. */
  readonly seq: number;
  /** Milliseconds since the trace began, on a clock that never goes back. */
  readonly t: number;
  /** Number of the run in which it happened; absent before the first run and between two. */
  readonly run?: number;
  /** Socket name or nickname that it happened to. */
  readonly lane?: string;
  /** `seq` of the record that led to this one. */
  readonly cause?: number;
  /** Paths of what was masked or shortened, e.g. `body.info.session.pwd`. */
  readonly cut?: readonly string[];
}

export interface HeadRecord extends Common {
  readonly kind: 'head';
  readonly format: string;
  readonly version: number;
  /** Wall-clock time at `t` 0, ISO 8601. */
  readonly start: string;
  /** Versions of program, XState and host. */
  readonly versions: Readonly<Record<string, string>>;
  readonly redaction: RedactionPolicy;
  /** Nicknames known when the trace began. */
  readonly lanes: readonly string[];
}

/** `masked`: no secret is readable. `revealed`: private, secrets are. `sample`: the simulator's secrets are. */
export type RedactionPolicy = 'masked' | 'revealed' | 'sample';

export interface MachineRecord extends Common {
  readonly kind: 'machine';
  readonly hash: string;
  readonly id: string;
  /** The machine's configuration with names in place of functions; `createMachine` takes it for drawing. */
  readonly definition: unknown;
}

export interface AutomatonRecord extends Common {
  readonly kind: 'automaton';
  readonly lane: string;
  /** `hash` of its machine record; absent for actor logic that is no machine. */
  readonly machine?: string;
  readonly id?: string;
  readonly socket?: string;
}

export interface DeadRecord extends Common {
  readonly kind: 'dead';
  readonly lane: string;
  readonly why: AutomatonEnding['why'];
  readonly output?: unknown;
  readonly error?: unknown;
}

export interface SocketRecord extends Common {
  readonly kind: 'socket';
  readonly lane: string;
  readonly what: 'connecting' | 'open' | 'close' | 'error';
  readonly url?: string;
  readonly tls?: boolean;
  /** WebSocket close code; 1006 when the connection broke. */
  readonly code?: number;
  readonly reason?: string;
  readonly error?: unknown;
}

export interface MessageRecord extends Common {
  readonly kind: 'message';
  readonly lane: string;
  readonly dir: 'in' | 'out';
  /** Characters of the text, bytes of a binary message. */
  readonly length: number;
  /** Absent, as `body`, for a text that is no message; then `reason` says what is wrong with it. */
  readonly mt?: string;
  readonly body?: unknown;
  /** Keyed hash of the whole text: equal texts have equal hashes. */
  readonly hash?: string;
  readonly reason?: string;
  /** Beginning of a text that is no message. */
  readonly text?: string;
}

export interface PostRecord extends Common {
  readonly kind: 'post';
  readonly lane: string;
  /** Nickname of the receiver, `*` for all others. */
  readonly to: string;
  readonly mt: string;
  readonly body: unknown;
}

export interface UndeliveredRecord extends Common {
  readonly kind: 'undelivered';
  readonly lane: string;
  readonly to: string;
  readonly mt: string;
  readonly body: unknown;
  readonly why: string;
}

export interface DeliverRecord extends Common {
  readonly kind: 'deliver';
  readonly lane: string;
  readonly origin: Origin;
  readonly mt: string;
  readonly outcome: DeliveryOutcome;
  /** State and phase that the message met. */
  readonly state: string;
  /** What was taken for it, in order, with the `always` that followed; absent when nothing was. */
  readonly taken?: readonly TakenTransition[];
}

/** One step from a state or phase to another; `from` is absent for the first, `to` or `from` in parallel phases. */
export interface StateChange {
  /** `state`: the top-level state changed, so `Start` follows. `phase`: only the place inside it. */
  readonly what: 'state' | 'phase';
  readonly from?: string;
  readonly to?: string;
}

export interface TransitionRecord extends Common {
  readonly kind: 'transition';
  readonly lane: string;
  readonly changes: readonly StateChange[];
  /** XState's state value afterwards. */
  readonly value: StateValue;
  /** What was taken, when it was for no delivery: for a timer, an invoked actor, or at the start. */
  readonly taken?: readonly TakenTransition[];
}

/** One operation of a JSON Patch (RFC 6902) on a recorded context. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

export interface SnapshotRecord extends Common {
  readonly kind: 'snapshot';
  readonly lane: string;
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly value: StateValue;
  /** The whole context: in the first snapshot of an automaton and in every 50th. */
  readonly context?: unknown;
  /** Otherwise what changed in it since the snapshot before. */
  readonly patch?: readonly PatchOperation[];
}

export interface TimerRecord extends Common {
  readonly kind: 'timer';
  readonly what: 'set' | 'fired' | 'cancelled';
  readonly id: number;
  readonly delayMs: number;
  /** State and phase of the automaton that owns it. */
  readonly state?: string;
}

export interface ExplainRecord extends Common {
  readonly kind: 'explain';
  readonly lane: string;
  /** What was checked, e.g. `LoginResult digest`. */
  readonly rule: string;
  /** What it was checked with, by name; never a secret value. */
  readonly inputs?: unknown;
  readonly verdict: 'ok' | 'mismatch' | 'unchecked';
  readonly reason?: string;
}

export interface ControlRecord extends Common {
  readonly kind: 'control';
  /** What a person did: hold, step, inject, breakpoint … */
  readonly what: string;
  readonly detail?: unknown;
}

export interface LogRecord extends Common {
  readonly kind: 'log';
  readonly category: LogCategory;
  readonly source: string;
  readonly text: string;
}

export interface NoteRecord extends Common {
  readonly kind: 'note';
  /** `run`: a run begins. Else the kind of a notice that a machine sent. */
  readonly note: string;
  readonly data?: unknown;
}

export interface DropRecord extends Common {
  readonly kind: 'drop';
  /** Records lost so far for this reason; the count at the end of a run stands in `end`. */
  readonly count: number;
  readonly why: string;
}

export interface EndRecord extends Common {
  readonly kind: 'end';
  readonly outcome: string;
  readonly detail?: unknown;
  /** Records lost since the trace began; absent when none was. */
  readonly dropped?: number;
}

export type TraceRecord =
  | HeadRecord
  | MachineRecord
  | AutomatonRecord
  | DeadRecord
  | SocketRecord
  | MessageRecord
  | PostRecord
  | UndeliveredRecord
  | DeliverRecord
  | TransitionRecord
  | SnapshotRecord
  | TimerRecord
  | ExplainRecord
  | ControlRecord
  | LogRecord
  | NoteRecord
  | DropRecord
  | EndRecord;

/** What is particular to a record: without the members that the recorder stamps. */
export type RecordBody = TraceRecord extends infer R
  ? R extends TraceRecord
    ? Omit<R, 'seq' | 't' | 'run'>
    : never
  : never;
