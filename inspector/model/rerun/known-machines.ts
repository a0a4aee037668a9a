import type { AutomatonRecord, TraceRecord } from '../../../runtime/trace-records.js';
import type { RerunMachine } from './recorded-automatons.js';
import { ownMachines } from './recorded-automatons.js';
import { memberOf } from './recorded-values.js';

/** Finds the machines of today for the automatons of a recording. */
export class KnownMachines {
  readonly #byId: ReadonlyMap<string, RerunMachine>;
  /** Hashes of the recorded machines that only followed code. */
  readonly #followers = new Set<string>();

  /** @param machines besides those of this package; one with the same id takes its place */
  constructor(records: readonly TraceRecord[], machines: readonly RerunMachine[]) {
    this.#byId = new Map([...ownMachines, ...machines].map((one) => [one.machine.id, one]));
    for (const record of records) {
      if (record.kind !== 'machine') continue;
      const isFollower = memberOf(memberOf(record.definition, 'meta'), 'followsCode') === true;
      if (isFollower) this.#followers.add(record.hash);
    }
  }

  /** Undefined: there is none, or the automaton was an object of a class, whose name says nothing. */
  of(record: AutomatonRecord): RerunMachine | undefined {
    return this.isOfClass(record) ? undefined : this.#byId.get(record.id ?? '');
  }

  /** Whether its messages were handled by the code of a class, which no recording has. */
  isOfClass({ machine }: AutomatonRecord): boolean {
    return machine !== undefined && this.#followers.has(machine);
  }

  /** Why there is no machine of today for it. */
  absenceOf(record: AutomatonRecord): string {
    return this.isOfClass(record)
      ? `it is an object of the class ${record.id ?? ''}, whose code is not in the recording`
      : `its machine ${record.id ?? ''} is not known here`;
  }
}
