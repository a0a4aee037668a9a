import type { Inspection } from './actor-system.js';
import type { Clock } from './clock.js';
import type { NoticeListener } from './effects.js';
import type { LogSink } from './log.js';
import type { Redactor, RunTracer } from './trace.js';

export interface TransitionerOptions {
  /** Default: the real clock. */
  readonly clock?: Clock | undefined;
  /** Silence on all sockets after which `Timeout` is delivered (rule 8), in milliseconds. Default 5,000. */
  readonly idleTimeoutMs?: number | undefined;
  /** Default: nothing is logged. */
  readonly log?: LogSink | undefined;
  /** Masks message bodies in log lines; without one they show message types only. */
  readonly redactor?: Redactor | undefined;
  /** Hears of every record of the trace. */
  readonly tracer?: RunTracer | undefined;
  /** Hears the notices that automatons emit; it may declare those it expects of the machines it runs. */
  readonly onNotice?: NoticeListener | undefined;
  /** XState's own inspection of all actors of the run; costs a third to a half of the speed. */
  readonly inspect?: Inspection;
}

export interface RunOptions {
  /** Aborts the run. */
  readonly signal?: AbortSignalLike | undefined;
  /** As in `TransitionerOptions`, for this run. */
  readonly idleTimeoutMs?: number | undefined;
}

/** What is needed of an `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
