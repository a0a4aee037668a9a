import type { MessageRecord, SocketRecord } from '../../../runtime/trace-records.js';

type Arrived = MessageRecord | SocketRecord;

interface Waiting {
  readonly record: Arrived;
  readonly isByHand: boolean;
}

/**
 * What has come on a socket while its run could be held: it means nothing before it is delivered, and then it does so
 * in the order in which it came.
 */
export class Arrivals {
  readonly #byLane = new Map<string, Waiting[]>();
  readonly #laneOf = new Map<number, string>();

  /** @param read takes what has been delivered */
  constructor(private readonly read: (record: Arrived) => void) {}

  /** Whether something waits on a socket, so that what follows on it has to wait as well. */
  hasOn(lane: string): boolean {
    return (this.#byLane.get(lane)?.length ?? 0) > 0;
  }

  add(lane: string, record: Arrived, seq: number, isByHand: boolean): void {
    const waiting = this.#byLane.get(lane) ?? [];
    waiting.push({ record, isByHand });
    this.#byLane.set(lane, waiting);
    this.#laneOf.set(seq, lane);
  }

  /** A message has reached an automaton, and with it what had come before. */
  delivered(seq: number): void {
    const lane = this.#laneOf.get(seq);
    const waiting = lane === undefined ? undefined : this.#byLane.get(lane);
    if (waiting === undefined) return;
    const place = waiting.findIndex(({ record }) => record.seq === seq);
    for (const { record } of waiting.splice(0, place + 1)) this.read(record);
    // The end of a connection is no delivery of its own.
    while (waiting[0]?.record.kind === 'socket')
      for (const { record } of waiting.splice(0, 1)) this.read(record);
  }

  /** At the end of a recording whose run is not held: what a peer had sent last counts, what was made by hand does not. */
  rest(): void {
    for (const waiting of this.#byLane.values()) {
      for (const { record, isByHand } of waiting.splice(0)) if (!isByHand) this.read(record);
    }
  }
}
