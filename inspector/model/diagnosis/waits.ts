import type { DiagnosisOptions } from './finding.js';
import { heldText } from './holds.js';
import type { Signal } from './signals.js';
import type { AutomatonFacts, TraceFacts } from './trace-facts.js';
import { openRequestOf, waitingOf } from './waiting.js';
import type { Waiting } from './waiting.js';

/** Silence after which somebody may have a fault, in milliseconds; peers answer in a fraction of it. */
const silenceMs = 2000;

export interface Wait extends Waiting {
  /** Nothing will come any more: the run has ended. */
  readonly isOver: boolean;
  /** No fault: a person has stopped the run, or it is too soon to say. */
  readonly isCalm: boolean;
}

/** Who waits, those first who wait for a peer; those who wait for other automatons only if nobody does. */
export function waiting(facts: TraceFacts, { isPart = false }: DiagnosisOptions): Wait[] {
  const all: Wait[] = [];
  const isHeld = facts.hold !== undefined;
  const isTooSoon = ({ signal, sinceT }: Waiting): boolean =>
    (signal.id === 'silence' || signal.id === 'list-stuck') && facts.now - sinceT < silenceMs;
  const isQuiet = (wait: Waiting, isOver: boolean): boolean =>
    !isOver && (isHeld || isPart || isTooSoon(wait));
  const lanes = new Set<string>();
  for (const automaton of facts.automatons) {
    lanes.add(automaton.socket);
    const { dead, run } = automaton;
    const isOver = dead !== undefined || facts.endedRuns.has(run);
    // A recording that reached its limit may lack the end of an automaton, but not that of its run.
    if (dead === undefined && facts.endedRuns.get(run)?.outcome === 'finished') continue;
    if (dead !== undefined && !['timeout', 'aborted', 'disconnected'].includes(dead.why)) continue;
    if (dead?.why === 'aborted' && facts.holds.of(run) !== undefined) {
      all.push(stoppedWhileHeld(automaton, facts));
      continue;
    }
    const wait = waitingOf(automaton, facts);
    if (dead?.why === 'disconnected')
      all.push({
        ...wait,
        signal: disconnected(wait.signal, automaton.socket, facts),
        isOver,
        isCalm: false,
      });
    else if (dead?.why === 'aborted') all.push({ ...wait, signal: stopped(wait), isOver, isCalm: false });
    else all.push({ ...wait, isOver, isCalm: isQuiet(wait, isOver) });
  }
  const isSeenFromInside = facts.automatons.length > 0;
  for (const talk of isSeenFromInside ? [] : facts.conversations.values()) {
    const wait = openRequestOf(talk, facts);
    if (wait !== undefined && !lanes.has(talk.lane))
      all.push({ ...wait, isOver: false, isCalm: isQuiet(wait, false) });
  }
  const roots = all.filter(({ isForPeer }) => isForPeer);
  return roots.length > 0 ? roots : all;
}

function disconnected(signal: Signal, socket: string, facts: TraceFacts): Signal {
  const closed = facts.conversations.get(socket)?.socketSeq ?? 0;
  const evidence = [...(closed > 0 ? [closed] : []), ...signal.evidence];
  const sentence =
    `The connection ${socket} ended while ${signal.sentence.replace(/, for [\d.]+ s.*$/, '')}.`.replace(
      ' waits in ',
      ' waited in ',
    );
  return { ...signal, id: 'connection-closed', evidence, sentence };
}

function stopped({ signal, plain }: Waiting): Signal {
  const sentence = `The run was stopped on request, while ${plain.replace(' waits for ', ' waited for ')}.`;
  return { ...signal, id: 'stopped', sentence };
}

/** Nobody waits in vain in a run that is held: whoever stopped it had held it. */
function stoppedWhileHeld({ run, dead }: AutomatonFacts, facts: TraceFacts): Wait {
  const hold = facts.holds.of(run);
  const sentence = `The run was stopped on request while it was ${hold === undefined ? 'held' : heldText(hold)}.`;
  const evidence = [hold?.seq ?? 0, dead?.seq ?? 0].filter((seq) => seq > 0);
  const signal: Signal = { id: 'stopped', subject: '', evidence, sentence };
  return { signal, isForPeer: true, sinceT: dead?.t ?? 0, plain: '', isOver: true, isCalm: false };
}
