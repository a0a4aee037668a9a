import type { MachineNotice } from '../machines/notices.js';
import type { Clock } from '../runtime/clock.js';
import type { LogSink } from '../runtime/log.js';
import type { SocketPort } from '../runtime/socket.js';
import type { Redactor, RunTracer } from '../runtime/trace.js';
import type { AbortSignalLike, TransitionerOptions } from '../runtime/transitioner.js';
import { defaultLog } from './log.js';
import { defaultRedactor } from './redaction.js';
import type { WSClientOptions } from './ws-client.js';

/** What a login is made with besides credentials; all of it may be left out. */
export interface ConnectionOptions {
  /** TLS trust, limits and further options of every socket. */
  readonly socket?: WSClientOptions | undefined;
  /** Makes the sockets; default: `WSClient`. For tests and lessons. */
  readonly createSocket?: ((name: string, url?: string) => SocketPort) | undefined;
  /** Silence after which a run ends, in milliseconds. Default 5,000. */
  readonly idleTimeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
  /** Default: the log of the original, on standard error, with `runtime` and `error` lines. */
  readonly log?: LogSink | undefined;
  /** Masks secrets in the log. Default: one for the whole program. */
  readonly redactor?: Redactor | undefined;
  readonly tracer?: RunTracer | undefined;
  /** XState's own inspection of all actors; costs a third to a half of the speed. */
  readonly inspect?: TransitionerOptions['inspect'];
  /** Hears what the automatons notify: codes to confirm, new sessions, verdicts. */
  readonly onNotice?: ((notice: MachineNotice, nickname: string) => void) | undefined;
  readonly signal?: AbortSignalLike | undefined;
}

/** Silence after which a run ends unless told otherwise, in milliseconds. */
export const defaultIdleTimeoutMs = 5_000;

/** The part of them that a Transitioner takes, with the defaults of a program. */
export function transitionerOptions(options: ConnectionOptions): TransitionerOptions {
  const { clock, tracer, inspect, idleTimeoutMs = defaultIdleTimeoutMs } = options;
  const { log = defaultLog.sink, redactor = defaultRedactor() } = options;
  return { clock, tracer, idleTimeoutMs, log, redactor, ...(inspect && { inspect }) };
}
