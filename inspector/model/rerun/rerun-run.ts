import { encode } from '../../../runtime/exact-json.js';
import type { Clock } from '../../../runtime/clock.js';
import type { MessageRecord, SocketRecord, TraceRecord } from '../../../runtime/trace-records.js';
import type { RunTracer } from '../../../runtime/trace.js';
import type { AbortSignalLike } from '../../../runtime/transitioner.js';
import { Transitioner } from '../../../runtime/transitioner.js';
import type { KnownMachines } from './known-machines.js';
import type { RecordedClock } from './recorded-clock.js';
import { recordedIdleTimeoutMs } from './recorded-clock.js';
import type { RecordedRun } from './recorded-run.js';
import { RecordedSocket } from './recorded-socket.js';
import type { Filled } from './recorded-values.js';
import { restored, textOf } from './recorded-values.js';

/** What one run is fed with and told to. */
export interface RerunSurroundings {
  readonly machines: KnownMachines;
  readonly clock: RecordedClock;
  readonly tracer: RunTracer;
  readonly filled: Filled;
  /** Says that a check was taken from the recording. */
  readonly taken: (seq: number) => void;
  /** Says what could not be done again. */
  readonly skipped: (sentence: string) => void;
  /** Lets whoever waits for the re-run do something else for a moment. */
  readonly breathe: () => Promise<void>;
}

/** Feeds what came from outside in one recorded run to the machines of today, in the recorded order. */
export class RerunRun {
  readonly #sockets = new Map<string, RecordedSocket>();
  readonly #transitioner: Transitioner;
  readonly #abort = new Abort();
  /** Who has had the present `Timeout`; one of it is delivered to all. */
  readonly #timedOut = new Set<string>();

  constructor(
    private readonly recorded: RecordedRun,
    private readonly around: RerunSurroundings,
  ) {
    const { clock, tracer } = around;
    this.#transitioner = new Transitioner({ clock, tracer, idleTimeoutMs: recordedIdleTimeoutMs });
  }

  async run(): Promise<void> {
    const { recorded, around } = this;
    around.clock.moveTo(recorded.records[0]?.t ?? 0);
    for (const [name, url] of recorded.openSockets) this.#openSocket(name, url);
    for (const nickname of recorded.firstAutomatons) this.#add(nickname);
    const ended = this.#transitioner.run({ signal: this.#abort });
    for (const record of recorded.records) {
      around.clock.moveTo(record.t);
      this.#feed(record);
      // What the machines set off by promises comes before the next thing from outside.
      await around.breathe();
    }
    this.#abort.abort();
    await ended;
  }

  #feed(record: TraceRecord): void {
    const isFromOutside = record.kind === 'message' || record.kind === 'socket' || record.kind === 'timer';
    if (isFromOutside) this.#timedOut.clear();
    const { recorded, around } = this;
    if (record.kind === 'message' && record.dir === 'in') this.#receive(record);
    else if (record.kind === 'socket') this.#change(record);
    else if (record.kind === 'timer' && record.what === 'fired') around.clock.fire(record.id);
    else if (record.kind === 'deliver' && record.mt === 'Timeout' && record.origin === 'runtime') {
      this.#fallSilent(record.lane);
    } else if (record.kind === 'post' && !recorded.automatons.has(record.lane)) {
      // A post by hand is nobody's doing.
      this.#post(record.to, record.body);
    } else if (record.kind === 'automaton' && !recorded.firstAutomatons.includes(record.lane)) {
      this.#add(record.lane);
    } else if (record.kind === 'end' && record.outcome === 'aborted') this.#abort.abort();
  }

  #change({ lane, what, code = 1006, reason = '', error }: SocketRecord): void {
    const socket = this.#sockets.get(lane);
    if (what === 'open') socket?.open();
    if (what === 'open' || what === 'connecting') return;
    const message = textOf(error, 'message');
    socket?.end({ code, reason, error: message === '' ? undefined : new Error(message) });
  }

  #receive({ lane, mt, body, text = '' }: MessageRecord): void {
    const { filled } = this.around;
    const socket = this.#sockets.get(lane);
    socket?.text(mt === undefined ? text : encode(restored(body, filled)));
  }

  #fallSilent(nickname: string): void {
    if (this.#timedOut.has(nickname)) this.#timedOut.clear();
    const isFirst = this.#timedOut.size === 0;
    this.#timedOut.add(nickname);
    if (isFirst) this.around.clock.fallSilent();
  }

  #post(to: string, body: unknown): void {
    const message = { mt: '', ...(restored(body, this.around.filled) as object) };
    try {
      this.#transitioner.control.inject({ kind: 'post', message, ...(to !== '*' && { to }) });
    } catch {
      this.around.skipped(`A post made by hand, ${message.mt}, could not be repeated.`);
    }
  }

  #add(nickname: string): void {
    const { recorded, around } = this;
    const record = recorded.automatons.get(nickname);
    if (record === undefined) return;
    const machine = around.machines.of(record);
    const context = recorded.contexts.get(nickname);
    if (machine === undefined || context === undefined) {
      const why =
        machine === undefined
          ? around.machines.absenceOf(record)
          : 'the recording has no context of its beginning';
      around.skipped(`${nickname} was left out: ${why}.`);
      return;
    }
    const input = machine.inputOf({ record, context, records: recorded.records, taken: around.taken });
    const socket = record.socket === undefined ? undefined : this.#socket(record.socket);
    try {
      this.#transitioner.add(machine.machine, { nickname, socket, input });
    } catch (error) {
      around.skipped(`${nickname} was left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #socket(name: string): RecordedSocket {
    const known = this.#sockets.get(name);
    if (known !== undefined) return known;
    const socket = new RecordedSocket(name, this.recorded.firstAddresses.get(name), { clock: stopped });
    this.#sockets.set(name, socket);
    return socket;
  }

  /** One that an earlier run connected. */
  #openSocket(name: string, url: string): void {
    const socket = new RecordedSocket(name, url === '' ? `recorded:${name}` : url, { clock: stopped });
    socket.connect();
    // Heard before this run: nobody is to hear it again.
    const release = socket.attach({ open: nothing, text: nothing, binary: nothing, close: nothing });
    socket.open();
    release();
    this.#sockets.set(name, socket);
  }
}

const nothing = (): void => undefined;

/** Nothing is ever late: a connection is made, or fails, when the recording says so. */
const stopped: Clock = { now: () => 0, setTimeout: nothing, clearTimeout: nothing };

/** An `AbortSignal` for any host. */
class Abort implements AbortSignalLike {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener();
  }
}
