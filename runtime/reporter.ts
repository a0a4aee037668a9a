import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Notice } from './effects.js';
import type { DeliveryEvent } from './events.js';
import { harmlessTracer } from './harmless-tracer.js';
import type { LogCategory, LogSink } from './log.js';
import type { AnyMessage, Message } from './message.js';
import { encodeMessage } from './message.js';
import type { RunAutomaton } from './run-automaton.js';
import type { CloseInfo } from './socket.js';
import { valueOf, valuePath } from './state-path.js';
import { teeTracer } from './tee-tracer.js';
import type { AutomatonEnding, DeliveryOutcome, Redactor, RunTracer } from './trace.js';
import { nobodyElse } from './trace.js';

/** Who listens to a run. */
export interface ReporterOptions {
  readonly log: LogSink;
  readonly tracer: RunTracer | undefined;
  /** Masks message bodies in log lines; without one, lines show message types only. */
  readonly redactor: Redactor | undefined;
  readonly onNotice: ((notice: Notice, nickname: string) => void) | undefined;
}

/** What it is drawn and explained by. */
function chartOf({ handled, machine }: RunAutomaton): AnyStateMachine {
  return handled?.code.machine ?? machine;
}

const transitionerSource = 'Transitioner';

/**
 * Tells trace, log and notice listeners what the dispatcher does. A listener that throws never disturbs the
 * run. Methods that make a trace record return its number, 0 when nothing is traced.
 */
export class Reporter {
  readonly #log: LogSink;
  #tracer: RunTracer | undefined;
  readonly #redactor: Redactor | undefined;
  readonly #onNotice: ((notice: Notice, nickname: string) => void) | undefined;

  constructor(options: ReporterOptions) {
    this.#log = options.log;
    this.#tracer = options.tracer && this.#harmless(options.tracer);
    this.#redactor = options.redactor;
    this.#onNotice = options.onNotice;
  }

  /** Adds tracers, before anything of the run is traced. */
  traceTo(tracers: readonly RunTracer[]): void {
    if (tracers.length === 0) return;
    const own = this.#tracer === undefined ? [] : [this.#tracer];
    this.#tracer = teeTracer([...own, ...tracers.map((tracer) => this.#harmless(tracer))]);
  }

  /** Whether anybody is told which transitions were taken. */
  get wantsTaken(): boolean {
    return this.#tracer !== undefined && this.#tracer.wantsTaken !== false;
  }

  /** A text given as such is an automaton's own line, which the trace has too; the engine's come as functions. */
  log(category: LogCategory, source: string, text: string | (() => string)): void {
    this.#write(category, source, text);
    if (typeof text === 'string') this.#tracer?.log(category, source, text);
  }

  notice(nickname: string, notice: Notice, cause: number): void {
    this.#tracer?.notice(nickname, notice, cause);
    try {
      this.#onNotice?.(notice, nickname);
    } catch (error) {
      this.log('error', nickname, `a notice listener failed: ${String(error)}`);
    }
  }

  runStarted(nicknames: readonly string[]): number {
    return this.#tracer?.runStarted(nicknames) ?? 0;
  }

  started(automaton: RunAutomaton): number {
    return this.#tracer?.automaton(automaton.nickname, chartOf(automaton), automaton.socket?.name) ?? 0;
  }

  stopped(automaton: RunAutomaton, ending: AutomatonEnding, cause: number): void {
    this.#tracer?.dead(automaton.nickname, ending, cause);
    this.log('state', automaton.nickname, () => `stopped: ${ending.why}`);
  }

  socketConnecting(lane: string, url: string, cause: number): number {
    this.log('debug', lane, () => `connecting to ${this.#redactor?.text(url) ?? lane}`);
    return this.#tracer?.socketConnecting(lane, url, cause) ?? 0;
  }

  socketOpen(lane: string, url: string): number {
    return this.#tracer?.socketOpen(lane, url) ?? 0;
  }

  socketClosed(lane: string, info: CloseInfo): number {
    this.log('smsg', transitionerSource, () => `received<-${lane} nothing`);
    return this.#tracer?.socketClosed(lane, info, 0) ?? 0;
  }

