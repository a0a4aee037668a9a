import type { AnyMachineSnapshot } from 'xstate';
import type { SecretCheck } from './context-condition.js';
import { hasComeAbout } from './context-condition.js';
import type { Breakpoint, PendingAct, SetBreakpoint } from './control-types.js';
import { valueOf } from './state-path.js';
import { leafPaths } from './trace-snapshots.js';

/** A step of an automaton that led to another snapshot. */
export interface CompletedStep {
  readonly automaton: string;
  /** Undefined when the automaton has just started. */
  readonly before: AnyMachineSnapshot | undefined;
  readonly after: AnyMachineSnapshot;
}

/** The breakpoints of a run, with how often each was hit. */
export class Breakpoints {
  readonly #set = new Map<number, { readonly breakpoint: Breakpoint; hits: number }>();
  #ids = 0;

  /** Whether any looks at acts: at messages and posts. */
  watchesActs = false;
  /** Whether any looks at what steps lead to: at states and contexts. */
  watchesSteps = false;

  get list(): readonly SetBreakpoint[] {
    return [...this.#set].map(([id, { breakpoint, hits }]) => ({ id, breakpoint, hits }));
  }

  get(id: number): Breakpoint | undefined {
    return this.#set.get(id)?.breakpoint;
  }

  add(breakpoint: Breakpoint): number {
    this.#ids += 1;
    this.#set.set(this.#ids, { breakpoint, hits: 0 });
    this.#look();
    return this.#ids;
  }

  remove(id: number): void {
    this.#set.delete(id);
    this.#look();
  }

  /** The numbers of those that an act hits; each hit is counted. */
  hitBy(act: PendingAct): readonly number[] {
    return this.watchesActs ? this.#count((breakpoint) => isHitByAct(breakpoint, act)) : [];
  }

  /** The numbers of those that a step hits; each hit is counted. */
  hitByStep(step: CompletedStep, isSecret: SecretCheck): readonly number[] {
    return this.#count((breakpoint) => isHitByStep(breakpoint, step, isSecret));
  }

  #count(isHit: (breakpoint: Breakpoint) => boolean): readonly number[] {
    const hits: number[] = [];
    for (const [id, entry] of this.#set) {
      if (!isHit(entry.breakpoint)) continue;
      entry.hits += 1;
      hits.push(id);
    }
    return hits;
  }

  #look(): void {
    const kinds = new Set([...this.#set.values()].map(({ breakpoint }) => breakpoint.kind));
    this.watchesActs = kinds.has('message') || kinds.has('post');
    this.watchesSteps = kinds.has('state') || kinds.has('context');
  }
}

function concerns(breakpoint: Breakpoint, automaton: string): boolean {
  return breakpoint.automaton === undefined || breakpoint.automaton === automaton;
}

function isHitByAct(breakpoint: Breakpoint, { automaton, edge, event }: PendingAct): boolean {
  if (!concerns(breakpoint, automaton)) return false;
  if (breakpoint.kind === 'post')
    return edge === 'post' && (breakpoint.mt === undefined || breakpoint.mt === event.type);
  if (breakpoint.kind !== 'message' || breakpoint.mt !== event.type) return false;
  return breakpoint.direction === undefined ? edge === 'in' || edge === 'out' : edge === breakpoint.direction;
}

function isHitByStep(breakpoint: Breakpoint, step: CompletedStep, isSecret: SecretCheck): boolean {
  if (!concerns(breakpoint, step.automaton)) return false;
  const { before, after } = step;
  if (breakpoint.kind === 'context')
    return hasComeAbout(breakpoint, before?.context, after.context, isSecret);
  if (breakpoint.kind !== 'state') return false;
  return isIn(after, breakpoint.state) && (before === undefined || !isIn(before, breakpoint.state));
}

/** Whether a machine is in a state, or in a phase of it. */
function isIn(snapshot: AnyMachineSnapshot, state: string): boolean {
  return leafPaths(valueOf(snapshot)).some((path) => path === state || path.startsWith(`${state}.`));
}
