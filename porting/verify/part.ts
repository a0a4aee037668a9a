import type { AnyMessage } from '../../runtime/message.js';
import type { RecordedPlace } from './report.js';

/** One thing in the recording that has to do with the automaton: what it is fed, or what it did. */
export type PartEvent = {
  readonly at: RecordedPlace;
  /** Milliseconds since the recording began. */
  readonly t: number;
  /** What happens in one go, set off by one thing from outside, has one number. */
  readonly turn: number;
} & (
  | { readonly kind: 'receive'; readonly text: string; readonly mt: string; readonly body: unknown }
  | {
      readonly kind: 'heard';
      readonly from: string;
      readonly to: string | undefined;
      readonly message: AnyMessage;
    }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'send'; readonly mt: string; readonly body: AnyMessage }
  | { readonly kind: 'post'; readonly mt: string; readonly to: string; readonly body: AnyMessage }
);

/** What the automaton did, in the recording. */
export type RecordedDeed = Extract<PartEvent, { readonly kind: 'send' | 'post' }>;

/** What of one run belongs to one automaton, from its start on. */
export interface Part {
  readonly run: number;
  readonly nickname: string;
  readonly socket: string | undefined;
  readonly begin: RecordedPlace;
  readonly events: readonly PartEvent[];
  /** The others that post or are posted to, in the order in which they are met. */
  readonly others: readonly string[];
  /** The recording was cut off: more may have been done after its end. */
  readonly isCutOff: boolean;
  /** The recording has no posts, whatever was posted. */
  readonly hasSocketsOnly: boolean;
}

export function isDeed(event: PartEvent | undefined): event is RecordedDeed {
  return event?.kind === 'send' || event?.kind === 'post';
}
