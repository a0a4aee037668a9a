import type { ActorOptions, AnyActorRef, AnyMachineSnapshot, AnyStateMachine, InputFrom } from 'xstate';
import { createActor, fromTransition } from 'xstate';
import { originsOf } from './automaton.js';
import type { Clock } from './clock.js';
import { systemClock } from './clock.js';
import { RunControl } from './control.js';
import { Dispatcher, startEvent } from './dispatcher.js';
import type { Effect, Notice } from './effects.js';
import { AutomatonFailedError, UsageError } from './errors.js';
import { IdleWatch } from './idle-watch.js';
import type { LogSink } from './log.js';
import { silentLog } from './log.js';
import { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import { Roster } from './run-automaton.js';
import { RunClock } from './run-clock.js';
import type { AutomatonSnapshot, RunOutcome, RunResult } from './run-result.js';
import { AutomatonHandle, snapshotOf } from './run-result.js';
import { RunSockets } from './run-sockets.js';
import type { SocketPort } from './socket.js';
import { stateOf } from './state-path.js';
import type { AutomatonEnding, Redactor, RunTracer } from './trace.js';

export interface TransitionerOptions {
  /** Default: the real clock. */
  readonly clock?: Clock | undefined;
  /** Silence on all sockets after which `Timeout` is delivered (rule 8), in milliseconds. Default 5,000. */
  readonly idleTimeoutMs?: number | undefined;
  /** Default: nothing is logged. */
  readonly log?: LogSink | undefined;
  /** Masks message bodies in log lines; without one they show message types only. */
  readonly redactor?: Redactor | undefined;
  /** Hears of every record of the trace. */
  readonly tracer?: RunTracer | undefined;
  /** Hears the notices that automatons emit. */
  readonly onNotice?: ((notice: Notice, nickname: string) => void) | undefined;
  /** XState's own inspection of all actors of the run; costs a third to a half of the speed. */
  readonly inspect?: ActorOptions<AnyStateMachine>['inspect'];
}

export interface AddOptions<Input> {
  /** Default: the machine's id. Unique among all automatons this Transitioner has ever had. */
  readonly nickname?: string | undefined;
  /** Several automatons may share one. */
  readonly socket?: SocketPort | undefined;
  readonly input?: Input;
}

/** What is needed of an `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

interface StopChild {
  readonly type: 'stop';
  readonly child: AnyActorRef;
}

/** The root of a run's actor system: it does nothing but stop an automaton when told to. */
const rootLogic = fromTransition((state: null, event: StopChild | { readonly type: 'other' }, scope) => {
  if (event.type === 'stop') scope.stopChild(event.child);
  return state;
}, null);

/**
 * Runs automatons at once: an XState actor system with one root, each automaton a child whose `systemId` is its
 * nickname, and one dispatcher that carries every message between them and their sockets. One Transitioner is
 * one run. The rules it keeps are docs/semantics.md.
 */
export class Transitioner {
  /** Holds the run and lets it go on delivery by delivery. */
  readonly control = new RunControl();
  readonly #automatons = new Map<string, RunAutomaton>();
  readonly #everybody = new Roster();
  readonly #clock: Clock;
  readonly #report: Reporter;
  readonly #dispatcher: Dispatcher;
  readonly #sockets: RunSockets;
  readonly #idle: IdleWatch;
  readonly #root: ReturnType<typeof createActor<typeof rootLogic>>;
  #status: 'new' | 'running' | 'ended' = 'new';
  #starting = 0;
  #lastStop: AutomatonEnding['why'] = 'finished';
  #firing: RunAutomaton[] | undefined;
  #timerRecord = 0;
  #end: (result: RunResult) => void = () => undefined;
  #stopListening: () => void = () => undefined;

  constructor(options: TransitionerOptions = {}) {
    const { clock = systemClock, idleTimeoutMs = 5_000, log = silentLog, inspect } = options;
    this.#clock = clock;
    this.#report = new Reporter({
      log,
      tracer: options.tracer,
      redactor: options.redactor,
      onNotice: options.onNotice,
    });
    this.#dispatcher = new Dispatcher(
      {
        everybody: this.#everybody,
        find: (nickname) => this.#automatons.get(nickname),
        stopped: (automaton) => {
          this.#stopped(automaton);
        },
        atRest: () => {
          if (this.#everybody.running === 0 && this.#starting === 0) this.#finish(this.#naturalOutcome());
          this.#everybody.compact();
        },
      },
      this.#report,
      this.control,
    );
    this.#idle = new IdleWatch(clock, idleTimeoutMs, () => {
      this.#dispatcher.enqueue(() => {
        this.#silence();
      });
    });
    this.#sockets = new RunSockets(this.#dispatcher, this.#report, {
      active: () => {
        this.#idle.active();
      },
      afterEof: (automaton) => {
        if (automaton.status === 'running' && !automaton.hasAskedToConnect)
          this.#stop(automaton, 'disconnected');
      },
    });
    this.control.bind(() => {
      this.#idle.active();
      this.#dispatcher.work();
    });
    this.#root = createActor(rootLogic, {
      id: 'Transitioner',
      clock: this.#timers(),
      ...(inspect && { inspect }),
    });
  }

  /**
   * Adds an automaton. Before the run it waits for `run()`; during it, it is started at once (rule 12).
   * @param machine made by `setupAutomaton`
   * @throws UsageError `NICKNAME_IN_USE`, `NOT_AN_AUTOMATON`, `RUN_ENDED`, `SOCKET_IN_USE`
   */
  add<Machine extends AnyStateMachine>(
    machine: Machine,
    ...[options = {}]: undefined extends InputFrom<Machine>
      ? [options?: AddOptions<InputFrom<Machine>>]
      : [options: AddOptions<InputFrom<Machine>> & { readonly input: InputFrom<Machine> }]
  ): AutomatonHandle<Machine> {
    const automaton = toRunAutomaton(machine, options);
    if (this.#status === 'ended') {
      throw new UsageError(
        'RUN_ENDED',
        `${automaton.nickname} cannot be added: this run has ended; make a new Transitioner.`,
      );
    }
    if (this.#automatons.has(automaton.nickname)) {
      throw new UsageError(
        'NICKNAME_IN_USE',
        `There is an automaton ${automaton.nickname} already; give another nickname.`,
        {
          nickname: automaton.nickname,
        },
      );
    }
    if (this.#status === 'running') this.#sockets.join(automaton);
    this.#automatons.set(automaton.nickname, automaton);
    if (this.#status === 'running') {
      this.#starting += 1;
      this.#dispatcher.callNext(() => {
        this.#start(automaton);
      });
    }
    return new AutomatonHandle<Machine>(automaton);
  }

  /**
   * Runs all automatons until the run ends; how it ended is in the result, nothing is thrown for it.
   * @param options.signal aborts the run
   * @throws UsageError `RUN_TWICE`, `SOCKET_IN_USE`
   */
  run(options: { readonly signal?: AbortSignalLike | undefined } = {}): Promise<RunResult> {
    if (this.#status !== 'new') {
      throw new UsageError('RUN_TWICE', 'A Transitioner runs once; make a new one for the next run.');
    }
    this.#status = 'running';
    const result = new Promise<RunResult>((resolve) => {
      this.#end = resolve;
    });
    this.#report.runStarted([...this.#automatons.keys()]);
    this.#root.start();
    this.#joinSockets();
    this.#listenTo(options.signal);
    this.#idle.start();
    this.#dispatcher.open();
    return result;
  }

  /** Every automaton as it is now, by nickname, in the order in which they were given. */
  getSnapshot(): Readonly<Record<string, AutomatonSnapshot>> {
    return Object.fromEntries(
      [...this.#automatons.values()].map((automaton) => [automaton.nickname, snapshotOf(automaton)]),
    );
  }

  /** Rule 1: all start before anything that arrives is dispatched. */
  #joinSockets(): void {
    for (const automaton of this.#automatons.values()) {
      this.#starting += 1;
      this.#dispatcher.enqueue(() => {
        this.#start(automaton);
      });
    }
    try {
      for (const automaton of this.#automatons.values()) this.#sockets.join(automaton);
    } catch (error) {
      this.#status = 'ended';
      this.#sockets.release();
      this.#root.stop();
      throw error;
    }
  }

  #listenTo(signal: AbortSignalLike | undefined): void {
    if (signal === undefined) return;
    const abort = (): void => {
      this.#finish('aborted');
    };
    signal.addEventListener('abort', abort);
    this.#stopListening = () => {
      signal.removeEventListener('abort', abort);
    };
    if (signal.aborted) abort();
  }

  #start(automaton: RunAutomaton): void {
    this.#starting -= 1;
    const { machine, nickname, input } = automaton;
    const actor = createActor(machine, { parent: this.#root, id: nickname, systemId: nickname, input });
    automaton.actor = actor;
    actor.on('*', (emitted: Effect) => {
      if (emitted.type === 'discard') automaton.discarded = true;
      else automaton.effects.push(emitted);
    });
    actor.subscribe({
      next: () => {
        this.#moved(automaton);
      },
      error: (error: unknown) => {
        automaton.failure = { error };
        this.#moved(automaton);
      },
    });
    automaton.status = 'running';
    this.#everybody.add(automaton);
    automaton.stepping = true;
    actor.start();
    automaton.stepping = false;
    const snapshot = actor.getSnapshot() as AnyMachineSnapshot;
    const record = this.#report.started(automaton);
    if (automaton.failure !== undefined) {
      this.#stopped(automaton);
      return;
    }
    automaton.snapshot = snapshot;
    automaton.state = stateOf(snapshot.value);
    this.#report.transition(automaton, undefined, snapshot, record);
    if (snapshot.status === 'active') this.#dispatcher.deliver(automaton, startEvent(automaton), record);
    else this.#dispatcher.settle(automaton, record);
  }

  /** An automaton has a new snapshot. In its own step that is expected; else a timer or an actor moved it. */
  #moved(automaton: RunAutomaton): void {
    if (automaton.stepping || automaton.status !== 'running') return;
    if (this.#firing !== undefined) {
      this.#firing.push(automaton);
      return;
    }
    this.#dispatcher.settleSoon(automaton);
    // XState is in the middle of it: effects are carried out when it is through.
    queueMicrotask(() => {
      this.#dispatcher.work();
    });
  }

  #timers(): RunClock {
    return new RunClock(this.#clock, {
      owner: () => this.#dispatcher.stepping?.nickname,
      report: (what, id, delayMs, owner) => {
        this.#timerRecord = this.#report.timer(what, id, delayMs, owner);
      },
      due: (fire) => {
        this.#dispatcher.enqueue(() => {
          const moved: RunAutomaton[] = [];
          this.#firing = moved;
          fire();
          this.#firing = undefined;
          // The stack takes the last one first.
          for (const automaton of moved.reverse()) this.#dispatcher.settle(automaton, this.#timerRecord);
        });
      },
    });
  }

  /** Rule 8. */
  #silence(): void {
    if (this.#idle.remainingMs() > 0 || this.#sockets.isConnecting()) {
      this.#idle.start();
      return;
    }
    const event = {
      type: 'Timeout',
      msg: { mt: 'Timeout' },
      origin: 'runtime',
      from: 'Transitioner',
    } as const;
    let isSomebodyWaiting = false;
    this.#dispatcher.distribute(this.#everybody, event, 0, {
      afterEach: (automaton) => {
        if (automaton.status === 'running' && automaton.snapshot?.hasTag('waits') === true)
          isSomebodyWaiting = true;
      },
      afterAll: () => {
        if (isSomebodyWaiting) this.#idle.start();
        else if (this.#everybody.running > 0) this.#finish('timeout');
      },
    });
  }

  /** The dispatcher is done with an automaton: it is `Dead`, or its machine threw. */
  #stopped(automaton: RunAutomaton): void {
    if (automaton.failure !== undefined) {
      this.#retire(automaton, { why: 'failed', error: automaton.failure.error });
      this.#finish('failed', automaton);
      return;
    }
    this.#retire(automaton, { why: 'finished', output: automaton.snapshot?.output as unknown });
  }

  /** Ends an automaton that is not `Dead`. */
  #stop(automaton: RunAutomaton, why: AutomatonEnding['why']): void {
    automaton.stepping = true;
    if (automaton.actor !== undefined) this.#root.send({ type: 'stop', child: automaton.actor });
    automaton.stepping = false;
    this.#retire(automaton, { why });
  }

  #retire(automaton: RunAutomaton, ending: AutomatonEnding): void {
    automaton.status = 'stopped';
    automaton.ending = ending;
    this.#lastStop = ending.why;
    this.#everybody.retire();
    this.#sockets.leave(automaton);
    this.#report.stopped(automaton, ending, 0);
    for (const { event, cause } of automaton.waiting.splice(0)) {
      this.#report.undelivered(event.from, automaton.nickname, event.msg, 'it has stopped', cause);
    }
  }

  #naturalOutcome(): RunOutcome {
    return this.#lastStop === 'disconnected' ? 'disconnected' : 'finished';
  }

  #finish(outcome: RunOutcome, failed?: RunAutomaton): void {
    if (this.#status !== 'running') return;
    this.#status = 'ended';
    this.#idle.stop();
    this.#stopListening();
    this.#dispatcher.close();
    for (const automaton of this.#automatons.values()) {
      if (automaton.status === 'running') this.#stop(automaton, outcome === 'failed' ? 'stopped' : outcome);
    }
    this.#sockets.release();
    this.#root.stop();
    const automatons = [...this.#automatons.values()].map(snapshotOf);
    const error = failed && failureOf(failed);
    this.#report.runEnded(outcome, {
      automatons: automatons.map(({ nickname, state, phase, why }) => ({ nickname, state, phase, why })),
      ...(error && { error }),
    });
    this.#end({ outcome, automatons, error });
  }
}

