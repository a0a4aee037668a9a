import type { Origin } from './events.js';
import type { LogCategory } from './log.js';
import type { Message } from './message.js';
import type { CloseInfo } from './socket.js';
import type { AutomatonEnding, DeliveryOutcome, Redactor, TakenTransition } from './trace.js';
import { byHand } from './trace.js';
import type { RecordBody, SocketRecord } from './trace-records.js';

/** Longest `mt`, name of a rule or the like that is recorded whole; peers choose `mt`. */
const nameLimit = 200;

/** Most nicknames that the note on the beginning of a run lists. */
const nicknameLimit = 1000;

/** Makes the records that say what happened, redacted. */
export class RecordBodies {
  constructor(private readonly redactor: Redactor) {}

  runStarted(automatons: readonly string[]): RecordBody {
    return { kind: 'note', note: 'run', data: { automatons: automatons.slice(0, nicknameLimit) } };
  }

  dead(lane: string, { why, output, error }: AutomatonEnding, cause: number): RecordBody {
    const left = this.#redact({
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
    });
    return { kind: 'dead', lane, ...causedBy(cause), why, ...left.members, ...cutAt(left.cut) };
  }

  socket(lane: string, what: SocketRecord['what'], url: string, cause: number): RecordBody {
    const shown = this.#text('url', url);
    const tls = /^(wss|https):/i.test(url);
    return { kind: 'socket', lane, ...causedBy(cause), what, url: shown.text, tls, ...cutAt(shown.cut) };
  }

  socketClosed(lane: string, { code, reason, error }: CloseInfo, cause: number): RecordBody {
    const what = error === undefined ? 'close' : 'error';
    const shown = this.#text('reason', reason);
    const told = this.#redact(error === undefined ? {} : { error });
    return {
      kind: 'socket',
      lane,
      ...causedBy(cause),
      what,
      code,
      reason: shown.text,
      ...told.members,
      ...cutAt([...shown.cut, ...told.cut]),
    };
  }

  message(lane: string, dir: 'in' | 'out', text: string, msg: Message, cause: number): RecordBody {
    const hash = this.redactor.fingerprint(text);
    return { kind: 'message', lane, ...causedBy(cause), dir, length: text.length, hash, ...this.#body(msg) };
  }

  /** A text that is no message, or a binary message (`text` undefined). */
  nonsense(
    lane: string,
    dir: 'in' | 'out',
    text: string | undefined,
    length: number,
    reason: string,
  ): RecordBody {
    if (text === undefined) return { kind: 'message', lane, dir, length, reason };
    const shown = this.#text('text', text);
    const hash = this.redactor.fingerprint(text);
    return { kind: 'message', lane, dir, length, reason, hash, text: shown.text, ...cutAt(shown.cut) };
  }

  post(lane: string, to: string | undefined, msg: Message, cause: number): RecordBody {
    return { kind: 'post', lane, ...causedBy(cause), to: to ?? '*', ...this.#body(msg) };
  }

  undelivered(lane: string, to: string | undefined, msg: Message, why: string, cause: number): RecordBody {
    return { kind: 'undelivered', lane, ...causedBy(cause), to: to ?? '*', why, ...this.#body(msg) };
  }

  deliver(
    lane: string,
    origin: Origin,
    mt: string,
    outcome: DeliveryOutcome,
    state: string,
    cause: number,
    taken: readonly TakenTransition[] | undefined,
  ): RecordBody {
    const cut = cutAt(mt.length > nameLimit ? ['mt'] : []);
    const via = taken && { taken };
    return {
      kind: 'deliver',
      lane,
      ...causedBy(cause),
      origin,
      mt: shorten(mt),
      outcome,
      state,
      ...via,
      ...cut,
    };
  }

  control(what: string, detail: Readonly<Record<string, unknown>>, cause: number): RecordBody {
    const told = this.#redact({ detail });
    return { kind: 'control', ...causedBy(cause), what, ...told.members, ...cutAt(told.cut) };
  }

  /** What a person wrote. */
  note(text: string): RecordBody {
    const shown = this.#text('data.text', text);
    return { kind: 'note', note: byHand, data: { text: shown.text }, ...cutAt(shown.cut) };
  }

  /** A verdict explains itself; other notices become notes. */
  notice(lane: string, notice: unknown, cause: number): RecordBody {
    const { kind, ...members } = asMembers(notice);
    const note = typeof kind === 'string' ? shorten(kind) : 'notice';
    if (note === 'verdict') return this.#explain(lane, members, cause);
    const told = this.#redact({ data: members });
    return { kind: 'note', lane, ...causedBy(cause), note, ...told.members, ...cutAt(told.cut) };
  }

  log(category: LogCategory, source: string, text: string): RecordBody {
    const shown = this.#text('text', text);
    return { kind: 'log', category, source, text: shown.text, ...cutAt(shown.cut) };
  }

  end(outcome: string, detail: Readonly<Record<string, unknown>>): RecordBody {
    const told = this.#redact({ detail });
    return { kind: 'end', outcome, ...told.members, ...cutAt(told.cut) };
  }

  #explain(lane: string, verdict: Readonly<Record<string, unknown>>, cause: number): RecordBody {
    const { rule, ok, inputs, reason } = verdict;
    const told = this.#redact(inputs === undefined ? {} : { inputs });
    const shown = typeof reason === 'string' ? this.#text('reason', reason) : undefined;
    return {
      kind: 'explain',
      lane,
      ...causedBy(cause),
      rule: typeof rule === 'string' ? shorten(rule) : 'unnamed',
      verdict: ok === true ? 'ok' : ok === false ? 'mismatch' : 'unchecked',
      ...(shown !== undefined && { reason: shown.text }),
      ...told.members,
      ...cutAt([...(shown?.cut ?? []), ...told.cut]),
    };
  }

  #body(msg: Message): { mt: string; body: unknown; cut?: readonly string[] } {
    const { value, cut } = this.redactor.value(msg, msg.mt);
    const paths = cut.map((path) => `body.${path}`);
    if (msg.mt.length > nameLimit) paths.unshift('mt');
    return { mt: shorten(msg.mt), body: value, ...cutAt(paths) };
  }

  #text(member: string, text: string): { text: string; cut: readonly string[] } {
    const shown = this.redactor.text(text);
    return { text: shown, cut: shown === text ? [] : [member] };
  }

  /** Redacts members that go into a record as they are called here. */
  #redact<Name extends string>(
    members: Readonly<Partial<Record<Name, unknown>>>,
  ): { members: Partial<Record<Name, unknown>>; cut: readonly string[] } {
    const { value, cut } = this.redactor.value(members);
    return { members: value as Partial<Record<Name, unknown>>, cut };
  }
}

/** `cause` as a member, when there is one. */
export function causedBy(cause: number): { cause?: number } {
  return cause > 0 ? { cause } : {};
}

/** `cut` as a member, when anything was. */
export function cutAt(paths: readonly string[]): { cut?: readonly string[] } {
  return paths.length > 0 ? { cut: paths } : {};
}

function shorten(name: string): string {
  return name.length > nameLimit ? `${name.slice(0, nameLimit)}…` : name;
}

function asMembers(notice: unknown): Readonly<Record<string, unknown>> {
  return typeof notice === 'object' && notice !== null
    ? (notice as Record<string, unknown>)
    : { value: notice };
}
