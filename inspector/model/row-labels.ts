import type { TraceRecord } from '../../runtime/trace-records.js';
import type { ChangeView, RecordView } from './record-view.js';
import { changesOf, isObject, listOf, numberOr, textOr, view } from './record-view.js';
import { brief, errorText, failureOf, members } from './text.js';
import { isNoMessage } from './trouble.js';

/** What a row says. */
interface Labels {
  readonly label: string;
  readonly detail: string;
  readonly text: string;
}

/**
 * What the row of a record says.
 * @param trouble what `troubleOf` says of it; part of the text where that does not say it already
 */
export function labelsOf(record: TraceRecord, trouble: string | undefined): Labels {
  const seen = view(record);
  const lane = textOr(seen.lane, '');
  const mt = textOr(seen.mt, '');
  switch (seen.kind) {
    case 'message':
      return messageLabels(seen, trouble);
    case 'post': {
      const to = seen.to === '*' ? '' : ` to ${textOr(seen.to, '?')}`;
      return { label: mt, ...withBody(`post ${trouble === undefined ? mt + to : trouble}`, seen.body) };
    }
    case 'undelivered': {
      const to = seen.to === '*' ? 'anybody' : textOr(seen.to, '?');
      const text = `${mt} did not reach ${to}: ${textOr(seen.why, '?')}`;
      return { label: mt, detail: `did not reach ${to}: ${textOr(seen.why, '?')}`, text };
    }
    case 'deliver': {
      const outcome = seen.outcome === 'handled' ? '' : ` ${textOr(seen.outcome, '?')}`;
      const place = `${outcome} in ${textOr(seen.state, '?')}`;
      return { label: mt, detail: place.trim(), text: `${lane} gets ${mt}${guardsText(seen)}${place}` };
    }
    case 'transition': {
      const label = changesOf(seen).map(changeText).join(', ');
      return { label, detail: '', text: `${lane}  ${label}` };
    }
    case 'snapshot':
      return { label: 'context', ...snapshotLabels(seen) };
    default:
      return plainLabels(seen, lane);
  }
}

/** The guards that said yes, as far as they have names, in brackets as in statecharts. */
function guardsText({ taken }: RecordView): string {
  const guards = listOf(taken).flatMap((one) => (isObject(one) ? [textOr(one['guard'], 'inline')] : []));
  const named = guards.filter((guard) => guard !== 'inline');
  return named.length === 0 ? '' : ` [${named.join(', ')}]`;
}

/** Whether the top-level state changed, and not only the phase. */
export function isStateChange(record: TraceRecord): boolean {
  return changesOf(view(record)).some(({ isState }) => isState);
}

function messageLabels(seen: RecordView, trouble: string | undefined): Labels {
  if (isNoMessage(seen)) {
    const text = textOr(seen.text, '');
    const what = `${numberOr(seen.length, 0)} characters that are no message (${textOr(seen.reason, 'unknown')})`;
    return { label: 'no message', detail: text, text: `${what}: ${text}` };
  }
  const mt = textOr(seen.mt, '');
  return { label: mt, ...withBody(trouble ?? mt, seen.body) };
}

function withBody(start: string, body: unknown): { detail: string; text: string } {
  const detail = members(body);
  return { detail, text: detail === '' ? start : `${start}  ${detail}` };
}

function plainLabels(seen: RecordView, lane: string): Labels {
  const run = typeof seen.run === 'number' ? seen.run : '';
  const what = textOr(seen.what, '');
  switch (seen.kind) {
    case 'dead': {
      const failure = failureOf(seen);
      const why = textOr(seen.why, '?');
      const text = `${lane} has stopped: ${why}${failure === '' ? '' : `, ${failure}`}`;
      return { label: `stopped: ${why}`, detail: failure, text };
    }
    case 'socket': {
      const detail = socketDetail(seen);
      const isOpening = what === 'connecting' || what === 'open';
      return { label: what, detail, text: `${lane} ${what}${isOpening ? '' : ':'} ${detail}` };
    }
    case 'explain': {
      const label = `${textOr(seen.rule, '?')} ${textOr(seen.verdict, '?')}`;
      const reason = textOr(seen.reason, '');
      return { label, detail: reason, text: reason === '' ? label : `${label}: ${reason}` };
    }
    case 'timer': {
      const label = `timer ${what}`;
      const detail = `${numberOr(seen.delayMs, 0)} ms`;
      return { label, detail, text: `${label}, ${detail}` };
    }
    case 'log':
      return labelled(textOr(seen.source, '?'), textOr(seen.text, ''), ': ');
    case 'note':
      if (seen.note === 'run') return line(`run ${run} begins`, '');
      return labelled(textOr(seen.note, '?'), members(seen.data), ' ');
    case 'control':
      return labelled(`by hand: ${what}`, members(seen.detail), ' ');
    case 'drop':
      return labelled(`${numberOr(seen.count, 0)} records are missing`, textOr(seen.why, '?'), ': ');
    case 'end':
      return line(`run ${run} ended: ${textOr(seen.outcome, '?')}`, members(seen.detail));
    case 'automaton':
      return labelled('starts', textOr(seen.id, ''), ' ');
    case 'machine':
      return labelled('machine', textOr(seen.id, ''), ' ');
    case 'head':
      return labelled('recorded', textOr(seen.start, ''), ' ');
    default: {
      const { kind, seq: _seq, t: _t, lane: _lane, run: _run, cause: _cause, cut: _cut, ...rest } = seen;
      return labelled(textOr(kind, '?'), members(rest), ' ');
    }
  }
}

function labelled(label: string, detail: string, between: string): Labels {
  return { label, detail, text: detail === '' ? label : `${label}${between}${detail}` };
}

function line(label: string, detail: string): Labels {
  return { label, detail, text: `── ${label} ──` };
}

function socketDetail({ what, url, code, reason, error }: RecordView): string {
  if (what === 'connecting' || what === 'open') return textOr(url, '');
  return [`code ${typeof code === 'number' ? code : '?'}`, textOr(reason, ''), errorText(error)]
    .filter((part) => part !== '')
    .join(', ');
}

function snapshotLabels({ context, patch }: RecordView): { detail: string; text: string } {
  if (context !== undefined) return { detail: members(context), text: `context ${members(context)}` };
  const changed = listOf(patch)
    .filter(isObject)
    .map((operation) => {
      const name = textOr(operation['path'], '').slice(1);
      return operation['op'] === 'remove' ? `${name} removed` : `${name}=${brief(operation['value'])}`;
    });
  return { detail: changed.join(' '), text: `context: ${changed.join(' ')}` };
}

/** `Initial → Ready`, and inside one state `Initial: awaitingChallenge → awaitingLoginResult`. */
function changeText({ from, to }: ChangeView): string {
  const state = to?.split('.', 1)[0];
  if (from === undefined || to === undefined || state === undefined || !from.startsWith(`${state}.`)) {
    return [from, to].filter((path) => path !== undefined).join(' → ');
  }
  return `${state}: ${from.slice(state.length + 1)} → ${to.slice(state.length + 1)}`;
}
