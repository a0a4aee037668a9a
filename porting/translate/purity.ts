import { phpFunctions } from '../php/functions-table.js';
import type { Expression } from './ast.js';

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
