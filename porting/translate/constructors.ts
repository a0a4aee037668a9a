import { chainOf } from '../read/class-lookup.js';
import type { Method } from 'php-parser';
import type { PhpClass, PhpProject } from '../read/model.js';
import { typed, walk, type ClassNode, type MethodNode, type PhpNode, type Statement } from './ast.js';
import { BodyTranslator } from './body-translator.js';
import { parentOf } from './class-lookup.js';
import { constructorOf } from './class-members.js';
import type { ClassWriting } from './class-writing.js';
import { commentText } from './comments.js';
import { quote } from './code.js';
import { phpValueType } from './translating.js';

const visibilities: Readonly<Record<number, string>> = { 1: 'public', 2: 'protected', 4: 'private' };

/** The constructor; empty without one in PHP, unless there is something to do in it. */
export function constructorText(w: ClassWriting, node: MethodNode | undefined): string {
  const { klass, unit } = w;
  const hasParent =
    parentOf(unit, klass) !== undefined &&
    parentOf(unit, klass)?.kind !== 'unknown' &&
    parentOf(unit, klass)?.kind !== 'stdClass';
  const begin: string[] = [];
  if (w.usesInitialiser && klass.parent === undefined) begin.push('this.initialiseMembers();');
  const magic = klass.methods.find((one) => /^__(get|set|call|callstatic|isset|unset)$/i.test(one.name));
  if (magic)
    begin.push(
      `${unit.php('notPorted')}(${quote(`${klass.name} has ${magic.name}(), for members or methods that are not there.`)});`,
    );
  if (!node) {
    if (begin.length === 0) return '';
    const any = phpValueType(unit);
    return hasParent
      ? `constructor(...given: ${any}) {\n// @ts-expect-error: whatever the parent takes\nsuper(...given);\n${begin.join('\n')}\n}`.replace(
          '// @ts-expect-error: whatever the parent takes\nsuper(...given);',
          `super(...(given as [${any}, ${any}]));`,
        )
      : `constructor() {\n${begin.join('\n')}\n}`;
  }
  const statements = node.body?.children ?? [];
  const at = statements.findIndex(isParentCall);
  const ordered = hasParent ? withParentFirst(w, node, statements, at) : statements;
  const body = new BodyTranslator(unit, { dialect: { ...w.dialect, callParent: callParent(w) }, klass });
  const callable = body.callable(node as unknown as Method, { statements: ordered });
  const parameters = callable.parameters.map((one, index) => {
    const flags = node.arguments[index]?.flags ?? 0;
    return flags === 0 ? one : `${visibilities[flags & 7] ?? 'public'} ${one}`;
  });
  const lines = callable.body.split('\n');
  const isSuper = (line: string): boolean => /^super\(/.test(line.trim());
  const first = lines.findIndex(isSuper);
  let text = callable.body;
  if (hasParent && first < 0) {
    const any = phpValueType(unit);
    text = `super(...([] as unknown as [${any}]));\n${begin.join('\n')}\n${text}`;
    const parent = parentOf(unit, klass);
    if (parent?.kind !== 'exception')
      unit.problem(
        'todo',
        `The constructor of ${klass.name} does not call parent::__construct(); TypeScript needs the call, and it is made here without arguments.`,
        node,
      );
  } else if (begin.length > 0) {
    if (first < 0) text = `${begin.join('\n')}\n${text}`;
    else {
      const end = endOfCall(lines, first);
      text = [...lines.slice(0, end + 1), ...begin, ...lines.slice(end + 1)].join('\n');
    }
  }
  return `${commentText(node.leadingComments ?? [])}constructor(${parameters.join(', ')}) {\n${text}\n}`;
}

function endOfCall(lines: readonly string[], start: number): number {
  const end = lines.findIndex((line, index) => index >= start && line.endsWith(';'));
  return end < 0 ? start : end;
}

/** `parent::__construct(…)` is `super(…)`. */
function callParent(w: ClassWriting): ClassWriting['dialect']['callParent'] {
  return (method, args) =>
    method.name === '__construct' ? `super(${args.join(', ')})` : w.dialect.callParent(method, args);
}

function isParentCall(node: Statement): boolean {
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
function withParentFirst(
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

function mentions(node: PhpNode, test: (node: PhpNode) => boolean): boolean {
  let found = false;
  walk(node, (one) => {
    if (test(one)) found = true;
    return !found;
  });
  return found;
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

/**
 * PHP gives members their values before any constructor runs, JavaScript after the parent's. It matters where a
 * constructor is inherited from whose class others redeclare members, or override methods that it calls.
 */
export function needsInitialiser(project: PhpProject, klass: PhpClass): boolean {
  const root = chainOf(klass).at(-1) ?? klass;
  const family = [...project.classes.values()].filter(
    (one) => one.kind === 'class' && chainOf(one).at(-1) === root,
  );
  return family.some((one) => {
    const node = constructorOf(one);
    if (!node) return false;
    const called = calledOnThis(node);
    const below = family.filter((each) => each !== one && chainOf(each).includes(one));
    return below.some(
      (each) =>
        redeclaresMember(each) ||
        (each.methods.some(({ name }) => called.has(name.toLowerCase())) && hasMembers(each)),
    );
  });
}

function calledOnThis(node: PhpNode): ReadonlySet<string> {
  const found = new Set<string>();
  walk(node, (one) => {
    if (one.kind === 'call' && one.what.kind === 'propertylookup' && one.what.offset.kind === 'identifier')
      found.add(one.what.offset.name.toLowerCase());
  });
  return found;
}

function memberNames(klass: PhpClass): readonly string[] {
  return typed<ClassNode>(klass.node).body.flatMap((one) =>
    one.kind === 'propertystatement' && !one.isStatic ? one.properties.map(({ name }) => name.name) : [],
  );
}

function hasMembers(klass: PhpClass): boolean {
  return memberNames(klass).length > 0;
}

function redeclaresMember(klass: PhpClass): boolean {
  const above = new Set(chainOf(klass).slice(1).flatMap(memberNames));
  return memberNames(klass).some((name) => above.has(name));
}
