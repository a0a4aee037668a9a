import type { Node } from 'php-parser';
import { classNameIn, libraryClass } from './class-names.js';
import type { FoundMethod } from './class-lookup.js';
import { classConstantOf, memberDefaultOf, methodsOf } from './class-lookup.js';
import { constantText } from './constants.js';
import type { PhpClass } from './model.js';
import { isKind, textOfName, walk } from './nodes.js';
import { reachesItsEnd } from './reaches-end.js';

/** What a method returns, as far as it is written in it. */
export interface Returned {
  /** In the order in which they are written; `null` for nothing. */
  readonly values: readonly (string | null)[];
  /** Whether it also returns something that is not a text known beforehand. */
  readonly isUnknown: boolean;
}

/** Classes and constants of a project, by name. */
export interface Names {
  readonly classes: ReadonlyMap<string, PhpClass>;
  readonly constants: ReadonlyMap<string, string>;
}

/** What is looked at: a method, as an object of `klass` has it. */
interface Place extends FoundMethod {
  readonly names: Names;
  readonly klass: PhpClass;
  /** What is being looked at already, so that methods which call each other come to an end. */
  readonly within: ReadonlySet<Node>;
}

const nothing: Returned = { values: [null], isUnknown: false };
const unknown: Returned = { values: [], isUnknown: true };

/** The states that a method, the class's own or an inherited one, can return. */
export function returnedStates(klass: PhpClass, found: FoundMethod, names: Names): Returned {
  return returnedBy({ ...found, klass, names, within: new Set() });
}

/** What one expression after `return` can give. */
export function returnedByExpression(
  expression: Node | null,
  klass: PhpClass,
  found: FoundMethod,
  names: Names,
): Returned {
  return valuesOf(expression, { ...found, klass, names, within: new Set() });
}

function returnedBy(given: Place): Returned {
  const { node } = given.method;
  const body: Node | null = node.body;
  if (given.within.has(node)) return union();
  if (body === null || node.byref) return unknown;
  const place = { ...given, within: new Set([...given.within, node]) };
  const found: Returned[] = [];
  visitBody(body, (inner) => {
    if (isKind(inner, 'return')) found.push(valuesOf(inner.expr, place));
    if (inner.kind === 'yield' || inner.kind === 'yieldfrom') found.push(unknown);
  });
  if (reachesItsEnd(body)) found.push(nothing);
  return union(...found);
}

/** Everything in a function but what functions and classes inside it do. */
function visitBody(body: Node, visit: (node: Node) => void): void {
  walk(body, (node) => {
    if (['closure', 'arrowfunc', 'function', 'class'].includes(node.kind)) return false;
    visit(node);
    return true;
  });
}

/** What an expression can be, if that is texts and null. */
function valuesOf(node: Node | null | undefined, place: Place): Returned {
  if (node === null || node === undefined || node.kind === 'nullkeyword') return nothing;
  const text = constantText(node, (inner) => constantOf(inner, place));
  if (text !== undefined) return { values: [text], isUnknown: false };
  if (isKind(node, 'retif')) {
    const first =
      (node.trueExpr as Node | null) === null
        ? withoutNull(valuesOf(node.test, place))
        : valuesOf(node.trueExpr, place);
    return union(first, valuesOf(node.falseExpr, place));
  }
  if (isKind(node, 'bin') && node.type === '??') {
    return union(withoutNull(valuesOf(node.left, place)), valuesOf(node.right, place));
  }
  if (isKind(node, 'match')) return union(...node.arms.map(({ body }) => valuesOf(body, place)));
  if (isKind(node, 'assign') && node.operator === '=') return valuesOf(node.right, place);
  if (node.kind === 'throw' || node.kind === 'exit') return union();
  if (isKind(node, 'variable')) return valuesOfVariable(node.name, place);
  if (isKind(node, 'propertylookup')) return valuesOfMember(node, place);
  return isKind(node, 'call') ? valuesOfCall(node.what, place) : unknown;
}

/** A variable that the method only ever gives texts; before it has any, it is null. */
function valuesOfVariable(name: unknown, place: Place): Returned {
  const { node } = place.method;
  const isParameter = node.arguments.some((one) => textOfName(one.name) === name);
  if (typeof name !== 'string' || name === 'this' || isParameter || place.within.size > deepest)
    return unknown;
  const doubts: Node[] = [];
  const given: Node[] = [];
  visitBody(node.body ?? node, (inner) => {
    if (isKind(inner, 'assign') && isVariable(inner.left, name)) {
      if (inner.operator === '=' || inner.operator === '??=') given.push(inner.right);
      else doubts.push(inner);
    }
    // Anywhere but where it is read, it may be changed: by reference, in foreach, list() or catch.
    if (['assignref', 'global', 'static', 'foreach', 'list', 'catch', 'byref'].includes(inner.kind)) {
      if (mentions(inner, name)) doubts.push(inner);
    }
  });
  if (doubts.length > 0 || given.length === 0) return unknown;
  const deeper = { ...place, within: new Set([...place.within, ...given]) };
  const values = given.filter((one) => !place.within.has(one)).map((one) => valuesOf(one, deeper));
  return startsWithAssignment(node.body, name) ? union(...values) : union(...values, nothing);
}

