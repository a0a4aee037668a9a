import type { AnyMachineSnapshot } from 'xstate';
import type { RunControl } from './control.js';
import type { EffectsFrame } from './dispatch-frames.js';
import type { DeliveryEvent, RuntimeMt } from './events.js';
import type { HandledSteps } from './handled-steps.js';
import { Queue } from './queue.js';
import type { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import { isReserved, stateOf, valueOf } from './state-path.js';
import type { DeliveryOutcome } from './trace.js';

/** Hands messages to machines and sees what came of it; the rest of the step is for the dispatcher to do. */
export class Stepper {
  /** The automaton whose machine is at work right now. */
  stepping: RunAutomaton | undefined;
  /** What the present step did that is recorded after it. */
  #records: ((cause: number) => void)[] | undefined;

  /** @param stopped the automaton's machine threw */
  constructor(
    private readonly report: Reporter,
    private readonly control: RunControl,
    private readonly handled: HandledSteps,
    private readonly stopped: (automaton: RunAutomaton) => void,
  ) {}

  /** One step, up to its effects; undefined when nothing is left to do. */
  step(automaton: RunAutomaton, event: DeliveryEvent, cause: number): EffectsFrame | undefined {
    if (automaton.status !== 'running') {
      if (event.origin === 'post')
        this.report.undelivered(event.from, automaton.nickname, event.msg, 'it has stopped', cause);
      return undefined;
    }
    const isStart = isStartOf(event);
    if (automaton.isBusy || (automaton.isStartDue && !isStart)) {
      (automaton.waiting ??= new Queue()).add({ event, cause });
      return undefined;
    }
    if (isStart) {
      // Moved on before it came: the newer state's Start was the one.
      if (!automaton.isStartDue) return undefined;
      automaton.isStartDue = false;
    }
    if (automaton.handled !== undefined) {
      this.handled.step(automaton, automaton.handled, event, cause);
      return hasWaiting(automaton) ? endOf(automaton, cause) : undefined;
    }
    const before = automaton.snapshot;
    const reception = receptionOf(automaton, event);
    if (reception !== 'handled') {
      this.report.delivered(automaton, event, reception, before, cause);
      return undefined;
    }
    automaton.hasDiscarded = false;
    automaton.isStepping = true;
    this.stepping = automaton;
    automaton.actor?.send(event);
    this.stepping = undefined;
    automaton.isStepping = false;
    const record = this.report.delivered(automaton, event, outcomeOf(automaton), before, cause);
    automaton.taken = undefined;
    return this.conclude(automaton, record);
  }

  /** Takes note of where a transition has led; returns the rest of its step. */
  conclude(automaton: RunAutomaton, cause: number): EffectsFrame | undefined {
    if (automaton.failure !== undefined) {
      this.recordRest(cause);
      this.stopped(automaton);
      return undefined;
    }
    const { snapshot: before, effects } = automaton;
    const after = automaton.actor?.getSnapshot() as AnyMachineSnapshot;
    if (after !== before) {
      automaton.snapshot = after;
      this.report.transition(automaton, before, after, cause);
      const state = stateOf(valueOf(after));
      if (state !== automaton.state) {
        this.report.stateChanged(automaton, automaton.state, state);
        automaton.isStartDue = true;
        automaton.state = state;
      }
    }
    automaton.taken = undefined;
    if (this.#records !== undefined) this.recordRest(cause);
    if (this.control.watchesSteps && after !== before)
      this.control.stepped({ automaton: automaton.nickname, before, after }, cause);
    const isActive = after.status === 'active';
    if (effects === undefined && !automaton.isStartDue && isActive && !hasWaiting(automaton))
      return undefined;
    automaton.effects = undefined;
    automaton.isBusy = true;
    return { kind: 'effects', automaton, effects: effects ?? [], cause, next: 0 };
  }

  /** `record` is called with the record of the present step once there is one. */
  afterStep(record: (cause: number) => void): void {
    (this.#records ??= []).push(record);
  }

  /** @param cause the record of the step that is over */
  recordRest(cause: number): void {
    const records = this.#records ?? [];
    this.#records = undefined;
    for (const record of records) record(cause);
  }
}

/** Whether `step` would do nothing now but put the delivery off, or drop it. */
export function isPutOff({ status, isBusy, isStartDue }: RunAutomaton, event: DeliveryEvent): boolean {
  return status !== 'running' || isBusy || isStartDue !== isStartOf(event);
}

/** A step whose effects are carried out already. */
function endOf(automaton: RunAutomaton, cause: number): EffectsFrame {
  automaton.isBusy = true;
  return { kind: 'effects', automaton, effects: [], cause, next: 0 };
}

function isStartOf({ origin, type }: DeliveryEvent): boolean {
  return origin === 'runtime' && type === 'Start';
}

function outcomeOf({ hasDiscarded }: RunAutomaton): DeliveryOutcome {
  return hasDiscarded ? 'discarded' : 'handled';
}

/** Whether deliveries wait for the end of its step. */
export function hasWaiting({ waiting }: RunAutomaton): boolean {
  return waiting !== undefined && waiting.length > 0;
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