declare function queueMicrotask(callback: () => void): void;

function toRunAutomaton(machine: AnyStateMachine, options: AddOptions<unknown>): RunAutomaton {
  const origins = originsOf(machine);
  if (origins === undefined) {
    throw new UsageError(
      'NOT_AN_AUTOMATON',
      `Machine ${machine.id} was not made with setupAutomaton; make it so.`,
    );
  }
  return {
    nickname: options.nickname ?? machine.id,
    machine,
    origins,
    knownTypes: new Set(machine.events as string[]),
    socket: options.socket,
    input: options.input,
    status: 'added',
    actor: undefined,
    snapshot: undefined,
    state: 'Initial',
    effects: [],
    busy: false,
    stepping: false,
    discarded: false,
    hasAskedToConnect: false,
    waiting: [],
    failure: undefined,
    ending: undefined,
  };
}

function failureOf(automaton: RunAutomaton): AutomatonFailedError {
  const { state, phase, nickname } = snapshotOf(automaton);
  const where = phase === '' ? state : `${state}.${phase}`;
  return new AutomatonFailedError(
    'AUTOMATON_FAILED',
    `Automaton ${nickname} failed in ${where}; its machine has a defect, see the cause.`,
    { nickname, state, phase },
    { cause: automaton.failure?.error },
  );
}
