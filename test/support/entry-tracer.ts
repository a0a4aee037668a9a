import type { AnyMachineSnapshot } from 'xstate';
import type { Origin } from '../../runtime/events.js';
import type { LogCategory } from '../../runtime/log.js';
import type { Message } from '../../runtime/message.js';
import { stateOf, valueOf } from '../../runtime/state-path.js';
import type { DeliveryOutcome } from '../../runtime/trace.js';
import { RecordingTracer } from './recording-tracer.js';
import type { FixtureInput, RecordingEntry } from './php-fixtures.js';
import { plain } from './plain-values.js';

/** Writes a run down in the shape of the PHP recordings (test/fixtures/php/README.md). */
export class EntryTracer extends RecordingTracer {
  readonly entries: RecordingEntry[] = [];
  /** Who was at work, by the number of the record. */
  readonly #workers = new Map<number, string>();

  input(input: FixtureInput): void {
    this.entries.push({ input });
  }

  logged(text: string, category: string, source: string): void {
    this.entries.push({ log: text, category, source });
  }

  override messageOut(lane: string, text: string, msg: Message, cause: number): number {
    const send = plain(JSON.parse(text) as unknown);
    this.entries.push({ send, by: this.#workers.get(cause) ?? '?', socket: lane });
    return super.messageOut(lane, text, msg, cause);
  }

  override post(from: string, to: string | undefined, msg: Message, cause: number): number {
    this.entries.push({ post: plain(msg), by: from, to: to ?? null });
    return super.post(from, to, msg, cause);
  }

  override deliver(
    lane: string,
    origin: Origin,
    mt: string,
    outcome: DeliveryOutcome,
    path: string,
    cause: number,
  ): number {
    const record = super.deliver(lane, origin, mt, outcome, path, cause);
    this.#workers.set(record, lane);
    const isAsking = origin === 'runtime' && mt === 'Timeout';
    if (outcome === 'handled' && !isAsking)
      this.entries.push({ handle: mt, by: lane, in: path.split('.', 1)[0] });
    return record;
  }

  override transition(
    lane: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
  ): number {
    const was = before === undefined ? 'Initial' : stateOf(valueOf(before));
    const state = stateOf(valueOf(after));
    if (state !== was) this.entries.push({ state, by: lane, was });
    return super.transition(lane, before, after, cause);
  }

  override log(category: LogCategory, source: string, text: string): number {
    this.logged(text, category, source);
    return super.log(category, source, text);
  }
}
