import type { Bin, Expression, Ternary, Unary } from './ast.js';
import { walk } from './ast.js';
import { type Code, atLeast, call, level } from './code.js';
import { equality, identity, opposite, relation } from './comparisons.js';
import { concatenation } from './literals.js';
import { type Translating, condition, php, phpValueType, textOf, typeIn } from './translating.js';
import { isPure } from './purity.js';
import { isNumber } from './types.js';

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

/** Whether it cannot be null: TypeScript refuses a `??` behind it. `$a . $b ?? 'c'` is `($a . $b) ?? 'c'`. */
function isNeverNull(node: Expression): boolean {
  if (node.kind === 'bin') return node.type !== '??';
  const kinds =
    'string number encapsed nowdoc array boolean unary isset empty closure arrowfunc new clone print magic';
  return kinds.split(' ').includes(node.kind);
}

/** These decide by the left side whether they look at the right one, and so have read it before. */
const leftFirst: ReadonlySet<string> = new Set(['&&', 'and', '||', 'or', '??', 'instanceof']);

/** `$a . ($a = 1)`: PHP reads a variable only when it joins, after the right side has changed it; TypeScript before. */
function isReadTooLate({ type, left, right }: Bin): boolean {
  if (leftFirst.has(type) || left.kind !== 'variable') return false;
  let isChanged = false;
  walk(right, (node) => {
    const changed =
      node.kind === 'assign'
        ? node.left
        : node.kind === 'pre' || node.kind === 'post'
          ? node.what
          : undefined;
    if (changed?.kind === 'variable' && changed.name === left.name) isChanged = true;
  });
  return isChanged;
}

export function binary(t: Translating, given: Bin): Code {
  const node = asPhp8(t, given);
  const { type, left, right } = node;
  if (isReadTooLate(node)) {
    return t.todo(
      node,
      'PHP reads the variable on the left after the right side has changed it; change it in a statement before or behind.',
    );
  }
  switch (type) {
    case '.':
      return concatenation(t, [node]);
    case '&&':
    case 'and':
      // isTruthy() of what is not there is false.
      if (left.kind === 'isset' && left.variables.length === 1 && isSameLook(left.variables[0], right))
        return condition(t, right);
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
      if (isNeverNull(left)) return t.expression(left);
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

/** Whether both are the same variable or member of one: reading it again makes no difference. */
function isSameLook(a: Expression | undefined, b: Expression): boolean {
  if (a?.kind === 'variable') return b.kind === 'variable' && typeof a.name === 'string' && a.name === b.name;
  if (a?.kind !== 'propertylookup' || b.kind !== 'propertylookup') return false;
  const isSameName =
    a.offset.kind === 'identifier' && b.offset.kind === 'identifier' && a.offset.name === b.offset.name;
  return isSameName && isSameLook(a.what, b.what);
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
