import { phpFunctions } from '../php/functions-table.js';
import type { Bin, Call, Expression, StaticLookup, TypeNode } from './ast.js';

/**
 * What is known of a value before the program runs. `none`: nothing has been assigned yet, as far as is known;
 * `list`: certainly a JS array; `value`: anything.
 */
export type StaticType =
  | 'none'
  | 'bool'
  | 'int'
  | 'number'
  | 'string'
  | 'null'
  | 'list'
  | 'array'
  | 'object'
  | 'message'
  | 'function'
  | 'value';

/** What the surroundings know: variables and members. */
export interface TypeKnowledge {
  variable(name: string): StaticType;
  /** A member of any object by its name; `isThis`: of `$this`. */
  member(name: string, isThis: boolean): StaticType;
  /** What a call of a function or method of the project gives; undefined: it is none of them. */
  call?(node: Call): StaticType | undefined;
  /** A constant of a class. */
  constant?(node: StaticLookup): StaticType;
}

/** Type of a value that is the one or the other. */
export function join(a: StaticType, b: StaticType): StaticType {
  if (a === b || b === 'none') return a;
  if (a === 'none') return b;
  if (isNumber(a) && isNumber(b)) return 'number';
  if ((a === 'list' && b === 'array') || (a === 'array' && b === 'list')) return 'array';
  return 'value';
}

export function isNumber(type: StaticType): boolean {
  return type === 'int' || type === 'number';
}

/** Whether it is certainly no array, so that handing it on is no matter of copies. */
export function isNoArray(type: StaticType): boolean {
  return ['bool', 'int', 'number', 'string', 'null', 'object', 'message', 'function'].includes(type);
}

/** Static type of an expression. */
export function typeOf(node: Expression, known: TypeKnowledge): StaticType {
  const of = (one: Expression): StaticType => typeOf(one, known);
  switch (node.kind) {
    case 'string':
    case 'nowdoc':
      return 'string';
    case 'encapsed':
      return node.type === 'shell' ? 'value' : 'string';
    case 'number':
      return /[.e]/i.test(String(node.value)) && !/^0x/i.test(String(node.value)) ? 'number' : 'int';
    case 'boolean':
    case 'isset':
    case 'empty':
      return 'bool';
    case 'nullkeyword':
      return 'null';
    case 'print':
      return 'int';
    case 'magic':
      return node.value === '__LINE__' ? 'int' : 'string';
    case 'closure':
    case 'arrowfunc':
      return 'function';
    case 'new':
      return 'object';
    case 'array':
      return node.items.every(
        (item) => item.kind === 'entry' && item.key === null && !item.unpack && !item.byRef,
      )
        ? 'list'
        : 'array';
    case 'variable':
      return typeof node.name === 'string' ? known.variable(node.name) : 'value';
    case 'propertylookup':
      return node.offset.kind === 'identifier'
        ? known.member(node.offset.name, node.what.kind === 'variable' && node.what.name === 'this')
        : 'value';
    case 'assign':
      return typeOfAssign(node.operator, node.left, node.right, of);
    case 'retif':
      return join(node.trueExpr ? of(node.trueExpr) : of(node.test), of(node.falseExpr));
    case 'bin':
      return typeOfBin(node, of);
    case 'unary':
      return typeOfUnary(node.type, of(node.what));
    case 'pre':
    case 'post':
      return isNumber(of(node.what)) ? of(node.what) : 'value';
    case 'cast':
      return casts[node.type] ?? 'value';
    case 'silent':
      return of(node.expr);
    case 'clone':
      return 'object';
    case 'call':
      return known.call?.(node) ?? (node.what.kind === 'name' ? typeOfCall(node.what.name) : 'value');
    case 'staticlookup':
      return known.constant?.(node) ?? 'value';
    default:
      return 'value';
  }
}

const casts: Readonly<Record<string, StaticType>> = {
  int: 'int',
  float: 'number',
  string: 'string',
  bool: 'bool',
  array: 'array',
  object: 'value',
};

function typeOfCall(name: string): StaticType {
  const returns = phpFunctions.get(name.slice(name.lastIndexOf('\\') + 1).toLowerCase())?.returns;
  switch (returns) {
    case 'bool':
    case 'int':
    case 'number':
    case 'string':
    case 'list':
    case 'array':
      return returns;
    case 'float':
      return 'number';
    default:
      return 'value';
  }
}

function typeOfUnary(type: string, operand: StaticType): StaticType {
  if (type === '!') return 'bool';
  if (type === '~') return 'value';
  return operand === 'none' || isNumber(operand) ? operand : 'number';
}

function typeOfAssign(
  operator: string,
  left: Expression,
  right: Expression,
  of: (node: Expression) => StaticType,
): StaticType {
  if (operator === '=') return of(right);
  const type = operator.slice(0, -1);
  return typeOfBin({ kind: 'bin', type, left, right }, of);
}

function typeOfBin({ type, left, right }: Bin, of: (node: Expression) => StaticType): StaticType {
  switch (type) {
    case '.':
      return 'string';
    case '%':
    case '<=>':
    case '<<':
    case '>>':
      return 'int';
    case '??':
      return of(left) === 'null' ? of(right) : join(of(left), of(right));
    case '+':
    case '-':
    case '*': {
      const [a, b] = [of(left), of(right)];
      if (a === 'none' || b === 'none') return 'none';
      if (a === 'int' && b === 'int') return 'int';
      if (isNumber(a) && isNumber(b)) return 'number';
      return type === '+' ? 'value' : 'number';
    }
    case '/':
    case '**':
      return 'number';
    case '&':
    case '|':
    case '^':
      return isNumber(of(left)) && isNumber(of(right)) ? 'int' : 'value';
    default:
      return 'bool';
  }
}

/** TypeScript's name of a scalar type; undefined: it is none. */
export function scalarText(type: StaticType | undefined): 'string' | 'number' | 'boolean' | undefined {
  switch (type) {
    case 'string':
      return 'string';
    case 'bool':
      return 'boolean';
    case 'int':
    case 'number':
      return 'number';
    default:
      return undefined;
  }
}

/** TypeScript type of a PHP type hint, where there is a clear one; else undefined. */
export function scalarHint(
  type: TypeNode | null,
  isNullable: boolean,
): 'string' | 'number' | 'boolean' | undefined {
  if (isNullable || type?.kind !== 'typereference') return undefined;
  switch (type.name.toLowerCase()) {
    case 'string':
      return 'string';
    case 'int':
    case 'float':
      return 'number';
    case 'bool':
      return 'boolean';
    default:
      return undefined;
  }
}

/** Static type that a hint promises inside the function. */
export function typeOfHint(type: TypeNode | null, isNullable: boolean): StaticType {
  if (isNullable || type === null) return 'value';
  if (type.kind === 'typereference') {
    const known: Readonly<Record<string, StaticType>> = {
      string: 'string',
      int: 'int',
      float: 'number',
      bool: 'bool',
      array: 'array',
    };
    return known[type.name.toLowerCase()] ?? 'value';
  }
  return 'value';
}
