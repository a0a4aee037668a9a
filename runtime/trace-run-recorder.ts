import type { AnyActorLogic, AnyMachineSnapshot, StateValue } from 'xstate';
import type { Origin } from './events.js';
import type { LogCategory } from './log.js';
import type { AnyMessage, Message } from './message.js';
import type { CloseInfo } from './socket.js';
import { valuePath } from './state-path.js';
import type { SharedTrace } from './shared-trace.js';
import { TimerStates } from './timer-states.js';
import type { RecordBodies } from './trace-bodies.js';
import { causedBy, cutAt } from './trace-bodies.js';
import type { AutomatonEnding, DeliveryOutcome, Redactor, RunTracer, TakenTransition } from './trace.js';
import type { RecordBody } from './trace-records.js';
import { contextPatch, stateChanges, wholeContext } from './trace-snapshots.js';

/** Every how many snapshots of an automaton its context is recorded whole. */
const wholeContextEvery = 50;

/** What was recorded last of an automaton. */
interface Lane {
  snapshots: number;
  context: Readonly<Record<string, unknown>>;
  path: string;
}

/** Records what happens in one run after the other; several of them write one trace. */
export class RunRecorder implements RunTracer {
  readonly #shared: SharedTrace;
  readonly #redactor: Redactor;
  readonly #bodies: RecordBodies;
  readonly #lanes = new Map<string, Lane>();
  readonly #timerStates = new TimerStates();
  /** Number of the run that goes on; 0 between runs. */
  #run = 0;
  #knownLosses = 0;

  constructor(shared: SharedTrace) {
    this.#shared = shared;
    this.#redactor = shared.redactor;
    this.#bodies = shared.bodies;
  }

  /** Number in the trace of the run that goes on; 0 between runs. */
  get run(): number {
    return this.#run;
  }

  runStarted(automatons: readonly string[]): number {
    const { writer } = this.#shared;
    this.#shared.runs += 1;
    this.#run = this.#shared.runs;
    this.#lanes.clear();
    this.#timerStates.clear();
    writer.firstLanes = automatons;
    return this.#write(() => this.#bodies.runStarted(automatons));
  }

