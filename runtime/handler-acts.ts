import type { RunControl } from './control.js';
import type { EffectRunner } from './effect-runner.js';
import type { Effect } from './effects.js';
import type { FrameStack } from './frame-stack.js';
import type { HandledSteps } from './handled-steps.js';
import { isHeldBeforeEffect } from './hold-points.js';
import type { RunAutomaton } from './run-automaton.js';

/** What the acts of handlers need of the dispatcher. */
export interface HandlersDispatcher {
  readonly stack: FrameStack;
  readonly effects: EffectRunner;
  readonly handled: HandledSteps;
  readonly control: RunControl;
  /** Whether the run goes on; an interruption that was asked for comes first. */
  readonly mayWork: () => boolean;
  readonly isOpen: () => boolean;
  /** One act of the frame on top of the stack. */
  readonly advance: () => void;
  readonly enqueue: (act: () => void) => void;
}

/**
 * What automatons whose messages are handled by code do, and what the engine does for them in the middle of a handler: at
 * once, with all that follows from it, on the same stack as everything else (docs/semantics.md, "PHP-style classes").
 */
export class HandlerActs {
  constructor(private readonly dispatcher: HandlersDispatcher) {}

  /** Whether code is handling a message: what it does is done at once, and cannot be held. */
  get isInHandler(): boolean {
    return this.dispatcher.handled.isInHandler;
  }

  /** The record that what a handler does now is caused by; 0 outside of handlers. */
  get record(): number {
    return this.dispatcher.handled.cause;
  }

  /** Whether the run goes on. */
  get isOpen(): boolean {
    return this.dispatcher.isOpen();
  }

  /**
   * In a handler: does `act`, and all that follows from it, before the handler goes on.
   * @throws whatever another handler throws meanwhile
   */
  nest(act: () => void): void {
    const depth = this.dispatcher.stack.length;
    act();
    this.#workDownTo(depth);
  }

  /** An effect of such an automaton: it cannot be held, but a breakpoint may be hit. */
  perform(automaton: RunAutomaton, effect: Effect): void {
    const { control, effects } = this.dispatcher;
    if (this.isInHandler && control.isWatching) isHeldBeforeEffect(control, automaton, effect);
    effects.perform(automaton, effect, this.record);
  }

  /**
   * Delivers a post of such an automaton: at once in a handler, else when its turn comes.
   * @throws whatever another handler throws meanwhile
   */
  post(...post: Parameters<EffectRunner['deliverPost']>): void {
    const { effects, enqueue } = this.dispatcher;
    const deliver = (): void => {
      effects.deliverPost(...post);
    };
    if (this.isInHandler) this.nest(deliver);
    else enqueue(deliver);
  }

  /** @throws whatever a handler throws meanwhile */
  #workDownTo(depth: number): void {
    const { stack, handled, mayWork, advance } = this.dispatcher;
    try {
      while (stack.length > depth && mayWork()) advance();
    } catch (error) {
      const cut = stack.cut(depth);
      if (cut.some(({ kind }) => kind === 'effects')) handled.failNow();
      throw error;
    }
  }
}
