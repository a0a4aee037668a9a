import type { RunControl } from '../../runtime/control.js';
import type { Breakpoint } from '../model/attach-protocol.js';

interface Entry {
  readonly breakpoint: Breakpoint;
  /** Hits in runs that have ended. */
  hits: number;
  /** Its number in each run that goes on. */
  readonly ids: Map<RunControl, number>;
}

/** The breakpoints of a person, set in every run that goes on. */
export class BreakpointBook {
  readonly #entries = new Map<number, Entry>();
  readonly #controls = new Set<RunControl>();
  #ids = 0;

  /** Sets a breakpoint everywhere; a run that does not take it takes none. */
  add(breakpoint: Breakpoint): number {
    const ids = new Map<RunControl, number>();
    for (const control of this.#controls) ids.set(control, control.addBreakpoint(breakpoint));
    this.#ids += 1;
    this.#entries.set(this.#ids, { breakpoint, hits: 0, ids });
    return this.#ids;
  }

  /** Takes a breakpoint away; nothing happens when there is none with this number. */
  remove(id: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    for (const [control, own] of entry.ids) control.removeBreakpoint(own);
    this.#entries.delete(id);
  }

  /** A run begins: it gets all breakpoints. */
  join(control: RunControl): void {
    this.#controls.add(control);
    for (const { breakpoint, ids } of this.#entries.values())
      ids.set(control, control.addBreakpoint(breakpoint));
  }

  /** A run has ended; its hits stay counted. */
  leave(control: RunControl): void {
    this.#controls.delete(control);
    for (const entry of this.#entries.values()) {
      entry.hits += hitsIn(control, entry.ids.get(control));
      entry.ids.delete(control);
    }
  }

  get list(): readonly { readonly id: number; readonly breakpoint: Breakpoint; readonly hits: number }[] {
    return [...this.#entries].map(([id, { breakpoint, hits, ids }]) => {
      const now = [...ids].reduce((sum, [control, own]) => sum + hitsIn(control, own), 0);
      return { id, breakpoint, hits: hits + now };
    });
  }
}

function hitsIn(control: RunControl, id: number | undefined): number {
  return control.breakpoints.find((one) => one.id === id)?.hits ?? 0;
}
