import type { CompletedStep } from './breakpoints.js';
import { Breakpoints } from './breakpoints.js';
import type { SecretCheck } from './context-condition.js';
import { excerptOf } from './context-condition.js';
import type { Breakpoint, ControlEdge, Injection, PendingAct, SetBreakpoint } from './control-types.js';
import { UsageError } from './errors.js';
import type { DeliveryEvent } from './events.js';

type Detail = Readonly<Record<string, unknown>>;

/** What the control asks of its run. */
export interface ControlledRun {
  goOn(): void;
  /** @returns the number of the record, 0 when nothing is traced */
  record(what: string, detail: Detail, cause?: number): number;
  note(text: string): number;
  /** @throws UsageError `INJECTION_IMPOSSIBLE` */
  inject(injection: Injection): number;
  readonly isSecret: SecretCheck;
  /** Something that a user gave us threw; `what` names it. */
  failed(what: string, error: unknown): void;
}

const allEdges: readonly ControlEdge[] = ['in', 'out', 'post', 'timer', 'engine'];

/**
 * Holds a run and lets it go on act by act: deliveries, messages to peers, timers. Each of them passes here, so a
 * held run stands still with consistent snapshots; peers do not know, and their own limits go on running. The
 * idle timeout (docs/semantics.md, rule 8) does not end a held run. How to use it: docs/control.md.
 */
export class RunControl {
  /** @internal Whether an act must ask `mayPass`; all that is looked at when nobody holds anything. */
  isWatching = false;
  /** @internal Whether `stepped` wants to hear of steps. */
  watchesSteps = false;
  /** @internal Code is handling a message: nothing can be held before it is through. */
  isInHandler = false;
  #edges: ReadonlySet<ControlEdge> | undefined;
  #permits = 0;
  #pending: PendingAct | undefined;
  /** Where the run was held when it was let go: no breakpoint holds it there again. */
  #released: PendingAct | undefined;
  #breakBefore: ((act: PendingAct) => boolean) | undefined;
  readonly #breakpoints = new Breakpoints();
  readonly #listeners = new Set<() => void>();
  readonly #secretChecks: SecretCheck[] = [];
  #run: ControlledRun | undefined;

  /**
   * Stops before the next act, or before the next that passes one of `edges`; what passes the others goes on.
   * @param edges default: all; none: as `resume`
   */
  hold(edges: Iterable<ControlEdge> = allEdges): void {
    const held = new Set(edges);
    if (held.size === 0) {
      this.resume();
      return;
    }
    this.#permits = 0;
    this.#setEdges(held);
    this.#run?.record('hold', { edges: [...held] });
    if (this.#pending !== undefined && !held.has(this.#pending.edge)) {
      this.#letGo();
      this.#run?.goOn();
    }
    this.#changed();
  }

