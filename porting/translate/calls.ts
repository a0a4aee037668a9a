import { args } from './arguments.js';
import type { Call } from './ast.js';
import { callback } from './callbacks.js';
import { type Code, atLeast, call, level } from './code.js';
import { functionCall } from './function-calls.js';
import { methodCall } from './method-calls.js';
import { target } from './method-names.js';
import { methodOf } from './project-facts.js';
import { isThis, variable } from './reading.js';
import { staticCall } from './static-calls.js';
import { type Translating, textOf, typeIn } from './translating.js';

export function callExpression(t: Translating, node: Call, isStatement: boolean): Code {
  const { what } = node;
  const isAsync = t.facts.isAsyncCall(what);
  if (isAsync && !t.mayAwait) {
    return t.todo(
      node,
      'This call waits, and it stands in a handler, constructor or closure, which may not wait: do it before run(), or in an actor that a machine invokes.',
    );
  }
  const code = plainCall(t, node, isStatement);
  if (!isAsync || code.text.includes('notPorted(')) return code;
  t.noteAwait();
  return { text: `await ${atLeast(code, level.call)}`, level: level.unary };
}

function plainCall(t: Translating, node: Call, isStatement: boolean): Code {
  const { what } = node;
  if (node.arguments.some((one) => one.kind === 'variadicplaceholder')) return callableValue(t, node);
  switch (what.kind) {
    case 'name':
      return functionCall(t, node, what.name, isStatement);
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return methodCall(t, node, what);
    case 'staticlookup':
      return staticCall(t, node, what);
    case 'variable':
      if (typeIn(t, what) === 'function') return call(variable(t, what).text, ...args(t, node.arguments));
      return call(t.unit.php('callUserFunc'), variable(t, what).text, ...args(t, node.arguments));
    case 'closure':
    case 'arrowfunc':
      return call(textOf(t, what, level.call), ...args(t, node.arguments));
    default:
      return call(t.unit.php('callUserFunc'), textOf(t, what), ...args(t, node.arguments));
  }
}

/** `strlen(...)`: the function itself. */
function callableValue(t: Translating, { what }: Call): Code {
  if (what.kind === 'name')
    return callback(t, { kind: 'string', value: what.name, raw: '', isDoubleQuote: false });
  if (what.kind === 'propertylookup' && what.offset.kind === 'identifier' && isThis(what.what)) {
    const found = t.klass && methodOf(t.klass, what.offset.name);
    if (found) return { text: t.dialect.methodAsValue(target(t, found)), level: level.call };
  }
  return t.todo(what, 'A method as a value; write an arrow function that calls it.');
}
