import { ActorSystem } from './actor-system.js';
import { systemClock } from './clock.js';
import type { RunControl } from './control.js';
import { Dispatcher } from './dispatcher.js';
import { AutomatonFailedError, UsageError } from './errors.js';
import { silentLog } from './log.js';
import { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import { Roster } from './run-automaton.js';
import { RunClock } from './run-clock.js';
import type { AbortSignalLike, RunOptions, TransitionerOptions } from './run-options.js';
import { Seat } from './handled-seat.js';
import { Injector } from './injector.js';
import type { AutomatonSnapshot, RunOutcome, RunResult } from './run-result.js';
import { failureOf, snapshotOf, viewOf } from './run-result.js';
import { RunSockets } from './run-sockets.js';
import { RunWatch } from './run-watch.js';
import { Silence } from './silence.js';
import type { SocketPort } from './socket.js';
import type { AutomatonEnding, Redactor } from './trace.js';

/**
 * The life of one run, from the first automaton that is added to the result (docs/semantics.md, rules 1, 10 and
 * 12). It puts the parts of the engine together.
 */
export class Run {
  readonly #automatons = new Map<string, RunAutomaton>();
  readonly #everybody = new Roster();
  readonly #report: Reporter;
  readonly #dispatcher: Dispatcher;
  readonly #sockets: RunSockets;
  readonly #actors: ActorSystem;
  readonly #silence: Silence;
  readonly #watch: RunWatch;
  #status: 'new' | 'running' | 'ended' = 'new';
  #starting = 0;
  #lastStop: AutomatonEnding['why'] = 'finished';
  #end: (result: RunResult) => void = () => undefined;
  #stopListening: () => void = () => undefined;

  constructor(
    options: TransitionerOptions,
    private readonly control: RunControl,
  ) {
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
    this.#silence = new Silence(
      {
        dispatcher: this.#dispatcher,
        everybody: this.#everybody,
        isSuspended: () => this.control.isHeld || this.#sockets.isConnecting(),
        timedOut: () => {
          this.#finish('timeout');
        },
      },
      clock,
      idleTimeoutMs,
    );
    this.#sockets = new RunSockets({
      dispatcher: this.#dispatcher,
      report: this.#report,
      isHeld: () => this.control.isHeld,
      active: () => {
        this.#silence.active();
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
    this.#watch = this.#makeWatch(redactor);
  }

  /** @throws UsageError `AUTOMATON_IN_USE`, `NICKNAME_IN_USE`, `RUN_ENDED`, `SOCKET_IN_USE` */
  add(automaton: RunAutomaton): void {
    const { nickname, socket } = automaton;
    checkFree(automaton);
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
      return;
    }
    const add = (): void => {
      this.#sockets.join(automaton);
      this.#seat(automaton);
      this.#automatons.set(nickname, automaton);
      this.#starting += 1;
      this.#dispatcher.callNext(() => {
        this.#start(automaton);
      });
      this.#sockets.connectIdle(socket);
    };
    const { handlers } = this.#dispatcher;
    if (handlers.isInHandler) handlers.nest(add);
    else this.#dispatcher.prepare(add);
  }

  /** @throws UsageError `AUTOMATON_IN_USE`, `RUN_TWICE`, `SOCKET_IN_USE` */
  run({ signal, idleTimeoutMs }: RunOptions): Promise<RunResult> {
    if (this.#status !== 'new') {
      throw new UsageError('RUN_TWICE', 'A Transitioner runs once; make a new one for the next run.');
    }
    this.#status = 'running';
    const result = new Promise<RunResult>((resolve) => {
      this.#end = resolve;
    });
    this.#watch.begin([...this.#automatons.keys()]);
    this.#actors.start(this.#report.wantsTaken);
    if (signal?.aborted === true) {
      this.#finish('aborted');
      return result;
    }
    this.#dispatcher.prepare(() => {
      this.#begin(signal, idleTimeoutMs);
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
  #begin(signal: AbortSignalLike | undefined, idleTimeoutMs: number | undefined): void {
    const automatons = [...this.#automatons.values()];
    for (const automaton of automatons) {
      this.#starting += 1;
      this.#dispatcher.enqueue(() => {
        this.#start(automaton);
      });
    }
    try {
      for (const automaton of automatons) {
        checkFree(automaton);
        this.#seat(automaton);
        this.#sockets.join(automaton);
      }
    } catch (error) {
      this.#finish('failed', { error });
      throw error;
    }
    for (const { socket } of automatons) this.#sockets.connectIdle(socket);
    this.#listenTo(signal);
    this.#silence.start(idleTimeoutMs);
    this.#dispatcher.open();
  }

  /** An automaton whose messages are handled by code gets its place in the run. */
  #seat(automaton: RunAutomaton): void {
    const { handled } = automaton;
    if (handled === undefined) return;
    const move = (port: SocketPort): void => {
      this.#sockets.move(automaton, port);
    };
    const { handlers } = this.#dispatcher;
    const hasEnded = (): boolean => this.#status === 'ended';
    handled.code.join(new Seat(automaton, handled, { handlers, report: this.#report, hasEnded, move }));
  }

  #makeWatch(redactor: Redactor | undefined): RunWatch {
    const run = {
      status: () => this.#status,
      has: (nickname: string) => this.#automatons.has(nickname),
      socketCalled: (name: string) => this.#sockets.called(name),
    };
    return new RunWatch({
      control: this.control,
      report: this.#report,
      injector: new Injector(run, this.#dispatcher, this.#report),
      redactor,
      view: {
        control: this.control,
        getSnapshot: () => this.getSnapshot(),
        automatons: () => [...this.#automatons.values()].map(viewOf),
        sockets: () => this.#sockets.list(),
        contextOf: (nickname) => this.#automatons.get(nickname)?.snapshot?.context as unknown,
      },
      goOn: () => {
        this.#silence.active();
        this.#dispatcher.work();
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
    automaton.input = automaton.handled?.code.changedMembers() ?? automaton.input;
    const record = this.#report.started(automaton);
    this.#dispatcher.stepping = automaton;
    this.#actors.startChild(automaton);
    this.#dispatcher.stepping = undefined;
    this.#dispatcher.conclude(automaton, record);
  }

  /** The dispatcher is done with an automaton: it is `Dead`, or its machine threw. */
  #stopped(automaton: RunAutomaton): void {
    if (automaton.failure === undefined) {
      // Code may have led it out of `Dead` again, though it does not run any more.
      if (automaton.snapshot?.status === 'active') this.#actors.stopChild(automaton);
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
    this.#silence.stop();
    this.#stopListening();
    this.#dispatcher.close();
    this.control.unbind();
    for (const automaton of this.#automatons.values()) {
      const isToBeStopped = automaton.status !== 'added' && automaton.ending === undefined;
      if (isToBeStopped) this.#stop(automaton, outcome === 'failed' ? 'stopped' : outcome);
    }
    this.#sockets.release();
    this.#actors.stop();
    const automatons = [...this.#automatons.values()].map(snapshotOf);
    this.#report.runEnded(outcome, {
      automatons: automatons.map(({ nickname, state, phase, why }) => ({ nickname, state, phase, why })),
      ...failure,
    });
    const error = failure.error instanceof AutomatonFailedError ? failure.error : undefined;
    this.#watch.end();
    this.#end({ outcome, automatons, error });
  }
}

/** @throws UsageError `AUTOMATON_IN_USE` */
function checkFree({ handled, nickname }: RunAutomaton): void {
  if (handled?.code.isInRun !== true) return;
  const sentence = `${nickname} is in a run that has not ended; wait for its end, or make another object of its class.`;
  throw new UsageError('AUTOMATON_IN_USE', sentence, { nickname });
}
