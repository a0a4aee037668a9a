import { phpFunctions } from '../php/functions-table.js';
import type { PhpClass } from '../read/model.js';
import type { ArrowFunction, Closure, Expression, PhpNode, TypeNode } from './ast.js';
import { atLeast, call, level, primary, type Code } from './code.js';
import type { Dialect } from './dialect.js';
import type { ProjectFacts } from './project-facts.js';
import type { FunctionScope } from './scope.js';
import { isNoArray, isNumber, typeOf, type StaticType, type TypeKnowledge } from './types.js';
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
  /** An assignment as a statement, where its value is not needed. */
  closure(node: Closure | ArrowFunction): Code;
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
  if (isNumber(type)) return { text: `${textOf(t, node, level.relation)} !== 0`, level: level.equality };
  if (type === 'list') return { text: `${textOf(t, node, level.call)}.length > 0`, level: level.relation };
  return php(t, 'isTruthy', textOf(t, node));
}

export function negated(code: Code): Code {
  return { text: `!${atLeast(code, level.unary)}`, level: level.unary };
}

/** How arrays of what the expression names are changed: by elements, or in arrays inside. */
export function changesOf(
  t: Translating,
  node: Expression,
): { readonly isChanged: boolean; readonly isDeep: boolean } {
  const none = { isChanged: false, isDeep: false };
  switch (node.kind) {
    case 'variable': {
      const variable = typeof node.name === 'string' ? t.scope.variable(node.name) : undefined;
      const alias = typeof node.name === 'string' ? t.aliases.get(node.name) : undefined;
      return alias ? changesOf(t, alias) : (variable ?? none);
    }
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return node.offset.kind === 'identifier'
        ? (t.facts.member(node.offset.name) ?? none)
        : { isChanged: true, isDeep: true };
    case 'staticlookup':
      return node.offset.kind === 'variable' && typeof node.offset.name === 'string'
        ? (t.facts.member(node.offset.name) ?? none)
        : none;
    case 'offsetlookup': {
      const { isDeep } = changesOf(t, node.what);
      return { isChanged: isDeep, isDeep };
    }
    default:
      return none;
  }
}

/** Whether its arrays belong to nobody else. */
function isFresh(t: Translating, node: Expression): boolean {
  switch (node.kind) {
    case 'array':
      return true;
    case 'bin':
      return node.type !== '??';
    case 'call':
      return (
        node.what.kind === 'name' &&
        !t.facts.functions.has(node.what.name.toLowerCase()) &&
        !/\b(current|reset|end|next|prev|max|min|call_user_func(_array)?)$/i.test(node.what.name)
      );
    case 'cast':
      return node.type !== 'array';
    default:
      return false;
  }
}

/**
 * The value where it gets another holder: arrays are values in PHP, so it is a copy if either holder changes it.
 * @param target what takes it, if that is known
 */
export function copied(t: Translating, node: Expression, target?: Expression): Code {
  if (node.kind === 'retif' && node.trueExpr) {
    const branches = [node.trueExpr, node.falseExpr].map((one) =>
      atLeast(copied(t, one, target), level.assignment),
    );
    return {
      text: `${atLeast(condition(t, node.test), level.coalesce)} ? ${branches.join(' : ')}`,
      level: level.conditional,
    };
  }
  const code = t.expression(node);
  if (node.kind === 'array' && target && isDeeplyChanged(t, target) && !holdsOnlyOwn(t, node))
    return php(t, 'copyOf', code.text);
  if (isNoArray(typeIn(t, node)) || isFresh(t, node)) return code;
  const parts = node.kind === 'bin' ? [node.left, node.right] : [node];
  const isSourceChanged = parts.some((one) => changesOf(t, one).isChanged);
  const isTargetChanged = target !== undefined && targetChanges(t, target);
  return isSourceChanged || isTargetChanged ? php(t, 'copyOf', code.text) : code;
}

function isDeeplyChanged(t: Translating, target: Expression): boolean {
  return changesOf(t, target.kind === 'offsetlookup' ? target.what : target).isDeep;
}

/** Whether no array inside of a literal belongs to anybody else. */
function holdsOnlyOwn(t: Translating, node: Expression): boolean {
  if (node.kind !== 'array') return isFresh(t, node) || isNoArray(typeIn(t, node));
  return node.items.every(
    (item) => item.kind === 'noop' || holdsOnlyOwn(t, item.kind === 'entry' ? item.value : item.what),
  );
}

function targetChanges(t: Translating, target: Expression): boolean {
  if (target.kind === 'offsetlookup') return changesOf(t, target.what).isDeep;
  return changesOf(t, target).isChanged;
}

/** Made to be of a scalar type, as PHP does where a hint asks for it. */
export function converted(t: Translating, code: Code, from: StaticType, to: StaticType): Code {
  if (from === to || (from === 'int' && to === 'number')) return code;
  const helper = { int: 'toInt', number: 'toFloat', string: 'text', bool: 'toBool' }[to as 'int'] as
    string | undefined;
  return helper === undefined ? code : php(t, helper, code.text);
}

/** Functions of PHP that only look at their arguments. */
function isPureFunction(written: string): boolean {
  const name = written.slice(written.lastIndexOf('\\') + 1).toLowerCase();
  const known = phpFunctions.get(name);
  const hasEffect =
    /rand|uniqid|time|print|dump|call_user|shuffle|walk|map|filter|reduce|callback|define|error_log|next|prev|reset|end|date|set|seed|bytes/;
  return known !== undefined && known.byReference === undefined && !hasEffect.test(name);
}

/** A variable for a value that is needed twice: the value itself where reading it twice makes no difference. */
export function isPure(node: Expression): boolean {
  switch (node.kind) {
    case 'variable':
      return typeof node.name === 'string';
    case 'string':
    case 'number':
    case 'boolean':
    case 'nullkeyword':
    case 'name':
    case 'identifier':
    case 'magic':
    case 'nowdoc':
    case 'selfreference':
    case 'staticreference':
      return true;
    case 'propertylookup':
    case 'staticlookup':
    case 'nullsafepropertylookup':
      return isPure(node.what) && isPure(node.offset);
    case 'offsetlookup':
      return isPure(node.what) && (!node.offset || isPure(node.offset));
    case 'encapsed':
      return node.value.every((part) => isPure(part.expression));
    case 'encapsedpart':
      return isPure(node.expression);
    case 'bin':
      return isPure(node.left) && isPure(node.right);
    case 'unary':
      return isPure(node.what);
    case 'cast':
      return isPure(node.expr);
    case 'call':
      return node.what.kind === 'name' && isPureFunction(node.what.name) && node.arguments.every(isPure);
    default:
      return false;
  }
}

/** TypeScript of a type hint that is a class of the project or the library; undefined: none that is clear. */
export type HintToType = (type: TypeNode | null, isNullable: boolean) => string | undefined;
