import type { Statement } from './ast.js';
import type { BlockScope, Occurrence } from './occurrences.js';

interface Group {
  readonly block: BlockScope;
  readonly statement: Statement;
  writes: number;
}

/**
 * A variable that is assigned before all else in each block that uses it can be declared there, each time anew;
 * undefined: it cannot.
 */
export function groupsOf(found: readonly Occurrence[]): readonly Group[] | undefined {
  const groups: Group[] = [];
  if (found.every(({ kind }) => kind === 'unset')) return undefined;
  for (const one of found) {
    const isWrite = one.kind !== 'read' && one.kind !== 'change';
    const group = groups.find(({ block }) => isWithin(one.block, block));
    if (group) {
      // A list that keeps being one is filled in place; other changes may make another object of it.
      if (isWrite || one.kind === 'change') group.writes += 1;
    } else if (['plain', 'target', 'init', 'caught'].includes(one.kind) && !one.isCaptured) {
      groups.push({ block: one.block, statement: one.statement, writes: 1 });
    } else if (one.kind !== 'unset') return undefined;
  }
  return groups;
}

/** The statement before which a variable is declared that keeps its value over branches and turns of a loop. */
export function hoistingPlace(found: readonly Occurrence[]): Statement {
  const [first] = found;
  if (!first) throw new Error('A variable without an occurrence.');
  let common = first.block;
  while (!found.every(({ block }) => isWithin(block, common))) common = common.parent ?? common;
  let statement = statementIn(first, common);
  const loop = loopAround(common);
  if (loop?.parent && loop.owner) {
    common = loop.parent;
    statement = loop.owner;
  }
  return statement;
}

export function isWithin(block: BlockScope, outer: BlockScope): boolean {
  for (let one: BlockScope | undefined = block; one; one = one.parent) if (one === outer) return true;
  return false;
}

/** The outermost loop body that holds this block. */
function loopAround(block: BlockScope): BlockScope | undefined {
  let found: BlockScope | undefined;
  for (let one: BlockScope | undefined = block; one; one = one.parent) if (one.isLoop) found = one;
  return found;
}

/** The statement of `block` that holds the occurrence. */
function statementIn(one: Occurrence, block: BlockScope): Statement {
  if (one.block === block) return one.statement;
  let inner = one.block;
  while (inner.parent && inner.parent !== block) inner = inner.parent;
  return inner.owner ?? one.statement;
}
