import type { Clock } from '../runtime/clock.js';

/** What the heartbeat needs of a connection. */
export interface Pulse {
  ping(): void;
  /** How much has been received so far; any growth is a sign of life. In bytes. */
  received(): number;
  /** The peer gave no sign of life for a whole interval after a ping. */
  silent(): void;
}

/**
 * Notices a dead peer: a ping at each interval; when nothing at all has come back by the next one, the peer
 * counts as silent. Any byte counts, not the pong alone: a long message on a slow line is life too.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #pulse: Pulse;
  #timer: unknown;
  #recheck: NodeJS.Immediate | undefined;
  #isStopped = false;
  #receivedAtPing: number | undefined;

  constructor(clock: Clock, intervalMs: number, pulse: Pulse) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#pulse = pulse;
    this.#wait();
  }

  stop(): void {
    this.#isStopped = true;
    this.#clock.clearTimeout(this.#timer);
    clearImmediate(this.#recheck);
  }

  #wait(): void {
    const timer = this.#clock.setTimeout(() => {
      this.#beat();
    }, this.#intervalMs);
    this.#timer = timer;
    if (isUnreferable(timer)) timer.unref();
  }

  #beat(): void {
    if (this.#hasNoAnswer()) {
      // A process that slept or computed for long has the answer waiting unread: look once more after reading.
      this.#recheck = setImmediate(() => {
        if (this.#hasNoAnswer()) this.#pulse.silent();
        else this.#ping();
      });
      return;
    }
    this.#ping();
  }

  #hasNoAnswer(): boolean {
    return this.#receivedAtPing === this.#pulse.received();
  }

  #ping(): void {
    if (this.#isStopped) return;
    this.#receivedAtPing = this.#pulse.received();
    this.#pulse.ping();
    this.#wait();
  }
}

/** A timer of the host, which would keep the process alive for its own sake. */
function isUnreferable(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function';
}
