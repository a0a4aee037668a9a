import type { Node } from 'php-parser';
import type { PhpHandler } from '../read/model.js';
import type { Comment } from '../translate/ast.js';
import { ActionWriter, actionName } from './action-writer.js';
import type { MachineParts } from './machine-parts.js';
import type { Branch } from './split-handler.js';

/** What a handler's transitions do. */
export interface BranchActions {
  /** For each branch its actions, as they are written in the transition. */
  readonly ofBranches: readonly (readonly string[])[];
  /** Those that have a name, as they are written in `setup`. */
  readonly named: ReadonlyMap<string, string>;
}

/**
 * The actions of a handler's branches: what several branches do has a name, what one does is written where it is done.
 * Undefined when a part cannot be written as an expression.
 * @param comments comments by the statement that they explain
 * @param known actions that the machine has by now
 */
export function actionsOf(
  parts: MachineParts,
  handler: PhpHandler,
  branches: readonly Branch[],
  comments: ReadonlyMap<Node | undefined, readonly Comment[]>,
  known: ReadonlyMap<string, string>,
): BranchActions | undefined {
  const chart = new ActionWriter(parts, 'chart');
  const setup = new ActionWriter(parts, 'setup');
  const plain = branches.map(({ actions }) => actions.map((plan) => chart.of(handler, plan)));
  const count = new Map<string, number>();
  for (const codes of plain)
    for (const code of new Set(codes)) {
      if (code === undefined) return undefined;
      count.set(code, (count.get(code) ?? 0) + 1);
    }
  const named = new Map<string, string>();
  const names = new Map<string, string>();
  const ofBranches = branches.map(({ actions }, branch) =>
    actions.map((plan, at) => {
      const code = plain[branch]?.[at] ?? '';
      const why = parts.writer.comments.take(comments.get(plan.statement) ?? []);
      if ((count.get(code) ?? 0) < 2) return `${why}${code}`;
      const inSetup = `${setup.of(handler, plan) ?? code},`;
      const name =
        names.get(code) ??
        freeName(actionName(handler, plan), inSetup, (one) =>
          parts.names.isAction(one) ? '' : (known.get(one) ?? named.get(one)),
        );
      names.set(code, name);
      named.set(name, `${why}${named.get(name) ?? known.get(name) ?? `${name}: ${inSetup}`}`);
      return `'${name}'`;
    }),
  );
  return { ofBranches, named };
}

/**
 * The name, with a number where something else has it already.
 * @param codeOf what is written under a name so far, comments before it included
 */
export function freeName(wished: string, code: string, codeOf: (name: string) => string | undefined): string {
  let name = wished;
  const isFree = (): boolean => codeOf(name)?.endsWith(`${name}: ${code}`) ?? true;
  for (let count = 2; !isFree(); count += 1) name = `${wished}${count}`;
  return name;
}
