import { RecordedClock } from '../../inspector/model/rerun/recorded-clock.js';

interface Due {
  readonly at: number;
  readonly delayMs: number;
}

/** The frozen clock of a verification: it is as late as the recorded thing that is fed, and timers that are due by then fire. */
export class VerifyClock extends RecordedClock {
  readonly #due = new Map<unknown, Due>();
  #time = 0;

  override setTimeout(callback: () => void, delayMs: number): unknown {
    const timer = super.setTimeout(callback, delayMs);
    // The idle timeout, which is timer 0, passes when the recording fell silent.
    if (timer !== 0) this.#due.set(timer, { at: this.#time + Math.max(0, delayMs || 0), delayMs });
    return timer;
  }

  override clearTimeout(timer: unknown): void {
    this.#due.delete(timer);
    super.clearTimeout(timer);
  }

  /** It is this late now; timers do not fire by themselves. */
  override moveTo(t: number): void {
    this.#time = Math.max(this.#time, t);
    super.moveTo(t);
  }

  /** When the next timer is due, in milliseconds since the trace began, with its number; none: undefined. */
  next(): { readonly id: number; readonly at: number } | undefined {
    let first: { id: number; at: number } | undefined;
    for (const [id, { at }] of this.#due) {
      if (typeof id === 'number' && (first === undefined || at < first.at)) first = { id, at };
    }
    return first;
  }

  override fire(id: number): boolean {
    this.#due.delete(id);
    return super.fire(id);
  }
}
