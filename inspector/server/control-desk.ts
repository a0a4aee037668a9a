import type { Clock } from '../../runtime/clock.js';
import { excerptOf, memberAt } from '../../runtime/context-condition.js';
import type { ObservedRun } from '../../runtime/run-observers.js';
import type { Redactor } from '../../runtime/trace.js';
import type { TraceRecorder } from '../../runtime/trace-recorder.js';
import type {
  AutomatonView,
  Breakpoint,
  ControlCommand,
  ControlEdge,
  ControlState,
  PendingView,
  RunView,
} from '../model/attach-protocol.js';
import { BreakpointBook } from './breakpoint-book.js';
import type { Desk, Done } from './desk.js';
import { InspectorError } from './errors.js';
import type { TraceHub } from './trace-hub.js';

export interface ControlDeskOptions {
  readonly hub: TraceHub;
  readonly recorder: TraceRecorder;
  /** Masks, and shortens nothing that a person would want to read. */
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** The clock's time at `t` 0 of the trace. */
  readonly startedAt: number;
  /** Plays a scenario of the simulator; resolves when it has begun. */
  readonly startScenario?: ((name: string) => Promise<void>) | undefined;
}

/** A command that leaves a record. */
type Act = Exclude<ControlCommand, { do: 'look' | 'startScenario' }>;

const allEdges: readonly ControlEdge[] = ['in', 'out', 'post', 'timer', 'engine'];

/** Automatons of a run that a page is shown to act on; more would fill it. */
const viewLimit = 500;

/**
 * Carries out what a person does, in every run that goes on and in those that begin later: a hold holds them all,
 * breakpoints are set in all, and a run that stops at one stops the others.
 */
export class ControlDesk implements Desk {
  readonly #runs = new Map<ObservedRun, { readonly number: () => number; readonly stop: () => void }>();
  readonly #breakpoints = new BreakpointBook();
  readonly #listeners = new Set<() => void>();
  #edges: readonly ControlEdge[] | undefined;
  #heldSince = 0;
  /** We hold and let go ourselves right now: what runs tell meanwhile is no news. */
  #isActing = false;

  constructor(private readonly options: ControlDeskOptions) {}

  /** A run begins. */
  runBegins(run: ObservedRun, number: () => number): void {
    const stop = run.control.onChange(() => {
      this.#runChanged(run);
    });
    this.#runs.set(run, { number, stop });
    // What the page does not show must not be guessed by asking whether it equals something either.
    run.control.alsoSecret((member) => this.options.redactor.value(member).cut.length > 0);
    this.#breakpoints.join(run.control);
    if (this.#edges !== undefined) run.control.hold(this.#edges);
    else if (run.control.isHeld) this.#runChanged(run);
    this.#changed();
  }

  runEnded(run: ObservedRun): void {
    this.#runs.get(run)?.stop();
    this.#runs.delete(run);
    this.#breakpoints.leave(run.control);
    this.#changed();
  }

  /** Holds what goes on and what begins later. */
  hold(edges: readonly ControlEdge[] = allEdges): void {
    if (edges.length === 0) {
      this.resume();
      return;
    }
    this.#setEdges(edges);
    this.#everywhere((run) => {
      run.control.hold(edges);
    });
    if (this.#runs.size === 0) this.options.recorder.control('hold', { edges });
    this.#changed();
  }

