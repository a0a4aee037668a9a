import type { Node } from 'php-parser';
import { greater, identical, isSet, isTruthy, less, looseEquals } from '../php/index.js';
import { isKind, isNode, textOfName } from '../read/nodes.js';
import { isThis, listOf, memberNamed, partOf } from './writes.js';

/** Members of a message by name, with the values that a test gives them. */
export type MessageValues = ReadonlyMap<string, unknown>;

/** What a condition can be about. */
export interface MessageNames {
  /** The variable that is the message. */
  readonly message: string;
  /** Members of `$this` that hold a member of the message now: `$this->names = $msg->names`. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Not to be told from the message alone. */
const unknown = Symbol('unknown');

/** The member of the message that an expression is; undefined: it is another one. */
export function messageMember(node: unknown, { message, aliases }: MessageNames): string | undefined {
  const own = memberNamed(node);
  if (own !== undefined) return aliases.get(own);
  if (!isKind(node, 'propertylookup') || !isKind(node.offset, 'identifier') || isThis(node.what))
    return undefined;
  return isKind(node.what, 'variable') && node.what.name === message ? textOfName(node.offset) : undefined;
}

/** What a condition comes to; undefined where that cannot be told from the message. */
export function holds(node: Node, values: MessageValues, names: MessageNames): boolean | undefined {
  const value = valueOf(node, values, names);
  return value === unknown ? undefined : isTruthy(value);
}

function valueOf(node: unknown, values: MessageValues, names: MessageNames): unknown {
  const of = (one: unknown): unknown => valueOf(one, values, names);
  const member = messageMember(node, names);
  if (member !== undefined) return values.get(member) ?? null;
  if (isKind(node, 'string')) return node.value;
  if (isKind(node, 'boolean')) return partOf(node, 'value') === true;
  if (!isNode(node)) return unknown;
  if (node.kind === 'nullkeyword') return null;
  if (node.kind === 'number') return Number(partOf(node, 'value'));
  if (node.kind === 'isset') {
    const all = listOf(partOf(node, 'variables')).map(of);
    return all.includes(unknown) ? unknown : isSet(...all);
  }
  if (node.kind === 'empty') return not(of(partOf(node, 'expression')));
  if (node.kind === 'unary') return partOf(node, 'type') === '!' ? not(of(partOf(node, 'what'))) : unknown;
  return isKind(node, 'bin') ? compared(node.type, of(node.left), of(node.right)) : unknown;
}

function not(value: unknown): unknown {
  return value === unknown ? unknown : !isTruthy(value);
}

function compared(operator: string, left: unknown, right: unknown): unknown {
  if (left === unknown || right === unknown) return unknown;
  switch (operator) {
    case '&&':
    case 'and':
      return isTruthy(left) && isTruthy(right);
    case '||':
    case 'or':
      return isTruthy(left) || isTruthy(right);
    case '==':
      return looseEquals(left, right);
    case '!=':
      return !looseEquals(left, right);
    case '===':
      return identical(left, right);
    case '!==':
      return !identical(left, right);
    case '<':
      return less(left, right);
    case '>':
      return greater(left, right);
    default:
      return unknown;
  }
}

/** Values with which a condition comes to what is wanted, spelled out where it is to be true; undefined where none are found. */
export function valuesFor(
  node: Node,
  wanted: boolean,
  given: MessageValues,
  names: MessageNames,
): MessageValues | undefined {
  const told = tried(node, wanted, given, names);
  return (wanted ? [...told, given] : [given, ...told]).find(
    (values) => holds(node, values, names) === wanted,
  );
}

function tried(
  node: unknown,
  wanted: boolean,
  given: MessageValues,
  names: MessageNames,
): readonly MessageValues[] {
  if (!isNode(node)) return [];
  const member = messageMember(node, names);
  if (member !== undefined) return [withValue(given, member, wanted)];
  const inside = (one: unknown, isWanted: boolean): readonly MessageValues[] =>
    tried(one, isWanted, given, names);
  if (node.kind === 'isset') {
    const all = listOf(partOf(node, 'variables')).map((one) => messageMember(one, names));
    return [all.reduce((values, one) => (one === undefined ? values : withValue(values, one, true)), given)];
  }
  if (node.kind === 'empty') return inside(partOf(node, 'expression'), !wanted);
  if (node.kind === 'unary') return inside(partOf(node, 'what'), !wanted);
  if (!isKind(node, 'bin')) return [];
  if (['&&', 'and', '||', 'or'].includes(node.type)) {
    const lefts = [given, ...inside(node.left, wanted)];
    return lefts.flatMap((values) => [values, ...tried(node.right, wanted, values, names)]);
  }
  const name = messageMember(node.left, names) ?? messageMember(node.right, names);
  const literal = [node.left, node.right].map((one) =>
    valueOf(one, new Map(), { message: '', aliases: new Map() }),
  );
  const other = literal.find((one) => one !== unknown);
  return name === undefined ? [] : near(other).map((value) => withValue(given, name, value));
}

/** The value itself, and some beside it. */
function near(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return [value, value + 1, value - 1];
  return typeof value === 'string' ? [value, `not ${value}`] : [value, true];
}

/** A list stays one: with one entry it is not empty. */
function withValue(values: MessageValues, name: string, value: unknown): MessageValues {
  const isList = Array.isArray(values.get(name));
  return new Map([...values, [name, isList ? (value === true ? [''] : []) : value]]);
}
