import type { Bin, Cast, Expression, Ternary, Unary } from './ast.js';
import { atLeast, call, level, primary, type Code } from './code.js';
import { concatenation } from './literals.js';
import {
  condition,
  isPure,
  negated,
  php,
  phpValueType,
  textOf,
  typeIn,
  type Translating,
} from './translating.js';
import { isNumber } from './types.js';

const differs =
  'PHP 5 and 7 compare a number and a text that is none as numbers (0 == "abc" is true there); here it is as in PHP 8.';

/** PHP 8 reads `"a" . $b + 1` as `"a" . ($b + 1)`; the parser, as PHP 7, from the left. */
export function asPhp8(t: Translating, node: Bin): Bin {
  const isSum = node.type === '+' || node.type === '-' || node.type === '<<' || node.type === '>>';
  if (
    isSum &&
    node.left.kind === 'bin' &&
    node.left.type === '.' &&
    node.left.parenthesizedExpression !== true
  ) {
    t.notice(
      node,
      `PHP 5 and 7 join before they add in "." with "${node.type}"; here it is as in PHP 8, the sum first.`,
    );
    const right: Bin = { ...node, left: node.left.right, right: node.right };
    return { ...node.left, right: asPhp8(t, right) };
  }
  return node;
}

export function binary(t: Translating, given: Bin): Code {
  const node = asPhp8(t, given);
  const { type, left, right } = node;
  switch (type) {
    case '.':
      return concatenation(t, [node]);
    case '&&':
    case 'and':
      return logical(t, '&&', left, right, level.and);
    case '||':
    case 'or':
      return logical(t, '||', left, right, level.or);
    case 'xor':
      return {
        text: `${atLeast(condition(t, left), level.relation)} !== ${atLeast(condition(t, right), level.relation)}`,
        level: level.equality,
      };
    case '??':
      if (left.kind === 'nullkeyword') return t.expression(right);
      if (['string', 'number', 'encapsed', 'array', 'boolean'].includes(left.kind)) return t.expression(left);
      return {
        text: `${textOf(t, left, level.bits)} ?? ${textOf(t, right, level.bits)}`,
        level: level.coalesce,
      };
    case '==':
      return equality(t, node);
    case '!=':
    case '<>':
      return opposite(equality(t, node));
    case '===':
      return identity(t, left, right);
    case '!==':
      return opposite(identity(t, left, right));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return relation(t, type, left, right);
    case '<=>':
      return php(t, 'compare', textOf(t, left), textOf(t, right));
    case 'instanceof':
      return t.todo(node, 'This instanceof is not known.');
    default:
      return arithmetic(t, node, type, left, right);
  }
}

function logical(
  t: Translating,
  operator: string,
  left: Expression,
  right: Expression,
  needed: number,
): Code {
  return {
    text: `${atLeast(condition(t, left), needed)} ${operator} ${atLeast(condition(t, right), needed)}`,
    level: needed,
  };
}

/** `!(a === b)` is written `a !== b`. */
export function opposite(code: Code): Code {
  const simple = /^([^=!&|?]+) (===|==) ([^=!&|?]+)$/.exec(code.text);
  if (code.level === level.equality && simple) {
    return {
      text: `${simple[1] ?? ''} ${simple[2] === '===' ? '!==' : '!='} ${simple[3] ?? ''}`,
      level: level.equality,
    };
  }
  return negated(code);
}

/** `==`: with JavaScript's operator only where the types make sure that it means the same. */
export function equality(
  t: Translating,
  { left, right, ...node }: Pick<Bin, 'left' | 'right' | 'kind'>,
): Code {
  const [a, b] = [typeIn(t, left), typeIn(t, right)];
  noteDifference(t, left, right, { ...node, left, right, type: '==' });
  const same = {
    text: `${textOf(t, left, level.relation)} === ${textOf(t, right, level.relation)}`,
    level: level.equality,
  };
  if (isNumber(a) && isNumber(b)) return same;
  if (a === 'string' && b === 'string' && (isNoNumber(left) || isNoNumber(right))) return same;
  if (left.kind === 'boolean' || right.kind === 'boolean') {
    const [literal, other] = left.kind === 'boolean' ? [left, right] : [right, left];
    if (literal.kind === 'boolean') return literal.value ? condition(t, other) : negated(condition(t, other));
  }
  return php(t, 'looseEquals', textOf(t, left), textOf(t, right));
}

function isNoNumber(node: Expression): boolean {
  return node.kind === 'string' && !/^\s*[-+.\d]/.test(node.value);
}

function noteDifference(t: Translating, left: Expression, right: Expression, node: Expression): void {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const type = typeIn(t, other);
    const isZero = one.kind === 'number' && Number(one.value) === 0;
    if (isZero && (type === 'string' || type === 'value')) t.notice(node, differs);
    else if (one.kind === 'number' && type === 'string') t.notice(node, differs);
    else if (isNoNumber(one) && isNumber(type)) t.notice(node, differs);
  }
}

