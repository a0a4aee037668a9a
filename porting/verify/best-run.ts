import type { DeliberateDifference } from './deliberate.js';
import type { Part } from './part.js';
import type { PhpShape } from './php-shapes.js';
import { shapedPart, shapesOf } from './php-shapes.js';
import type { Interleaving, PartRunOptions, PartRunResult } from './run-part.js';
import { PartRun } from './run-part.js';

/** A run of a part, and what it took for granted. */
export interface BestRun {
  readonly result: PartRunResult;
  readonly known: readonly DeliberateDifference[];
  /** What was an array in PHP, though it looks like an object. */
  readonly shape: PhpShape;
}

/** Each try runs the automaton once more. */
const longestToTryShapes = 20_000;

/**
 * A log does not say whether a post came in the middle of a handler or after it, nor which of the objects in a post were
 * arrays in PHP: all is tried before something counts as a difference.
 */
export async function bestRun(
  part: Part,
  options: Omit<PartRunOptions, 'interleaving' | 'onKnown'>,
): Promise<BestRun> {
  const hears = part.events.some(({ kind }) => kind === 'heard');
  const ways: readonly Interleaving[] = hears ? ['nested', 'nested, others last', 'afterwards'] : ['nested'];
  let best: BestRun | undefined;
  const tryShape = async (shape: PhpShape): Promise<BestRun> => {
    const shaped = shapedPart(part, shape);
    for (const interleaving of ways) {
      const known: DeliberateDifference[] = [];
      const onKnown = (difference: DeliberateDifference): void => void known.push(difference);
      const result = await new PartRun(shaped, { ...options, interleaving, onKnown }).run();
      if (best === undefined || result.reached > best.result.reached || result.divergence === undefined) {
        best = { result, known, shape };
      }
      if (result.divergence === undefined) break;
    }
    if (best === undefined) throw new Error('There is always one way.');
    return best;
  };
  const plain = await tryShape([]);
  if (plain.result.divergence === undefined || part.events.length > longestToTryShapes) return plain;
  for (const shape of shapesOf(part)) {
    const found = await tryShape(shape);
    if (found.result.divergence === undefined) return found;
  }
  return best ?? plain;
}
