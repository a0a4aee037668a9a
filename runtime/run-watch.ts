import type { ControlledRun, RunControl } from './control.js';
import type { Injector } from './injector.js';
import type { Reporter } from './reporter.js';
import { currentObservers } from './run-observers.js';
import type { ObservedRun, RunObserver } from './run-observers.js';
import type { Redactor, RunTracer } from './trace.js';

/** What the watch asks of its run. */
export interface WatchedRun {
  readonly control: RunControl;
  readonly report: Reporter;
  readonly injector: Injector;
  readonly redactor: Redactor | undefined;
  /** What observers are shown. */
  readonly view: ObservedRun;
  goOn(): void;
}

/** Those who look into a run and stop it: its control, and the observers of the process. */
export class RunWatch implements ControlledRun {
  readonly #run: WatchedRun;
  #observers: readonly RunObserver[] = [];
  /** Acts before the run began: they are recorded in it. */
  #early: (() => void)[] | undefined = [];

  constructor(run: WatchedRun) {
    this.#run = run;
    run.control.bind(this);
  }

  /** The run begins: observers are told, and hear of its records from the first one on. */
  begin(nicknames: readonly string[]): void {
    const { report, view } = this.#run;
    this.#observers = currentObservers();
    const tracers: RunTracer[] = [];
    for (const observer of this.#observers) {
      const tracer = this.#guarded('an observer', () => observer.runBegins(view));
      if (tracer !== undefined) tracers.push(tracer);
    }
    report.traceTo(tracers);
    report.runStarted(nicknames);
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const act of early) act();
  }

  /** The run has ended, and its last record is written. */
  end(): void {
    for (const observer of this.#observers) {
      this.#guarded('an observer', () => {
        observer.runEnded?.(this.#run.view);
      });
    }
    this.#observers = [];
    this.#run.control.ended();
  }

  goOn(): void {
    this.#run.goOn();
  }

  record(what: string, detail: Readonly<Record<string, unknown>>, cause = 0): number {
    return this.#record(() => this.#run.report.control(what, detail, cause));
  }

  note(text: string): number {
    return this.#record(() => this.#run.report.note(text));
  }

  inject(...[injection]: Parameters<Injector['inject']>): number {
    return this.#run.injector.inject(injection);
  }

  isSecret(excerpt: unknown): boolean {
    const { redactor } = this.#run;
    if (redactor === undefined) return false;
    // A redactor that fails has not said that it is none.
    return this.#guarded('the redactor', () => redactor.value(excerpt).cut.length > 0) ?? true;
  }

  failed(what: string, error: unknown): void {
    this.#run.report.log('error', 'Transitioner', `${what} failed: ${String(error)}`);
  }

  #record(act: () => number): number {
    if (this.#early === undefined) return act();
    this.#early.push(act);
    return 0;
  }

  #guarded<Result>(what: string, call: () => Result): Result | undefined {
    try {
      return call();
    } catch (error) {
      // Not for the trace: the run may not have begun there, or may have ended.
      this.#run.report.log('error', 'Transitioner', () => `${what} failed: ${String(error)}`);
      return undefined;
    }
  }
}
