import { diffArrays } from 'diff';
import type { TraceRecord } from '../../runtime/trace-records.js';
import type { CompareStep } from './compare-steps.js';
import { compareStepOf } from './compare-steps.js';

/** Two recordings beside each other. */
export interface Comparison {
  /** What both have and what only one has, in the order of the left one. */
  readonly steps: readonly ComparedStep[];
  /** The first thing that differs; absent when nothing does. */
  readonly divergence?: Divergence;
}

export interface ComparedStep {
  /** `seq` in the left recording; absent when it has no such step. */
  readonly left?: number;
  readonly right?: number;
  readonly lane: string;
  readonly label: string;
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
  const placed: PlacedStep[] = [];
  for (const lane of new Set([...leftLanes.keys(), ...rightLanes.keys()])) {
    placed.push(...align(leftLanes.get(lane) ?? [], rightLanes.get(lane) ?? []));
  }
  placed.sort((one, other) => one.place - other.place || one.order - other.order);
  const steps = placed.map(({ step }) => step);
  const at = steps.findIndex(({ same }) => !same);
  const first = steps[at];
  if (first === undefined) return { steps };
  return { steps, divergence: divergenceAt(steps, at, first) };
}

/** A step with its place in the left recording: what only the right one has comes after what is before it in its lane. */
interface PlacedStep {
  readonly place: number;
  readonly order: number;
  readonly step: ComparedStep;
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

function align(left: readonly CompareStep[], right: readonly CompareStep[]): PlacedStep[] {
  const placed: PlacedStep[] = [];
  let [atLeft, atRight, place, order] = [0, 0, 0, 0];
  const put = (count: number, isLeft: boolean, isRight: boolean): void => {
    for (let done = 0; done < count; done += 1) {
      const one = isLeft ? left[atLeft++] : undefined;
      const other = isRight ? right[atRight++] : undefined;
      const shown = one ?? other;
      if (shown === undefined) return;
      if (one !== undefined) place = one.seq;
      placed.push({
        place,
        order: order++,
        step: {
          ...(one !== undefined && { left: one.seq }),
          ...(other !== undefined && { right: other.seq }),
          lane: shown.lane,
          label: shown.label,
          same: one !== undefined && other !== undefined,
        },
      });
    }
  };
  const parts = diffArrays(
    left.map(({ key }) => key),
    right.map(({ key }) => key),
    { maxEditLength: differenceLimit },
  );
  for (const { value, added, removed } of parts ?? withoutAlignment(left, right)) {
    put(value.length, !added, !removed);
  }
  return placed;
}

/** Two lanes with little in common: the common beginning, then all of the one and all of the other. */
function withoutAlignment(
  left: readonly CompareStep[],
  right: readonly CompareStep[],
): { value: unknown[]; added: boolean; removed: boolean }[] {
  let common = 0;
  while (common < Math.min(left.length, right.length) && left[common]?.key === right[common]?.key)
    common += 1;
  return [
    { value: left.slice(0, common), added: false, removed: false },
    { value: left.slice(common), added: false, removed: true },
    { value: right.slice(common), added: true, removed: false },
  ];
}

function divergenceAt(steps: readonly ComparedStep[], at: number, first: ComparedStep): Divergence {
  // What stands in its place in the other recording is the next one-sided step of the same lane.
  const isLeft = first.left !== undefined;
  const counterpart = steps
    .slice(at + 1)
    .find(
      (step) => step.lane === first.lane && (step.same || (isLeft ? step.right : step.left) !== undefined),
    );
  const other = counterpart?.same === false ? counterpart : undefined;
  const one = isLeft ? first : other;
  const two = isLeft ? other : first;
  const said = (step: ComparedStep | undefined): string =>
    step === undefined ? 'has nothing of the kind' : `has "${step.label}"`;
  return {
    sentence: `First difference, at ${first.lane}: the left recording ${said(one)}, the right one ${said(two)}.`,
    ...(one?.left !== undefined && { left: one.left }),
    ...(two?.right !== undefined && { right: two.right }),
    at,
  };
}