/** `===`: null and a missing member are alike. */
export function identity(t: Translating, left: Expression, right: Expression): Code {
  const [a, b] = [typeIn(t, left), typeIn(t, right)];
  if (a === 'null' || b === 'null') {
    const other = a === 'null' ? right : left;
    return { text: `${textOf(t, other, level.relation)} == null`, level: level.equality };
  }
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind === 'boolean' && typeIn(t, other) === 'bool')
      return one.value ? t.expression(other) : negated(t.expression(other));
  }
  const isScalar = (type: string): boolean => type === 'string' || type === 'bool' || type === 'int';
  const mayCompare = a === b || a === 'value' || b === 'value';
  if (mayCompare && (isScalar(a) || isScalar(b))) {
    return {
      text: `${textOf(t, left, level.relation)} === ${textOf(t, right, level.relation)}`,
      level: level.equality,
    };
  }
  return php(t, 'identical', textOf(t, left), textOf(t, right));
}

const relations: Readonly<Record<string, string>> = {
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
};

function relation(t: Translating, type: string, left: Expression, right: Expression): Code {
  if (isNumber(typeIn(t, left)) && isNumber(typeIn(t, right))) {
    return {
      text: `${textOf(t, left, level.relation)} ${type} ${textOf(t, right, level.shift)}`,
      level: level.relation,
    };
  }
  return php(t, relations[type] ?? 'less', textOf(t, left), textOf(t, right));
}

const helpers: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
  '**': 'power',
  '&': 'bitAnd',
  '|': 'bitOr',
  '^': 'bitXor',
  '<<': 'shiftLeft',
  '>>': 'shiftRight',
};

function arithmetic(t: Translating, node: Bin, type: string, left: Expression, right: Expression): Code {
  const [a, b] = [typeIn(t, left), typeIn(t, right)];
  const isSafeDivisor = right.kind === 'number' && Number(right.value) > 0;
  const isSum = type === '+' || type === '-';
  const isPlain =
    isSum ||
    type === '*' ||
    (type === '/' && isSafeDivisor) ||
    (type === '%' && isSafeDivisor && a === 'int' && b === 'int');
  if (isNumber(a) && isNumber(b) && isPlain) {
    const own = isSum ? level.sum : level.product;
    return { text: `${textOf(t, left, own)} ${type} ${textOf(t, right, own + 1)}`, level: own };
  }
  const helper = helpers[type];
  if (helper === undefined) return t.todo(node, `The operator ${type} is not known.`);
  return php(t, helper, textOf(t, left), textOf(t, right));
}

export function unary(t: Translating, node: Unary): Code {
  switch (node.type) {
    case '!':
      return opposite(condition(t, node.what));
    case '-':
      if (isNumber(typeIn(t, node.what))) {
        const operand = textOf(t, node.what, level.unary);
        return { text: operand.startsWith('-') ? `-(${operand})` : `-${operand}`, level: level.unary };
      }
      return php(t, 'negate', textOf(t, node.what));
    case '+':
      return isNumber(typeIn(t, node.what))
        ? t.expression(node.what)
        : php(t, 'multiply', textOf(t, node.what), '1');
    case '~':
      return php(t, 'bitNot', textOf(t, node.what));
    default:
      return t.todo(node, `The operator ${node.type} is not known.`);
  }
}

export function cast(t: Translating, node: Cast): Code {
  const type = typeIn(t, node.expr);
  const value = (): string => textOf(t, node.expr);
  switch (node.type) {
    case 'int':
    case 'integer':
      return type === 'int' ? t.expression(node.expr) : php(t, 'toInt', value());
    case 'float':
    case 'double':
    case 'real':
      return isNumber(type) ? t.expression(node.expr) : php(t, 'toFloat', value());
    case 'string':
    case 'binary':
      return type === 'string' ? t.expression(node.expr) : php(t, 'text', value());
    case 'bool':
    case 'boolean':
      return type === 'bool' ? t.expression(node.expr) : php(t, 'toBool', value());
    case 'array':
      return php(t, 'toArray', value());
    case 'object':
      return isEmptyArray(node.expr) ? { text: '{}', level: level.primary } : php(t, 'toObject', value());
    case 'null':
    case 'unset':
      return primary('null');
    default:
      return t.todo(node, `The cast (${node.type}) is not known.`);
  }
}

function isEmptyArray(node: Expression): boolean {
  return node.kind === 'array' && node.items.length === 0;
}

export function ternary(t: Translating, node: Ternary): Code {
  const otherwise = textOf(t, node.falseExpr, level.assignment);
  if (node.trueExpr) {
    return {
      text: `${atLeast(condition(t, node.test), level.coalesce)} ? ${textOf(t, node.trueExpr)} : ${otherwise}`,
      level: level.conditional,
    };
  }
  if (typeIn(t, node.test) === 'bool' && typeIn(t, node.falseExpr) === 'bool') {
    return {
      text: `${textOf(t, node.test, level.or)} || ${textOf(t, node.falseExpr, level.or)}`,
      level: level.or,
    };
  }
  if (isPure(node.test)) {
    return {
      text: `${atLeast(condition(t, node.test), level.coalesce)} ? ${textOf(t, node.test)} : ${otherwise}`,
      level: level.conditional,
    };
  }
  if (/\bawait /.test(otherwise)) return t.todo(node, 'A call that waits behind ?:; write an if.');
  const truth = php(t, 'isTruthy', 'value').text;
  return call(`((value: ${phpValueType(t.unit)}) => ${truth} ? value : ${otherwise})`, textOf(t, node.test));
}
