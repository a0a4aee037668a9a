import { objectOf, textIn } from './loose.js';
import type { Signal } from './signals.js';
import type { TraceFacts } from './trace-facts.js';

/**
 * Clients that left right after their login, seen from outside: a client that believes LoginResult asks for the
 * list of apps. Its own reason only it knows.
 */
export function leavers(facts: TraceFacts): Signal[] {
  if (facts.automatons.length > 0) return [];
  return [...facts.conversations.values()].flatMap(({ lane, leftSeq, successSeq, endedBy }): Signal[] => {
    if (leftSeq === 0 || facts.signals.some(({ id, subject }) => id === 'fake-pbx' && subject === lane))
      return [];
    const evidence = [leftSeq, successSeq];
    if (endedBy === 'peer') {
      const sentence = `The PBX ended the connection ${lane} right after the login, before the client had asked for anything.`;
      return [{ id: 'connection-closed', subject: lane, evidence, sentence }];
    }
    const sentence =
      'The client left right after LoginResult and asked for nothing: most likely it found the digest wrong, so the PBX did not prove that it knows the password.';
    return [{ id: 'fake-pbx', subject: lane, evidence, sentence }];
  });
}

/** Texts that are no messages. */
export function nonsenseSignals(facts: TraceFacts): Signal[] {
  const lists = [...facts.conversations.values()].flatMap(({ lane, nonsense, clientsNonsense }) => [
    { lane, nonsense },
    { lane, nonsense: clientsNonsense },
  ]);
  return lists.flatMap(({ lane, nonsense }) => {
    const [first] = nonsense;
    if (first === undefined) return [];
    const record = facts.find(first);
    const reason = textIn(record, 'reason');
    const way = textIn(record, 'dir') === 'out' ? 'the client sent' : 'came';
    const sentence = `On ${lane} ${way} a text that is no message${reason === undefined ? '' : ` (${reason})`}.`;
    return [
      { id: 'nonsense' as const, subject: lane, evidence: nonsense.slice(0, 20), sentence, isWarning: true },
    ];
  });
}

/** Posts to somebody by name who did not get them; that a broadcast finds nobody is how the last one says goodbye. */
export function postSignals(facts: TraceFacts): Signal[] {
  return facts.undelivered.flatMap(({ seq, record }) => {
    const { to, cause } = objectOf(record);
    const post = typeof cause === 'number' ? facts.find(cause) : undefined;
    const isBroadcast = to === '*' || (post?.kind === 'post' && post.to === '*');
    if (isBroadcast) return [];
    const why = textIn(record, 'why');
    const sentence = `${textIn(record, 'mt') ?? 'A post'} from ${textIn(record, 'lane') ?? 'an automaton'} did not reach ${String(to).slice(0, 120)}${why === undefined ? '' : `: ${why}`}.`;
    return [
      {
        id: 'undelivered-post' as const,
        subject: textIn(record, 'lane') ?? '',
        evidence: [seq],
        sentence,
        isWarning: true,
      },
    ];
  });
}

/** A run that began and did not end. */
export function openRun(facts: TraceFacts): Signal | undefined {
  for (const [run, seq] of facts.startedRuns) {
    if (facts.endedRuns.has(run)) continue;
    const sentence = 'The recording has no end: its program was still running, or was killed.';
    return { id: 'no-end', subject: `run ${run}`, evidence: [facts.lastSeq, seq], sentence, isWarning: true };
  }
  return undefined;
}

/** Records that the trace has lost. */
export function missing({ dropped, dropSeq, lastSeq }: TraceFacts): Signal {
  const sentence = `${dropped} ${dropped === 1 ? 'record is' : 'records are'} missing in this recording.`;
  return {
    id: 'records-missing',
    subject: '',
    evidence: [dropSeq > 0 ? dropSeq : lastSeq],
    sentence,
    isWarning: true,
  };
}
