/** Where something stands in the recording. */
export interface RecordedPlace {
  /** Line of the file, from 1; absent for records that come from no file. */
  readonly line?: number | undefined;
  /** Number of the trace record. */
  readonly seq: number;
}

/** A message that was sent or posted: by the recorded automaton, or by the present one. */
export interface Deed {
  readonly what: 'send' | 'post';
  readonly mt: string;
  /** Of a post: nickname of the receiver, `*` for all. */
  readonly to?: string | undefined;
  /** The message, with secrets masked in a report. */
  readonly body: unknown;
}

/** One member that is not as it was recorded. */
export interface MemberDifference {
  /** `devices[0].name`; empty for the message itself. */
  readonly path: string;
  /** What was recorded; undefined when it had no such member. */
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The first thing that the automaton did not do as it was recorded. */
export interface VerifyDivergence {
  /** What was recorded and not done so; absent when it did too much. */
  readonly expected?: (Deed & { readonly at: RecordedPlace }) | undefined;
  /** What it did instead; absent when it did nothing. */
  readonly actual?: Deed | undefined;
  /** Members that differ, when both are the same kind of message. */
  readonly members: readonly MemberDifference[];
  /** What it was fed last, in words: `GetDevicesResult from DEVICES-WS`. */
  readonly fed: { readonly what: string; readonly body?: unknown; readonly at?: RecordedPlace | undefined };
  /** State and phase of the automaton at that moment, `Initial.awaitingDevices`. */
  readonly state: string;
  /** What it threw, if it did. */
  readonly error?: string | undefined;
  /** What may be behind it, and what to do. */
  readonly hint?: string | undefined;
}

/** What belongs to the automaton in the recording. */
export interface VerifiedPart {
  readonly run: number;
  readonly nickname: string;
  readonly socket: string | undefined;
  readonly from: RecordedPlace;
  /** Messages that were compared. */
  readonly messages: number;
  /** Messages, posts, closed sockets and silences that it was fed. */
  readonly fed: number;
}

/** A difference that is there by design or by nature, and how often it was met. */
export interface KnownDifference {
  /** `nature`: a value that differs from run to run; `ignored`: as asked for; else the name of a deliberate difference. */
  readonly rule: string;
  readonly sentence: string;
  readonly count: number;
}

/** What became of a verification. */
export interface VerifyReport {
  readonly outcome: 'same' | 'differs';
  /** `12 messages, no difference.`, or what the first difference is. */
  readonly sentence: string;
  readonly divergence?: VerifyDivergence | undefined;
  /** Messages that were sent and posted and compared, up to the first difference. */
  readonly messages: number;
  readonly parts: readonly VerifiedPart[];
  /** Differences that do not count. */
  readonly known: readonly KnownDifference[];
  /** What was chosen, left out or filled up, in sentences. */
  readonly notes: readonly string[];
}
