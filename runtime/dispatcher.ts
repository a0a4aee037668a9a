import type { AnyMachineSnapshot } from 'xstate';
import type { PendingAct, RunControl } from './control.js';
import type { DistributeFrame, DistributeOptions, EffectsFrame, Frame } from './dispatch-frames.js';
import type { EffectTargets } from './effect-runner.js';
import { EffectRunner } from './effect-runner.js';
import type { DeliveryEvent, RuntimeMt } from './events.js';
import { Queue } from './queue.js';
import type { Reporter } from './reporter.js';
import type { Roster, RunAutomaton } from './run-automaton.js';
import { isReserved, stateOf, valueOf } from './state-path.js';
import type { DeliveryOutcome } from './trace.js';

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
  /** Automatons that moved by themselves; what follows from it comes before the inbox. */
  #moved = new Queue<RunAutomaton>();
  /** Those that the timer which fires right now moves. */
  #movedByTimer: RunAutomaton[] | undefined;
  #interruption: (() => void) | undefined;
  /** What is enqueued waits. */
  #isWorking = false;
  #isInLoop = false;
  #isOpen = false;
  readonly #effects: EffectRunner;
  /** The automaton whose machine is at work right now. */
  stepping: RunAutomaton | undefined;

  constructor(
    private readonly run: DispatcherRun,
    private readonly report: Reporter,
    private readonly control: RunControl,
  ) {
    this.#effects = new EffectRunner(this, run, report);
  }

  /** Something happened outside; `act` is called when its turn comes. */
  enqueue(act: () => void): void {
    this.#inbox.add(act);
    this.work();
  }

  /** A timer is due: when its turn comes, `fire` fires it and returns the number of its record. */
  enqueueTimer(owner: RunAutomaton | undefined, fire: () => number): void {
    const as = { automaton: owner?.nickname ?? '', event: ownEvent('xstate.after', owner?.nickname ?? '') };
    this.enqueue(() => {
      const act = (): void => {
        this.#fire(owner, fire);
      };
      this.#stack.push({ kind: 'call', act, as });
    });
  }

  /** A timer or another actor moved an automaton: its effects come before anything that arrives. */
  moved(automaton: RunAutomaton): void {
    automaton.hasMoved = true;
    if (this.#movedByTimer !== undefined) {
      this.#movedByTimer.push(automaton);
      return;
    }
    this.#moved.add(automaton);
    // XState is in the middle of it: effects are carried out when it is through.
    if (!this.#isWorking) {
      queueMicrotask(() => {
        this.work();
      });
    }
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
    const isWaiting = this.#stack.length > 0 || this.#moved.length > 0 || this.#inbox.length > 0;
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
    this.#moved = new Queue();
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
      if (frame.as !== undefined && !this.control.mayPass(frame.as.automaton, frame.as.event)) return false;
      this.#stack.pop();
      frame.act();
      return true;
    }
    if (this.#settleFirst(frame.automaton)) return true;
    if (!this.control.mayPass(frame.automaton.nickname, frame.event)) return false;
    this.#stack.pop();
    this.#step(frame.automaton, frame.event, frame.cause);
    return true;
  }

  #takeWaiting(): boolean {
    const moved = this.#moved.take();
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
      if (!this.control.mayPass(automaton.nickname, frame.event)) return false;
    }
    frame.next += 1;
    if (!isReceiver) return true;
    frame.receivers += 1;
    if (options.afterEach !== undefined) frame.last = automaton;
    this.#step(automaton, frame.event, frame.cause);
    return true;
  }

  #advanceEffects(frame: EffectsFrame): boolean {
    const { automaton } = frame;
    const effect = frame.effects[frame.next];
    if (effect === undefined) {
      this.#endStep(automaton, frame.cause);
      return true;
    }
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

  /** One step: hands the message to XState, sees what came of it, and puts its effects on the stack. */
  #step(automaton: RunAutomaton, event: DeliveryEvent, cause: number): void {
    if (automaton.status !== 'running') {
      if (event.origin === 'post')
        this.report.undelivered(event.from, automaton.nickname, event.msg, 'it has stopped', cause);
      return;
    }
    const isStart = event.origin === 'runtime' && event.type === 'Start';
    if (automaton.isBusy || (automaton.isStartDue && !isStart)) {
      (automaton.waiting ??= new Queue()).add({ event, cause });
      return;
    }
    if (isStart) {
      // Moved on before it came: the newer state's Start was the one.
      if (!automaton.isStartDue) return;
      automaton.isStartDue = false;
    }
    const before = automaton.snapshot;
    const reception = receptionOf(automaton, event);
    if (reception !== 'handled') {
      this.report.delivered(automaton, event, reception, before, cause);
      return;
    }
    automaton.hasDiscarded = false;
    automaton.isStepping = true;
    this.stepping = automaton;
    automaton.actor?.send(event);
    this.stepping = undefined;
    automaton.isStepping = false;
    const record = this.report.delivered(automaton, event, outcomeOf(automaton), before, cause);
    this.conclude(automaton, record);
  }

  /** Fires a timer, and then carries out what it moved, in order. */
  #fire(owner: RunAutomaton | undefined, fire: () => number): void {
    const moved: RunAutomaton[] = [];
    this.#movedByTimer = moved;
    this.stepping = owner;
    const record = fire();
    this.stepping = undefined;
    this.#movedByTimer = undefined;
    // The stack takes the last one first.
    for (const automaton of moved.reverse()) this.#settle(automaton, record);
  }

  /** Whether an automaton has moved by itself, the rest of which step now comes first. */
  #settleFirst(automaton: RunAutomaton): boolean {
    if (!automaton.hasMoved || automaton.isBusy || automaton.status !== 'running') return false;
    const as: PendingAct = {
      automaton: automaton.nickname,
      event: ownEvent('xstate.invoke', automaton.nickname),
    };
    const act = (): void => {
      this.#settle(automaton, 0);
    };
    this.#stack.push({ kind: 'call', act, as });
    return true;
  }

  #settle(automaton: RunAutomaton, cause: number): void {
    if (!automaton.hasMoved || automaton.isBusy || automaton.status !== 'running') return;
    automaton.hasMoved = false;
    this.conclude(automaton, cause);
  }

  /** After a transition: takes note of where it led, and puts the rest of the step on the stack. */
  conclude(automaton: RunAutomaton, cause: number): void {
    if (automaton.failure !== undefined) {
      this.run.stopped(automaton);
      return;
    }
    const { snapshot: before, effects } = automaton;
    const after = automaton.actor?.getSnapshot() as AnyMachineSnapshot;
    if (after !== before) {
      automaton.snapshot = after;
      const state = stateOf(valueOf(after));
      if (state !== automaton.state) automaton.isStartDue = true;
      automaton.state = state;
      this.report.transition(automaton, before, after, cause);
    }
    const isActive = after.status === 'active';
    if (effects === undefined && !automaton.isStartDue && isActive && !hasWaiting(automaton)) return;
    automaton.effects = undefined;
    automaton.isBusy = true;
    this.#stack.push({ kind: 'effects', automaton, effects: effects ?? [], cause, next: 0 });
  }
}

function outcomeOf({ hasDiscarded }: RunAutomaton): DeliveryOutcome {
  return hasDiscarded ? 'discarded' : 'handled';
}

function hasWaiting({ waiting }: RunAutomaton): boolean {
  return waiting !== undefined && waiting.length > 0;
}

declare function queueMicrotask(callback: () => void): void;

/** An event of the engine's own to one automaton. */
function ownEvent(type: string, nickname: string): DeliveryEvent {
  return { type, msg: { mt: type }, origin: 'runtime', from: nickname };
}

/**
 * Rules 3 and 7, before XState sees the message: a type nobody declared cannot be handled in any state, and a
 * declared one only from its origins. So a peer can name neither the engine's messages nor XState's events.
 */
function receptionOf(automaton: RunAutomaton, event: DeliveryEvent): DeliveryOutcome {
  if (event.origin === 'runtime') return 'handled';
  if (isReserved(event.type) || runtimeTypes.has(event.type)) return 'refused';
  const origins = automaton.origins.get(event.type);
  if (origins === undefined) return 'discarded';
  return origins.has(event.origin) ? 'handled' : 'refused';
}

const runtimeTypes: ReadonlySet<string> = new Set<RuntimeMt>(['Start', 'Open', 'EOF', 'Timeout']);
