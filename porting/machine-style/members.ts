import type { Node } from 'php-parser';
import { chainOf, memberDefaultOf, methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpProject } from '../read/model.js';
import { isKind, textOfName, walk, withoutNamespace } from '../read/nodes.js';
import { callsChangingMethod, isForeignObject } from './object-changes.js';
import type { Write } from './writes.js';
import { memberNamed, partOf, writesOf } from './writes.js';

/** A member of the automaton, which becomes a member of the context. */
export interface Member {
  readonly name: string;
  /** Its default as PHP has it; undefined: none, so `null`. */
  readonly value: Node | undefined;
  /** A list that handlers only add to: a `Rows`. */
  readonly isRows: boolean;
  /** An array that handlers change in place. */
  readonly isChangedInPlace: boolean;
}

/** The members of a class and of its ancestors in the project, and how handlers change them. */
export interface Members {
  readonly all: readonly Member[];
  /** Handlers change objects that members or messages hold. */
  readonly changesObjects: boolean;
  /** Places where a static member is changed: all objects of the class share it, in a machine nothing is shared. */
  readonly staticWrites: readonly Node[];
  find(name: string): Member | undefined;
}

interface Body {
  readonly node: Node;
  readonly isConstructor: boolean;
  readonly writes: readonly Write[];
}

/** A draft has effects of these names. */
const namesOfEffects: ReadonlySet<string> = new Set(['log', 'sendMessage', 'postEvent']);

/** What the context calls a member of PHP. */
export function contextName(name: string): string {
  return namesOfEffects.has(name) ? `${name}Member` : name;
}

/** Finds the members that a class declares or uses, and how they are changed. */
export function membersOf(klass: PhpClass, project: PhpProject): Members {
  const bodies = bodiesOf(klass);
  const writes = bodies.flatMap((body) => body.writes);
  const objects = writes.filter(({ kind }) => kind === 'object');
  const changesObjects =
    bodies.some(({ node, writes: own }) => own.some((write) => isForeignObject(write, node))) ||
    bodies.some(({ node }) => callsChangingMethod(node, project));
  const all = namesOf(klass, bodies).map((name): Member => {
    const value = memberDefaultOf(klass, name) ?? undefined;
    const isRows = !changesObjects && isOnlyAddedTo(name, value, bodies);
    const isInPlace = writes.some(
      ({ kind, member }) => member === name && (kind === 'entry' || kind === 'append'),
    );
    const holdsChanged = objects.some(({ member }) => member === name);
    return { name, value, isRows, isChangedInPlace: !isRows && (isInPlace || holdsChanged) };
  });
  return {
    all,
    changesObjects,
    staticWrites: writes.filter(({ kind }) => kind === 'static').map(({ node }) => node),
    find: (name) => all.find((member) => member.name === name),
  };
}

/** Bodies of all methods, those that are overridden as well, for `parent::` calls them. */
function bodiesOf(klass: PhpClass): readonly Body[] {
  const nodes = new Map<Node, boolean>();
  const add = (name: string, node: Node): void => void nodes.set(node, name.toLowerCase() === '__construct');
  for (const { method } of methodsOf(klass).values()) add(method.name, method.node);
  for (const owner of chainOf(klass)) for (const { name, node } of owner.methods) add(name, node);
  return [...nodes].map(([node, isConstructor]) => ({ node, isConstructor, writes: writesOf(node) }));
}

function namesOf(klass: PhpClass, bodies: readonly Body[]): readonly string[] {
  const declared = [...chainOf(klass)]
    .reverse()
    .flatMap((owner) => [...owner.traits.flatMap(declaredBy), ...declaredBy(owner)]);
  const used: string[] = [];
  const note = (node: Node): boolean => {
    // `$this->method()` names no member.
    if (isKind(node, 'call') && memberNamed(node.what) !== undefined && !isInParentheses(node.what)) {
      for (const argument of node.arguments) walk(argument, note);
      return false;
    }
    const name = memberNamed(node);
    if (name !== undefined && name !== 'state') used.push(name);
    return true;
  };
  for (const { node } of bodies) walk(node, note);
  return [...new Set([...declared, ...used])];
}

