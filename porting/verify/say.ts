import { encode } from '../../runtime/exact-json.js';
import type { Redactor } from '../../runtime/trace.js';
import { traceRedactor } from '../../services/redaction.js';
import type { Deed, RecordedPlace, VerifyDivergence } from './report.js';

/** The first difference, or that there is none, in one sentence. */
export function sentenceOf(divergence: VerifyDivergence | undefined, messages: number): string {
  if (divergence === undefined) return `${counted(messages)}, no difference.`;
  const { expected, actual, error, members, fed, hint } = divergence;
  const after = `after ${fed.what}${fed.at === undefined ? '' : ` (${placeText(fed.at)})`}`;
  const before = `${counted(messages)} without a difference, then`;
  if (error !== undefined) {
    const advice = hint === undefined ? '' : `. ${hint}`;
    return `${before} the automaton fails ${after}: ${traceRedactor().text(error)}${advice}`;
  }
  if (expected === undefined)
    return `${before} one too many ${after}: it ${did(actual)}, where nothing was recorded.`;
  const at = placeText(expected.at);
  if (actual === undefined)
    return `${before} one is missing ${after}: ${at} has ${named(expected)}, and it does nothing.`;
  if (members.length === 0)
    return `${before} another one ${after}: it ${did(actual)} instead of ${named(expected)} (${at}).`;
  const paths = members.slice(0, 3).map(({ path }) => path);
  const more = members.length > 3 ? ` and ${members.length - 3} more` : '';
  return `${before} ${named(expected)} (${at}) is another ${after}: ${paths.join(', ')}${more}.`;
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'message' : 'messages'}`;
}

/** `line 12`, or `record 12` of what is no file. */
export function placeText({ line, seq }: RecordedPlace): string {
  return line === undefined ? `record ${seq}` : `line ${line}`;
}

/** `GetDevices`, `post of Done to Reporter`. */
export function named(deed: Deed): string {
  if (deed.what === 'send') return deed.mt;
  return `post of ${deed.mt} to ${deed.to === '*' || deed.to === undefined ? 'all' : deed.to}`;
}

function did(deed: Deed | undefined): string {
  if (deed === undefined) return 'does nothing';
  if (deed.what === 'send') return `sends ${deed.mt}`;
  return `posts ${deed.mt} to ${deed.to === '*' || deed.to === undefined ? 'all' : deed.to}`;
}

/** For people and files: secrets are placeholders, equal ones with equal hashes; long lists are shortened. */
export function maskedDivergence(divergence: VerifyDivergence): VerifyDivergence {
  const redactor = traceRedactor();
  const { expected, actual, members, fed, error } = divergence;
  const mt = expected?.mt ?? actual?.mt;
  const maskedBody = (deed: Deed | undefined): unknown => deed && redactor.value(deed.body, deed.mt).value;
  return {
    ...divergence,
    expected: expected && { ...expected, body: redactor.value(expected.body, expected.mt).value },
    actual: actual && { ...actual, body: redactor.value(actual.body, actual.mt).value },
    members: members.map(({ path, expected: one, actual: other }) => ({
      path,
      expected: memberIn(maskedBody(expected), path) ?? maskedMember(redactor, path, one, mt),
      actual: memberIn(maskedBody(actual), path) ?? maskedMember(redactor, path, other, mt),
    })),
    fed: fed.body === undefined ? fed : { ...fed, body: redactor.value(fed.body).value },
    error: error === undefined ? undefined : redactor.text(error),
  };
}

/** Of a masked message: what a member holds may be secret by what is around it. Undefined when it is not found so. */
function memberIn(body: unknown, path: string): unknown {
  let at = body;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name ?? index ?? ''];
  }
  return at;
}

/** What a member holds may be secret by its name. */
function maskedMember(redactor: Redactor, path: string, value: unknown, mt: string | undefined): unknown {
  const name = /([^.[\]]*)(?:\[\d+\])*$/.exec(path)?.[1] ?? '';
  if (name === '' || value === undefined) return value;
  const masked = redactor.value({ [name]: value }, mt).value as Readonly<Record<string, unknown>>;
  return masked[name];
}

/** A value on one line, not too long. */
export function shortText(value: unknown, longest = 160): string {
  if (value === undefined) return 'nothing';
  const text = encode(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
