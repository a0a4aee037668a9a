import type { RunControl } from './control.js';
import type { PendingAct } from './control-types.js';
import type { DistributeOptions } from './dispatch-frames.js';
import type { EffectTargets } from './effect-runner.js';
import { EffectRunner } from './effect-runner.js';
import type { DeliveryEvent } from './events.js';
import { ownEvent } from './events.js';
import { FrameRunner } from './frame-runner.js';
import { FrameStack } from './frame-stack.js';
import { HandledSteps } from './handled-steps.js';
import { HandlerActs } from './handler-acts.js';
import type { Message } from './message.js';
import { OwnSteps } from './own-steps.js';
import { Queue } from './queue.js';
import type { Reporter } from './reporter.js';
import type { Roster, RunAutomaton } from './run-automaton.js';
import { Stepper } from './stepper.js';
import { byHand } from './trace.js';

/** What the dispatcher asks of the run it works for. */
export interface DispatcherRun extends EffectTargets {
  /** The automaton is done with (`Dead`, or it failed); the run takes it out. */
  stopped(automaton: RunAutomaton): void;
  /** Nothing is on its way any more. */
  atRest(): void;
}

/**
 * Carries every delivery of a run: from the wire, by post, from the engine. One explicit stack, depth first
 * (docs/semantics.md, rules 2, 4 and 6), so that a chain of posts of any length neither nests calls nor changes
 * order, and one place where every delivery can be held and traced. What arrives while it works waits in the
 * inbox until the stack is empty.
 */
export class Dispatcher {
  /** For automatons whose messages are handled by code. */
  readonly handlers: HandlerActs;
  readonly #stack = new FrameStack();
  #inbox = new Queue<() => void>();
  #interruption: (() => void) | undefined;
  /** What is enqueued waits. */
  #isWorking = false;
  #isInLoop = false;
  #isOpen = false;
  readonly #effects: EffectRunner;
  readonly #stepper: Stepper;
  readonly #own: OwnSteps;
  readonly #frames: FrameRunner;

  constructor(
    private readonly run: DispatcherRun,
    report: Reporter,
    control: RunControl,
  ) {
    const stack = this.#stack;
    const effects = new EffectRunner(stack, run, report);
    const isOpen = (): boolean => this.#isOpen;
    const stopped = (automaton: RunAutomaton): void => {
      run.stopped(automaton);
    };
    const mayWork = (): boolean => this.#mayWork();
    const handled = new HandledSteps({ isOpen, mayWork, stopped }, report, control);
    const stepper = new Stepper(report, control, handled, stopped);
    const own = new OwnSteps(stack, stepper);
    this.#effects = effects;
    this.#stepper = stepper;
    this.#own = own;
    this.#frames = new FrameRunner({ stack, stepper, effects, own, control, stopped });
    this.handlers = new HandlerActs({
      stack,
      effects,
      handled,
      control,
      isOpen,
      mayWork,
      advance: () => this.#advance(),
      enqueue: (act) => {
        this.enqueue(act);
      },
    });
  }

  /** The automaton whose machine is at work right now. */
  get stepping(): RunAutomaton | undefined {
    return this.#stepper.stepping;
  }

  set stepping(automaton: RunAutomaton | undefined) {
    this.#stepper.stepping = automaton;
  }

  /** Something happened outside; `act` is called when its turn comes. */
  enqueue(act: () => void): void {
    this.#inbox.add(act);
    this.work();
  }

  /** A timer is due: when its turn comes, `fire` fires it and returns the number of its record. */
  enqueueTimer(owner: RunAutomaton | undefined, fire: () => number): void {
    const nickname = owner?.nickname ?? '';
    const as: PendingAct = { automaton: nickname, edge: 'timer', event: ownEvent('xstate.after', nickname) };
    this.enqueue(() => {
      this.#stack.call(() => {
        this.#own.fire(owner, fire);
      }, as);
    });
  }

  /** @see RunTimers.afterStep */
  afterStep(record: (cause: number) => void): void {
    this.#stepper.afterStep(record);
  }

  /** @see RunTimers.afterMoveOf */
  afterMoveOf(automaton: RunAutomaton, record: (cause: number) => void): void {
    this.#own.recordAfter(automaton, record);
  }

  /** A post that a person made, and that is recorded, is delivered when its turn comes. */
  postByHand(message: Message, to: string | undefined, record: number): void {
    this.enqueue(() => {
      this.#effects.deliverPost(byHand, undefined, message, to, record);
    });
  }

  /** A timer or another actor moved an automaton: its effects come before anything that arrives. */
  moved(automaton: RunAutomaton): void {
    if (!this.#own.moved(automaton) || this.#isWorking) return;
    // XState is in the middle of it: effects are carried out when it is through.
    queueMicrotask(() => {
      this.work();
    });
  }

  /** Delivers to each running automaton of the roster, in order. */
  distribute(roster: Roster, event: DeliveryEvent, cause: number, options: DistributeOptions): void {
    this.#stack.distribute(roster, event, cause, options);
  }

  /** After a transition that was no delivery: the rest of its step comes next. */
  conclude(automaton: RunAutomaton, cause: number): void {
    this.#stack.push(this.#stepper.conclude(automaton, cause));
  }

  /** Does something before anything else goes on, but not in the middle of a transition or an effect. */
  callNext(act: () => void): void {
    this.#stack.call(act);
    this.work();
  }

  /** Does something now, in one go: what it sets off waits until it is through. */
  prepare(act: () => void): void {
    const wasWorking = this.#isWorking;
    this.#isWorking = true;
    try {
      act();
    } finally {
      this.#isWorking = wasWorking;
      this.work();
    }
  }

  /** Does something between two acts of the dispatcher, whatever waits: now, if it is not at work. */
  interrupt(act: () => void): void {
    if (this.#isWorking) this.#interruption = act;
    else act();
  }

  /** Whether nothing is on its way and nothing waits. */
  get isIdle(): boolean {
    const isWaiting = this.#stack.length > 0 || this.#own.isWaiting || this.#inbox.length > 0;
    return this.#isOpen && !this.#isInLoop && !isWaiting;
  }

  /** Begins to work. What was enqueued before has waited. */
  open(): void {
    this.#isOpen = true;
    this.work();
  }

  /** Works until nothing is left to do, the run is held, or it has ended. */
  work(): void {
    if (this.#isWorking || !this.#isOpen) return;
    this.#isWorking = this.#isInLoop = true;
    try {
      while (this.#mayWork() && this.#advance());
      this.#mayWork();
    } finally {
      this.#isWorking = this.#isInLoop = false;
    }
  }

  /** Ends all work; what has not been dispatched is dropped. */
  close(): void {
    this.#isOpen = false;
    this.#stack.cut(0);
    this.#inbox = new Queue();
    this.#own.clear();
    this.#interruption = undefined;
  }

  /** Whether it is still open; an interruption that was asked for comes first. */
  #mayWork(): boolean {
    const interruption = this.#interruption;
    if (interruption !== undefined) {
      this.#interruption = undefined;
      interruption();
    }
    return this.#isOpen;
  }

  /** One act; false when there is none, or the run is held before it. */
  #advance(): boolean {
    const frame = this.#stack.top;
    return frame === undefined ? this.#takeWaiting() : this.#frames.advance(frame);
  }

  #takeWaiting(): boolean {
    if (this.#own.takeWaiting()) return true;
    this.run.atRest();
    if (!this.#isOpen) return false;
    const act = this.#inbox.take();
    act?.();
    return act !== undefined;
  }
}

declare function queueMicrotask(callback: () => void): void;
