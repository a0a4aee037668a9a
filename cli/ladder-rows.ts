import { nobodyElse } from '../runtime/trace.js';
import type { DeliverRecord, StateChange, TraceRecord } from '../runtime/trace-records.js';
import type { LadderLanes } from './ladder-lanes.js';
import type { Style } from './style.js';
import { brief, errorText, failureOf, fit, members, printable, seconds } from '../inspector/model/text.js';

interface RowOptions {
  readonly width: number;
  readonly style: Style;
  readonly all: boolean;
}

/** How a row looks: its marks on the rails, its text, whether it is trouble. */
interface Row {
  readonly rails: string;
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
  readonly isTrouble?: boolean;
}

/** Silence that gets a line of its own, in milliseconds. */
const longSilenceMs = 1000;

/** Makes the lines of a ladder, one record at a time, in order. */
export class LadderRows {
  /** What became of each message and post: its deliveries, by its `seq`. */
  readonly #deliveries = new Map<number, DeliverRecord[]>();
  readonly #bySeq = new Map<number, TraceRecord>();
  #lastMs = 0;

  constructor(
    records: readonly TraceRecord[],
    private readonly lanes: LadderLanes,
    private readonly options: RowOptions,
  ) {
    for (const record of records) {
      this.#bySeq.set(record.seq, record);
      if (record.kind !== 'deliver' || record.cause === undefined) continue;
      const list = this.#deliveries.get(record.cause);
      if (list === undefined) this.#deliveries.set(record.cause, [record]);
      else list.push(record);
    }
  }

  *of(record: TraceRecord): Iterable<string> {
    const row = this.#row(record);
    if (row === undefined) return;
    const { style, width } = this.options;
    const silence = record.t - this.#lastMs;
    this.#lastMs = record.t;
    if (silence >= longSilenceMs) {
      yield style.dim(
        `${' '.repeat(7)}⋮         ${this.lanes.draw(new Map())}  ${seconds(silence)} s of silence`,
      );
    }
    const mark = row.isTrouble === true ? '!' : ' ';
    const margin = `${String(record.seq).padStart(5)} ${seconds(record.t).padStart(8)} ${mark} `;
    const text = fit(printable(row.text), Math.max(20, width - margin.length - this.lanes.width));
    const paint = row.isTrouble === true ? style.bad : (row.paint ?? ((plain: string) => plain));
    yield `${style.dim(margin)}${row.rails}${paint(text)}`.trimEnd();
  }

