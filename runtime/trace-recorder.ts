import type { AnyActorLogic, AnyMachineSnapshot } from 'xstate';
import type { Clock } from './clock.js';
import type { Origin } from './events.js';
import type { LogCategory } from './log.js';
import { describeMachine } from './machine-definition.js';
import type { AnyMessage, Message } from './message.js';
import type { CloseInfo } from './socket.js';
import { valuePath } from './state-path.js';
import type { AutomatonEnding, DeliveryOutcome, Redactor, RunTracer } from './trace.js';
import type { RecordBody, RedactionPolicy, SocketRecord } from './trace-records.js';
import { contextPatch, stateChanges, wholeContext } from './trace-snapshots.js';
import type { TraceCap, TraceSink } from './trace-writer.js';
import { TraceWriter } from './trace-writer.js';

export interface TraceRecorderOptions {
  /** Takes each record. One that throws loses the record and disturbs nothing else. */
  readonly sink: TraceSink;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Wall-clock time now, ISO 8601: `t` 0 of the trace. */
  readonly wallClock: string;
  /** Versions of program, XState and host, for the head. */
  readonly versions: Readonly<Record<string, string>>;
  /** What `redactor` does, for the head; it cannot be asked. */
  readonly policy: RedactionPolicy;
  /** Beyond it records are counted and not written. Default: none. */
  readonly cap?: TraceCap;
}

/** Every how many snapshots of an automaton its context is recorded whole. */
const wholeContextEvery = 50;

/** Longest `mt`, nickname or the like that is recorded whole; peers choose `mt`. */
const nameLimit = 200;

interface Lane {
  snapshots: number;
  context: Readonly<Record<string, unknown>>;
  path: string;
}

/**
 * Writes the trace: one record for each thing that happens in the runs of one program, one run after the other
 * (runs at the same time need a recorder each). Records and members: docs/trace.md.
 */
export class TraceRecorder implements RunTracer {
  readonly #redactor: Redactor;
  readonly #writer: TraceWriter;
  readonly #lanes = new Map<string, Lane>();
  readonly #machines = new WeakMap<AnyActorLogic, string>();
  readonly #writtenMachines = new Set<string>();
  #runs = 0;

