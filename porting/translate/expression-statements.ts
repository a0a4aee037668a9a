import type { Expression, Statement } from './ast.js';
import { callExpression } from './calls.js';
import { type Code, atLeast, level } from './code.js';
import { declared } from './declarations.js';
import { destructuring } from './destructuring.js';
import type { Writing } from './function-writing.js';
import { type Translating, condition, php, textOf } from './translating.js';
import { assignment, step } from './writing.js';

export function expressionStatement(t: Writing, node: Statement, expression: Expression): string {
  switch (expression.kind) {
    case 'assign': {
      if (expression.left.kind === 'list' || expression.left.kind === 'array')
        return destructuring(t, node, expression.left, expression.right);
      const [variable] = t.scope.declaredAt(node);
      if (variable && expression.operator === '=')
        return declared(t, node, variable, expression.left, expression.right);
      if (expression.right.kind === 'assign' && expression.operator === '=') return chained(t, expression);
      return `${assignment(t, expression, true).text};`;
    }
    case 'pre':
    case 'post':
      return `${step(t, expression, true).text};`;
    case 'call': {
      const code = callExpression(t, expression, true);
      return code.text === 'undefined' ? '' : `${code.text};`;
    }
    case 'silent':
      return expressionStatement(t, node, expression.expr);
    case 'print':
      return `${php(t, 'echo', textOf(t, expression.expression)).text};`;
    case 'exit':
      return `${exitText(t, expression.expression).text};`;
    case 'throw':
      return `throw ${t.expression(expression.what).text};`;
    case 'include':
    case 'retif':
      return guarded(t.expression(expression));
    case 'bin':
      return logicalStatement(t, expression);
    default:
      return guarded(t.expression(expression));
  }
}

/** `$a = $b = 0`: each in a statement of its own where that is the same. */
function chained(t: Writing, node: Extract<Expression, { readonly kind: 'assign' }>): string {
  return `${assignment(t, node, true).text};`;
}

/** `$ok or die(…)` is an `if`. */
function logicalStatement(t: Writing, node: Extract<Expression, { readonly kind: 'bin' }>): string {
  const isOr = node.type === 'or' || node.type === '||';
  const isAnd = node.type === 'and' || node.type === '&&';
  if (!isOr && !isAnd) return guarded(t.expression(node));
  const test = condition(t, node.left);
  const statement: Statement = { kind: 'expressionstatement', expression: node.right };
  return `if (${isOr ? `!${atLeast(test, level.unary)}` : test.text}) {\n${expressionStatement(t, statement, node.right)}\n}`;
}

/** A statement must not begin with `{`, `function` or `[`. */
function guarded(code: Code): string {
  if (code.text === '') return '';
  return /^[{[(`]|^function\b/.test(code.text) ? `void ${atLeast(code, level.unary)};` : `${code.text};`;
}

export function exitText(t: Translating, status: Expression | null): Code {
  return php(t, 'exit', ...(status ? [textOf(t, status)] : []));
}
