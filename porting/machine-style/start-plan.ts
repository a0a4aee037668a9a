import type { Method, Node } from 'php-parser';
import { methodsOf, type FoundMethod } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { isKind, textOfName, walk } from '../read/nodes.js';
import { isPromoted } from './members.js';
import { listOf, partOf } from './writes.js';

/** A constructor's parameter that becomes a member of the input. */
export interface InputMember {
  readonly name: string;
  readonly isOptional: boolean;
}

/** One constructor of the chain: its own statements as a function, called with what it is given. */
export interface ConstructorPart {
  readonly owner: PhpClass;
  /** Without the parameters that only go on to the library. */
  readonly method: Method;
  readonly statements: readonly Node[];
  /** For each parameter that is left, where its value comes from. */
  readonly given: readonly Node[];
  /** What it hands on to the library's constructor, if it calls that; undefined where that is computed. */
  readonly toLibrary?: readonly (Node | undefined)[] | undefined;
}

/** What becomes of a class's constructors. */
export interface StartPlan {
  readonly input: readonly InputMember[];
  /** In the order in which PHP runs them. */
  readonly parts: readonly ConstructorPart[];
  /** The constructor's parameter that the library gets as its socket; undefined: none. */
  readonly socket?: string | undefined;
  /** The constructor's parameter, or text, that the library gets as its nickname; undefined: none. */
  readonly nickname?: string | undefined;
}

/**
 * How the first context comes about. The socket and the nickname that a constructor hands on to the library are
 * given to the Transitioner instead. Undefined: a constructor does it in a way that cannot be followed.
 */
export function startPlanOf(klass: PhpClass): StartPlan | undefined {
  const found = methodsOf(klass).get('__construct');
  if (found === undefined) return { input: [], parts: [] };
  const parts = partsOf(found, undefined);
  if (parts === undefined) return undefined;
  const names = new Set(parts.flatMap(({ given }) => given.flatMap(variablesIn)));
  const input = found.method.node.arguments
    .map((one) => ({ name: textOfName(one.name), isOptional: one.value !== null }))
    .filter(({ name }) => names.has(name));
  const [socket, nickname] = parts.flatMap(({ toLibrary }) => toLibrary ?? []).map(nameOrText);
  return { input, parts: parts.filter(({ statements }) => statements.length > 0), socket, nickname };
}

/** `$nickname` as `nickname`, `'Reporter'` as it is. */
function nameOrText(node: Node | undefined): string | undefined {
  if (isKind(node, 'string')) return JSON.stringify(node.value);
  return isKind(node, 'variable') ? textOfName(node) : undefined;
}

/** `given`: what the child's constructor hands on; undefined: the parameters themselves. */
function partsOf(
  { owner, method }: FoundMethod,
  given: readonly Node[] | undefined,
): readonly ConstructorPart[] | undefined {
  const { node } = method;
  const statements = node.body?.children ?? [];
  const at = statements.findIndex(callsParentConstructor);
  const call: Node | undefined = statements[at];
  const own = [...promotions(node), ...statements.filter((one) => one !== call)];
  if (own.some((one) => contains(one, callsParentConstructor))) return undefined;
  const values = given ?? node.arguments.map((one) => variable(textOfName(one.name), one));
  const part = ownPart(owner, node, own, values);
  const parent = call && owner.parent && methodsOf(owner.parent).get('__construct');
  const handedOn = argumentsOfCall(statements[at]).map((one) => inTermsOf(one, node, values));
  if (parent === undefined) return [{ ...part, toLibrary: call && handedOn }];
  if (!handedOn.every((one) => one !== undefined)) return undefined;
  const before = partsOf(parent, handedOn);
  if (before === undefined) return undefined;
  if (at === 0) return [...before, part];
  return at === statements.length - 1 ? [part, ...before] : undefined;
}

/** Keeps the parameters that the statements use. */
function ownPart(
  owner: PhpClass,
  node: Method,
  statements: readonly Node[],
  values: readonly Node[],
): ConstructorPart {
  const used = new Set(statements.flatMap(variablesIn));
  const kept = node.arguments
    .map((one, at) => ({ one, at }))
    .filter(({ one }) => used.has(textOfName(one.name)));
  const parameters = kept.map(({ one }) => Object.assign({}, one, { flags: 0 }));
  const method = Object.assign({}, node, { arguments: parameters });
  return { owner, method, statements, given: kept.map(({ at }) => values[at] ?? missingValue(node)) };
}

function missingValue({ loc }: Node): Node {
  return { kind: 'nullkeyword', raw: 'null', loc } as unknown as Node;
}

/** PHP 8's `__construct(private string $sip)` as assignments. */
function promotions(node: Method): readonly Node[] {
  return node.arguments.filter(isPromoted).map((one) => {
    const name = textOfName(one.name);
    const { loc } = one;
    const left = {
      kind: 'propertylookup',
      what: variable('this', one),
      offset: { kind: 'identifier', name, loc },
      loc,
    };
    const expression = { kind: 'assign', operator: '=', left, right: variable(name, one), loc };
    return { kind: 'expressionstatement', expression, loc } as unknown as Node;
  });
}

function variable(name: string, { loc }: Node): Node {
  return { kind: 'variable', name, curly: false, loc } as unknown as Node;
}

/** What an argument is, when the constructor's own parameters are replaced by what they are given. */
function inTermsOf(
  argument: Node,
  { arguments: parameters }: Method,
  values: readonly Node[],
): Node | undefined {
  if (isKind(argument, 'variable')) {
    const at = parameters.findIndex((one) => textOfName(one.name) === argument.name);
    return at === -1 ? undefined : values[at];
  }
  return variablesIn(argument).length === 0 && !contains(argument, (node) => node.kind === 'call')
    ? argument
    : undefined;
}

function callsParentConstructor(node: Node): boolean {
  const call = isKind(node, 'expressionstatement') ? node.expression : node;
  if (!isKind(call, 'call') || !isKind(call.what, 'staticlookup')) return false;
  return (
    call.what.what.kind === 'parentreference' && textOfName(call.what.offset).toLowerCase() === '__construct'
  );
}

function argumentsOfCall(statement: Node | undefined): readonly Node[] {
  return listOf(partOf(partOf(statement, 'expression'), 'arguments'));
}

function contains(node: Node, isIt: (node: Node) => boolean): boolean {
  let found = false;
  walk(node, (inner) => {
    found ||= isIt(inner);
    return !found;
  });
  return found;
}

function variablesIn(node: Node): readonly string[] {
  const names: string[] = [];
  walk(node, (inner) => {
    if (isKind(inner, 'variable') && typeof inner.name === 'string' && inner.name !== 'this')
      names.push(inner.name);
  });
  return names;
}