  constructor(options: TraceRecorderOptions) {
    this.#redactor = options.redactor;
    this.#writer = new TraceWriter(options, () => {
      // A patch on a record that was lost fits nothing, so the next snapshots are whole.
      this.#lanes.clear();
    });
  }

  /** Records lost so far: by a sink that threw, or beyond the cap. */
  get dropped(): number {
    return this.#writer.dropped;
  }

  runStarted(automatons: readonly string[]): number {
    this.#runs += 1;
    this.#writer.run = this.#runs;
    this.#lanes.clear();
    return this.#write(() => {
      this.#writer.head(automatons);
      return { kind: 'note', note: 'run', data: { automatons: automatons.slice(0, 1000) } };
    });
  }

  automaton(nickname: string, logic: AnyActorLogic, socket: string | undefined): number {
    this.#lanes.delete(nickname);
    const machine = this.#machine(logic);
    return this.#write(() => ({
      kind: 'automaton',
      lane: nickname,
      ...(machine !== undefined && { machine }),
      ...('id' in logic && typeof logic.id === 'string' && { id: logic.id }),
      ...(socket !== undefined && { socket }),
    }));
  }

  dead(nickname: string, ending: AutomatonEnding, cause: number): number {
    this.#lanes.delete(nickname);
    return this.#write(() => {
      const { output, error, why } = ending;
      const left = this.#redact({
        ...(output !== undefined && { output }),
        ...(error !== undefined && { error }),
      });
      return { kind: 'dead', lane: nickname, ...causedBy(cause), why, ...left.value, ...cutAt(left.cut) };
    });
  }

  socketConnecting(lane: string, url: string, cause: number): number {
    return this.#socket(lane, 'connecting', url, cause);
  }

  socketOpen(lane: string, url: string): number {
    return this.#socket(lane, 'open', url, 0);
  }

  socketClosed(lane: string, info: CloseInfo, cause: number): number {
    return this.#write(() => {
      const { code, reason, error } = info;
      const what = error === undefined ? 'close' : 'error';
      const shown = this.#redactor.text(reason);
      const told = this.#redact(error === undefined ? {} : { error });
      const cut = shown === reason ? told.cut : ['reason', ...told.cut];
      return {
        kind: 'socket',
        lane,
        ...causedBy(cause),
        what,
        code,
        reason: shown,
        ...told.value,
        ...cutAt(cut),
      };
    });
  }

  messageIn(lane: string, text: string, msg: AnyMessage): number {
    return this.#message(lane, 'in', text, msg, 0);
  }

  messageOut(lane: string, text: string, msg: Message, cause: number): number {
    return this.#message(lane, 'out', text, msg, cause);
  }

  nonsenseIn(lane: string, text: string | undefined, length: number, reason: string): number {
    return this.#write(() => {
      if (text === undefined) return { kind: 'message', lane, dir: 'in', length, reason };
      const shown = this.#redactor.text(text);
      const hash = this.#redactor.fingerprint(text);
      return {
        kind: 'message',
        lane,
        dir: 'in',
        length,
        reason,
        hash,
        text: shown,
        ...(shown !== text && { cut: ['text'] }),
      };
    });
  }

  post(from: string, to: string | undefined, msg: Message, cause: number): number {
    return this.#write(() => ({
      kind: 'post',
      lane: from,
      ...causedBy(cause),
      to: to ?? '*',
      ...this.#body(msg),
    }));
  }

  undelivered(from: string, to: string | undefined, msg: Message, why: string, cause: number): number {
    return this.#write(() => ({
      kind: 'undelivered',
      lane: from,
      ...causedBy(cause),
      to: to ?? '*',
      why,
      ...this.#body(msg),
    }));
  }

  deliver(
    lane: string,
    origin: Origin,
    mt: string,
    outcome: DeliveryOutcome,
    path: string,
    cause: number,
  ): number {
    return this.#write(() => ({
      kind: 'deliver',
      lane,
      ...causedBy(cause),
      origin,
      mt: shorten(mt),
      outcome,
      state: path,
      ...cutAt(mt.length > nameLimit ? ['mt'] : []),
    }));
  }

  transition(
    lane: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
  ): number {
    let first = 0;
    const changes = before?.value === after.value ? [] : stateChanges(before?.value, after.value);
    if (changes.length > 0) {
      first = this.#write(() => ({
        kind: 'transition',
        lane,
        ...causedBy(cause),
        changes,
        value: after.value,
      }));
    }
    const second = this.#snapshot(lane, before, after, cause);
    return first === 0 ? second : first;
  }

  timer(
    lane: string | undefined,
    what: 'set' | 'fired' | 'cancelled',
    id: number,
    delayMs: number,
    cause: number,
  ): number {
    const state = lane === undefined ? undefined : this.#lanes.get(lane)?.path;
    return this.#write(() => ({
      kind: 'timer',
      ...(lane !== undefined && { lane }),
      ...causedBy(cause),
      what,
      id,
      delayMs,
      ...(state !== undefined && { state }),
    }));
  }

  control(what: string, detail: Readonly<Record<string, unknown>>): number {
    return this.#write(() => {
      const told = this.#redact({ detail });
      return { kind: 'control', what, ...told.value, ...cutAt(told.cut) };
    });
  }

  notice(lane: string, notice: unknown, cause: number): number {
    return this.#write(() => {
      const { kind = 'notice', ...members } = asMembers(notice);
      const note = shorten(String(kind));
      if (note === 'verdict') return this.#explain(lane, members, cause);
      const told = this.#redact({ data: members });
      return { kind: 'note', lane, ...causedBy(cause), note, ...told.value, ...cutAt(told.cut) };
    });
  }

  log(category: LogCategory, source: string, text: string): number {
    return this.#write(() => {
      const shown = this.#redactor.text(text);
      return { kind: 'log', category, source, text: shown, ...cutAt(shown === text ? [] : ['text']) };
    });
  }

  runEnded(outcome: string, detail: Readonly<Record<string, unknown>>): number {
    this.#lanes.clear();
    const seq = this.#writer.last(() => {
      const told = this.#redact({ detail });
      return { kind: 'end', outcome, ...told.value, ...cutAt(told.cut) };
    });
    this.#writer.run = 0;
    return seq;
  }

  #machine(logic: AnyActorLogic): string | undefined {
    const known = this.#machines.get(logic);
    if (known !== undefined && this.#writtenMachines.has(known)) return known;
    let hash: string | undefined;
    this.#write(
      () => {
        const machine = describeMachine(logic, (text) => this.#redactor.text(text));
        hash = machine?.hash;
        if (machine === undefined) return undefined;
        this.#machines.set(logic, machine.hash);
        if (this.#writtenMachines.has(machine.hash)) return undefined;
        return { kind: 'machine', ...machine };
      },
      () => {
        if (hash !== undefined) this.#writtenMachines.add(hash);
      },
    );
    return hash;
  }

  #socket(lane: string, what: SocketRecord['what'], url: string, cause: number): number {
    return this.#write(() => {
      const shown = this.#redactor.text(url);
      const cut = cutAt(shown === url ? [] : ['url']);
      return {
        kind: 'socket',
        lane,
        ...causedBy(cause),
        what,
        url: shown,
        tls: /^(wss|https):/i.test(url),
        ...cut,
      };
    });
  }

  #message(lane: string, dir: 'in' | 'out', text: string, msg: Message, cause: number): number {
    return this.#write(() => ({
      kind: 'message',
      lane,
      ...causedBy(cause),
      dir,
      length: text.length,
      hash: this.#redactor.fingerprint(text),
      ...this.#body(msg),
    }));
  }

  #body(msg: Message): { mt: string; body: unknown; cut?: readonly string[] } {
    const { value, cut } = this.#redactor.value(msg, msg.mt);
    return { mt: shorten(msg.mt), body: value, ...cutAt(cut.map((path) => `body.${path}`)) };
  }

  #explain(lane: string, verdict: Readonly<Record<string, unknown>>, cause: number): RecordBody {
    const { rule, ok, inputs, reason } = verdict;
    const told = this.#redact(inputs === undefined ? {} : { inputs });
    const shown = typeof reason === 'string' ? this.#redactor.text(reason) : undefined;
    return {
      kind: 'explain',
      lane,
      ...causedBy(cause),
      rule: shorten(String(rule ?? 'unnamed')),
      verdict: ok === true ? 'ok' : ok === false ? 'mismatch' : 'unchecked',
      ...told.value,
      ...(shown !== undefined && { reason: shown }),
      ...cutAt(shown === reason ? told.cut : ['reason', ...told.cut]),
    };
  }

  #snapshot(
    laneName: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
    cause: number,
  ): number {
    const context = after.context as Readonly<Record<string, unknown>>;
    const known = before === undefined ? undefined : this.#lanes.get(laneName);
    if (known !== undefined) known.path = valuePath(after.value);
    if (known?.context === context && before?.status === after.status) return 0;
    const lane = known ?? { snapshots: 0, context, path: valuePath(after.value) };
    const isWhole = lane.snapshots % wholeContextEvery === 0;
    return this.#write(
      () => {
        const recorded = isWhole
          ? wholeContext(context, this.#redactor)
          : contextPatch(lane.context, context, this.#redactor);
        const { cut, ...members } = recorded;
        const { status, value } = after;
        return {
          kind: 'snapshot',
          lane: laneName,
          ...causedBy(cause),
          status,
          value,
          ...members,
          ...cutAt(cut),
        };
      },
      () => {
        lane.snapshots += 1;
        lane.context = context;
        this.#lanes.set(laneName, lane);
      },
    );
  }

  /** Redacts members that go into a record as they are called here. */
  #redact<Name extends string>(
    members: Readonly<Partial<Record<Name, unknown>>>,
  ): { value: Partial<Record<Name, unknown>>; cut: readonly string[] } {
    const { value, cut } = this.#redactor.value(members);
    return { value: value as Partial<Record<Name, unknown>>, cut };
  }

  #write(body: () => RecordBody | undefined, written?: () => void): number {
    return this.#writer.write(body, written);
  }
}

function causedBy(cause: number): { cause?: number } {
  return cause > 0 ? { cause } : {};
}

function cutAt(paths: readonly string[]): { cut?: readonly string[] } {
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
