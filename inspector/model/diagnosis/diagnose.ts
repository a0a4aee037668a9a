import type { TraceRecord } from '../../../runtime/trace-records.js';
import { withHand } from './by-hand.js';
import { endingOf } from './endings.js';
import type { Diagnosis, DiagnosisOptions, Finding } from './finding.js';
import { brokenOffSentence, fineSentence, goingSentence, partSentence } from './fine.js';
import { holdSentence } from './holds.js';
import type { FailureId } from './known-failures.js';
import { adviceOf } from './known-failures.js';
import { objectOf } from './loose.js';
import type { Signal } from './signals.js';
import { TraceFacts } from './trace-facts.js';
import { waiting } from './waits.js';
import type { Wait } from './waits.js';
import { leavers, missing, nonsenseSignals, openRun, postSignals } from './warnings.js';
import { discardSignals } from './waiting.js';

/** Most findings. */
const findingLimit = 50;

/**
 * What went wrong in a trace, in one sentence, with the records that show it and what to do. Works on traces
 * that still grow, on those of the simulator and the proxy, which have messages only, and on any nonsense. Known
 * failures: docs/failures.md. One pass over the records. Of a recording that grows, `options` tell the time.
 */
export function diagnose(records: readonly TraceRecord[], options: DiagnosisOptions = {}): Diagnosis {
  const facts = new TraceFacts(records, options.now);
  if (!facts.hasEvents) {
    return { verdict: 'empty', sentence: 'Nothing has happened in this recording yet.', findings: [] };
  }
  const failures = new Map<string, Signal>();
  const warnings = new Map<string, Signal>();
  const put = (found: Signal, isFailure: boolean): void => {
    const signal = withHand(found, facts);
    const key = `${signal.id} ${signal.subject} ${signal.sentence}`;
    const where = isFailure && signal.isWarning !== true ? failures : warnings;
    if (!where.has(key) && where.size < findingLimit) where.set(key, signal);
  };
  const explained = ownFailures(facts, put);
  for (const signal of facts.signals) {
    if (signal.evidence.some((seq) => explained.has(seq))) continue;
    const [first = 0] = signal.evidence;
    const isHealed = (facts.successes.get(signal.subject) ?? 0) > first || isTakenWell(signal, facts);
    put(signal, !isHealed && signal.id !== 'no-visible-users');
  }
  for (const signal of leavers(facts)) put(signal, true);
  const waits = waiting(facts, options);
  for (const { signal, isOver, isCalm } of waits) if (!isCalm) put(signal, isOver);
  for (const signal of [...discardSignals(facts), ...nonsenseSignals(facts), ...postSignals(facts)]) {
    if (![...failures.values()].some(({ evidence }) => evidence.includes(signal.evidence[0] ?? 0))) {
      put(signal, false);
    }
  }
  const open = openRun(facts);
  const isWhole = options.now === undefined && options.isPart !== true;
  if (open !== undefined && isWhole && facts.hold === undefined) put(open, false);
  if (facts.dropped > 0) put(missing(facts), false);
  return conclude(facts, options, [...failures.values()], [...warnings.values()], waits);
}

/** Failures that automatons tell of themselves. @returns seqs of the records that these explain */
function ownFailures(facts: TraceFacts, put: (signal: Signal, isFailure: boolean) => void): Set<number> {
  const explained = new Set<number>();
  const lastSuccess = new Map<string, number>();
  for (const { nickname, dead } of facts.automatons) {
    if (dead !== undefined && objectOf(dead.output)['ok'] === true) lastSuccess.set(nickname, dead.seq);
  }
  const endings = facts.automatons.flatMap((automaton) => endingOf(automaton, facts) ?? []);
  const isRooted = endings.some(({ isFollower }) => !isFollower);
  for (const { signal, isFollower } of endings) {
    if (!isFollower || !isRooted) {
      const seq = signal.evidence.at(-1) ?? 0;
      put({ ...signal, ...namingSentence(signal, facts) }, (lastSuccess.get(signal.subject) ?? 0) <= seq);
    }
    for (const seq of signal.evidence) explained.add(seq);
  }
  return explained;
}

/** The sentence made from the message itself, if there is one: it names user and host. */
function namingSentence({ id, evidence }: Signal, facts: TraceFacts): Partial<Signal> {
  const same = facts.signals.find(
    (signal) =>
      signal.id === id && id !== 'fake-pbx' && signal.evidence.some((seq) => evidence.includes(seq)),
  );
  const isOwn = same !== undefined && facts.find(same.evidence[0] ?? 0)?.kind === 'message';
  return isOwn ? { sentence: same.sentence } : {};
}

/** Whether the automatons on a socket took a refusal well: all of them have finished with a success. */
function isTakenWell({ subject }: Signal, facts: TraceFacts): boolean {
  const there = facts.automatons.filter(({ socket }) => socket === subject);
  return there.length > 0 && there.every(({ dead }) => objectOf(dead?.output)['ok'] === true);
}

function conclude(
  facts: TraceFacts,
  { now, before, isPart = false }: DiagnosisOptions,
  failures: readonly Signal[],
  warnings: readonly Signal[],
  waits: readonly Wait[],
): Diagnosis {
  const findings = [
    ...failures.map((signal) => finding(signal, 'failure')),
    ...warnings.map((signal) => finding(signal, 'warning')),
  ];
  const [first] = failures;
  if (first !== undefined) return { verdict: 'failed', sentence: first.sentence, findings };
  const wait = waits.find(({ isCalm }) => !isCalm);
  const isOpen = waits.length > 0 || openRun(facts) !== undefined;
  const { hold } = facts;
  if (hold !== undefined && isOpen) {
    const sentence = holdSentence(hold, now, before);
    const held = finding({ id: 'held', subject: '', evidence: [hold.seq], sentence }, 'warning');
    return { verdict: 'held', sentence, findings: [held, ...findings] };
  }
  if (facts.dropped > 0 && isOpen && !isPart && now === undefined) {
    return { verdict: 'unfinished', sentence: `Unfinished, and ${missing(facts).sentence}`, findings };
  }
  if (wait !== undefined) {
    const sentence = `${now === undefined ? 'Unfinished' : 'Silence'}: ${wait.signal.sentence}`;
    return { verdict: 'unfinished', sentence, findings };
  }
  if (now !== undefined && isOpen) {
    return { verdict: 'going', sentence: goingSentence(facts, waits[0]?.plain), findings };
  }
  if (isOpen || isPart) {
    const sentence = isPart ? partSentence(facts) : brokenOffSentence(facts, waits[0]?.plain);
    const told = findings.map((one) => (one.id === noEnd ? { ...one, sentence } : one));
    return { verdict: 'unfinished', sentence, findings: told };
  }
  return { verdict: 'fine', sentence: fineSentence(facts), findings };
}

const noEnd: FailureId = 'no-end';

function finding({ id, evidence, sentence }: Signal, severity: Finding['severity']): Finding {
  return { id, severity, sentence, evidence, advice: adviceOf(id), doc: docOf(id) };
}

function docOf(id: FailureId): string {
  return `failures.md#${id}`;
}