const deepest = 40;

function isVariable(node: Node, name: string): boolean {
  return isKind(node, 'variable') && node.name === name;
}

/** Whether a first statement of the method gives the variable something, so that it is never null for want of it. */
function startsWithAssignment(body: Node | null, name: string): boolean {
  if (!isKind(body, 'block')) return false;
  return body.children.some(
    (one) =>
      isKind(one, 'expressionstatement') &&
      isKind(one.expression, 'assign') &&
      isVariable(one.expression.left, name),
  );
}

/** Of a loop only its variables count, not its body. */
function mentions(node: Node, name: string): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.kind === 'block') return false;
    if (isVariable(inner, name)) found = true;
    return true;
  });
  return found;
}

/** `$this->next`: what any method of the class gives it. It may be changed from outside, so never all is known. */
function valuesOfMember(node: { readonly what: Node; readonly offset: Node }, place: Place): Returned {
  if (!isVariable(node.what, 'this') || !isKind(node.offset, 'identifier')) return unknown;
  const name = node.offset.name;
  const found: Returned[] = [];
  const first = memberDefaultOf(place.klass, name);
  if (first !== undefined && first !== null) found.push(valuesOf(first, place));
  for (const { owner, method } of methodsOf(place.klass).values()) {
    const inner = { ...place, owner, method };
    visitBody(method.node.body ?? method.node, (one) => {
      if (!isKind(one, 'assign') || one.operator !== '=' || place.within.has(one)) return;
      const { left } = one;
      const isIt =
        isKind(left, 'propertylookup') && isVariable(left.what, 'this') && textOfName(left.offset) === name;
      if (isIt) found.push(valuesOf(one.right, { ...inner, within: new Set([...place.within, one]) }));
    });
  }
  return { values: union(...found).values, isUnknown: true };
}

/** `$this->helper()`, `parent::ReceiveInitialStart($msg)`, `self::helper()`. */
function valuesOfCall(what: Node, place: Place): Returned {
  if (isKind(what, 'propertylookup') && isVariable(what.what, 'this')) {
    return returnedByMethod(place.klass, textOfName(what.offset), place);
  }
  if (!isKind(what, 'staticlookup')) return unknown;
  const name = textOfName(what.offset);
  if (what.what.kind === 'parentreference' && place.owner.parent === undefined) {
    return returnedByLibrary(place.owner.libraryAncestor, name);
  }
  const start = classMeant(what.what, place);
  return start === undefined ? unknown : returnedByMethod(start, name, place);
}

function returnedByMethod(start: PhpClass, name: string, place: Place): Returned {
  const found = methodsOf(start).get(name.toLowerCase());
  return found === undefined
    ? returnedByLibrary(start.libraryAncestor, name)
    : returnedBy({ ...place, ...found });
}

/** Handlers of the library return nothing or one of its states. */
function returnedByLibrary(ancestor: string | undefined, name: string): Returned {
  const library = ancestor === undefined ? undefined : libraryClass(ancestor);
  if (library === undefined || !/^receive/i.test(name)) return unknown;
  return { values: [null, ...library.states.filter((state) => state !== 'Initial')], isUnknown: false };
}

/** The class that `self`, `static`, `parent` or a name means, if it is one of the project. */
function classMeant(node: Node, { klass, owner, names }: Place): PhpClass | undefined {
  if (node.kind === 'selfreference') return owner;
  if (node.kind === 'staticreference') return klass;
  if (node.kind === 'parentreference') return owner.parent;
  if (isKind(node, 'variable')) return node.name === 'this' ? klass : undefined;
  if (!isKind(node, 'name')) return undefined;
  return names.classes.get(classNameIn(owner.file, node.name).name.toLowerCase());
}

/** `self::NEXT`, `Other::NEXT`, `NEXT`. */
function constantOf(node: Node, place: Place): string | undefined {
  if (isKind(node, 'name')) return place.names.constants.get(node.name.replace(/^\\/, ''));
  if (!isKind(node, 'staticlookup') || !isKind(node.offset, 'identifier')) return undefined;
  const start = classMeant(node.what, place);
  const found = start === undefined ? undefined : classConstantOf(start, node.offset.name);
  if (found === undefined || place.within.has(found.value)) return undefined;
  const inner = { ...place, owner: found.owner, within: new Set([...place.within, found.value]) };
  return constantText(found.value, (one) => constantOf(one, inner));
}

function withoutNull({ values, isUnknown }: Returned): Returned {
  return { values: values.filter((value) => value !== null), isUnknown };
}

function union(...all: readonly Returned[]): Returned {
  return {
    values: [...new Set(all.flatMap(({ values }) => values))],
    isUnknown: all.some(({ isUnknown }) => isUnknown),
  };
}
