import { answersTo, peerOf } from './conversation.js';
import type { Conversation, Request } from './conversation.js';
import type { FailureId } from './known-failures.js';
import { anyOf, duration } from './loose.js';
import { pathOf } from './machine-chart.js';
import type { Signal } from './signals.js';
import type { AutomatonFacts, Discard, TraceFacts } from './trace-facts.js';

/** Who waits for what. */
export interface Waiting {
  readonly signal: Signal;
  /** It waits for a peer, not for another automaton: those who wait for others are followers. */
  readonly isForPeer: boolean;
  /** When something was last heard of what it waits for. */
  readonly sinceT: number;
  /** Who waits for what, without place, time and comment. */
  readonly plain: string;
}

/** What an automaton that has not finished waits for, and since when. */
export function waitingOf(automaton: AutomatonFacts, facts: TraceFacts): Waiting {
  const { nickname, chart, value, socket, stateSeq, stateT, dead } = automaton;
  const talk = facts.conversations.get(socket);
  const { shown, isForPeer } = awaitedOf(automaton, talk);
  const sinceT = isForPeer ? Math.max(stateT, talk?.pending?.lastT ?? 0) : stateT;
  const ms = (dead?.t ?? facts.now) - sinceT;
  const whom = isForPeer ? peerOf(shown[0] ?? '', socket, talk?.url ?? '') : 'another automaton';
  const discard = automaton.discards.findLast((one) => isMissed(one, automaton, facts));
  const { id, more } = causeOf(isForPeer ? talk : undefined, discard, ms);
  const isPending = isForPeer && talk?.pending !== undefined;
  const place = pathOf(value);
  const where = place === '' ? 'its first state' : place;
  const isOver = dead !== undefined || facts.endedRuns.has(automaton.run);
  const what =
    chart?.awaitsStart(value) === true
      ? talk?.isConnecting === true
        ? 'its connection to open'
        : 'its turn to start'
      : `${shown.length === 0 ? 'a message' : anyOf(shown)} from ${whom}`;
  const sentence = isOver
    ? `${nickname} waited in ${where} for ${what}, in vain for ${duration(ms)}${more}.`
    : `${nickname} waits in ${where} for ${what}, for ${duration(ms)}${more}.`;
  const evidence = [
    ...(id === 'discarded-message' && discard !== undefined ? [discard.seq, discard.cause] : []),
    ...(id === 'nonsense' ? (talk?.nonsense.slice(-1) ?? []) : []),
    ...(id === 'two-factor-unconfirmed' && talk !== undefined ? [talk.authorizeSeq] : []),
    ...(isPending && talk.pending !== undefined ? [talk.pending.seq] : []),
    stateSeq,
    ...(dead === undefined ? [] : [dead.seq]),
  ].filter((seq) => seq > 0);
  return {
    signal: { id, subject: nickname, evidence: [...new Set(evidence)], sentence },
    isForPeer,
    sinceT,
    plain: `${nickname} waits for ${what}`,
  };
}

/** What an automaton waits for first of all: what it has asked and what is not answered, then what others post. */
function awaitedOf(
  { chart, value }: AutomatonFacts,
  talk: Conversation | undefined,
): { readonly shown: readonly string[]; readonly isForPeer: boolean } {
  const awaited = chart?.awaited(value) ?? [];
  const pending = talk?.pending;
  if (chart === undefined)
    return { shown: pending === undefined ? [] : openAnswers(pending), isForPeer: true };
  if (chart.awaitsStart(value)) return { shown: [], isForPeer: talk?.isConnecting === true };
  const answered = pending === undefined ? [] : openAnswers(pending).filter((mt) => awaited.includes(mt));
  if (answered.length > 0) return { shown: answered, isForPeer: true };
  const posts = awaited.filter((mt) => chart.originOf(mt) === 'post');
  // News that may come at any time is nothing that one waits for.
  if (posts.length > 0 && pending === undefined) return { shown: posts, isForPeer: false };
  const fromWire = awaited.filter((mt) => !posts.includes(mt));
  return fromWire.length > 0 ? { shown: fromWire, isForPeer: true } : { shown: posts, isForPeer: false };
}

