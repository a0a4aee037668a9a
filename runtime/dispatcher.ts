import type { RunControl } from './control.js';
import type { PendingAct } from './control-types.js';
import type { DistributeFrame, DistributeOptions, EffectsFrame, Frame } from './dispatch-frames.js';
import type { EffectTargets } from './effect-runner.js';
import { EffectRunner } from './effect-runner.js';
import type { DeliveryEvent } from './events.js';
import { HandledSteps } from './handled-steps.js';
import type { Effect } from './effects.js';
import type { Message } from './message.js';
import { isHeldBefore, isHeldBeforeDelivery, isHeldBeforeEffect } from './hold-points.js';
import { isToBeSettled, OwnMoves } from './own-moves.js';
import { Queue } from './queue.js';
import type { Reporter } from './reporter.js';
import type { Roster, RunAutomaton } from './run-automaton.js';
import { hasWaiting, Stepper } from './stepper.js';
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
  readonly #stack: Frame[] = [];
  #inbox = new Queue<() => void>();
  readonly #moves = new OwnMoves();
  #interruption: (() => void) | undefined;
  /** What is enqueued waits. */
  #isWorking = false;
  #isInLoop = false;
  #isOpen = false;
  readonly #effects: EffectRunner;
  readonly #stepper: Stepper;
  readonly #handled: HandledSteps;

  constructor(
    private readonly run: DispatcherRun,
    report: Reporter,
    private readonly control: RunControl,
  ) {
    this.#effects = new EffectRunner(this, run, report);
    const stopped = (automaton: RunAutomaton): void => {
      run.stopped(automaton);
    };
    this.#handled = new HandledSteps({ isOpen: () => this.#isOpen, stopped }, report, control);
    this.#stepper = new Stepper(report, control, this.#handled, stopped);
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
      const act = (): void => {
        this.#fire(owner, fire);
      };
      this.#stack.push({ kind: 'call', act, as });
    });
  }

  /** @see RunTimers.afterStep */
  afterStep(record: (cause: number) => void): void {
    this.#stepper.afterStep(record);
  }

  /** @see RunTimers.afterMoveOf */
  afterMoveOf(automaton: RunAutomaton, record: (cause: number) => void): void {
    this.#moves.recordAfter(automaton, record);
  }

  /** A post that a person made, and that is recorded, is delivered when its turn comes. */
  postByHand(message: Message, to: string | undefined, record: number): void {
    this.enqueue(() => {
      this.#effects.deliverPost(byHand, undefined, message, to, record);
    });
  }

  /** Whether code is handling a message: what it does is done at once, and cannot be held. */
  get isInHandler(): boolean {
    return this.#handled.isInHandler;
  }

  /** The record that what a handler does now is caused by; 0 outside of handlers. */
  get handledRecord(): number {
    return this.#handled.cause;
  }

  /** Whether the run goes on. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * In a handler: does `act`, and all that follows from it, before the handler goes on.
   * @throws whatever another handler throws meanwhile
   */
  nest(act: () => void): void {
    const depth = this.#stack.length;
    act();
    this.#workDownTo(depth);
  }

  /** @throws whatever a handler throws meanwhile */
  #workDownTo(depth: number): void {
    try {
      while (this.#stack.length > depth) this.#advance();
    } catch (error) {
      const cut = this.#stack.splice(depth);
      if (cut.some(({ kind }) => kind === 'effects')) this.#handled.failNow();
      throw error;
    }
  }

  /** Such an effect is about to be carried out: it cannot be held, but a breakpoint may be hit. */
  noteEffect(automaton: RunAutomaton, effect: Effect): void {
    if (this.isInHandler && this.control.isWatching) isHeldBeforeEffect(this.control, automaton, effect);
  }

  /** An effect of an automaton whose messages are handled by code. */
  perform(automaton: RunAutomaton, effect: Effect, cause: number): void {
    this.#effects.perform(automaton, effect, cause);
  }

  /** Delivers a post of such an automaton: at once in a handler, else when its turn comes. */
  postOf(...post: Parameters<EffectRunner['deliverPost']>): void {
    if (!this.isInHandler) {
      this.enqueue(() => {
        this.#effects.deliverPost(...post);
      });
      return;
    }
    const depth = this.#stack.length;
    this.#effects.deliverPost(...post);
    this.#workDownTo(depth);
  }

  /** A timer or another actor moved an automaton: its effects come before anything that arrives. */
  moved(automaton: RunAutomaton): void {
    if (!this.#moves.add(automaton) || this.#isWorking) return;
    // XState is in the middle of it: effects are carried out when it is through.
    queueMicrotask(() => {
      this.work();
    });
  }

  /** Delivers to each running automaton of the roster, in order. */
  distribute(roster: Roster, event: DeliveryEvent, cause: number, options: DistributeOptions): void {
    this.#stack.push({
      kind: 'distribute',
      roster,
      end: roster.length,
      event,
      cause,
      options,
      next: 0,
      receivers: 0,
      last: undefined,
    });
  }

  /** Delivers to one automaton, before anything else that waits. */
  deliver(automaton: RunAutomaton, event: DeliveryEvent, cause: number): void {
    this.#stack.push({ kind: 'deliver', automaton, event, cause });
  }

  /** Does something before anything else goes on, but not in the middle of a transition or an effect. */
  callNext(act: () => void): void {
    this.#stack.push({ kind: 'call', act });
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
    const isWaiting = this.#stack.length > 0 || this.#moves.length > 0 || this.#inbox.length > 0;
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
    this.#stack.length = 0;
    this.#inbox = new Queue();
    this.#moves.clear();
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
    const frame = this.#stack.at(-1);
    if (frame === undefined) return this.#takeWaiting();
    if (frame.kind === 'effects') return this.#advanceEffects(frame);
    if (frame.kind === 'distribute') return this.#advanceDistribution(frame);
    if (frame.kind === 'call') {
      if (this.control.isWatching && isHeldBefore(this.control, frame.as)) return false;
      this.#stack.pop();
      frame.act();
      return true;
    }
    if (this.#settleFirst(frame.automaton)) return true;
    if (this.control.isWatching && isHeldBeforeDelivery(this.control, frame.automaton, frame.event))
      return false;
    this.#stack.pop();
    this.#push(this.#stepper.step(frame.automaton, frame.event, frame.cause));
    return true;
  }

  #takeWaiting(): boolean {
    const moved = this.#moves.take();
    if (moved !== undefined) {
      this.#settleFirst(moved);
      return true;
    }
    this.run.atRest();
    if (!this.#isOpen) return false;
    const act = this.#inbox.take();
    act?.();
    return act !== undefined;
  }

  #advanceDistribution(frame: DistributeFrame): boolean {
    const { options } = frame;
    if (frame.last !== undefined) {
      const { last } = frame;
      frame.last = undefined;
      options.afterEach?.(last);
      return true;
    }
    const automaton = frame.next < frame.end ? frame.roster.at(frame.next) : undefined;
    if (automaton === undefined) {
      this.#stack.pop();
      options.afterAll?.(frame.receivers);
      return true;
    }
    const isReceiver =
      automaton.status === 'running' &&
      automaton !== options.except &&
      (options.isOpen !== true || automaton.takesOpen);
    if (isReceiver) {
      if (this.#settleFirst(automaton)) return true;
      if (this.control.isWatching && isHeldBeforeDelivery(this.control, automaton, frame.event)) return false;
    }
    frame.next += 1;
    if (!isReceiver) return true;
    frame.receivers += 1;
    if (options.afterEach !== undefined) frame.last = automaton;
    this.#push(this.#stepper.step(automaton, frame.event, frame.cause));
    return true;
  }

  #advanceEffects(frame: EffectsFrame): boolean {
    const { automaton } = frame;
    const effect = frame.effects[frame.next];
    if (effect === undefined) {
      this.#endStep(automaton, frame.cause);
      return true;
    }
    if (this.control.isWatching && isHeldBeforeEffect(this.control, automaton, effect)) return false;
    frame.next += 1;
    try {
      this.#effects.perform(automaton, effect, frame.cause);
    } catch (error) {
      automaton.failure = { error };
      this.run.stopped(automaton);
    }
    return true;
  }

  /** The effects of a step are carried out; its frame is on top. */
  #endStep(automaton: RunAutomaton, cause: number): void {
    automaton.isBusy = false;
    if (automaton.status !== 'running') {
      this.#stack.pop();
      return;
    }
    if (this.#settleFirst(automaton)) return;
    if (automaton.snapshot?.status !== 'active') {
      this.#stack.pop();
      this.run.stopped(automaton);
      return;
    }
    if (automaton.isStartDue) {
      this.#stack.pop();
      this.deliver(automaton, ownEvent('Start', automaton.nickname), cause);
      return;
    }
    const waiting = automaton.waiting?.take();
    // The frame goes before the last one that waits, lest two automatons that answer each other pile frames up.
    if (!hasWaiting(automaton)) this.#stack.pop();
    if (waiting !== undefined) this.deliver(automaton, waiting.event, waiting.cause);
  }

  /** After a transition that was no delivery: the rest of its step comes next. */
  conclude(automaton: RunAutomaton, cause: number): void {
    this.#push(this.#stepper.conclude(automaton, cause));
  }

  #push(frame: EffectsFrame | undefined): void {
    if (frame !== undefined) this.#stack.push(frame);
  }

  /** Fires a timer, and then carries out what it moved, in order. */
  #fire(owner: RunAutomaton | undefined, fire: () => number): void {
    this.#stepper.stepping = owner;
    const { record, moved } = this.#moves.byTimer(fire);
    this.#stepper.stepping = undefined;
    // The stack takes the last one first.
    for (const automaton of moved.toReversed()) this.#settle(automaton, record);
    this.#stepper.recordRest(record);
  }

  /** Whether an automaton has moved by itself, the rest of which step now comes first. */
  #settleFirst(automaton: RunAutomaton): boolean {
    if (!isToBeSettled(automaton)) return false;
    const as: PendingAct = {
      automaton: automaton.nickname,
      edge: 'engine',
      event: ownEvent('xstate.invoke', automaton.nickname),
    };
    const act = (): void => {
      this.#settle(automaton, 0);
    };
    this.#stack.push({ kind: 'call', act, as });
    return true;
  }

  #settle(automaton: RunAutomaton, cause: number): void {
    if (!isToBeSettled(automaton)) return;
    automaton.hasMoved = false;
    for (const record of this.#moves.takeRecords(automaton)) this.#stepper.afterStep(record);
    this.conclude(automaton, cause);
  }
}

declare function queueMicrotask(callback: () => void): void;

/** An event of the engine's own to one automaton. */
function ownEvent(type: string, nickname: string): DeliveryEvent {
  return { type, msg: { mt: type }, origin: 'runtime', from: nickname };
}