  #row(record: TraceRecord): Row | undefined {
    const { style, all } = this.options;
    switch (record.kind) {
      case 'message':
        return record.dir === 'in' ? this.#incoming(record) : this.#outgoing(record);
      case 'post':
        return this.#post(record);
      case 'undelivered': {
        const to = record.to === '*' ? 'anybody' : record.to;
        const text = `${record.mt} did not reach ${to}: ${record.why}`;
        return { ...this.#at('automaton', record.lane, '✗', text), isTrouble: record.why !== nobodyElse };
      }
      case 'deliver':
        return this.#delivery(record);
      case 'transition': {
        const isState = record.changes.some(({ what }) => what === 'state');
        const paths = record.changes.map(changeText);
        const row = this.#at(
          'automaton',
          record.lane,
          isState ? '●' : '○',
          `${record.lane}  ${paths.join(', ')}`,
        );
        return { ...row, paint: isState ? style.strong : undefined };
      }
      case 'dead': {
        const failure = failureOf(record);
        const text = `${record.lane} has stopped: ${record.why}${failure === '' ? '' : `, ${failure}`}`;
        const isTrouble = failure !== '' || record.why !== 'finished';
        return { ...this.#at('automaton', record.lane, '■', text), isTrouble };
      }
      case 'socket': {
        const { what, url, code, reason = '', error } = record;
        const end = [`code ${code ?? '?'}`, reason, errorText(error)]
          .filter((part) => part !== '')
          .join(', ');
        const text = what === 'connecting' || what === 'open' ? `${what} ${url ?? ''}` : `${what}: ${end}`;
        const mark = what === 'open' ? '┬' : what === 'connecting' ? '╷' : '┴';
        return {
          ...this.#at('socket', record.lane, mark, `${record.lane} ${text}`),
          paint: style.dim,
          isTrouble: what === 'error',
        };
      }
      case 'explain': {
        const mark = record.verdict === 'ok' ? '✓' : record.verdict === 'mismatch' ? '✗' : '?';
        const because = record.reason === undefined ? '' : `: ${record.reason}`;
        const text = `${record.rule} ${record.verdict}${because}`;
        const row = this.#at('automaton', record.lane, mark, text);
        return { ...row, paint: style.good, isTrouble: record.verdict === 'mismatch' };
      }
      case 'timer':
        if (record.what !== 'fired' && !all) return undefined;
        return this.#at('automaton', record.lane, '◷', `timer ${record.what}, ${record.delayMs} ms`);
      case 'snapshot':
        return all ? this.#snapshot(record) : undefined;
      case 'log':
        return {
          ...this.#at('automaton', record.source, '│', `${record.source}: ${record.text}`),
          paint: style.dim,
          isTrouble: record.category === 'error',
        };
      case 'note':
        if (record.note === 'run')
          return this.#at(undefined, undefined, '', `── run ${record.run ?? ''} begins ──`);
        return this.#at('automaton', record.lane, '•', `${record.note} ${members(record.data)}`);
      case 'control':
        return this.#at(undefined, undefined, '', `by hand: ${record.what} ${members(record.detail)}`);
      case 'drop':
        return {
          ...this.#at(undefined, undefined, '', `${record.count} records are missing: ${record.why}`),
          isTrouble: true,
        };
      case 'end': {
        const isTrouble = record.outcome !== 'finished';
        return {
          ...this.#at(undefined, undefined, '', `── run ${record.run ?? ''} ended: ${record.outcome} ──`),
          isTrouble,
        };
      }
      case 'head':
      case 'machine':
      case 'automaton':
        return undefined;
      default:
        return this.#unknown(record);
    }
  }

