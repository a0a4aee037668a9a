import type { Node } from 'php-parser';
import type { PhpClass, PhpHandler, PhpProject } from '../read/model.js';
import { childrenOf, isKind } from '../read/nodes.js';
import { returnedByExpression } from '../read/returned-states.js';
import type { Effect, EffectPlace } from './effects.js';
import { effectsOf } from './effects.js';

/** One way through a handler: what it may send and post, and the state that it returns. */
export interface Outcome {
  /** `null`: it stays; `undefined`: which one is known only while PHP runs. */
  readonly state: string | null | undefined;
  readonly effects: readonly Effect[];
}

/**
 * The ways through a handler, one for each state that it may return, with all that may happen on the way there:
 * what a diagram says of it.
 */
export function outcomesOf(project: PhpProject, klass: PhpClass, handler: PhpHandler): readonly Outcome[] {
  const { owner, method } = handler;
  const body: Node | null = method.node.body;
  if (body === null) return [];
  const scan = new Scan({ klass, owner, method }, project);
  const rest = scan.statements([body], []);
  if (rest !== undefined) scan.add(null, rest);
  return scan.outcomes;
}

class Scan {
  readonly #byState = new Map<string | null | undefined, Effect[]>();

  constructor(
    readonly place: EffectPlace,
    readonly project: PhpProject,
  ) {}

  get outcomes(): readonly Outcome[] {
    return [...this.#byState].map(([state, effects]) => ({ state, effects }));
  }

  add(state: string | null | undefined, effects: readonly Effect[]): void {
    this.#byState.set(state, union(this.#byState.get(state) ?? [], effects));
  }

  /** Effects until the end of the statements, begun with those before; undefined when PHP does not get there. */
  statements(nodes: readonly Node[], before: readonly Effect[]): readonly Effect[] | undefined {
    let effects: readonly Effect[] | undefined = before;
    for (const node of nodes) {
      if (effects === undefined) return undefined;
      effects = this.#statement(node, effects);
    }
    return effects;
  }

  #statement(node: Node, before: readonly Effect[]): readonly Effect[] | undefined {
    if (isKind(node, 'return')) {
      const { klass, owner, method } = this.place;
      const expression: Node | null = node.expr;
      const after = this.#after(expression, before);
      const { values, isUnknown } = returnedByExpression(expression, klass, { owner, method }, this.project);
      for (const value of values) this.add(value, after);
      if (isUnknown) this.add(undefined, after);
      return undefined;
    }
    if (node.kind === 'throw') return undefined;
    if (isKind(node, 'block')) return this.statements(node.children, before);
    if (isKind(node, 'if')) {
      const tested = this.#after(node.test, before);
      const alternate: Node | null = node.alternate;
      const otherwise = alternate === null ? tested : this.#statement(alternate, tested);
      return either(this.#statement(node.body, tested), otherwise);
    }
    if (isKind(node, 'switch')) return this.#switch(node.body.children, this.#after(node.test, before));
    if (isKind(node, 'try')) {
      const tried = this.#statement(node.body, before);
      const caught = node.catches.map(({ body }) => this.#statement(body, before));
      const always = node.always as Node | null;
      const rest = [tried, ...caught].reduce(either);
      return always === null || rest === undefined ? rest : this.#statement(always, rest);
    }
    if ('body' in node && isKind(node.body, 'block')) {
      const { body } = node;
      const head = childrenOf(node).filter((child) => child !== body);
      const entered = head.reduce<readonly Effect[]>((effects, child) => this.#after(child, effects), before);
      return either(this.#statement(body, entered), entered);
    }
    return this.#after(node, before);
  }

  /** A case goes on in the next one unless it breaks; to a diagram it makes no difference whether it does. */
  #switch(cases: readonly Node[], before: readonly Effect[]): readonly Effect[] | undefined {
    let rest: readonly Effect[] | undefined = cases.some((one) => 'test' in one && one.test === null)
      ? undefined
      : before;
    for (const one of cases) {
      if ('body' in one && isKind(one.body, 'block')) rest = either(rest, this.#statement(one.body, before));
    }
    return rest;
  }

  #after(node: Node | null, before: readonly Effect[]): readonly Effect[] {
    return node === null ? before : union(before, effectsOf(node, this.place));
  }
}

function either(
  one: readonly Effect[] | undefined,
  other: readonly Effect[] | undefined,
): readonly Effect[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return union(one, other);
}

function union(one: readonly Effect[], other: readonly Effect[]): Effect[] {
  const found = new Map([...one, ...other].map((effect) => [JSON.stringify(effect), effect]));
  return [...found.values()];
}
