import type { Bin, Expression } from './ast.js';
import { type Code, level } from './code.js';
import { type Translating, condition, negated, php, textOf, typeIn } from './translating.js';
import { isNumber } from './types.js';

const differs =
  'PHP 5 and 7 compare a number and a text that is none as numbers (0 == "abc" is true there); here it is as in PHP 8.';

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
  if (areLiterals(same)) return php(t, 'looseEquals', textOf(t, left), textOf(t, right));
  if (isNumber(a) && isNumber(b)) return same;
  if (a === 'string' && b === 'string' && (isNoNumber(left) || isNoNumber(right))) return same;
  if (left.kind === 'boolean' || right.kind === 'boolean') {
    const [literal, other] = left.kind === 'boolean' ? [left, right] : [right, left];
    if (literal.kind === 'boolean') return literal.value ? condition(t, other) : negated(condition(t, other));
  }
  return php(t, 'looseEquals', textOf(t, left), textOf(t, right));
}

/** TypeScript refuses `'Linux' === 'WINNT'`, which constants of PHP become. */
function areLiterals({ text }: Code): boolean {
  return /^(-?[\d.e]+|'[^']*') === (-?[\d.e]+|'[^']*')$/.test(text);
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
    const same = {
      text: `${textOf(t, left, level.relation)} === ${textOf(t, right, level.relation)}`,
      level: level.equality,
    };
    if (!areLiterals(same)) return same;
  }
  return php(t, 'identical', textOf(t, left), textOf(t, right));
}

const relations: Readonly<Record<string, string>> = {
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
};

export function relation(t: Translating, type: string, left: Expression, right: Expression): Code {
  if (isNumber(typeIn(t, left)) && isNumber(typeIn(t, right))) {
    return {
      text: `${textOf(t, left, level.relation)} ${type} ${textOf(t, right, level.shift)}`,
      level: level.relation,
    };
  }
  return php(t, relations[type] ?? 'less', textOf(t, left), textOf(t, right));
}