  /** Lets everything go on. */
  resume(): void {
    this.#setEdges(undefined);
    this.#everywhere((run) => {
      run.control.resume();
    });
    if (this.#runs.size === 0) this.options.recorder.control('resume', {});
    this.#changed();
    // One may have met a breakpoint at once.
    for (const run of [...this.#runs.keys()]) if (run.control.isHeld) this.#runChanged(run);
  }

  get state(): ControlState {
    return {
      isHeld: this.#edges !== undefined,
      edges: this.#edges ?? [],
      ...(this.#edges !== undefined && { heldSince: this.#heldSince }),
      breakpoints: this.#breakpoints.list.map((one) => ({ ...one, breakpoint: this.#shown(one.breakpoint) })),
      runs: [...this.#runs].map(([run, { number }]) => this.#view(run, number())),
    };
  }

  masked(sentence: string): string {
    return this.options.redactor.text(sentence);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** @throws InspectorError `ACT_IMPOSSIBLE`; UsageError `INJECTION_IMPOSSIBLE`, `BREAKPOINT_INVALID` */
  async act(command: ControlCommand): Promise<Done> {
    if (command.do === 'look') return { value: this.#look(command.run, command.automaton) };
    if (command.do === 'startScenario') {
      await this.#startScenario(command.scenario);
      return {};
    }
    const seq = this.#recordOf(command);
    return seq === undefined ? {} : { seq };
  }

  /**
   * Carries a command out. A run that other tracers hear too numbers its acts for all of them, so its answer is not
   * taken: what counts is what comes into our trace.
   * @returns `seq` of the record of the act; of a message by hand the message's or post's
   */
  #recordOf(command: Act): number | undefined {
    let act: number | undefined;
    let message: number | undefined;
    this.options.hub.during(
      () => {
        this.#carryOut(command);
      },
      (record) => {
        const { kind, seq, cause } = record;
        if (kind === 'control' || kind === 'note') act ??= seq;
        else if (cause !== undefined && cause === act && kind !== 'drop') message ??= seq;
      },
    );
    return command.do === 'inject' ? (message ?? act) : act;
  }

  #carryOut(command: Act): void {
    switch (command.do) {
      case 'hold':
        this.hold(command.edges);
        break;
      case 'step':
        this.#step(command.run);
        break;
      case 'resume':
        this.resume();
        break;
      case 'addBreakpoint':
        this.#breakpoints.add(command.breakpoint);
        this.#changed();
        break;
      case 'removeBreakpoint':
        this.#breakpoints.remove(command.breakpointId);
        this.#changed();
        break;
      case 'inject':
        this.#run(command.run).control.inject(command.injection);
        break;
      case 'note':
        this.options.recorder.note(command.text);
        break;
    }
  }

  #step(number: number | undefined): void {
    const runs = [...this.#runs.keys()];
    const run =
      number === undefined
        ? (runs.find(({ control }) => control.pending !== undefined) ?? runs[0])
        : this.#run(number);
    if (run === undefined) throw impossible('step', 'No run goes on, so there is nothing to step.');
    if (this.#edges === undefined) this.hold();
    this.#isActing = true;
    try {
      run.control.step();
    } finally {
      this.#isActing = false;
    }
    this.#changed();
  }

  #look(number: number, nickname: string): unknown {
    const run = this.#run(number);
    const context = run.contextOf(nickname);
    if (context === undefined) {
      throw impossible('look', `Run ${number} has no automaton ${nickname} that has started.`);
    }
    return this.options.redactor.value(context).value;
  }

  async #startScenario(name: string): Promise<void> {
    const { startScenario } = this.options;
    if (startScenario === undefined) {
      throw impossible(
        'startScenario',
        'This program plays no scenarios; open one with: pbx-automata inspect',
      );
    }
    await startScenario(name);
  }

  #run(number: number): ObservedRun {
    for (const [run, one] of this.#runs) if (one.number() === number) return run;
    throw impossible('find a run', `Run ${number} does not go on any more.`);
  }

  #view(run: ObservedRun, number: number): RunView {
    const automatons: readonly AutomatonView[] = run.automatons().slice(0, viewLimit);
    const pending = this.#pending(run);
    return { run: number, ...(pending && { pending }), automatons };
  }

  #pending({ control }: ObservedRun): PendingView | undefined {
    const { pending } = control;
    if (pending === undefined) return undefined;
    const { automaton, edge, event } = pending;
    const { value: body } = this.options.redactor.value(event.msg, event.type);
    return { automaton, edge, mt: event.type, body };
  }

  /** A person may have typed a secret; a page shows it no more than what was recorded. */
  #shown(breakpoint: Breakpoint): Breakpoint {
    if (breakpoint.kind !== 'context' || breakpoint.value === undefined) return breakpoint;
    const nested = excerptOf(breakpoint.path, breakpoint.value);
    const { value: masked } = this.options.redactor.value(nested);
    return { ...breakpoint, value: memberAt(masked, breakpoint.path) as string };
  }

  /** A run was held, by a breakpoint or the program, or was let go by the program; the others follow. */
  #runChanged(run: ObservedRun): void {
    if (this.#isActing || !this.#runs.has(run)) return;
    const { isHeld, heldEdges } = run.control;
    if (isHeld && this.#edges === undefined) {
      this.#setEdges(heldEdges);
      this.#everywhere((other) => {
        if (other !== run) other.control.hold(heldEdges);
      });
    } else if (!isHeld && this.#edges !== undefined) {
      this.#setEdges(undefined);
      this.#everywhere((other) => {
        if (other !== run) other.control.resume();
      });
    }
    this.#changed();
  }

  #setEdges(edges: readonly ControlEdge[] | undefined): void {
    const { clock, startedAt } = this.options;
    if (this.#edges === undefined) this.#heldSince = Math.round(clock.now() - startedAt);
    this.#edges = edges;
  }

  #everywhere(act: (run: ObservedRun) => void): void {
    this.#isActing = true;
    try {
      for (const run of [...this.#runs.keys()]) act(run);
    } finally {
      this.#isActing = false;
    }
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function impossible(act: string, sentence: string): InspectorError {
  return new InspectorError('ACT_IMPOSSIBLE', sentence, { act });
}
