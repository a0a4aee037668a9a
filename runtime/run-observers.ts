import type { RunControl } from './control.js';
import type { AutomatonSnapshot, ObservedAutomaton } from './run-result.js';
import type { SocketState } from './socket.js';
import type { RunTracer } from './trace.js';

/** What an observer sees of a run, while it goes on and afterwards. */
export interface ObservedRun {
  readonly control: RunControl;
  /** Every automaton as it is now, by nickname. Contexts are the real ones: nothing is masked. */
  getSnapshot(): Readonly<Record<string, AutomatonSnapshot>>;
  /** Every automaton without its context, in the order in which they were given. */
  automatons(): readonly ObservedAutomaton[];
  /** The sockets that the run has at present. */
  sockets(): readonly { readonly name: string; readonly state: SocketState }[];
  /** The context of an automaton, unmasked; undefined when there is none of that name, or it has not started. */
  contextOf(nickname: string): unknown;
}

/** Hears of every run of the process. What it throws disturbs nothing. */
export interface RunObserver {
  /**
   * A run begins; nothing has happened in it. It may be held here, so that the very first `Start` waits.
   * @returns what shall hear of the run's records, besides the run's own tracer
   */
  runBegins(run: ObservedRun): RunTracer | undefined;
  /** The run has ended, and its last record is written. */
  runEnded?(run: ObservedRun): void;
}

const observers = new Set<RunObserver>();

/**
 * Tells `observer` of every run of this process that begins from now on: how a debugger comes to look into a program
 * that knows nothing of it.
 * @returns how to take the observer away; runs that have begun go on telling it of their end
 */
export function observeRuns(observer: RunObserver): () => void {
  const own: RunObserver = {
    runBegins: (run) => observer.runBegins(run),
    runEnded: (run) => {
      observer.runEnded?.(run);
    },
  };
  observers.add(own);
  return () => {
    observers.delete(own);
  };
}

/** @internal Those who observe now. */
export function currentObservers(): readonly RunObserver[] {
  return observers.size === 0 ? [] : [...observers];
}
