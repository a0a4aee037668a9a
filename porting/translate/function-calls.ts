import { blockingFunctions, phpFunctions, untranslatableFunctions } from '../php/functions-table.js';
import { args, fits } from './arguments.js';
import type { Call, Expression } from './ast.js';
import { blockingCall } from './blocking.js';
import { byReference, changedReference, walkByReference } from './by-reference.js';
import { callback, callbackPositions } from './callbacks.js';
import { type Code, atLeast, call, level, primary } from './code.js';
import { moduleOf } from './modules.js';
import { identifier } from './names.js';
import { isThis } from './reading.js';
import { type Translating, nameOfValue, phpValueType, textOf, typeIn } from './translating.js';
import { copied } from './copies.js';
import { assignTo } from './writing.js';

export function functionCall(t: Translating, node: Call, written: string, isStatement: boolean): Code {
  const name = written.slice(written.lastIndexOf('\\') + 1);
  const lower = name.toLowerCase();
  const own = t.facts.functions.get(lower);
  if (own) {
    const reference = changedReference(t, own.node.arguments, own.node.body, node.arguments);
    if (reference !== undefined) return t.todo(node, byReference(`${name}()`, reference));
    const code =
      own.file === t.unit.file
        ? identifier(own.name)
        : t.unit.imports.value(moduleOf(t.unit.file, own.file), identifier(own.name));
    const isFitting = fits(node.arguments, own.node.arguments);
    return call(
      isFitting ? code : `(${code} as ${phpValueType(t.unit)})`,
      ...args(t, node.arguments, own.node.arguments),
    );
  }
  const special =
    specialCall(t, node, lower) ??
    (lower === 'array_walk' ? walkByReference(t, node, isStatement) : undefined);
  if (special) return special;
  const known = phpFunctions.get(lower);
  if (known) return builtin(t, node, lower, isStatement);
  if (isStatement && needlessFunctions.has(lower)) {
    t.notice(node, `${name}() is left out: ${needlessFunctions.get(lower) ?? ''}.`);
    return primary('undefined');
  }
  const blocking = blockingFunctions.get(lower);
  if (blocking !== undefined) return blockingCall(t, node, `${name}()`, blocking);
  const why = untranslatableFunctions.get(lower);
  return t.todo(
    node,
    why === undefined
      ? `There is no function ${name}() in this project, nor is it one of PHP's that are here; write it, and call it.`
      : `${name}(): ${why}.`,
  );
}

const noLimit = 'nothing here limits how long a program runs or what it uses';
const noPage = 'no browser reads what the program prints';

/** Functions whose calls are left out where nobody looks at what they return. */
const needlessFunctions: ReadonlyMap<string, string> = new Map([
  ['set_time_limit', noLimit],
  ['ignore_user_abort', noLimit],
  ['gc_collect_cycles', noLimit],
  ['header', noPage],
  ['ob_implicit_flush', noPage],
  ['ob_start', noPage],
  ['ob_flush', noPage],
  ['ob_end_flush', noPage],
]);

/** Functions that are an operator or a property here. */
function specialCall(t: Translating, node: Call, name: string): Code | undefined {
  const [first, second] = node.arguments;
  const isOne = node.arguments.length === 1 && first !== undefined && first.kind !== 'variadic';
  switch (name) {
    case 'is_null':
      return isOne
        ? { text: `${textOf(t, first, level.relation)} == null`, level: level.equality }
        : undefined;
    case 'count':
    case 'sizeof':
      return isOne && typeIn(t, first) === 'list'
        ? { text: `${textOf(t, first, level.call)}.length`, level: level.call }
        : undefined;
    case 'defined':
      return first?.kind === 'string' && t.facts.constants.has(first.value) ? primary('true') : undefined;
    case 'define':
      return first?.kind === 'string' && second ? primary('undefined') : undefined;
    case 'constant':
      return first?.kind === 'string' &&
        !first.value.includes('::') &&
        t.unit.constantName(first.value) !== undefined
        ? primary(t.unit.constantName(first.value) ?? '')
        : undefined;
    case 'get_class':
      return node.arguments.length === 0 || (isOne && isThis(first))
        ? { text: `${t.dialect.self}.constructor.name`, level: level.call }
        : undefined;
    case 'compact':
    case 'extract':
    case 'func_get_args':
      return t.todo(
        node,
        `${name}(): ${untranslatableFunctions.get(name) ?? 'it looks at variables by name'}.`,
      );
    default:
      return undefined;
  }
}

function builtin(t: Translating, node: Call, lower: string, isStatement: boolean): Code {
  const known = phpFunctions.get(lower);
  if (!known) return t.todo(node, `${lower}() is not known.`);
  const name = t.unit.php(known.name);
  const callbackAt = callbackPositions[lower];
  const given = node.arguments.map((one, at): string => {
    if (one.kind === 'namedargument')
      return t.todo(one, `The argument ${one.name}: is given by name; give it by position.`).text;
    if (one.kind === 'variadic') return `...${t.unit.php('valuesOf')}(${textOf(t, one.what)})`;
    if (at === callbackAt) return atLeast(callback(t, one), level.assignment);
    const isStored = /^array_(push|unshift|fill|pad|fill_keys|splice)$/.test(lower) && at > 0;
    return isStored
      ? atLeast(
          copied(
            t,
            one,
            node.arguments[0] && { kind: 'offsetlookup', what: node.arguments[0], offset: null },
          ),
          level.assignment,
        )
      : textOf(t, one);
  });
  const position = known.byReference?.[0];
  const reference = position === undefined ? undefined : node.arguments[position];
  if (position === undefined || reference === undefined) return call(name, ...given);
  switch (known.byReferenceStyle) {
    case 'setter':
      given[position] = setter(t, reference);
      return call(name, ...given);
    case 'assign':
      if (!isStatement)
        return t.todo(node, `${lower}() sorts a variable and gives a value; make it a statement of its own.`);
      return assignTo(t, reference, call(name, ...given));
    default:
      return call(name, ...given);
  }
}

/** How a function of PHP gives a value to an argument by reference. */
function setter(t: Translating, target: Expression): string {
  const name = nameOfValue(t);
  return `(${name}) => { ${assignTo(t, target, primary(name)).text}; }`;
}