/** What still answers a request. */
function openAnswers({ mt, parts }: Request): readonly string[] {
  return answersTo(mt).filter(
    (answer) => parts === 0 || answer !== 'UpdateAppsInfo' || mt !== 'SubscribeApps',
  );
}

/** What a talk waits for that no automaton of the trace has: it was recorded by the other side, or imported. */
export function openRequestOf(talk: Conversation, facts: TraceFacts): Waiting | undefined {
  const { pending, lane } = talk;
  if (pending === undefined) return undefined;
  const ms = facts.now - pending.lastT;
  const { id, more } = causeOf(talk, undefined, ms);
  const plain = `${pending.mt} on ${lane} waits for ${anyOf(openAnswers(pending))} from ${peerOf(pending.mt, lane, talk.url)}`;
  const sentence = `${plain}, for ${duration(ms)}${more}.`;
  const nonsense = id === 'nonsense' ? talk.nonsense.slice(-1) : [];
  const code = id === 'two-factor-unconfirmed' ? [talk.authorizeSeq] : [];
  const evidence = [...nonsense, ...code, pending.seq];
  return { signal: { id, subject: lane, evidence, sentence }, isForPeer: true, sinceT: pending.lastT, plain };
}

/** Why nothing comes, and what is to be added to the sentence. */
function causeOf(
  talk: Conversation | undefined,
  discard: Discard | undefined,
  ms: number,
): { readonly id: FailureId; readonly more: string } {
  if (discard !== undefined) {
    const more = `; ${discard.mt} had come before, in ${discard.state}, and was discarded`;
    return { id: 'discarded-message', more };
  }
  const pending = talk?.pending;
  if (talk === undefined) return { id: 'silence', more: '' };
  if (talk.authorizeSeq > 0 && talk.successSeq === 0) {
    const code = talk.code === '' ? '' : `, code ${talk.code}`;
    return { id: 'two-factor-unconfirmed', more: `: the user has not confirmed the login yet${code}` };
  }
  const [last = 0] = talk.nonsense.slice(-1);
  if (pending !== undefined && last > pending.seq) {
    return { id: 'nonsense', more: '; what came instead is no message' };
  }
  if (pending !== undefined && pending.parts > 0) {
    return {
      id: 'list-stuck',
      more: `; ${partsText(pending.parts)} come`,
    };
  }
  if (talk.isConnecting && ms > 0) return { id: 'silence', more: '; its connection is not open yet' };
  return { id: 'silence', more: '' };
}

/** Beyond this nobody counts; and a command's own short recording lacks most of them. */
const countedParts = 100;

function partsText(parts: number): string {
  if (parts > countedParts) return `more than ${countedParts} parts have`;
  return `${parts} ${parts === 1 ? 'part has' : 'parts have'}`;
}

/** Whether a discarded message may be what an automaton misses: one that it takes in another state. */
function isMissed({ mt, cause, origin }: Discard, { chart }: AutomatonFacts, facts: TraceFacts): boolean {
  if (facts.handled.has(cause)) return false;
  if (chart === undefined) return origin === 'wire' && answersTo(mt).length > 0;
  return chart.knows(mt) && (origin === 'wire' || facts.find(cause) !== undefined);
}

/** Messages that were discarded though their automaton takes them in another state, and nobody else took them. */
export function discardSignals(facts: TraceFacts): Signal[] {
  return facts.automatons.flatMap((automaton) =>
    automaton.discards
      .filter((discard) => discard.origin === 'wire' && isMissed(discard, automaton, facts))
      .slice(0, 3)
      .map(({ mt, seq, cause, state }): Signal => ({
        id: 'discarded-message',
        subject: automaton.nickname,
        evidence: [seq, cause].filter((one) => one > 0),
        sentence: `${mt} was discarded by ${automaton.nickname}: in ${state} it does not take it, though in another state it does.`,
        isWarning: true,
      })),
  );
}
