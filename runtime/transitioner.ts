import type { AnyStateMachine, InputFrom } from 'xstate';
import type { Inspection } from './actor-system.js';
import { ActorSystem } from './actor-system.js';
import type { Clock } from './clock.js';
import { systemClock } from './clock.js';
import { RunControl } from './control.js';
import { Dispatcher } from './dispatcher.js';
import type { NoticeListener } from './effects.js';
import { AutomatonFailedError, UsageError } from './errors.js';
import { IdleWatch } from './idle-watch.js';
import type { LogSink } from './log.js';
import { silentLog } from './log.js';
import { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import { Roster, toRunAutomaton } from './run-automaton.js';
import { RunClock } from './run-clock.js';
import type { AutomatonSnapshot, RunOutcome, RunResult } from './run-result.js';
import { AutomatonHandle, failureOf, snapshotOf } from './run-result.js';
import { RunSockets } from './run-sockets.js';
import type { SocketPort } from './socket.js';
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
  /** Hears the notices that automatons emit; it may declare those it expects of the machines it runs. */
  readonly onNotice?: NoticeListener | undefined;
  /** XState's own inspection of all actors of the run; costs a third to a half of the speed. */
  readonly inspect?: Inspection;
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
  readonly #report: Reporter;
  readonly #dispatcher: Dispatcher;
  readonly #sockets: RunSockets;
  readonly #actors: ActorSystem;
  readonly #idle: IdleWatch;
  #status: 'new' | 'running' | 'ended' = 'new';
  #starting = 0;
  #lastStop: AutomatonEnding['why'] = 'finished';
  #end: (result: RunResult) => void = () => undefined;
  #stopListening: () => void = () => undefined;

  constructor(options: TransitionerOptions = {}) {
    const { clock = systemClock, idleTimeoutMs = 5_000, log = silentLog, inspect } = options;
    const { tracer, redactor, onNotice } = options;
    this.#report = new Reporter({ log, tracer, redactor, onNotice });
    this.#dispatcher = new Dispatcher(
      {
        everybody: this.#everybody,
        find: (nickname) => this.#automatons.get(nickname),
        connect: (automaton, url, cause) => {
          this.#sockets.connect(automaton, url, cause);
        },
        stopped: (automaton) => {
          this.#stopped(automaton);
        },
        atRest: () => {
          this.#everybody.compact();
          if (this.#everybody.running === 0 && this.#starting === 0) this.#finish(this.#naturalOutcome());
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
    this.#sockets = new RunSockets({
      dispatcher: this.#dispatcher,
      report: this.#report,
      active: () => {
        this.#idle.active();
      },
      disconnected: (automaton) => {
        this.#stop(automaton, 'disconnected');
      },
    });
    this.#actors = new ActorSystem(
      new RunClock(clock, this.#dispatcher, this.#report),
      inspect,
      (automaton) => {
        this.#dispatcher.moved(automaton);
      },
    );
    this.#bindControl();
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
    const { nickname, socket } = automaton;
    if (this.#status === 'ended') {
      const sentence = `${nickname} cannot be added: this run has ended; make a new Transitioner.`;
      throw new UsageError('RUN_ENDED', sentence, { nickname });
    }
    if (this.#automatons.has(nickname)) {
      const sentence = `There is an automaton ${nickname} already; give another nickname.`;
      throw new UsageError('NICKNAME_IN_USE', sentence, { nickname });
    }
    if (this.#status === 'new') {
      this.#automatons.set(nickname, automaton);
    } else {
      this.#dispatcher.prepare(() => {
        this.#sockets.join(automaton);
        this.#automatons.set(nickname, automaton);
        this.#starting += 1;
        this.#dispatcher.callNext(() => {
          this.#start(automaton);
        });
        this.#sockets.connectIdle(socket);
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
    this.#actors.start();
    if (options.signal?.aborted === true) {
      this.#finish('aborted');
      return result;
    }
    this.#dispatcher.prepare(() => {
      this.#begin(options.signal);
    });
    return result;
  }

  /** Every automaton as it is now, by nickname, in the order in which they were given. */
  getSnapshot(): Readonly<Record<string, AutomatonSnapshot>> {
    return Object.fromEntries(
      [...this.#automatons.values()].map((automaton) => [automaton.nickname, snapshotOf(automaton)]),
    );
  }

  /** Rule 1: all start before anything that arrives is dispatched. */
  #begin(signal: AbortSignalLike | undefined): void {
    const automatons = [...this.#automatons.values()];
    for (const automaton of automatons) {
      this.#starting += 1;
      this.#dispatcher.enqueue(() => {
        this.#start(automaton);
      });
    }
    try {
      for (const automaton of automatons) this.#sockets.join(automaton);
    } catch (error) {
      this.#finish('failed', { error });
      throw error;
    }
    for (const { socket } of automatons) this.#sockets.connectIdle(socket);
    this.#listenTo(signal);
    this.#idle.start();
    this.#dispatcher.open();
  }

  #bindControl(): void {
    this.control.bind({
      goOn: () => {
        this.#idle.active();
        this.#dispatcher.work();
      },
      record: (what, act) => {
        this.#report.control(what, act);
      },
      matchFailed: (error) => {
        this.#report.log('error', 'Transitioner', `a breakpoint failed: ${String(error)}`);
      },
    });
  }

  #listenTo(signal: AbortSignalLike | undefined): void {
    if (signal === undefined) return;
    const abort = (): void => {
      this.#dispatcher.interrupt(() => {
        this.#finish('aborted');
      });
    };
    signal.addEventListener('abort', abort);
    this.#stopListening = () => {
      signal.removeEventListener('abort', abort);
    };
    if (signal.aborted) abort();
  }

  #start(automaton: RunAutomaton): void {
    this.#starting -= 1;
    automaton.status = 'running';
    this.#everybody.add(automaton);
    const record = this.#report.started(automaton);
    this.#dispatcher.stepping = automaton;
    this.#actors.startChild(automaton);
    this.#dispatcher.stepping = undefined;
    this.#dispatcher.conclude(automaton, record);
  }

  /** Rule 8. */
  #silence(): void {
    if (this.control.isHeld || this.#sockets.isConnecting()) {
      this.#idle.start();
      return;
    }
    if (!this.#idle.isOver) {
      this.#idle.goOn();
      return;
    }
    const msg = { mt: 'Timeout' };
    const event = { type: 'Timeout', msg, origin: 'runtime', from: 'Transitioner' } as const;
    let isAnyWaiting = false;
    const isWaiting = (automaton: RunAutomaton): boolean =>
      automaton.status === 'running' && automaton.snapshot?.hasTag('waits') === true;
    this.#dispatcher.distribute(this.#everybody, event, 0, {
      afterEach: (automaton) => {
        isAnyWaiting ||= isWaiting(automaton);
      },
      afterAll: () => {
        // One may have begun to wait on what another did on its Timeout.
        isAnyWaiting ||= [...this.#automatons.values()].some(isWaiting);
        if (isAnyWaiting) this.#idle.start();
        else if (this.#everybody.running > 0) this.#finish('timeout');
      },
    });
  }

  /** The dispatcher is done with an automaton: it is `Dead`, or its machine threw. */
  #stopped(automaton: RunAutomaton): void {
    if (automaton.failure === undefined) {
      this.#retire(automaton, { why: 'finished', output: automaton.snapshot?.output as unknown });
      return;
    }
    const error = failureOf(automaton);
    this.#actors.stopChild(automaton);
    this.#retire(automaton, { why: 'failed', error: automaton.failure.error });
    this.#finish('failed', { error });
  }

  /** Ends an automaton that is not `Dead`. */
  #stop(automaton: RunAutomaton, why: AutomatonEnding['why']): void {
    this.#actors.stopChild(automaton);
    this.#retire(automaton, { why });
  }

  #retire(automaton: RunAutomaton, ending: AutomatonEnding): void {
    automaton.status = 'stopped';
    automaton.ending = ending;
    this.#lastStop = ending.why;
    this.#everybody.retire();
    this.#sockets.leave(automaton);
    this.#report.stopped(automaton, ending, 0);
    for (const { event, cause } of automaton.waiting?.takeAll() ?? []) {
      this.#report.undelivered(event.from, automaton.nickname, event.msg, 'it has stopped', cause);
    }
  }

  #naturalOutcome(): RunOutcome {
    return this.#lastStop === 'disconnected' ? 'disconnected' : 'finished';
  }

  #finish(outcome: RunOutcome, failure: { readonly error?: unknown } = {}): void {
    if (this.#status !== 'running') return;
    this.#status = 'ended';
    this.#idle.stop();
    this.#stopListening();
    this.#dispatcher.close();
    this.control.unbind();
    for (const automaton of this.#automatons.values()) {
      if (automaton.status === 'running') this.#stop(automaton, outcome === 'failed' ? 'stopped' : outcome);
    }
    this.#sockets.release();
    this.#actors.stop();
    const automatons = [...this.#automatons.values()].map(snapshotOf);
    this.#report.runEnded(outcome, {
      automatons: automatons.map(({ nickname, state, phase, why }) => ({ nickname, state, phase, why })),
      ...failure,
    });
    const error = failure.error instanceof AutomatonFailedError ? failure.error : undefined;
    this.#end({ outcome, automatons, error });
  }
}
