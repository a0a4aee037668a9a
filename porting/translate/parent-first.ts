import { chainOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { mentions, type MethodNode, type PhpNode, type Statement, walk } from './ast.js';
import { constructorOf } from './class-members.js';
import type { ClassWriting } from './class-writing.js';

export function isParentCall(node: Statement): boolean {
  if (node.kind !== 'expressionstatement' || node.expression.kind !== 'call') return false;
  const { what } = node.expression;
  return (
    what.kind === 'staticlookup' &&
    what.offset.kind === 'identifier' &&
    what.offset.name.toLowerCase() === '__construct'
  );
}

/**
 * JavaScript has no `this` before `super()`: the call goes up where that makes no difference; else members that are
 * assigned before are variables until then.
 */
export function withParentFirst(
  w: ClassWriting,
  node: MethodNode,
  statements: readonly Statement[],
  at: number,
): readonly Statement[] {
  if (at < 0) {
    if (statements.some((one) => mentions(one, isNestedParentCall))) {
      w.unit.problem(
        'todo',
        'parent::__construct() is called inside of another statement; JavaScript needs super() at the beginning.',
        node,
      );
    }
    return statements;
  }
  const call = statements[at];
  const before = statements.slice(0, at);
  const after = statements.slice(at + 1);
  if (!call || ![call, ...before].some((one) => mentions(one, isThisNode))) return statements;
  const assigned = new Set<string>();
  for (const one of before) {
    walk(one, (each) => {
      if (each.kind === 'assign' && each.left.kind === 'variable' && typeof each.left.name === 'string')
        assigned.add(each.left.name);
    });
  }
  const needsBefore = mentions(
    call,
    (each) =>
      each.kind === 'variable' &&
      typeof each.name === 'string' &&
      (assigned.has(each.name) || each.name === 'this'),
  );
  const isSafe = w.klass.parent === undefined || constructorsAreSimple(w.klass.parent);
  if (!needsBefore && isSafe) return [call, ...before, ...after];
  const members = new Set<string>();
  const replaced = [...before, call].map((one) => asVariables(one, members));
  if (replaced.some((one) => mentions(one, isThisNode))) {
    w.unit.problem(
      'todo',
      'A method of $this is called before parent::__construct(); JavaScript calls super() first: look whether the order matters.',
      call,
    );
    return [call, ...before, ...after];
  }
  const keep = [...members].map((name): Statement => ({
    kind: 'expressionstatement',
    expression: {
      kind: 'assign',
      operator: '=',
      left: {
        kind: 'propertylookup',
        what: { kind: 'variable', name: 'this' },
        offset: { kind: 'identifier', name },
      },
      right: { kind: 'variable', name },
    },
  }));
  return [...replaced, ...keep, ...after];
}

/** `$this->name` as `$name`; the names are collected. */
function asVariables<Kind extends PhpNode>(node: Kind, members: Set<string>): Kind {
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    if (!('kind' in value)) return value;
    const one = value as PhpNode;
    if (one.kind === 'call' && one.what.kind === 'propertylookup' && isThisNode(one.what.what)) return one;
    if (one.kind === 'propertylookup' && isThisNode(one.what) && one.offset.kind === 'identifier') {
      members.add(one.offset.name);
      return { kind: 'variable', name: one.offset.name, loc: one.loc };
    }
    return Object.fromEntries(
      Object.entries(one).map(([key, inner]: [string, unknown]) => [
        key,
        key === 'loc' ? inner : replace(inner),
      ]),
    );
  };
  return replace(node) as Kind;
}

function isThisNode(node: PhpNode): boolean {
  return node.kind === 'variable' && node.name === 'this';
}

function isNestedParentCall(node: PhpNode): boolean {
  return (
    node.kind === 'staticlookup' &&
    node.what.kind === 'parentreference' &&
    node.offset.kind === 'identifier' &&
    node.offset.name.toLowerCase() === '__construct'
  );
}

/** Constructors that only keep what they get, so that it does not matter when they run. */
function constructorsAreSimple(klass: PhpClass): boolean {
  return chainOf(klass).every((one) => {
    const node = constructorOf(one);
    return !node || !mentions(node, (each) => each.kind === 'call' && each.what.kind === 'propertylookup');
  });
}
