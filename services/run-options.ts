import type { Notice } from '../runtime/effects.js';
import type { Clock } from '../runtime/clock.js';
import type { LogSink } from '../runtime/log.js';
import type { SocketPort } from '../runtime/socket.js';
import type { Redactor, RunTracer } from '../runtime/trace.js';
import type { AbortSignalLike } from '../runtime/transitioner.js';
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
  readonly log?: LogSink | undefined;
  readonly redactor?: Redactor | undefined;
  readonly tracer?: RunTracer | undefined;
  /** Hears what the automatons notify: codes to confirm, new sessions, verdicts. */
  readonly onNotice?: ((notice: Notice, nickname: string) => void) | undefined;
  readonly signal?: AbortSignalLike | undefined;
}

/** Silence after which a run ends unless told otherwise, in milliseconds. */
export const defaultIdleTimeoutMs = 5_000;
