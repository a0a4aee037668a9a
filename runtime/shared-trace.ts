import type { AnyActorLogic } from 'xstate';
import { describeMachine } from './machine-definition.js';
import type { Redactor } from './trace.js';
import { RecordBodies } from './trace-bodies.js';
import type { RecordBody } from './trace-records.js';
import type { WriterOptions } from './trace-writer.js';
import { TraceWriter } from './trace-writer.js';

/** What the runs of one trace have in common: the file, its numbers, and the machines that stand in it. */
export class SharedTrace {
  readonly redactor: Redactor;
  readonly bodies: RecordBodies;
  readonly writer: TraceWriter;
  /** How many runs have begun. */
  runs = 0;
  /** How often a record was lost. */
  losses = 0;
  /** Hashes of the machines that are known. */
  readonly #machines = new WeakMap<AnyActorLogic, string>();
  readonly #writtenMachines = new Set<string>();

  constructor(options: WriterOptions & { readonly redactor: Redactor }) {
    this.redactor = options.redactor;
    this.bodies = new RecordBodies(options.redactor);
    this.writer = new TraceWriter(options, () => {
      this.losses += 1;
    });
  }

  /** Hash of the machine, whose record is written, in a run, when it is the first with this hash. */
  machine(run: number, logic: AnyActorLogic): string | undefined {
    const known = this.#machines.get(logic);
    if (known !== undefined && this.#writtenMachines.has(known)) return known;
    let hash: string | undefined;
    const body = (): RecordBody | undefined => {
      const machine = describeMachine(logic, (text) => this.redactor.text(text));
      if (machine === undefined) return undefined;
      hash = machine.hash;
      this.#machines.set(logic, hash);
      return this.#writtenMachines.has(hash) ? undefined : { kind: 'machine', ...machine };
    };
    this.writer.write(run, body, () => {
      if (hash !== undefined) this.#writtenMachines.add(hash);
    });
    return hash;
  }
}