  /** @param cause the record of the person's act, when no peer sent it */
  messageIn(lane: string, text: string, msg: AnyMessage, cause: number): number {
    this.log('smsg', transitionerSource, () => `received<-${lane} ${this.#body(msg)}`);
    return this.#tracer?.messageIn(lane, text, msg, cause) ?? 0;
  }

  nonsenseIn(lane: string, text: string | undefined, length: number, reason: string): number {
    this.log(
      'error',
      transitionerSource,
      () => `dropped what came on ${lane}: ${reason} (${length} characters)`,
    );
    return this.#tracer?.nonsenseIn(lane, text, length, reason) ?? 0;
  }

  messageOut(lane: string, text: string, msg: Message, cause: number): number {
    this.log('smsg', transitionerSource, () => `sent->${lane} ${this.#body(msg)}`);
    return this.#tracer?.messageOut(lane, text, msg, cause) ?? 0;
  }

  /** @param source of its line in the log */
  post(from: string, to: string | undefined, msg: Message, cause: number, source = from): number {
    this.log('smsg', source, () => `posting ${from}->${to ?? ''}: ${this.#body(msg)}`);
    return this.#tracer?.post(from, to, msg, cause) ?? 0;
  }

  undelivered(from: string, to: string | undefined, msg: Message, why: string, cause: number): void {
    const category = why === nobodyElse ? 'debug' : 'runtime';
    this.log(category, from, () => `${msg.mt} reached nobody${to === undefined ? '' : ` (${to})`}: ${why}`);
    this.#tracer?.undelivered(from, to, msg, why, cause);
  }

  delivered(
    automaton: RunAutomaton,
    event: DeliveryEvent,
    outcome: DeliveryOutcome,
    met: AnyMachineSnapshot | undefined,
    cause: number,
  ): number {
    if (outcome !== 'handled') {
      const path = (): string => (met === undefined ? '' : valuePath(valueOf(met)));
      this.log(
        'override',
        automaton.nickname,
        () => `${event.type} from ${event.origin} ${outcome} in ${path()}`,
      );
    }
    if (this.#tracer === undefined) return 0;
    const path = met === undefined ? 'Initial' : valuePath(valueOf(met));
    const { nickname, taken } = automaton;
    return this.#tracer.deliver(nickname, event.origin, event.type, outcome, path, cause, taken);
  }

  transition(
    automaton: RunAutomaton,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
  ): void {
    this.#tracer?.transition(automaton.nickname, before, after, cause, automaton.taken);
  }

  /** @param from undefined for the first state, which is no change */
  stateChanged(automaton: RunAutomaton, from: string | undefined, to: string): void {
    if (from !== undefined) this.log('state', automaton.nickname, () => `${from} => ${to}`);
  }

  timer(
    what: 'set' | 'fired' | 'cancelled',
    id: number,
    delayMs: number,
    lane: string | undefined,
    cause: number,
  ): number {
    return this.#tracer?.timer(lane, what, id, delayMs, cause) ?? 0;
  }

  control(what: string, detail: Readonly<Record<string, unknown>>, cause: number): number {
    return this.#tracer?.control(what, detail, cause) ?? 0;
  }

  note(text: string): number {
    return this.#tracer?.note(text) ?? 0;
  }

  runEnded(outcome: string, detail: Readonly<Record<string, unknown>>): void {
    this.#tracer?.runEnded(outcome, detail);
  }

  #harmless(tracer: RunTracer): RunTracer {
    return harmlessTracer(tracer, (error) => {
      this.#write('error', transitionerSource, () => `the trace failed: ${String(error)}`);
    });
  }

  #write(category: LogCategory, source: string, text: string | (() => string)): void {
    try {
      this.#log(category, source, text);
    } catch {
      // A broken sink must not kill a login; there is nowhere left to report it.
    }
  }

  #body(msg: Message): string {
    if (this.#redactor === undefined) return msg.mt;
    return encodeMessage(this.#redactor.value(msg, msg.mt).value as Message);
  }
}
