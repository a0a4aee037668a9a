import { isInjection } from './holds.js';
import { textIn } from './loose.js';
import type { Signal } from './signals.js';
import type { TraceFacts } from './trace-facts.js';

/** What a message made by hand has led to is no fault of the peer in whose name it came: the same signal, saying so. */
export function withHand(signal: Signal, facts: TraceFacts): Signal {
  if (!facts.hasInjections || calm.has(signal.id)) return signal;
  const [shown = 0] = signal.evidence;
  const chain = facts.chain(shown);
  const at = chain.findIndex(isInjection);
  const made = chain[at - 1];
  if (made === undefined) return signal;
  const mt = textIn(made, 'mt') ?? 'message';
  const evidence = [made.seq, ...signal.evidence.filter((seq) => seq !== made.seq)];
  const sentence = `The ${mt} made by hand (record ${made.seq}) led to this: ${signal.sentence}`;
  return { ...signal, id: 'by-hand', evidence, sentence };
}

/** Who waits has only come by it to where it waits. */
const calm: ReadonlySet<string> = new Set(['silence', 'list-stuck', 'two-factor-unconfirmed', 'stopped']);