  automaton(nickname: string, logic: AnyActorLogic, socket: string | undefined): number {
    this.#lanes.delete(nickname);
    const machine = this.#shared.machine(this.#run, logic);
    return this.#write(() => ({
      kind: 'automaton',
      lane: nickname,
      ...('id' in logic && typeof logic.id === 'string' && { id: logic.id }),
      ...(socket !== undefined && { socket }),
      ...(machine !== undefined && { machine }),
    }));
  }

  dead(nickname: string, ending: AutomatonEnding, cause: number): number {
    this.#lanes.delete(nickname);
    return this.#write(() => this.#bodies.dead(nickname, ending, cause));
  }

  socketConnecting(lane: string, url: string, cause: number): number {
    return this.#write(() => this.#bodies.socket(lane, 'connecting', url, cause));
  }

  socketOpen(lane: string, url: string): number {
    return this.#write(() => this.#bodies.socket(lane, 'open', url, 0));
  }

  socketClosed(lane: string, info: CloseInfo, cause: number): number {
    return this.#write(() => this.#bodies.socketClosed(lane, info, cause));
  }

  messageIn(lane: string, text: string, msg: AnyMessage, cause = 0): number {
    return this.#write(() => this.#bodies.message(lane, 'in', text, msg, cause));
  }

  messageOut(lane: string, text: string, msg: Message, cause: number): number {
    return this.#write(() => this.#bodies.message(lane, 'out', text, msg, cause));
  }

  nonsenseIn(lane: string, text: string | undefined, length: number, reason: string): number {
    return this.#write(() => this.#bodies.nonsense(lane, 'in', text, length, reason));
  }

  nonsenseOut(lane: string, text: string | undefined, length: number, reason: string): number {
    return this.#write(() => this.#bodies.nonsense(lane, 'out', text, length, reason));
  }

  post(from: string, to: string | undefined, msg: Message, cause: number): number {
    return this.#write(() => this.#bodies.post(from, to, msg, cause));
  }

  undelivered(from: string, to: string | undefined, msg: Message, why: string, cause: number): number {
    return this.#write(() => this.#bodies.undelivered(from, to, msg, why, cause));
  }

  deliver(
    lane: string,
    origin: Origin,
    mt: string,
    outcome: DeliveryOutcome,
    path: string,
    cause: number,
    taken?: readonly TakenTransition[],
  ): number {
    return this.#write(() => this.#bodies.deliver(lane, origin, mt, outcome, path, cause, taken));
  }

  /** Makes a `transition` record if the state value changed, and a `snapshot` record if context or status did. */
  transition(
    lane: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
    taken?: readonly TakenTransition[],
  ): number {
    const value = after.value as StateValue;
    const old = before?.value as StateValue | undefined;
    const changes = old === value ? [] : stateChanges(old, value);
    const first =
      changes.length === 0
        ? 0
        : this.#write(() => ({
            kind: 'transition',
            lane,
            ...causedBy(cause),
            changes,
            value,
            ...(taken && { taken }),
          }));
    const second = this.#snapshot(lane, before, after, cause);
    return first === 0 ? second : first;
  }

  timer(
    lane: string | undefined,
    what: 'set' | 'fired' | 'cancelled',
    id: number,
    delayMs: number,
    cause: number,
  ): number {
    const state =
      lane === undefined ? undefined : this.#timerStates.stateOf(what, id, this.#lanes.get(lane)?.path);
    return this.#write(() => ({
      kind: 'timer',
      ...(lane !== undefined && { lane }),
      ...causedBy(cause),
      what,
      id,
      delayMs,
      ...(state !== undefined && { state }),
    }));
  }

  control(what: string, detail: Readonly<Record<string, unknown>>, cause = 0): number {
    return this.#write(() => this.#bodies.control(what, detail, cause));
  }

  note(text: string): number {
    return this.#write(() => this.#bodies.note(text));
  }

  notice(lane: string, notice: unknown, cause: number): number {
    return this.#write(() => this.#bodies.notice(lane, notice, cause));
  }

  log(category: LogCategory, source: string, text: string): number {
    return this.#write(() => this.#bodies.log(category, source, text));
  }

  runEnded(outcome: string, detail: Readonly<Record<string, unknown>>): number {
    this.#lanes.clear();
    const seq = this.#shared.writer.end(this.#run, () => this.#bodies.end(outcome, detail));
    this.#run = 0;
    return seq;
  }

  #snapshot(
    name: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
  ): number {
    const { status } = after;
    const value = after.value as StateValue;
    const context = after.context as Readonly<Record<string, unknown>>;
    const path = valuePath(value);
    this.#forgetIfLost();
    const known = before === undefined ? undefined : this.#lanes.get(name);
    if (known !== undefined) known.path = path;
    if (known?.context === context && before?.status === status) return 0;
    const lane = known ?? { snapshots: 0, context, path };
    const body = (): RecordBody => {
      const isWhole = lane.snapshots % wholeContextEvery === 0;
      const { cut, ...recorded } = isWhole
        ? wholeContext(context, this.#redactor)
        : contextPatch(lane.context, context, this.#redactor);
      return { kind: 'snapshot', lane: name, ...causedBy(cause), status, value, ...recorded, ...cutAt(cut) };
    };
    return this.#write(body, () => {
      lane.snapshots += 1;
      lane.context = context;
      this.#lanes.set(name, lane);
    });
  }

  /** A patch on a record that was lost fits nothing, so the next snapshots are whole. */
  #forgetIfLost(): void {
    if (this.#knownLosses === this.#shared.losses) return;
    this.#knownLosses = this.#shared.losses;
    this.#lanes.clear();
  }

  #write(body: () => RecordBody | undefined, written?: () => void): number {
    return this.#shared.writer.write(this.#run, body, written);
  }
}
