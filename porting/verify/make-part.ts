import type { Filled } from '../../inspector/model/rerun/recorded-values.js';
import { restored } from '../../inspector/model/rerun/recorded-values.js';
import { encode } from '../../runtime/exact-json.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { MessageRecord, TraceRecord } from '../../runtime/trace-records.js';
import type { Part, PartEvent } from './part.js';
import type { Recording } from './recording.js';

/** How the records of one run become the events of an automaton's part. */
export interface PartPlan {
  readonly recording: Recording;
  readonly records: readonly TraceRecord[];
  readonly run: number;
  /** Index of the first record that belongs to it. */
  readonly begin: number;
  readonly nickname: string;
  readonly socket: string | undefined;
  /** Silence on all sockets after which an automaton is asked whether it goes on, in milliseconds. */
  readonly idleTimeoutMs: number;
  readonly filled: Filled;
  readonly onNote: (sentence: string) => void;
}

type Seed = PartEvent extends infer E ? (E extends PartEvent ? Omit<E, 'at' | 't' | 'turn'> : never) : never;

/** A stamp may be so much too early for a silence, in milliseconds. */
const stampTolerance = 20;
/** Most silences that one pause stands for. */
const mostSilences = 10_000;

/** Picks what belongs to one automaton. */
export function partOf(plan: PartPlan): Part {
  const maker = new PartMaker(plan);
  for (const record of plan.records.slice(plan.begin)) maker.take(record);
  return maker.part();
}

class PartMaker {
  readonly #events: PartEvent[] = [];
  readonly #others = new Set<string>();
  #turn = 0;
  /** When something last happened, for silences. */
  #activeAt: number | undefined;
  #isCutOff = false;
  #hasEnd = false;
  readonly #knowsSilence: boolean;

  constructor(private readonly plan: PartPlan) {
    this.#knowsSilence = plan.records.some((record) => record.kind === 'deliver');
  }

  take(record: TraceRecord): void {
    if (record.kind === 'message') {
      this.#pause(record);
      this.#message(record);
      this.#isCutOff = record.mt === undefined && (record.reason ?? '').includes('cut off');
    } else if (record.kind === 'post') {
      this.#pause(record);
      this.#post(record.lane, record.to, record.body as AnyMessage, record);
      this.#isCutOff = false;
    } else if (record.kind === 'socket' && (record.what === 'close' || record.what === 'error')) {
      this.#turn += 1;
      const { code = 1006, reason = '' } = record;
      if (record.lane === this.plan.socket) this.#add(record, { kind: 'close', code, reason });
    } else if (record.kind === 'deliver' && record.mt === 'Timeout' && record.origin === 'runtime') {
      if (record.lane === this.plan.nickname) this.#silence(record);
    } else if (record.kind === 'timer' && record.what === 'fired') this.#turn += 1;
    else if (record.kind === 'end') this.#hasEnd = true;
  }

  part(): Part {
    const { run, nickname, socket, records, begin, recording } = this.plan;
    const first = records[begin];
    return {
      run,
      nickname,
      socket,
      begin: first === undefined ? { seq: 0 } : recording.placeOf(first),
      events: this.#events,
      others: [...this.#others],
      isCutOff: this.#isCutOff || !this.#hasEnd,
      hasSocketsOnly: recording.showsSocketsOnly,
    };
  }

  /** A program that heard nothing for so long has asked its automatons whether they go on. */
  #pause(record: TraceRecord): void {
    const { idleTimeoutMs } = this.plan;
    if (!this.#knowsSilence && this.#activeAt !== undefined) {
      const pause = record.t - this.#activeAt + stampTolerance;
      const count = Math.min(mostSilences, Math.floor(pause / idleTimeoutMs));
      for (let at = 1; at <= count; at += 1) this.#silence(record, this.#activeAt + at * idleTimeoutMs);
    }
    this.#activeAt = record.t;
  }

  #silence(record: TraceRecord, t = record.t): void {
    this.#turn += 1;
    this.#add({ seq: record.seq, t: Math.min(t, record.t) }, { kind: 'silence' });
  }

  #message(record: MessageRecord): void {
    const { lane, dir, mt, body, text = '' } = record;
    if (dir === 'in') this.#turn += 1;
    if (lane !== this.plan.socket) return;
    if (dir === 'out') {
      if (mt !== undefined) this.#add(record, { kind: 'send', mt, body: body as AnyMessage });
      else this.#broken(record, 'what was sent is not compared');
      return;
    }
    if (mt === undefined) {
      this.#broken(record, 'the automaton gets nothing of it');
      this.#add(record, { kind: 'receive', text, mt: '(no message)', body: text });
      return;
    }
    this.#add(record, { kind: 'receive', text: encode(restored(body, this.plan.filled)), mt, body });
  }

  #broken(record: MessageRecord, consequence: string): void {
    const { line, seq } = this.plan.recording.placeOf(record);
    const where = line === undefined ? `Record ${seq}` : `Line ${line}`;
    this.plan.onNote(
      `${where} has a text that is no message (${record.reason ?? 'not JSON'}); ${consequence}.`,
    );
  }

  #post(from: string, to: string, body: AnyMessage, record: TraceRecord): void {
    const { nickname, filled } = this.plan;
    if (from === nickname) {
      if (to !== '*' && to !== nickname) this.#others.add(to);
      this.#add(record, { kind: 'post', mt: body.mt, to, body });
      return;
    }
    if (to !== '*' && to !== nickname) return;
    this.#others.add(from);
    const message = restored(body, filled) as AnyMessage;
    this.#add(record, { kind: 'heard', from, to: to === '*' ? undefined : to, message });
  }

  #add(record: { readonly seq: number; readonly t: number }, seed: Seed): void {
    const { t } = record;
    this.#events.push({ ...seed, at: this.plan.recording.placeOf(record), t, turn: this.#turn });
  }
}