/** `($this->callback)()` calls what a member holds. */
function isInParentheses(node: Node): boolean {
  return partOf(node, 'parenthesizedExpression') === true;
}

function declaredBy(owner: PhpClass): readonly string[] {
  const names: string[] = [];
  for (const statement of owner.node.body as readonly Node[]) {
    if (isKind(statement, 'propertystatement') && !statement.isStatic) {
      names.push(...statement.properties.map((one) => textOfName(one.name)));
    }
    // PHP 8: `public function __construct(private string $sip)`.
    if (isKind(statement, 'method') && textOfName(statement.name).toLowerCase() === '__construct') {
      for (const one of statement.arguments) if (isPromoted(one)) names.push(textOfName(one.name));
    }
  }
  return names;
}

/** Whether a constructor's parameter is a member as well. */
export function isPromoted(parameter: Node): boolean {
  return Number(partOf(parameter, 'flags') ?? 0) > 0;
}

/** Begins as an empty array, and nothing is done to it but adding at its end and emptying it. */
function isOnlyAddedTo(name: string, value: Node | undefined, bodies: readonly Body[]): boolean {
  const own = bodies.flatMap(({ writes }) => writes.filter(({ member }) => member === name));
  const isBegun = isEmptyArray(value) || bodies.some((body) => body.isConstructor && empties(body, name));
  const isAdded = own.some((write) => write.kind === 'append' || mergesInto(name, write.value));
  const isOnly = own.every(
    (write) =>
      write.kind === 'append' ||
      (write.kind === 'whole' && (isEmptyArray(write.value) || mergesInto(name, write.value))),
  );
  return isBegun && isAdded && isOnly && !bodies.some(({ node }) => escapes(name, node));
}

/**
 * Whether the list may get another name: it grows where it is, and what has the other name would grow with it. What
 * functions of PHP make of it is another list.
 */
function escapes(name: string, body: Node): boolean {
  let found = false;
  walk(body, (node) => {
    const isHandedOn =
      (isKind(node, 'assign') && memberNamed(node.right) === name) ||
      (isKind(node, 'assignref') && memberNamed(node.right) === name) ||
      (isKind(node, 'retif') &&
        [node.test, node.trueExpr, node.falseExpr].some((one) => memberNamed(one) === name)) ||
      (node.kind === 'entry' && memberNamed(partOf(node, 'value')) === name) ||
      (isKind(node, 'bin') &&
        node.type === '??' &&
        [node.left, node.right].some((one) => memberNamed(one) === name)) ||
      (isKind(node, 'call') &&
        node.what.kind !== 'name' &&
        node.arguments.some((one) => memberNamed(one) === name));
    found ||= isHandedOn;
  });
  return found;
}

function empties({ writes }: Body, name: string): boolean {
  return writes.some(({ kind, member, value }) => kind === 'whole' && member === name && isEmptyArray(value));
}

/** `array()` or `[]`. */
export function isEmptyArray(node: Node | undefined): boolean {
  return isKind(node, 'array') && node.items.length === 0;
}

/** `array_merge($this->name, …)`: what is merged in, or undefined. */
export function mergesInto(name: string, node: Node | undefined): readonly Node[] | undefined {
  if (!isKind(node, 'call') || !isKind(node.what, 'name')) return undefined;
  if (withoutNamespace(node.what.name).toLowerCase() !== 'array_merge') return undefined;
  const [first, ...others] = node.arguments;
  const areRows =
    others.length > 0 && others.every((one) => !['variadic', 'namedargument'].includes(one.kind));
  return memberNamed(first) === name && areRows ? others : undefined;
}
