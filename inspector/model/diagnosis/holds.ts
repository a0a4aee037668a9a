import type { TraceRecord } from '../../../runtime/trace-records.js';
import { duration, inner, objectOf, textIn } from './loose.js';
import type { Loose } from './loose.js';

/** A run that a person, or a breakpoint, has stopped. */
export interface Hold {
  /** The record by which it was stopped, and when. */
  readonly seq: number;
  readonly t: number;
  readonly isBreakpoint: boolean;
  /** What the run stands before, as far as the records say. */
  readonly before: Act | undefined;
  /** Some ways are held only, e.g. `timer`; empty for all. */
  readonly edges: readonly string[];
  /** How often it was stepped. */
  readonly steps: number;
}

/** Something that an automaton is about to do. */
export interface Act {
  readonly automaton: string;
  readonly edge: string;
  readonly mt: string;
}

/** Number of ways on which a run can be held. Source: docs/control.md. */
const edgeCount = 5;

/** Whether a record is a person's act of making a message by hand. Source: docs/control.md, "In the trace". */
export function isInjection(record: TraceRecord | undefined): boolean {
  return record?.kind === 'control' && record.what === 'inject';
}

/** Follows hold, step and resume. Source: docs/control.md, "In the trace". */
export class Holds {
  /** By run; 0 for what holds every run that begins. */
  readonly #byRun = new Map<number, Hold>();

  control(run: number, what: unknown, record: unknown, seq: number, t: number): void {
    const detail = inner(record, 'detail');
    const known = this.#byRun.get(run);
    const fresh = { seq, t, isBreakpoint: false, before: undefined, edges: [], steps: 0 };
    if (what === 'hold') {
      // Who holds what is held already changes only how.
      this.#byRun.set(run, { ...fresh, ...known, edges: edgesIn(detail) });
    } else if (what === 'breakpoint hit') {
      this.#byRun.set(run, { ...fresh, isBreakpoint: true, before: actIn(detail) });
    } else if (what === 'step') {
      const held = known ?? fresh;
      this.#byRun.set(run, { ...held, before: undefined, steps: held.steps + 1 });
    } else if (what === 'resume') {
      this.#byRun.delete(run);
      this.#byRun.delete(0);
    }
  }

  /** What stops a run, or stopped it when it ended. */
  of(run: number): Hold | undefined {
    return this.#byRun.get(run) ?? this.#byRun.get(0);
  }

  /** What stops a run that has not ended; undefined when none is stopped. */
  current(hasEnded: (run: number) => boolean): Hold | undefined {
    return [...this.#byRun].findLast(([run]) => run !== 0 && !hasEnded(run))?.[1] ?? this.#byRun.get(0);
  }
}

/**
 * What holds the run, in a sentence: a hold is not a fault.
 * @param now time of the trace now; undefined when the recording does not grow
 * @param before what the run stands before, when somebody knows it better than the records
 */
export function holdSentence(hold: Hold, now: number | undefined, before: Act | undefined): string {
  const held = `${heldText({ ...hold, before: before ?? hold.before })}.`;
  return now === undefined ? `The recording ends while its run is ${held}` : `The run is ${held}`;
}

/** How a run is held: by whom, since when, before what. */
export function heldText(hold: Hold): string {
  const act = hold.before;
  const place = act === undefined ? '' : `, before ${actText(act)}`;
  const some = hold.edges.length === 0 ? '' : ` (only ${hold.edges.join(', ')})`;
  const by = hold.isBreakpoint ? 'at a breakpoint' : 'by hand';
  const steps = hold.steps === 0 ? '' : ` (${hold.steps} ${hold.steps === 1 ? 'step' : 'steps'})`;
  return `held ${by}${some} since ${duration(hold.t)}${steps}${place}`;
}

function actText({ automaton, edge, mt }: Act): string {
  if (edge === 'out') return `${automaton} sends ${mt}`;
  if (edge === 'timer') return `a timer${automaton === '' ? '' : ` of ${automaton}`} fires`;
  return mt === 'Start' ? `${automaton} starts` : `${automaton} takes ${mt}`;
}

function actIn(detail: Loose): Act | undefined {
  const automaton = textIn(detail, 'automaton');
  const edge = textIn(detail, 'edge');
  return automaton === undefined || edge === undefined
    ? undefined
    : { automaton, edge, mt: textIn(detail, 'mt') ?? 'a message' };
}

function edgesIn(detail: Loose): readonly string[] {
  const { edges } = objectOf(detail);
  if (!Array.isArray(edges) || edges.length === 0 || edges.length >= edgeCount) return [];
  return edges.map(String).slice(0, edgeCount);
}
