import type { Clock } from './clock.js';
import type { Dispatcher } from './dispatcher.js';
import type { DeliveryEvent } from './events.js';
import { IdleWatch } from './idle-watch.js';
import type { Roster, RunAutomaton } from './run-automaton.js';

/** What silence concerns. */
export interface SilentRun {
  readonly dispatcher: Dispatcher;
  readonly everybody: Roster;
  /** Whether the silence does not count at present: the run is held, or a socket is being connected. */
  isSuspended(): boolean;
  /** Nobody waits for anything. */
  timedOut(): void;
}

/** Ends a run in which nothing is heard any more (docs/semantics.md, rule 8). */
export class Silence {
  readonly #idle: IdleWatch;

  constructor(
    private readonly run: SilentRun,
    clock: Clock,
    timeoutMs: number,
  ) {
    this.#idle = new IdleWatch(clock, timeoutMs, () => {
      run.dispatcher.enqueue(() => {
        this.#isHeard();
      });
    });
  }

  /** Something was heard. */
  active(): void {
    this.#idle.active();
  }

  /** @param timeoutMs how long it may last; default: as the constructor was told */
  start(timeoutMs?: number): void {
    if (timeoutMs !== undefined) this.#idle.limitMs = timeoutMs;
    this.#idle.start();
  }

  stop(): void {
    this.#idle.stop();
  }

  /** The idle timeout has passed, and its turn has come; something may have happened in between. */
  #isHeard(): void {
    if (this.run.isSuspended()) this.#idle.start();
    else if (!this.#idle.isOver) this.#idle.goOn();
    else this.#deliverTimeouts();
  }

  #deliverTimeouts(): void {
    const { dispatcher, everybody } = this.run;
    const msg = { mt: 'Timeout' };
    const event: DeliveryEvent = { type: 'Timeout', msg, origin: 'runtime', from: 'Transitioner' };
    let isAnyWaiting = false;
    dispatcher.distribute(everybody, event, 0, {
      afterEach: (automaton) => {
        isAnyWaiting ||= isWaiting(automaton);
      },
      afterAll: () => {
        // One may have begun to wait on what another did on its Timeout.
        isAnyWaiting ||= everybody.some(isWaiting);
        if (isAnyWaiting) this.#idle.start();
        else if (everybody.running > 0) this.run.timedOut();
      },
    });
  }
}

function isWaiting({ status, snapshot, handled }: RunAutomaton): boolean {
  if (status !== 'running') return false;
  return handled === undefined ? snapshot?.hasTag('waits') === true : handled.keepsRunAlive;
}
