import type { TraceRecord } from '../../runtime/trace-records.js';
import { isSameJson } from './json-diff.js';
import { applyJsonPatch } from './json-patch.js';
import { view } from './record-view.js';

/** Context is not nested more deeply than a recorder lets it. */
const depthLimit = 32;

/** Finds the snapshots in which a context member of this name, at any depth, is new or different; goes on where it was. */
export class MemberSearch {
  readonly #found: number[] = [];
  #done = 0;
  #context: unknown;
  #values: readonly unknown[] = [];

  constructor(private readonly name: string) {}

  /** Their numbers, of the first snapshots up to the last of the list. */
  in(snapshots: readonly TraceRecord[]): readonly number[] {
    for (; this.#done < snapshots.length; this.#done += 1) {
      const record = snapshots[this.#done];
      if (record === undefined) continue;
      const { context, patch } = view(record);
      this.#context = context ?? applyJsonPatch(this.#context, patch);
      const values = valuesOf(this.#context, this.name);
      if (!isSameJson(values, this.#values)) this.#found.push(record.seq);
      this.#values = values;
    }
    return this.#found;
  }
}

/** The values of the members of this name, with the way to each. */
function valuesOf(context: unknown, name: string): unknown[] {
  const values: unknown[] = [];
  const search = (value: unknown, way: string, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > depthLimit) return;
    for (const [member, inner] of Object.entries(value) as [string, unknown][]) {
      if (member === name && !Array.isArray(value)) values.push([way, inner]);
      search(inner, `${way}/${member}`, depth + 1);
    }
  };
  search(context, '', 0);
  return values;
}
