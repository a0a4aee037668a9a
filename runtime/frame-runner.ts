import type { RunControl } from './control.js';
import type { DistributeFrame, EffectsFrame, Frame } from './dispatch-frames.js';
import type { EffectRunner } from './effect-runner.js';
import { ownEvent } from './events.js';
import type { FrameStack } from './frame-stack.js';
import { isHeldBefore, isHeldBeforeDelivery, isHeldBeforeEffect } from './hold-points.js';
import type { OwnSteps } from './own-steps.js';
import type { RunAutomaton } from './run-automaton.js';
import type { Stepper } from './stepper.js';
import { hasWaiting } from './stepper.js';

/** What carries out the acts of a run. */
export interface FrameParts {
  readonly stack: FrameStack;
  readonly stepper: Stepper;
  readonly effects: EffectRunner;
  readonly own: OwnSteps;
  readonly control: RunControl;
  /** The automaton is done with: it is `Dead`, or it failed. */
  readonly stopped: (automaton: RunAutomaton) => void;
}

/** Carries out what a dispatcher's stack holds, one act at a time; before each of them a run can be held. */
export class FrameRunner {
  constructor(private readonly parts: FrameParts) {}

  /**
   * One act of the frame on top of the stack.
   * @returns false when the run is held before it
   */
  advance(frame: Frame): boolean {
    const { stack, stepper, own, control } = this.parts;
    if (frame.kind === 'effects') return this.#advanceEffects(frame);
    if (frame.kind === 'distribute') return this.#advanceDistribution(frame);
    if (frame.kind === 'call') {
      if (control.isWatching && isHeldBefore(control, frame.as)) return false;
      stack.pop();
      frame.act();
      return true;
    }
    if (own.settleFirst(frame.automaton)) return true;
    if (control.isWatching && isHeldBeforeDelivery(control, frame.automaton, frame.event)) return false;
    stack.pop();
    stack.push(stepper.step(frame.automaton, frame.event, frame.cause));
    return true;
  }

  #advanceDistribution(frame: DistributeFrame): boolean {
    const { stack, stepper, own, control } = this.parts;
    const { options } = frame;
    if (frame.last !== undefined) {
      const { last } = frame;
      frame.last = undefined;
      options.afterEach?.(last);
      return true;
    }
    const automaton = frame.next < frame.end ? frame.roster.at(frame.next) : undefined;
    if (automaton === undefined) {
      stack.pop();
      options.afterAll?.(frame.receivers);
      return true;
    }
    const isReceiver =
      automaton.status === 'running' &&
      automaton !== options.except &&
      (options.isOpen !== true || automaton.takesOpen);
    if (isReceiver) {
      if (own.settleFirst(automaton)) return true;
      if (control.isWatching && isHeldBeforeDelivery(control, automaton, frame.event)) return false;
    }
    frame.next += 1;
    if (!isReceiver) return true;
    frame.receivers += 1;
    if (options.afterEach !== undefined) frame.last = automaton;
    stack.push(stepper.step(automaton, frame.event, frame.cause));
    return true;
  }

  #advanceEffects(frame: EffectsFrame): boolean {
    const { effects, control, stopped } = this.parts;
    const { automaton } = frame;
    const effect = frame.effects[frame.next];
    if (effect === undefined) {
      this.#endStep(automaton, frame.cause);
      return true;
    }
    if (control.isWatching && isHeldBeforeEffect(control, automaton, effect)) return false;
    frame.next += 1;
    try {
      effects.perform(automaton, effect, frame.cause);
    } catch (error) {
      automaton.failure = { error };
      stopped(automaton);
    }
    return true;
  }

  /** The effects of a step are carried out; its frame is on top. */
  #endStep(automaton: RunAutomaton, cause: number): void {
    const { stack, own, stopped } = this.parts;
    automaton.isBusy = false;
    if (automaton.status !== 'running') {
      stack.pop();
      return;
    }
    if (own.settleFirst(automaton)) return;
    if (automaton.snapshot?.status !== 'active') {
      stack.pop();
      stopped(automaton);
      return;
    }
    if (automaton.isStartDue) {
      stack.pop();
      stack.deliver(automaton, ownEvent('Start', automaton.nickname), cause);
      return;
    }
    const waiting = automaton.waiting?.take();
    // The frame goes before the last one that waits, lest two automatons that answer each other pile frames up.
    if (!hasWaiting(automaton)) stack.pop();
    if (waiting !== undefined) stack.deliver(automaton, waiting.event, waiting.cause);
  }
}
