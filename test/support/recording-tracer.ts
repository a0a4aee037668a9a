import type { AnyActorLogic, AnyMachineSnapshot } from 'xstate';
import type { Origin } from '../../runtime/events.js';
import type { LogCategory } from '../../runtime/log.js';
import type { AnyMessage, Message } from '../../runtime/message.js';
import type { CloseInfo } from '../../runtime/socket.js';
import { valueOf, valuePath } from '../../runtime/state-path.js';
import type { AutomatonEnding, DeliveryOutcome, RunTracer } from '../../runtime/trace.js';

/** One thing that happened: its kind and the rest as one line of text, with the record that caused it. */
export interface TracedLine {
  readonly kind: string;
  readonly text: string;
  readonly cause: number;
}

/** Writes a run down as lines that compare well, e.g. `deliver B Ping`, `post A->B Ping`, `out S Hello`. */
export class RecordingTracer implements RunTracer {
  readonly records: TracedLine[] = [];

  /** All lines, or those of the given kinds; the kind is left away when there is only one. */
  lines(...kinds: string[]): string[] {
    return this.records
      .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
      .map(({ kind, text }) => (kinds.length === 1 ? text : `${kind} ${text}`));
  }

  runStarted(automatons: readonly string[]): number {
    return this.#write('run', automatons.join(' '));
  }

  automaton(nickname: string, _logic: AnyActorLogic, socket: string | undefined): number {
    return this.#write('automaton', socket === undefined ? nickname : `${nickname} on ${socket}`);
  }

  dead(nickname: string, ending: AutomatonEnding, cause: number): number {
    return this.#write('dead', `${nickname} ${ending.why}`, cause);
  }

  socketConnecting(lane: string, url: string, cause: number): number {
    return this.#write('connecting', `${lane} ${url}`, cause);
  }

  socketOpen(lane: string, url: string): number {
    return this.#write('open', `${lane} ${url}`);
  }

  socketClosed(lane: string, info: CloseInfo, cause: number): number {
    return this.#write('closed', `${lane} ${info.code}`, cause);
  }

  messageIn(lane: string, _text: string, msg: AnyMessage, cause?: number): number {
    return this.#write('in', `${lane} ${msg.mt}`, cause);
  }

  nonsenseIn(lane: string, _text: string | undefined, _length: number, reason: string): number {
    return this.#write('nonsense', `${lane} ${reason}`);
  }

  messageOut(lane: string, _text: string, msg: Message, cause: number): number {
    return this.#write('out', `${lane} ${msg.mt}`, cause);
  }

  nonsenseOut(lane: string, _text: string | undefined, _length: number, reason: string): number {
    return this.#write('nonsense out', `${lane} ${reason}`);
  }

  post(from: string, to: string | undefined, msg: Message, cause: number): number {
    return this.#write('post', `${from}->${to ?? '*'} ${msg.mt}`, cause);
  }

  undelivered(from: string, to: string | undefined, msg: Message, why: string, cause: number): number {
    return this.#write('undelivered', `${from}->${to ?? '*'} ${msg.mt}: ${why}`, cause);
  }

  deliver(
    lane: string,
    origin: Origin,
    mt: string,
    outcome: DeliveryOutcome,
    path: string,
    cause: number,
  ): number {
    return outcome === 'handled'
      ? this.#write('deliver', `${lane} ${mt}`, cause)
      : this.#write(outcome, `${lane} ${mt} (${origin}) in ${path}`, cause);
  }

  transition(
    lane: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
  ): number {
    const from = before === undefined ? '' : valuePath(valueOf(before));
    const to = valuePath(valueOf(after));
    return from === to ? 0 : this.#write('transition', `${lane} ${from}->${to}`, cause);
  }

  timer(lane: string | undefined, what: string, _id: number, delayMs: number): number {
    return this.#write('timer', `${lane ?? '?'} ${what} ${delayMs}`);
  }

  control(what: string, detail: Readonly<Record<string, unknown>>, cause?: number): number {
    const at = detail['automaton'];
    const mt = typeof detail['mt'] === 'string' ? ` ${detail['mt']}` : '';
    return this.#write('control', typeof at === 'string' ? `${what} ${at}${mt}` : what, cause);
  }

  note(text: string): number {
    return this.#write('note', text);
  }

  notice(lane: string, notice: unknown, cause: number): number {
    return this.#write('notice', `${lane} ${JSON.stringify(notice)}`, cause);
  }

  log(category: LogCategory, source: string, text: string): number {
    return this.#write('log', `${category} ${source} ${text}`);
  }

  runEnded(outcome: string): number {
    return this.#write('end', outcome);
  }

  #write(kind: string, text: string, cause = 0): number {
    this.records.push({ kind, text, cause });
    return this.records.length;
  }
}
