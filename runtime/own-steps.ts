import type { PendingAct } from './control-types.js';
import { ownEvent } from './events.js';
import type { FrameStack } from './frame-stack.js';
import { isToBeSettled, OwnMoves } from './own-moves.js';
import type { RunAutomaton } from './run-automaton.js';
import type { Stepper } from './stepper.js';

/** The steps that no delivery makes: of timers, and of automatons that another actor moved (docs/semantics.md, rule 14). */
export class OwnSteps {
  readonly #moves = new OwnMoves();

  constructor(
    private readonly stack: FrameStack,
    private readonly stepper: Stepper,
  ) {}

  /** Whether some wait for their turn. */
  get isWaiting(): boolean {
    return this.#moves.length > 0;
  }

  /** @returns whether its step waits for its turn; not when the timer that fires takes care of it */
  moved(automaton: RunAutomaton): boolean {
    return this.#moves.add(automaton);
  }

  /** `record` is called with the record of the automaton's step once there is one. */
  recordAfter(automaton: RunAutomaton, record: (cause: number) => void): void {
    this.#moves.recordAfter(automaton, record);
  }

  /** The next that waits comes on top of the stack; false when none does. */
  takeWaiting(): boolean {
    const moved = this.#moves.take();
    if (moved !== undefined) this.settleFirst(moved);
    return moved !== undefined;
  }

  /** A timer's turn has come: fires it, and then carries out what it moved, in order. */
  fire(owner: RunAutomaton | undefined, fire: () => number): void {
    this.stepper.stepping = owner;
    const { record, moved } = this.#moves.byTimer(fire);
    this.stepper.stepping = undefined;
    // The stack takes the last one first.
    for (const automaton of moved.toReversed()) this.#settle(automaton, record);
    this.stepper.recordRest(record);
  }

  /** Whether an automaton has moved by itself, the rest of which step now comes first. */
  settleFirst(automaton: RunAutomaton): boolean {
    if (!isToBeSettled(automaton)) return false;
    const as: PendingAct = {
      automaton: automaton.nickname,
      edge: 'engine',
      event: ownEvent('xstate.invoke', automaton.nickname),
    };
    this.stack.call(() => {
      this.#settle(automaton, 0);
    }, as);
    return true;
  }

  /** Nothing follows any more. */
  clear(): void {
    this.#moves.clear();
  }

  #settle(automaton: RunAutomaton, cause: number): void {
    if (!isToBeSettled(automaton)) return;
    automaton.hasMoved = false;
    for (const record of this.#moves.takeRecords(automaton)) this.stepper.afterStep(record);
    this.stack.push(this.stepper.conclude(automaton, cause));
  }
}
