import type { Expression } from './ast.js';
import { callExpression } from './calls.js';
import { cast } from './casts.js';
import { closureText } from './closures.js';
import { level, primary, quote, type Code } from './code.js';
import { exitText } from './expression-statements.js';
import type { Writing } from './function-writing.js';
import { includeCall } from './includes.js';
import { instanceOf } from './instance-of.js';
import { arrayLiteral, encapsed, magic, numberLiteral, stringLiteral } from './literals.js';
import { matchText } from './match-expression.js';
import { newExpression } from './new-expression.js';
import { binary, ternary, unary } from './operators.js';
import { constant, element, empty, isset, member, staticLookup, variable } from './reading.js';
import { php, textOf } from './translating.js';
import { assignment, assignReference, step } from './writing.js';

/** An expression of PHP in TypeScript. */
export function expressionCode(t: Writing, node: Expression): Code {
  switch (node.kind) {
    case 'variable':
      return variable(t, node);
    case 'string':
      return stringLiteral(t, node);
    case 'nowdoc':
      return primary(quote(node.value));
    case 'number':
      return numberLiteral(t, node);
    case 'boolean':
      return primary(String(node.value));
    case 'nullkeyword':
      return primary('null');
    case 'encapsed':
      return encapsed(t, node);
    case 'encapsedpart':
      return t.expression(node.expression);
    case 'magic':
      return magic(t, node);
    case 'array':
      return arrayLiteral(t, node);
    case 'name':
      return constant(t, node);
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return member(t, node);
    case 'offsetlookup':
      return element(t, node);
    case 'staticlookup':
      return staticLookup(t, node);
    case 'assign':
      return assignment(t, node, false);
    case 'assignref':
      return assignReference(t, node);
    case 'pre':
    case 'post':
      return step(t, node, false);
    case 'bin':
      return node.type === 'instanceof' ? instanceOf(t, node) : binary(t, node);
    case 'unary':
      return unary(t, node);
    case 'cast':
      return cast(t, node);
    case 'retif':
      return ternary(t, node);
    case 'call':
      return callExpression(t, node, false);
    case 'new':
      return newExpression(t, node);
    case 'closure':
    case 'arrowfunc':
      return closureText(t, node);
    case 'isset':
      return isset(t, node.variables);
    case 'empty':
      return empty(t, node.expression);
    case 'silent':
      return t.expression(node.expr);
    case 'clone':
      return php(t, 'clone', textOf(t, node.what));
    case 'print':
      return php(t, 'print', textOf(t, node.expression));
    case 'exit':
      return exitText(t, node.expression);
    case 'throw':
      return { text: `(() => { throw ${t.expression(node.what).text}; })()`, level: level.call };
    case 'include':
      return includeCall(t, node);
    case 'match':
      return matchText(t, node);
    case 'eval':
      return t.todo(node, 'eval() runs a text as a program; write the program.');
    case 'yield':
    case 'yieldfrom':
      return t.todo(node, 'A generator; return an array, or write function* by hand.');
    default:
      return t.todo(node, `This expression (${node.kind}) is not known.`);
  }
}
