import { Queue } from './queue.js';
import type { RunAutomaton } from './run-automaton.js';

/** Automatons that moved by themselves: a timer, an invoked actor or another actor moved them, not a delivery. */
export class OwnMoves {
  /** What follows from it is still to be done; it comes before the inbox. */
  #waiting = new Queue<RunAutomaton>();
  /** Those that the timer which fires right now moves. */
  #byTimer: RunAutomaton[] | undefined;
  /** What is recorded after their steps. */
  readonly #records = new Map<RunAutomaton, ((cause: number) => void)[]>();

  get length(): number {
    return this.#waiting.length;
  }

  /** @returns whether it waits for its turn; not when the timer that fires takes care of it */
  add(automaton: RunAutomaton): boolean {
    automaton.hasMoved = true;
    if (this.#byTimer !== undefined) {
      this.#byTimer.push(automaton);
      return false;
    }
    this.#waiting.add(automaton);
    return true;
  }

  /** The next that waits for its turn. */
  take(): RunAutomaton | undefined {
    return this.#waiting.take();
  }

  /** Fires a timer; returns the number of its record, and whom it moved, in order. */
  byTimer(fire: () => number): { readonly record: number; readonly moved: readonly RunAutomaton[] } {
    const moved: RunAutomaton[] = [];
    this.#byTimer = moved;
    const record = fire();
    this.#byTimer = undefined;
    return { record, moved };
  }

  /** `record` is called with the record of the automaton's step once there is one. */
  recordAfter(automaton: RunAutomaton, record: (cause: number) => void): void {
    const records = this.#records.get(automaton);
    if (records === undefined) this.#records.set(automaton, [record]);
    else records.push(record);
  }

  /** What is to be recorded after the automaton's step, which is concluded now. */
  takeRecords(automaton: RunAutomaton): readonly ((cause: number) => void)[] {
    const records = this.#records.get(automaton);
    if (records === undefined) return [];
    this.#records.delete(automaton);
    return records;
  }

  /** Nothing follows any more. */
  clear(): void {
    this.#waiting = new Queue();
  }
}

/** Whether the rest of an automaton's own move can be done now. */
export function isToBeSettled({ hasMoved, isBusy, status }: RunAutomaton): boolean {
  return hasMoved && !isBusy && status === 'running';
}