  /** Lets one act pass, now or when it comes, and stops before the next. Holds the run if it was not held. */
  step(): void {
    if (this.#edges === undefined) this.#setEdges(new Set(allEdges));
    this.#permits += 1;
    this.#run?.record('step', detailOf(this.#pending));
    this.#letGo();
    this.#run?.goOn();
    this.#changed();
  }

  /** Goes on. */
  resume(): void {
    this.#permits = 0;
    this.#letGo();
    this.#setEdges(undefined);
    this.#run?.record('resume', {});
    this.#run?.goOn();
    this.#changed();
  }

  get isHeld(): boolean {
    return this.#edges !== undefined;
  }

  /** What is held at present; empty when nothing is. */
  get heldEdges(): readonly ControlEdge[] {
    return allEdges.filter((edge) => this.#edges?.has(edge) === true);
  }

  /** The act that waits, when the run stands still at one. */
  get pending(): PendingAct | undefined {
    return this.#pending;
  }

  /**
   * Holds the run, at all edges, when a breakpoint is hit: one on a message or a post before that act, one on a
   * state or a context after the step that brought it about, before anything else happens.
   * @returns its number, for `removeBreakpoint`
   */
  addBreakpoint(breakpoint: Breakpoint): number {
    const id = this.#breakpoints.add(breakpoint);
    this.#look();
    this.#run?.record('breakpoint added', this.#described(id));
    this.#changed();
    return id;
  }

  /** Takes a breakpoint away; nothing happens when there is none with this number. */
  removeBreakpoint(id: number): void {
    if (this.#breakpoints.get(id) === undefined) return;
    this.#run?.record('breakpoint removed', this.#described(id));
    this.#breakpoints.remove(id);
    this.#look();
    this.#changed();
  }

  get breakpoints(): readonly SetBreakpoint[] {
    return this.#breakpoints.list;
  }

  /** Holds before each delivery for which `matches` is true; undefined takes this breakpoint away. */
  breakBefore(matches: ((act: PendingAct) => boolean) | undefined): void {
    this.#breakBefore = matches;
    this.#look();
  }

  /**
   * Sends or posts a message by hand, or has one arrive that no peer sent. It is recorded at once. `send` goes out
   * at once as well, held or not; `receive` and `post` wait their turn, as what arrives by itself does.
   * @returns `seq` of the message or post in the trace, 0 when nothing is traced
   * @throws UsageError `INJECTION_IMPOSSIBLE`: no such socket or automaton, a socket that is not open, a message
   * without `mt`, or a run that has not begun or has ended
   */
  inject(injection: Injection): number {
    if (this.#run === undefined)
      throw new UsageError('INJECTION_IMPOSSIBLE', 'The run has ended; there is nobody to take a message.');
    return this.#run.inject(injection);
  }

  /** Writes a note of the user's into the trace; returns its `seq`, 0 when nothing is traced. */
  note(text: string): number {
    return this.#run?.note(text) ?? 0;
  }

  /**
   * Calls `listener` whenever the run is held or goes on, waits at another act, gets or loses or hits a breakpoint,
   * and when it has ended. It is called in the middle of things: it may hold, step and resume.
   * @returns how to take the listener away
   */
  onChange(listener: () => void): () => void {
    const own = (): void => {
      listener();
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** @internal Whoever shows this run to people says what it masks: that is compared with nothing either. */
  alsoSecret(check: SecretCheck): void {
    this.#secretChecks.push(check);
  }

  /** @internal Asked before each act while `isWatching`; false means: not now. */
  mayPass(edge: ControlEdge, automaton: string, event: DeliveryEvent): boolean {
    const act: PendingAct = { automaton, edge, event };
    if (this.isInHandler) {
      this.#meet(act);
      return true;
    }
    if (!isSame(act, this.#pending) && !isSame(act, this.#released)) this.#meet(act);
    if (this.#isHeldBack(act)) return false;
    if (this.#edges?.has(edge) === true) this.#permits -= 1;
    this.#pending = undefined;
    this.#released = undefined;
    return true;
  }

  /** @internal An automaton has another snapshot; `cause` is the record of what led to it. */
  stepped(step: CompletedStep, cause: number): void {
    const hits = this.#breakpoints.hitByStep(step, this.#isSecret);
    if (hits.length === 0) return;
    for (const id of hits)
      this.#run?.record('breakpoint hit', { ...this.#described(id), automaton: step.automaton }, cause);
    this.#stop();
    this.#changed();
  }

  /** @internal */
  bind(run: ControlledRun): void {
    this.#run = run;
  }

  /** @internal The run has ended: nothing waits any more. */
  unbind(): void {
    this.#pending = undefined;
    this.#released = undefined;
    this.#run = undefined;
  }

  /** @internal Its last record is written. */
  ended(): void {
    this.#changed();
  }

  /** An act has come for the first time: it may hit a breakpoint. */
  #meet(act: PendingAct): void {
    const hits = this.#breakpoints.hitBy(act);
    for (const id of hits) this.#run?.record('breakpoint hit', { ...this.#described(id), ...detailOf(act) });
    if (this.#edges?.has(act.edge) === true) return;
    const isAsked = act.edge !== 'out' && this.#matches(act);
    if (isAsked) this.#run?.record('breakpoint hit', detailOf(act));
    if (isAsked || hits.length > 0) this.#stop();
  }

  /** Whether an act has to wait; a listener that is told so may let it pass. */
  #isHeldBack(act: PendingAct): boolean {
    const waits = (): boolean => this.#edges?.has(act.edge) === true && this.#permits === 0;
    if (!waits()) return false;
    const isNews = !isSame(act, this.#pending);
    this.#pending = act;
    if (isNews) this.#changed();
    return waits();
  }

  #matches(act: PendingAct): boolean {
    try {
      return this.#breakBefore?.(act) === true;
    } catch (error) {
      this.#run?.failed('a breakpoint', error);
      return false;
    }
  }

  /** A breakpoint is hit. */
  #stop(): void {
    this.#permits = 0;
    this.#setEdges(new Set(allEdges));
  }

  /** What waits is about to pass, whatever the breakpoints say. */
  #letGo(): void {
    this.#released = this.#pending;
    this.#pending = undefined;
  }

  #setEdges(edges: ReadonlySet<ControlEdge> | undefined): void {
    this.#edges = edges;
    this.#look();
  }

  #look(): void {
    const { watchesActs } = this.#breakpoints;
    this.watchesSteps = this.#breakpoints.watchesSteps;
    this.isWatching = this.#edges !== undefined || watchesActs || this.#breakBefore !== undefined;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#run?.failed('a control listener', error);
      }
    }
  }

  readonly #isSecret: SecretCheck = (excerpt) =>
    this.#run?.isSecret(excerpt) !== false || this.#secretChecks.some((check) => check(excerpt));

  /** A breakpoint for the trace; a value that would be masked in the context is left out. */
  #described(id: number): Detail {
    const breakpoint = this.#breakpoints.get(id);
    if (breakpoint?.kind !== 'context' || !this.#isSecret(excerptOf(breakpoint.path, breakpoint.value)))
      return { id, breakpoint };
    const { value: secret, ...shown } = breakpoint;
    return { id, breakpoint: shown };
  }
}

function detailOf(act: PendingAct | undefined): Detail {
  return act === undefined ? {} : { automaton: act.automaton, edge: act.edge, mt: act.event.type };
}

/** Acts are made anew each time they ask; the message is the same. */
function isSame(act: PendingAct, other: PendingAct | undefined): boolean {
  if (other?.automaton !== act.automaton || other.edge !== act.edge) return false;
  return other.event.msg === act.event.msg;
}
