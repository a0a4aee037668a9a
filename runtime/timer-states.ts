/** Where automatons stood when they set their timers: by then they have moved on, when a timer fires or is cancelled. */
export class TimerStates {
  readonly #states = new Map<number, string>();

  /**
   * State and phase in which the owner of a timer set it.
   * @param id the timer's number
   * @param now state and phase of its owner, as far as it is known
   */
  stateOf(what: 'set' | 'fired' | 'cancelled', id: number, now: string | undefined): string | undefined {
    if (what === 'set') {
      if (now !== undefined) this.#states.set(id, now);
      return now;
    }
    const known = this.#states.get(id);
    this.#states.delete(id);
    return known;
  }

  clear(): void {
    this.#states.clear();
  }
}