  #incoming(record: Extract<TraceRecord, { kind: 'message' }>): Row {
    const { lane, mt, body, reason } = record;
    const taken = this.#deliveries.get(record.seq) ?? [];
    const rails = this.#arrow(this.lanes.rail('socket', lane), taken, '─');
    const who = this.lanes.isShared('socket', lane) ? `${lane}: ` : '';
    if (mt === undefined) {
      const text = `${who}${record.length} characters that are no message (${reason ?? 'unknown'}): ${record.text ?? ''}`;
      return { rails, text, isTrouble: true };
    }
    const { text, isTrouble } = this.#untaken(taken, true);
    return { rails, text: `${who}${mt}${text}  ${members(body)}`, isTrouble };
  }

  #outgoing(record: Extract<TraceRecord, { kind: 'message' }>): Row {
    const { lane, mt = '', body } = record;
    const sender = this.#automatonBehind(record);
    const from = sender === undefined ? undefined : this.lanes.rail('automaton', sender);
    const to = this.lanes.rail('socket', lane);
    const who = this.lanes.isShared('socket', lane) ? `to ${lane}: ` : '';
    const text = `${who}${mt}  ${members(body)}`;
    if (to === undefined) return { rails: this.lanes.draw(new Map()), text };
    if (from === undefined || from === to) return { rails: this.lanes.draw(new Map([[to, '◀']])), text };
    const left = Math.min(from, to);
    const marks = new Map([
      [from, from > to ? '┤' : '├'],
      [to, from > to ? '◀' : '▶'],
    ]);
    return { rails: this.lanes.draw(marks, { from: left, to: Math.max(from, to), dash: '─' }), text };
  }

  #post(record: Extract<TraceRecord, { kind: 'post' }>): Row {
    const taken = this.#deliveries.get(record.seq) ?? [];
    const rails = this.#arrow(this.lanes.rail('automaton', record.lane), taken, '┄');
    const to = record.to === '*' ? '' : ` to ${record.to}`;
    const { text, isTrouble } = this.#untaken(taken, record.to !== '*');
    return { rails, text: `post ${record.mt}${to}${text}  ${members(record.body)}`, isTrouble };
  }

  /** A line from a rail to each automaton that the message reached. */
  #arrow(from: number | undefined, taken: readonly DeliverRecord[], dash: string): string {
    if (from === undefined) return this.lanes.draw(new Map());
    const marks = new Map<number, string>();
    for (const { lane, outcome } of taken) {
      const rail = this.lanes.rail('automaton', lane);
      if (rail === undefined || rail === from) continue;
      if (outcome === 'handled') marks.set(rail, rail > from ? '▶' : '◀');
      else if (!marks.has(rail)) marks.set(rail, '✗');
    }
    const reached = [from, ...marks.keys()];
    const line = { from: Math.min(...reached), to: Math.max(...reached), dash };
    const isBoth = line.from < from && line.to > from;
    marks.set(from, isBoth ? '┼' : line.from < from ? '┤' : line.to > from ? '├' : '•');
    return this.lanes.draw(marks, line);
  }

  /**
   * Who did not take a message. It is trouble when nobody did; of a broadcast it is not, for it goes to
   * everybody, whom it concerns and whom not.
   */
  #untaken(taken: readonly DeliverRecord[], isForSomebody: boolean): { text: string; isTrouble: boolean } {
    const refused = taken.filter(({ outcome }) => outcome !== 'handled');
    const isTrouble = isForSomebody && refused.length > 0 && refused.length === taken.length;
    if (!isTrouble) return { text: '', isTrouble };
    const list = refused.slice(0, 2).map(({ lane, outcome, state }) => `${outcome} by ${lane} in ${state}`);
    const more = refused.length > 2 ? ` and ${refused.length - 2} more` : '';
    return { text: ` ${list.join(', ')}${more}`, isTrouble };
  }

  /** Deliveries are part of their message's line, but for those that the engine makes. */
  #delivery(record: DeliverRecord): Row | undefined {
    const isOdd = record.origin === 'runtime' && record.outcome === 'handled' && record.mt !== 'Start';
    if (!isOdd && !this.options.all) return undefined;
    const mark = record.outcome === 'handled' ? '▷' : '✗';
    const outcome = record.outcome === 'handled' ? '' : ` ${record.outcome}`;
    return this.#at(
      'automaton',
      record.lane,
      mark,
      `${record.lane} gets ${record.mt}${outcome} in ${record.state}`,
    );
  }

  #snapshot(record: Extract<TraceRecord, { kind: 'snapshot' }>): Row {
    const changed = record.patch?.map((operation) => {
      const name = operation.path.slice(1);
      return operation.op === 'remove' ? `${name} removed` : `${name}=${brief(operation.value)}`;
    });
    const text =
      changed === undefined ? `context ${members(record.context)}` : `context: ${changed.join(' ')}`;
    return { ...this.#at('automaton', record.lane, '·', text), paint: this.options.style.dim };
  }

  #unknown(record: { readonly kind: string; readonly lane?: string }): Row {
    const { kind, lane, ...rest } = record;
    return this.#at('automaton', lane, '•', `${kind} ${members(rest)}`);
  }

  #at(kind: 'socket' | 'automaton' | undefined, lane: string | undefined, mark: string, text: string): Row {
    const rail = kind === undefined || lane === undefined ? undefined : this.lanes.rail(kind, lane);
    return { rails: this.lanes.draw(rail === undefined ? new Map() : new Map([[rail, mark]])), text };
  }

  /** The automaton whose step led to this record: the first one along its causes. */
  #automatonBehind(record: TraceRecord): string | undefined {
    let { cause } = record;
    for (let hops = 0; cause !== undefined && hops < 8; hops += 1) {
      const behind = this.#bySeq.get(cause);
      if (behind === undefined) return undefined;
      if (behind.kind === 'deliver' || behind.kind === 'transition' || behind.kind === 'timer')
        return behind.lane;
      cause = behind.cause;
    }
    return undefined;
  }
}

/** `Initial → Ready`, and inside one state `Initial: awaitingChallenge → awaitingLoginResult`. */
function changeText({ from, to }: StateChange): string {
  const state = to?.split('.', 1)[0];
  if (from === undefined || to === undefined || state === undefined || !from.startsWith(`${state}.`)) {
    return [from, to].filter((path) => path !== undefined).join(' → ');
  }
  return `${state}: ${from.slice(state.length + 1)} → ${to.slice(state.length + 1)}`;
}
