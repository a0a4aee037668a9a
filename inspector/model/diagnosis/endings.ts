import type { TraceRecord } from '../../../runtime/trace-records.js';
import { followers, failureOfCode } from './error-codes.js';
import type { FailureId } from './known-failures.js';
import { hostOf, inner, isMasked, objectOf, sentenceIn, textIn } from './loose.js';
import type { Signal } from './signals.js';
import type { AutomatonFacts, DeadFacts, TraceFacts } from './trace-facts.js';

/** Why an automaton ended badly, and the records that its failure explains. */
export interface Ending {
  readonly signal: Signal;
  /** It only tells of a failure elsewhere. */
  readonly isFollower: boolean;
}

/** What an automaton that has stopped says of its failure; undefined when it says of none. */
export function endingOf(automaton: AutomatonFacts, facts: TraceFacts): Ending | undefined {
  const { dead, nickname } = automaton;
  if (dead === undefined) return undefined;
  const error =
    dead.error ??
    (objectOf(dead.output)['ok'] === false ? (objectOf(dead.output)['error'] ?? {}) : undefined);
  if (error === undefined) return undefined;
  const code = textIn(error, 'code') ?? '';
  const chain = facts.chain(dead.cause > 0 ? dead.cause : automaton.stepCause);
  const id = idOf(automaton, dead, error, code, chain, facts);
  return {
    signal: {
      id,
      subject: nickname,
      evidence: evidenceOf(id, error, chain, automaton, dead, facts),
      sentence: sentenceOf(id, error, automaton, facts),
    },
    isFollower: followers.has(code),
  };
}

function idOf(
  { socket }: AutomatonFacts,
  { why }: DeadFacts,
  error: unknown,
  code: string,
  chain: readonly TraceRecord[],
  facts: TraceFacts,
): FailureId {
  const cause = failureOfCode(textIn(inner(error, 'cause'), 'code') ?? '');
  const isApp = code.startsWith('APP_') && code !== 'APPS_MESSAGE_INVALID';
  if (cause === 'not-a-pbx' && isApp) return 'wrong-app-url';
  if (cause !== undefined && !followers.has(code)) return cause;
  const known = failureOfCode(code);
  if (code === 'AUTHENTICATION_FAILED') {
    const [talk] = chain.flatMap((record) => facts.conversations.get(record.lane ?? '') ?? []);
    const session = talk ?? facts.conversations.get(socket);
    if ((session?.authorizeSeq ?? 0) > 0) return 'two-factor-refused';
    if (session?.loginType === 'session') return 'session-refused';
  }
  if (known !== undefined) return known;
  if (why === 'failed') return 'machine-threw';
  return 'automaton-failed';
}

/** The record that shows a failure, then those around it. */
function evidenceOf(
  id: FailureId,
  error: unknown,
  chain: readonly TraceRecord[],
  { stateSeq, nickname }: AutomatonFacts,
  { seq }: DeadFacts,
  facts: TraceFacts,
): number[] {
  const roots = chain.filter(({ kind }) => kind === 'message' || kind === 'socket' || kind === 'timer');
  const root = roots.at(-1);
  const shown: number[] = [];
  if (id === 'fake-pbx') {
    const verdict = facts.signals.find((signal) => signal.id === 'fake-pbx' && signal.subject === nickname);
    if (verdict?.evidence[0] !== undefined) shown.push(verdict.evidence[0]);
  }
  if (id === 'website') {
    const app = textIn(inner(error, 'data'), 'app') ?? '';
    for (const talk of facts.conversations.values()) {
      const announced = talk.apps.get(app);
      if (announced !== undefined) shown.push(announced.seq);
    }
  }
  if (root !== undefined) shown.push(root.seq);
  const around = chain.find(({ kind }) => kind === 'post' || kind === 'deliver')?.seq;
  return [...new Set([...shown, ...(around === undefined ? [] : [around]), stateSeq, seq])];
}

/** What went wrong, in a sentence with the names that the records have; the error's own words where they are best. */
function sentenceOf(id: FailureId, error: unknown, automaton: AutomatonFacts, facts: TraceFacts): string {
  const own = sentenceIn(error, 'message');
  const data = inner(error, 'data');
  const app = textIn(data, 'app');
  const user = facts.user === '' || isMasked(facts.user) ? 'the user' : `user ${facts.user}`;
  const talk = facts.conversations.get(automaton.socket);
  const url = textIn(inner(inner(error, 'cause'), 'data'), 'url') ?? talk?.url ?? '';
  const host = hostOf(url);
  const peer = app === undefined ? 'the PBX' : `app ${app}`;
  const words = own === undefined ? '' : `: ${own}`;
  const sentences: Partial<Record<FailureId, string>> = {
    website: `App ${app ?? ''} is a plain web site: there is no App Service to which ${user} could log in.`,
    'host-not-found': `The host of ${peer}, ${host}, has no address here.`,
    'connection-refused': `Nothing listens at ${host}, where ${peer} should be.`,
    'host-unreachable': `${capital(peer)} at ${host} cannot be reached.`,
    certificate: firstPart(
      sentenceIn(inner(error, 'cause'), 'message') ?? `The certificate of ${host} is not trusted.`,
    ),
    'wrong-app-url': `At the URL of ${peer} (${url === '' ? (textIn(data, 'url') ?? 'none') : url}) is no App Service.`,
    'not-a-pbx': `What answers at ${url} is no WebSocket server of a PBX.`,
    'two-factor-unconfirmed': `Nobody confirmed the second factor of the login of ${user} in time.`,
    'machine-threw': `The machine of ${automaton.nickname} threw${words}`,
    'automaton-failed': `${automaton.nickname} ended with an error${words}`,
  };
  return sentences[id] ?? (own === undefined ? `${automaton.nickname} failed.` : firstPart(own));
}

/** An error's sentence without what it says to do, which stands in the advice. */
function firstPart(sentence: string): string {
  const at = sentence.indexOf('; ');
  return at < 0 ? sentence : `${sentence.slice(0, at)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
