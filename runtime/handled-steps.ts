import type { AnyMachineSnapshot } from 'xstate';
import type { RunControl } from './control.js';
import { UsageError } from './errors.js';
import type { DeliveryEvent } from './events.js';
import { ownEvent } from './events.js';
import type { HandledSide, MessageHandler } from './handled-automaton.js';
import { followAnywhere } from './handled-machine.js';
import type { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import { sharedMessage, withPresentType } from './shared-messages.js';
import { isReserved, stateOf, valueOf } from './state-path.js';
import type { DeliveryOutcome } from './trace.js';

/** What the steps of handled automatons need of the dispatcher. */
export interface HandledRun {
  /** Whether it goes on. */
  isOpen(): boolean;
  /** The same; an abort that was asked for comes first. */
  mayWork(): boolean;
  /** The automaton has stopped, or its code threw. */
  stopped(automaton: RunAutomaton): void;
}

/** With fewer handlers on the call stack, it is not they who filled it. */
const deepLimit = 50;

/** Handlers on the call stack at most: with Node's defaults it has room for 800 small ones. */
const depthLimit = 500;

/**
 * Delivers to automatons whose messages are handled by code, exactly as the PHP library does (docs/semantics.md,
 * "PHP-style classes"). Handlers act at once: what they post is delivered while they run, so deliveries nest.
 */
export class HandledSteps {
  /** The record of the delivery that is handled: cause of what its code does. */
  cause = 0;
  /** How many handlers are on the call stack. */
  #depth = 0;
  /** Who threw last, and what: an error that passes through posts is its thrower's. */
  #thrown: { readonly automaton: RunAutomaton; readonly error: unknown } | undefined;

  constructor(
    private readonly run: HandledRun,
    private readonly report: Reporter,
    private readonly control: RunControl,
  ) {}

  /** Whether a handler is on the call stack. */
  get isInHandler(): boolean {
    return this.#depth > 0;
  }

  /** Delivers an event; in a handler, what this one's handler throws goes through the post to the poster. */
  step(automaton: RunAutomaton, handled: HandledSide, event: DeliveryEvent, cause: number): void {
    try {
      if (event.origin === 'runtime' && event.type === 'Timeout') this.#ask(automaton, handled, event, cause);
      else this.#deliver(automaton, handled, event, cause);
    } catch (thrown) {
      const error = this.#clearError(thrown);
      if (this.#thrown === undefined || this.#thrown.error !== error) this.#thrown = { automaton, error };
      if (this.#depth > 0) throw error;
      this.#fail();
    } finally {
      this.#endIfStopped(automaton, handled);
    }
  }

  /** The state that a handler returns counts, whatever happened while it ran; a change of it brings `Start`. */
  #deliver(automaton: RunAutomaton, handled: HandledSide, given: DeliveryEvent, givenCause: number): void {
    const { code } = handled;
    let event = given;
    let cause = givenCause;
    for (;;) {
      const before = handled.state;
      const present = withPresentType(event);
      const handler = code.find(before, present.type);
      const outcome = receptionOf(automaton, present, handler);
      const record = this.report.delivered(automaton, present, outcome, automaton.snapshot, cause);
      if (handler === undefined || outcome !== 'handled') break;
      const message = sharedMessage(event, code, automaton.nickname);
      const outer = this.#enter(handled, record);
      let returned: string | undefined;
      try {
        returned = code.call(handler, message);
      } finally {
        this.#leave(handled, outer);
      }
      if (returned !== undefined) handled.state = returned;
      const chartEvent = { ...event, type: handler.mt };
      this.#follow(automaton, handled, chartEvent, { before, returned }, record);
      if (handled.state === before || handled.state === 'Dead' || !this.run.mayWork()) break;
      event = ownEvent('Start', automaton.nickname);
      cause = record;
    }
    if (handled.state === 'Dead') automaton.status = 'stopped';
  }

  /**
   * Code is about to be called. No function is wrapped around the call: each costs room on a call stack that nests.
   * @param record of the delivery that is handled
   * @returns what `leave` needs
   */
  #enter(handled: HandledSide, record: number): number {
    if (this.#depth >= depthLimit) throw tooDeep();
    const { cause } = this;
    this.cause = record;
    handled.calls += 1;
    this.#depth += 1;
    this.control.isInHandler = true;
    return cause;
  }

  #leave(handled: HandledSide, outer: number): void {
    this.cause = outer;
    handled.calls -= 1;
    this.#depth -= 1;
    this.control.isInHandler = this.#depth > 0;
  }

  /**
   * Ends the run for what was thrown last, by whomever: it cuts a step of a machine in two.
   */
  failNow(): void {
    this.#fail();
  }

  /** Silence: the automaton is asked whether the run goes on (rule 8). */
  #ask(automaton: RunAutomaton, handled: HandledSide, event: DeliveryEvent, cause: number): void {
    const { code } = handled;
    const outcome = code.isAskedInSilence ? 'handled' : 'discarded';
    const record = this.report.delivered(automaton, event, outcome, automaton.snapshot, cause);
    const outer = this.#enter(handled, record);
    try {
      handled.keepsRunAlive = code.keepsRunAlive();
    } finally {
      this.#leave(handled, outer);
    }
    this.#follow(automaton, handled, event, undefined, record);
  }

  /**
   * Leads the machine to where the handlers have led. It does not enter its final state while a handler of the
   * automaton still runs, which may return another.
   * @param step state in which the event was handled, and the one that was returned; undefined: no transition of the
   * chart stands for it
   */
  #follow(
    automaton: RunAutomaton,
    handled: HandledSide,
    event: DeliveryEvent,
    step: { readonly before: string; readonly returned: string | undefined } | undefined,
    cause: number,
  ): void {
    const { actor, snapshot } = automaton;
    const { code, state, calls } = handled;
    if (actor === undefined || snapshot === undefined || automaton.ending !== undefined) return;
    const next = state === 'Dead' && calls > 0 ? undefined : code.chartState(state);
    const members = code.changedMembers();
    const isInChart = step !== undefined && stateOf(valueOf(snapshot)) === code.chartState(step.before);
    automaton.isStepping = true;
    if (isInChart) actor.send({ ...event, next: step.returned && next, members });
    else if (members !== undefined) actor.send({ type: followAnywhere, next: undefined, members });
    if (next !== undefined && stateOf(valueOf(snapshotOf(automaton))) !== next)
      actor.send({ type: followAnywhere, next, members: undefined });
    automaton.isStepping = false;
    this.#record(automaton, snapshot, cause);
    if (automaton.failure !== undefined) throw automaton.failure.error;
  }

  #record(automaton: RunAutomaton, before: AnyMachineSnapshot, cause: number): void {
    const after = snapshotOf(automaton);
    if (after !== before) {
      automaton.snapshot = after;
      this.report.transition(automaton, before, after, cause);
      const state = stateOf(valueOf(after));
      if (state !== automaton.state) {
        this.report.stateChanged(automaton, automaton.state, state);
        automaton.state = state;
      }
      if (this.control.watchesSteps)
        this.control.stepped({ automaton: automaton.nickname, before, after }, cause);
    }
    automaton.taken = undefined;
  }

  /** It was `Dead` at the end of a delivery; the rest waits until its last handler is through. */
  #endIfStopped(automaton: RunAutomaton, { calls }: HandledSide): void {
    const isToBeEnded = automaton.status === 'stopped' && automaton.ending === undefined && calls === 0;
    if (isToBeEnded && this.run.isOpen()) this.run.stopped(automaton);
  }

  /** A call stack that handlers have filled says nothing to a person. */
  #clearError(error: unknown): unknown {
    const isFull = error instanceof RangeError && error.message.includes('call stack');
    return isFull && this.#depth > deepLimit ? tooDeep(error) : error;
  }

  #fail(): void {
    const thrown = this.#thrown;
    this.#thrown = undefined;
    if (thrown === undefined || !this.run.isOpen()) return;
    thrown.automaton.failure = { error: thrown.error };
    this.run.stopped(thrown.automaton);
  }
}

/**
 * Rules 3 and 7. Types are compared ignoring case, as methods are found; so a peer can call no handler of the engine's
 * messages. Posts may have any type.
 */
function receptionOf(
  { origins }: RunAutomaton,
  { origin, type }: DeliveryEvent,
  handler: MessageHandler | undefined,
): DeliveryOutcome {
  if (origin === 'wire' && (isReserved(type) || runtimeTypes.has(type.toLowerCase()))) return 'refused';
  if (handler === undefined) return 'discarded';
  if (origin === 'runtime') return 'handled';
  return origins.get(handler.mt)?.has(origin) === false ? 'refused' : 'handled';
}

const runtimeTypes: ReadonlySet<string> = new Set(['start', 'open', 'eof', 'timeout']);

function snapshotOf({ actor }: RunAutomaton): AnyMachineSnapshot {
  return actor?.getSnapshot() as AnyMachineSnapshot;
}

function tooDeep(cause?: unknown): UsageError {
  const sentence =
    'Posts of handlers are nested too deeply, each of them inside the handler of the one before; let a handler return before the next post is made.';
  return new UsageError('POSTS_TOO_DEEP', sentence, { depth: depthLimit }, { cause });
}
