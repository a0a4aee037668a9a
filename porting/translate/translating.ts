import type { PhpClass } from '../read/model.js';
import type { Expression, PhpNode } from './ast.js';
import { type Code, atLeast, call, level, primary } from './code.js';
import type { Dialect } from './dialect.js';
import type { ProjectFacts } from './project-facts.js';
import type { FunctionScope } from './scope.js';
import { type StaticType, type TypeKnowledge, isNumber, typeOf } from './types.js';
import type { TranslationUnit } from './unit.js';

/** A PHP function that is being translated, and what the parts of the translator need of each other. */
export interface Translating {
  readonly unit: TranslationUnit;
  readonly dialect: Dialect;
  readonly facts: ProjectFacts;
  readonly klass: PhpClass | undefined;
  readonly scope: FunctionScope;
  readonly knowledge: TypeKnowledge;
  /** Name of the function or method, as `__FUNCTION__` gives it. */
  readonly functionName: string;
  readonly isHandler: boolean;
  readonly isStatic: boolean;
  readonly isConstructor: boolean;
  /** Whether `await` may stand here. */
  readonly mayAwait: boolean;
  /** Variables that stand for an element: of `foreach (… as &$value)`. */
  readonly aliases: Map<string, Expression>;
  expression(node: Expression): Code;
  /** What cannot be translated: notes the problem, and gives a value that throws when it is reached. */
  todo(node: PhpNode, sentence: string): Code;
  notice(node: PhpNode, sentence: string): void;
  /** Notes that there is an `await` here. */
  noteAwait(): void;
  /** A static variable of the function: a variable of the module. */
  moduleVariable(name: string, value: string): string;
}

export function phpName(t: Translating, name: string): string {
  return t.unit.php(name);
}

export function php(t: Translating, name: string, ...args: readonly string[]): Code {
  return call(t.unit.php(name), ...args);
}

export function phpValueType(unit: TranslationUnit): string {
  return unit.imports.type('pbx-automata/porting/php', 'PhpValue');
}

/** The expression as text, in parentheses if it binds less than `needed`. */
export function textOf(t: Translating, node: Expression, needed: number = level.assignment): string {
  return atLeast(t.expression(node), needed);
}

export function typeIn(t: Translating, node: Expression): StaticType {
  return typeOf(node, t.knowledge);
}

/** Whether it counts as true in PHP. */
export function condition(t: Translating, node: Expression): Code {
  const type = typeIn(t, node);
  if (node.kind === 'number') return primary(String(Number(node.value) !== 0));
  if (type === 'bool') return t.expression(node);
  const mayBeLiteral = node.kind === 'unary' || node.kind === 'retif' || node.kind === 'name';
  if (isNumber(type) && !mayBeLiteral)
    return { text: `${textOf(t, node, level.relation)} !== 0`, level: level.equality };
  if (type === 'list') return { text: `${textOf(t, node, level.call)}.length > 0`, level: level.relation };
  return php(t, 'isTruthy', textOf(t, node));
}

export function negated(code: Code): Code {
  return { text: `!${atLeast(code, level.unary)}`, level: level.unary };
}

/** Made to be of a scalar type, as PHP does where a hint asks for it. */
export function converted(t: Translating, code: Code, from: StaticType, to: StaticType): Code {
  if (from === to || (from === 'int' && to === 'number')) return code;
  const helper = { int: 'toInt', number: 'toFloat', string: 'text', bool: 'toBool' }[to as 'int'] as
    string | undefined;
  return helper === undefined ? code : php(t, helper, code.text);
}

/** The parameter of a function that writes a variable, which may be called the same. */
export function nameOfValue(t: Translating): string {
  return t.scope.variable('value') ? t.scope.freshName('given') : 'value';
}
