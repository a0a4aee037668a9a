import type { StateValue } from 'xstate';
import { AutomatonService } from './automaton-service.js';
import { machineOfVersion4 } from './machine-of-version-4.js';

/** A record of a trace, as far as it is looked at here. */
export interface TraceRecordLike {
  readonly kind: string;
  readonly lane?: string | undefined;
  readonly run?: number | undefined;
}

type Members = Readonly<Record<string, unknown>>;

interface Shown {
  readonly service: AutomatonService;
  context: Members;
  value: StateValue;
  mt: string;
}

/** Makes services of version 4 from the records of a trace, one for each automaton of each run. */
export class RecordReader {
  readonly #definitions = new Map<string, { readonly id: string; readonly definition: unknown }>();
  readonly #shown = new Map<string, Shown>();
  #sessions = 0;

  /** @param began called for each automaton that begins */
  constructor(private readonly began: (service: AutomatonService) => void) {}

  /** Takes the next record. One that cannot be shown is left out: whoever records goes on. */
  take(record: TraceRecordLike): void {
    try {
      this.#take(record);
    } catch {
      // A chart that version 4 does not take, or a record of a damaged file.
    }
  }

  #take(record: TraceRecordLike): void {
    const members = record as unknown as Members;
    const { kind, lane } = record;
    if (kind === 'machine') {
      this.#definitions.set(text(members['hash']), {
        id: text(members['id']),
        definition: members['definition'],
      });
    }
    if (lane === undefined) return;
    const key = `${record.run ?? 0} ${lane}`;
    if (kind === 'automaton') this.#begin(key, lane, text(members['machine']));
    const shown = this.#shown.get(key);
    if (shown === undefined) return;
    if (kind === 'deliver') this.#deliver(shown, members);
    else if (kind === 'transition') shown.value = members['value'] as StateValue;
    else if (kind === 'snapshot') shown.context = contextAfter(shown.context, members);
    else if (kind === 'dead') {
      this.#shown.delete(key);
      shown.service.stop();
    }
    if (kind === 'transition' || kind === 'snapshot') {
      shown.service.enter(shown.value, shown.context, shown.mt);
    }
  }

  /** Nothing more comes: whoever is shown as running is not any more. */
  close(): void {
    for (const { service } of this.#shown.values()) service.stop();
    this.#shown.clear();
  }

  #begin(key: string, nickname: string, hash: string): void {
    const known = this.#definitions.get(hash);
    if (known === undefined) return;
    this.#sessions += 1;
    const machine = machineOfVersion4(known.id, known.definition);
    const service = new AutomatonService(nickname, this.#sessions, machine);
    this.#shown.set(key, { service, context: {}, value: machine.initialState.value, mt: 'xstate.init' });
    this.began(service);
  }

  #deliver(shown: Shown, { mt, origin, outcome }: Members): void {
    shown.mt = text(mt);
    shown.service.send({ type: shown.mt, origin, outcome });
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A snapshot has the whole context, or what has changed in it: whole members, as a JSON Patch. */
function contextAfter(before: Members, { context, patch }: Members): Members {
  if (typeof context === 'object' && context !== null) return context as Members;
  if (!Array.isArray(patch)) return before;
  const after = new Map(Object.entries(before));
  for (const { op, path, value } of patch as { op: string; path: string; value?: unknown }[]) {
    const name = path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
    if (op === 'remove') after.delete(name);
    else after.set(name, value);
  }
  return Object.fromEntries(after);
}
