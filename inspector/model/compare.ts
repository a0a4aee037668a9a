import { diffArrays } from 'diff';
import type { TraceRecord } from '../../runtime/trace-records.js';
import type { CompareStep } from './compare-steps.js';
import { compareStepOf } from './compare-steps.js';

/** Two recordings beside each other. */
export interface Comparison {
  /** What both have and what only one has, in the order in which it happened. */
  readonly steps: readonly ComparedStep[];
  /** The first thing that differs; absent when nothing does. */
  readonly divergence?: Divergence;
}

/** A step of one recording, and what stands for it in the other: the same, something else, or nothing. */
export interface ComparedStep {
  /** `seq` in the left recording; absent when it has no such step. */
  readonly left?: number;
  readonly right?: number;
  readonly lane: string;
  /** What the left one did; what the right one did, if the left one has nothing here. */
  readonly label: string;
  /** What the right one did instead, when both did something else. */
  readonly rightLabel?: string;
  readonly same: boolean;
}

export interface Divergence {
  readonly sentence: string;
  readonly left?: number;
  readonly right?: number;
  /** Index in `steps`. */
  readonly at: number;
}

interface Recording {
  readonly records: readonly TraceRecord[];
}

/** A step of the left recording beside one of the right, or one of them alone. */
interface Pair {
  readonly left?: CompareStep | undefined;
  readonly right?: CompareStep | undefined;
}

/** Beyond so many differences in one lane, what follows is not aligned any more but said to differ. */
const differenceLimit = 3000;

/**
 * Aligns two recordings lane by lane, by what was sent, received and posted and by the states that followed:
 * what happened at once on two sockets has no order that means anything. Values that differ from login to login
 * (nonces, challenges, digests, times) are not compared.
 */
export function compare(left: Recording, right: Recording): Comparison {
  const leftLanes = byLane(left.records);
  const rightLanes = byLane(right.records);
  const pairs: Pair[] = [];
  for (const lane of new Set([...leftLanes.keys(), ...rightLanes.keys()])) {
    pairs.push(...align(leftLanes.get(lane) ?? [], rightLanes.get(lane) ?? []));
  }
  const ordered = inOrder(pairs);
  const steps = ordered.map(comparedStep);
  const at = steps.findIndex(({ same }) => !same);
  const first = ordered[at];
  return first === undefined ? { steps } : { steps, divergence: divergenceAt(at, first) };
}

function byLane(records: readonly TraceRecord[]): Map<string, CompareStep[]> {
  const lanes = new Map<string, CompareStep[]>();
  for (const record of records) {
    const step = compareStepOf(record);
    if (step === undefined) continue;
    const lane = `${step.laneKind} ${step.lane}`;
    const list = lanes.get(lane);
    if (list === undefined) lanes.set(lane, [step]);
    else list.push(step);
  }
  return lanes;
}

/** Same steps beside each other; what is between them by its kind: another answer to the same question is no new step. */
function align(left: readonly CompareStep[], right: readonly CompareStep[]): Pair[] {
  const pairs: Pair[] = [];
  let [aloneLeft, aloneRight]: [CompareStep[], CompareStep[]] = [[], []];
  const settle = (): void => {
    if (aloneLeft.length === 0 || aloneRight.length === 0) {
      for (const step of aloneLeft) pairs.push({ left: step });
      for (const step of aloneRight) pairs.push({ right: step });
    } else pairs.push(...matched(aloneLeft, aloneRight, ({ slot }) => slot));
    [aloneLeft, aloneRight] = [[], []];
  };
  for (const pair of matched(left, right, ({ label }) => label)) {
    if (pair.left === undefined && pair.right !== undefined) aloneRight.push(pair.right);
    else if (pair.left !== undefined && pair.right === undefined) aloneLeft.push(pair.left);
    else {
      settle();
      pairs.push(pair);
    }
  }
  settle();
  return pairs;
}

/** The longest common run of steps, by what `keyOf` says of them, and the others alone. */
function matched(
  left: readonly CompareStep[],
  right: readonly CompareStep[],
  keyOf: (step: CompareStep) => string,
): Pair[] {
  const parts = diffArrays(left.map(keyOf), right.map(keyOf), { maxEditLength: differenceLimit });
  const pairs: Pair[] = [];
  let [atLeft, atRight] = [0, 0];
  for (const { count, added, removed } of parts ?? commonBeginning(left, right, keyOf)) {
    for (let done = 0; done < count; done += 1) {
      pairs.push({
        left: added ? undefined : left[atLeft++],
        right: removed ? undefined : right[atRight++],
      });
    }
  }
  return pairs;
}

/** For two lanes with little in common: the common beginning, then all of the one and all of the other. */
function commonBeginning(
  left: readonly CompareStep[],
  right: readonly CompareStep[],
  keyOf: (step: CompareStep) => string,
): { count: number; added: boolean; removed: boolean }[] {
  let common = 0;
  for (; common < Math.min(left.length, right.length); common += 1) {
    const [one, other] = [left[common], right[common]];
    if (one === undefined || other === undefined || keyOf(one) !== keyOf(other)) break;
  }
  return [
    { count: common, added: false, removed: false },
    { count: left.length - common, added: false, removed: true },
    { count: right.length - common, added: true, removed: false },
  ];
}

/**
 * The order of the left recording; what only the right one has comes after what came before it there, on whatever
 * lane. So the same thing is first whichever recording is on the left.
 */
function inOrder(pairs: readonly Pair[]): Pair[] {
  const anchors = pairs.flatMap(({ left, right }) =>
    left !== undefined && right !== undefined ? [{ left: left.seq, right: right.seq }] : [],
  );
  anchors.sort((one, other) => one.right - other.right);
  const placeOf = (seq: number): number => {
    let [low, high] = [0, anchors.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((anchors[middle]?.right ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return anchors[low - 1]?.left ?? 0;
  };
  return pairs
    .map((pair) => ({
      pair,
      place: pair.left?.seq ?? placeOf(pair.right?.seq ?? 0),
      after: pair.left === undefined ? (pair.right?.seq ?? 0) : 0,
    }))
    .sort((one, other) => one.place - other.place || one.after - other.after)
    .map(({ pair }) => pair);
}

function comparedStep({ left, right }: Pair): ComparedStep {
  const same = left?.label === right?.label;
  const shown = left ?? right;
  return {
    ...(left !== undefined && { left: left.seq }),
    ...(right !== undefined && { right: right.seq }),
    lane: shown?.lane ?? '',
    label: shown?.label ?? '',
    ...(!same && left !== undefined && right !== undefined && { rightLabel: right.label }),
    same,
  };
}

function divergenceAt(at: number, { left, right }: Pair): Divergence {
  const lane = (left ?? right)?.lane ?? '';
  return {
    sentence: `First difference, at ${lane}: the left recording ${said(left, right)}, the right one ${said(right, left)}.`,
    ...(left !== undefined && { left: left.seq }),
    ...(right !== undefined && { right: right.seq }),
    at,
  };
}

/** What a recording did; what the other one's answer has more is said to be missing. */
function said(step: CompareStep | undefined, other: CompareStep | undefined): string {
  if (step === undefined) return 'did nothing of the kind';
  const isBare = step.label === step.slot && other?.slot === step.slot;
  const missing = isBare ? [...other.label.matchAll(/(\w+)=/g)].map(([, name]) => name) : [];
  return `${step.label}${missing.length === 0 ? '' : ` without ${missing.join(' and ')}`} (record ${step.seq})`;
}
