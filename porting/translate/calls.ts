import { libraryClasses } from '../library/library-names.js';
import { blockingFunctions, phpFunctions, untranslatableFunctions } from '../php/functions-table.js';
import { chainOf, methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpMethod } from '../read/model.js';
import {
  typed,
  walk,
  type ArrowFunction,
  type Closure,
  type Statement,
  type Call,
  type Expression,
  type MethodNode,
  type New,
  type Parameter,
} from './ast.js';
import { referenced } from './class-lookup.js';
import { atLeast, call, level, primary, type Code } from './code.js';
import type { MethodTarget } from './dialect.js';
import { identifier } from './names.js';
import { moduleOf } from './modules.js';
import { libraryParameters } from './library-parameters.js';
import { methodOf } from './project-facts.js';
import { isThis, objectText, variable } from './reading.js';
import { converted, copied, phpValueType, textOf, typeIn, type Translating } from './translating.js';
import { typeOfHint } from './types.js';
import { assignTo } from './writing.js';

const recipes: Readonly<Record<string, string>> = {
  file: 'reads or writes a file',
  network: 'waits for the network',
  database: 'waits for a database',
  sleep: 'waits for time to pass',
  process: 'waits for another program',
};

/** What to do about a call that blocks. */
function recipe(name: string, kind: string): string {
  if (kind === 'sleep') {
    return `${name} ${recipes[kind] ?? ''} and stops everything meanwhile: in a machine write "after" with the time in ms; in a class wait before run(), or set a timer that posts a message`;
  }
  return `${name} ${recipes[kind] ?? 'blocks'}, which stops all automatons meanwhile: do it before run() and hand the result in, or write an async function as an actor that a machine invokes (invoke: { src: fromPromise(…) }), whose result comes as a message`;
}

/** Arguments of builtin functions that are called by it. */
const callbackPositions: Readonly<Record<string, number>> = {
  array_map: 0,
  usort: 1,
  uasort: 1,
  uksort: 1,
  array_filter: 1,
  array_walk: 1,
  array_reduce: 1,
  call_user_func: 0,
  call_user_func_array: 0,
  preg_replace_callback: 1,
  array_find: 1,
  array_find_key: 1,
  array_any: 1,
  array_all: 1,
  is_callable: 0,
};

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

/** Arguments as they are written; by the parameters, values become what the hints say. */
export function args(
  t: Translating,
  given: readonly Expression[],
  parameters: readonly Parameter[] = [],
): string[] {
  const printed: string[] = [];
  for (const [position, one] of given.entries()) {
    if (one.kind === 'namedargument') {
      const at = parameters.findIndex((each) => each.name.name === one.name);
      if (at < 0)
        return [
          t.todo(
            one,
            `The argument ${one.name}: is given by a name that is not known here; give it by position.`,
          ).text,
        ];
      while (printed.length < at) printed.push('undefined');
      printed[at] = argument(t, one.value, parameters[at]);
    } else if (one.kind === 'variadic') printed.push(`...${t.unit.php('valuesOf')}(${textOf(t, one.what)})`);
    else printed.push(argument(t, one, parameters[position]));
  }
  return printed;
}

function argument(t: Translating, node: Expression, parameter: Parameter | undefined): string {
  const hint =
    parameter && !parameter.variadic
      ? typeOfHint(parameter.type, parameter.nullable || parameter.value?.kind === 'nullkeyword')
      : 'value';
  const value = copied(t, node);
  if (hint === 'value' || hint === 'array') return atLeast(seenAsAny(t, node, value), level.assignment);
  return atLeast(converted(t, value, typeIn(t, node), hint), level.assignment);
}

/** What the library gives has types that need not be those that the library takes elsewhere. */
function seenAsAny(t: Translating, node: Expression, value: Code): Code {
  if (node.kind !== 'call' || !/^(this|self)\.\w+\(/.test(value.text)) return value;
  const isLibrary =
    node.what.kind === 'propertylookup' &&
    node.what.offset.kind === 'identifier' &&
    t.klass &&
    !methodOf(t.klass, node.what.offset.name);
  return isLibrary === true
    ? { text: `${value.text} as ${phpValueType(t.unit)}`, level: level.relation }
    : value;
}

function functionCall(t: Translating, node: Call, written: string, isStatement: boolean): Code {
  const name = written.slice(written.lastIndexOf('\\') + 1);
  const lower = name.toLowerCase();
  const own = t.facts.functions.get(lower);
  if (own) {
    const reference = changedReference(own.node.arguments, own.node.body, node.arguments);
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
  const blocking = blockingFunctions.get(lower);
  if (blocking !== undefined) return t.todo(node, `${recipe(`${name}()`, blocking)}.`);
  const why = untranslatableFunctions.get(lower);
  return t.todo(
    node,
    why === undefined
      ? `There is no function ${name}() in this project, nor is it one of PHP's that are here; write it, and call it.`
      : `${name}(): ${why}.`,
  );
}

function byReference(name: string, parameter: string): string {
  return `${name} changes its argument for $${parameter}, which it takes by reference; let it return the new value.`;
}

/** The parameter by reference that the function changes, if an argument is given for it. */
function changedReference(
  parameters: readonly Parameter[],
  body: { readonly kind: 'block' } | null,
  given: readonly Expression[],
): string | undefined {
  const changed = parameters.find(
    (one, at) => one.byref && given[at] !== undefined && body !== null && isWritten(one.name.name, body),
  );
  return changed?.name.name;
}

function isWritten(name: string, body: object): boolean {
  let found = false;
  const rootIs = (node: Expression): boolean =>
    node.kind === 'variable' ? node.name === name : node.kind === 'offsetlookup' ? rootIs(node.what) : false;
  walk(body as Expression, (node) => {
    if ((node.kind === 'assign' || node.kind === 'assignref') && rootIs(node.left)) found = true;
    if ((node.kind === 'pre' || node.kind === 'post') && rootIs(node.what)) found = true;
    if (node.kind === 'unset' && node.variables.some(rootIs)) found = true;
    if (node.kind === 'call' && node.arguments.some((one) => one.kind === 'variable' && one.name === name))
      found = true;
    if (node.kind === 'foreach' && node.value.kind === 'variable' && node.value.byref === true) found = true;
    return !found;
  });
  return found;
}

/** The parameter by reference that a closure changes. */
export function changedParameter(node: Closure | ArrowFunction): string | undefined {
  return node.arguments.find((one) => one.byref && isWritten(one.name.name, node.body))?.name.name;
}

/** `array_walk($a, function (&$value) { … })` as `a = eachByReference(a, (value) => { …; return value; })`. */
function walkByReference(t: Translating, node: Call, isStatement: boolean): Code | undefined {
  const [array, closure, more] = node.arguments;
  if (!array || closure?.kind !== 'closure' || changedParameter(closure) === undefined) return undefined;
  const [first] = closure.arguments;
  const returns: unknown[] = [];
  walk(closure.body, (one) => {
    if (one.kind === 'return') returns.push(one);
    return one.kind !== 'closure';
  });
  const isOther = closure.arguments.slice(1).some((one) => one.byref);
  if (!isStatement || !first || returns.length > 0 || isOther || more) return undefined;
  const back: Statement = { kind: 'return', expr: { kind: 'variable', name: first.name.name } };
  const children = [...closure.body.children, back];
  const changed: Closure = {
    ...closure,
    arguments: [{ ...first, byref: false }, ...closure.arguments.slice(1)],
    body: { ...closure.body, children },
  };
  return assignTo(t, array, call(t.unit.php('eachByReference'), textOf(t, array), textOf(t, changed)));
}

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
      given[position] = `(value) => { ${assignTo(t, reference, primary('value')).text}; }`;
      return call(name, ...given);
    case 'assign':
      if (!isStatement)
        return t.todo(node, `${lower}() sorts a variable and gives a value; make it a statement of its own.`);
      return assignTo(t, reference, call(name, ...given));
    default:
      return call(name, ...given);
  }
}

/** A function given by name, `[$this, 'method']` or a closure, as a function. */
function callback(t: Translating, node: Expression): Code {
  if (node.kind === 'string') {
    const lower = node.value.slice(node.value.lastIndexOf('\\') + 1).toLowerCase();
    const own = t.facts.functions.get(lower);
    if (own)
      return primary(
        own.file === t.unit.file
          ? identifier(own.name)
          : t.unit.imports.value(moduleOf(t.unit.file, own.file), identifier(own.name)),
      );
    const known = phpFunctions.get(lower);
    if (known) return primary(t.unit.php(known.name));
    return t.todo(node, `There is no function ${node.value}() to be called here; give an arrow function.`);
  }
  if (node.kind === 'array' && node.items.length === 2) {
    const [object, method] = node.items;
    if (object?.kind === 'entry' && method?.kind === 'entry' && method.value.kind === 'string') {
      const found = t.klass && methodOf(t.klass, method.value.value);
      const isOwn =
        isThis(object.value) ||
        object.value.kind === 'magic' ||
        (object.value.kind === 'staticlookup' && object.value.what.kind !== 'name');
      if (found && isOwn)
        return {
          text: found.method.isStatic
            ? `((...given: ${phpValueType(t.unit)}[]) => ${t.dialect.callStatic(t.dialect.className(found.owner), target(t, found), ['...given'])})`
            : t.dialect.methodAsValue(target(t, found)),
          level: level.call,
        };
    }
  }
  return t.expression(node);
}

/** What a dialect needs to know of a method that was found. */
export function target(
  t: Translating,
  found: { readonly owner: PhpClass; readonly method: PhpMethod },
): MethodTarget {
  return {
    name: methodName(t, found.method.name, found.owner),
    owner: found.owner,
    isStatic: found.method.isStatic,
  };
}

/** A handler is spelled as messages find it, what is inherited as it is declared first: PHP ignores case. */
export function methodName(t: Pick<Translating, 'facts'>, name: string, owner: PhpClass | undefined): string {
  const lower = name.toLowerCase();
  if (owner) {
    const own = methodsOf(owner).get(lower)?.method;
    // Messages find only what is public.
    if (owner.isAutomaton && lower.startsWith('receive') && own && own.visibility !== 'public') {
      return `${own.visibility}${own.name.charAt(0).toUpperCase()}${own.name.slice(1)}`;
    }
    const library =
      owner.libraryAncestor === undefined
        ? undefined
        : libraryClasses.get(owner.libraryAncestor.toLowerCase());
    const known =
      library?.methods.find((one) => one.toLowerCase() === lower) ?? libraryHandler(library, name);
    if (known !== undefined) return known;
    const first = chainOf(owner)
      .flatMap((one) => one.methods)
      .filter((one) => one.name.toLowerCase() === lower)
      .at(-1);
    const handler = owner.handlers.find(({ method }) => method.name.toLowerCase() === lower);
    if (handler) return `Receive${handler.state}${handler.mt}`;
    if (first) return first.name === 'constructor' ? 'constructor_' : first.name;
  }
  const spelled = t.facts.spelling(name);
  return spelled === 'constructor' ? 'constructor_' : spelled;
}

function methodCall(
  t: Translating,
  node: Call,
  what: Extract<
    Expression,
    { readonly offset: Expression; readonly kind: 'propertylookup' | 'nullsafepropertylookup' }
  >,
): Code {
  if (what.offset.kind !== 'identifier') {
    if (what.offset.kind === 'variable' || what.offset.kind === 'encapsedpart') {
      return t.todo(node, 'A method whose name is in a variable; call the methods by name, in a switch.');
    }
    return t.todo(node, 'The name of this method is only known when it runs.');
  }
  const name = what.offset.name;
  if (isThis(what.what)) return ownMethodCall(t, node, name);
  const lower = name.toLowerCase();
  const found = t.facts.onlyMethod(lower);
  const parameters = found ? typed<MethodNode>(found.method.node).arguments : [];
  const object = objectText(t, what.what);
  if (!t.facts.methods.has(lower)) {
    if (lower === 'getmessage') return { text: `${object}.message`, level: level.call };
    if (lower === 'getcode') return { text: `(${object}.code ?? 0)`, level: level.primary };
    if (lower === 'getprevious') return { text: `(${object}.cause ?? null)`, level: level.primary };
    if (lower === 'gettraceasstring') return { text: `${object}.stack`, level: level.call };
    if (lower === 'getname' && what.what.kind === 'propertylookup') return call(`${object}.getName`);
  }
  if (found) {
    const body = typed<MethodNode>(found.method.node).body;
    const reference = changedReference(parameters, body, node.arguments);
    if (reference !== undefined) return t.todo(node, byReference(`${name}()`, reference));
  }
  const spelled = found ? methodName(t, name, found.owner) : t.facts.spelling(name);
  const given = args(t, node.arguments, parameters);
  const special = t.dialect.callOnValue(object, spelled, given);
  if (special !== undefined) return { text: special, level: level.call };
  const dot = what.kind === 'nullsafepropertylookup' ? '?.' : '.';
  return call(`${object}${dot}${spelled}`, ...given);
}

function ownMethodCall(t: Translating, node: Call, name: string): Code {
  const found = t.klass && methodOf(t.klass, name);
  if (found) {
    const method = typed<MethodNode>(found.method.node);
    const reference = changedReference(method.arguments, method.body, node.arguments);
    if (reference !== undefined) return t.todo(node, byReference(`${name}()`, reference));
    const given = args(t, node.arguments, method.arguments);
    if (found.method.isStatic)
      return {
        text: t.dialect.callStatic(t.dialect.className(found.owner), target(t, found), given),
        level: level.call,
      };
    const direct = t.dialect.callSelf(target(t, found), given);
    return {
      text: fits(node.arguments, method.arguments)
        ? direct
        : direct.replace(/^this\./, `(this as ${phpValueType(t.unit)}).`),
      level: level.call,
    };
  }
  const library =
    t.klass?.libraryAncestor === undefined
      ? undefined
      : libraryClasses.get(t.klass.libraryAncestor.toLowerCase());
  const known =
    library?.methods.find((one) => one.toLowerCase() === name.toLowerCase()) ?? libraryHandler(library, name);
  const given = args(t, node.arguments);
  if (known !== undefined)
    return {
      text: t.dialect.callSelf({ name: known, owner: undefined, isStatic: false }, given),
      level: level.call,
    };
  const member = t.klass?.node.body.some((one) => one.kind === 'propertystatement');
  if (
    t.klass &&
    !t.klass.isAbstract &&
    t.klass.kind === 'class' &&
    member !== undefined &&
    !t.facts.methods.has(name.toLowerCase())
  ) {
    if (['getMessage', 'getCode', 'getPrevious', 'getTraceAsString'].includes(name))
      return call(`${t.dialect.self}.${name}`, ...given);
    return t.todo(node, `There is no method ${name}() in ${t.klass.name}, nor in what it extends.`);
  }
  return call(`(${t.dialect.self} as ${phpValueType(t.unit)}).${t.facts.spelling(name)}`, ...given);
}

function libraryHandler(
  library: { readonly handlers: readonly { readonly state: string; readonly mt: string }[] } | undefined,
  name: string,
): string | undefined {
  const found = library?.handlers.find(
    ({ state, mt }) => `receive${state}${mt}`.toLowerCase() === name.toLowerCase(),
  );
  return found && `Receive${found.state}${found.mt}`;
}

/** Whether TypeScript takes so many arguments. */
export function fits(given: readonly Expression[], parameters: readonly Parameter[]): boolean {
  if (given.some((one) => one.kind === 'variadic' || one.kind === 'namedargument')) return false;
  const isOpen = parameters.some((one) => one.variadic);
  const needed = parameters.filter((one) => one.value === null && !one.variadic).length;
  return given.length >= needed && (isOpen || given.length <= parameters.length);
}

function staticCall(
  t: Translating,
  node: Call,
  what: Extract<Expression, { readonly kind: 'staticlookup' }>,
): Code {
  if (what.offset.kind !== 'identifier')
    return t.todo(node, 'The name of this static method is only known when it runs.');
  const name = what.offset.name;
  const found = referenced(t.unit, t.klass, what.what);
  if (found?.kind === 'library') {
    const { library } = found;
    if (name.toLowerCase() === '__construct') {
      return {
        text: t.dialect.callParent(
          { name: '__construct', owner: undefined, isStatic: false },
          args(t, node.arguments, libraryParameters(library.name)),
        ),
        level: level.call,
      };
    }
    const isParent = what.what.kind === 'parentreference' || library.name === t.klass?.libraryAncestor;
    const handler = libraryHandler(library, name);
    const spelled =
      library.methods.find((one) => one.toLowerCase() === name.toLowerCase()) ?? handler ?? name;
    const given = args(t, node.arguments);
    if (isParent && spelled !== 'raw_json_encode')
      return {
        text: t.dialect.callParent({ name: spelled, owner: undefined, isStatic: false }, given),
        level: level.call,
      };
    return { text: t.dialect.callLibraryStatic(library.name, spelled, given), level: level.call };
  }
  if ((found?.kind === 'exception' || found?.kind === 'throwable') && name.toLowerCase() === '__construct') {
    const parent: MethodTarget = { name: '__construct', owner: undefined, isStatic: false };
    return { text: t.dialect.callParent(parent, args(t, node.arguments)), level: level.call };
  }
  if (found?.kind !== 'project')
    return t.todo(node, `The static method ${name}() is of a class that is not there.`);
  const method = methodOf(found.klass, name);
  const ofEnum = ['cases', 'from', 'tryFrom'].find((one) => one.toLowerCase() === name.toLowerCase());
  if (!method && found.klass.kind === 'enum' && ofEnum !== undefined) {
    return call(`${t.dialect.className(found.klass)}.${ofEnum}`, ...args(t, node.arguments));
  }
  if (!method && name.toLowerCase() === '__construct') {
    return {
      text: t.dialect.callParent(
        { name: '__construct', owner: undefined, isStatic: false },
        args(t, node.arguments, libraryParameters(found.klass.libraryAncestor)),
      ),
      level: level.call,
    };
  }
  if (!method) {
    const library =
      found.klass.libraryAncestor === undefined
        ? undefined
        : libraryClasses.get(found.klass.libraryAncestor.toLowerCase());
    const known =
      library?.methods.find((one) => one.toLowerCase() === name.toLowerCase()) ??
      libraryHandler(library, name);
    if (known === undefined) return t.todo(node, `${found.klass.name} has no method ${name}().`);
    const inherited: MethodTarget = { name: known, owner: undefined, isStatic: false };
    const given = args(t, node.arguments);
    return {
      text:
        what.what.kind === 'parentreference'
          ? t.dialect.callParent(inherited, given)
          : t.dialect.callSelf(inherited, given),
      level: level.call,
    };
  }
  const given = args(t, node.arguments, typed<MethodNode>(method.method.node).arguments);
  const known = target(t, method);
  if (method.method.isStatic) {
    const isClassStyle = t.dialect.self === 'this';
    if (isClassStyle && what.what.kind === 'parentreference' && t.isStatic)
      return { text: t.dialect.callParent(known, given), level: level.call };
    if (isClassStyle && what.what.kind === 'staticreference' && t.isStatic)
      return { text: t.dialect.callStatic('this', known, given), level: level.call };
    const any = phpValueType(t.unit);
    const isLate =
      isClassStyle && what.what.kind === 'staticreference' && isOverridden(t, method.owner, known.name);
    const late = t.isConstructor ? `(new.target as ${any})` : `(this.constructor as ${any})`;
    const parameters = typed<MethodNode>(method.method.node).arguments;
    const own = t.dialect.className(isClassStyle ? found.klass : method.owner);
    const name = isLate
      ? late
      : fits(node.arguments, parameters) || !isClassStyle
        ? own
        : `(${own} as ${any})`;
    return { text: t.dialect.callStatic(name, known, given), level: level.call };
  }
  if (
    what.what.kind === 'parentreference' ||
    (what.what.kind === 'name' && found.klass === t.klass?.parent)
  ) {
    return { text: t.dialect.callParent(known, given), level: level.call };
  }
  if (what.what.kind === 'selfreference' || what.what.kind === 'staticreference' || found.klass === t.klass) {
    return { text: t.dialect.callSelf(known, given), level: level.call };
  }
  return t.todo(node, `${found.klass.name}::${name}() is no static method; call it on an object.`);
}

/** Whether a class below has a method of that name. */
function isOverridden(t: Translating, owner: PhpClass, name: string): boolean {
  return [...t.unit.project.classes.values()].some(
    (one) =>
      one !== owner &&
      chainOf(one).includes(owner) &&
      methodsOf(one).get(name.toLowerCase())?.owner !== owner,
  );
}

export function newExpression(t: Translating, node: New): Code {
  const { what } = node;
  if (what.kind === 'class')
    return t.todo(node, 'A class without a name; give it a name, and write it at the top of the file.');
  const found = referenced(t.unit, t.klass, what as Expression);
  const withNew = (name: string, given: readonly string[]): Code => ({
    text: `new ${name}(${given.join(', ')})`,
    level: level.call,
  });
  switch (found?.kind) {
    case 'project': {
      const constructor = methodOf(found.klass, '__construct');
      const parameters = constructor
        ? typed<MethodNode>(constructor.method.node).arguments
        : libraryParameters(found.klass.libraryAncestor);
      const given = args(t, node.arguments, parameters);
      if (what.kind === 'staticreference') {
        if (t.isStatic) return withNew(`(this as ${phpValueType(t.unit)})`, given);
        return withNew(`(${t.dialect.self}.constructor as ${phpValueType(t.unit)})`, given);
      }
      const name = t.dialect.className(found.klass);
      const isFitting =
        (constructor === undefined || fits(node.arguments, parameters)) && !found.klass.isAbstract;
      return withNew(isFitting ? name : `(${name} as ${phpValueType(t.unit)})`, given);
    }
    case 'library':
      if (!found.library.isBuilt)
        t.notice(node, `${found.library.name} is not built here; using it throws LIBRARY_CLASS_NOT_BUILT.`);
      return {
        text: t.dialect.newOfLibrary(
          found.library.name,
          args(t, node.arguments, libraryParameters(found.library.name)),
        ),
        level: level.call,
      };
    case 'stdClass':
      return primary('{}');
    case 'exception':
      return withNew(t.unit.php(found.name), args(t, node.arguments));
    case 'throwable':
      return withNew('Error', args(t, node.arguments.slice(0, 1)));
    default: {
      const name = found && 'name' in found ? found.name : undefined;
      const blocking = name === undefined ? undefined : blockingFunctions.get(name.toLowerCase());
      if (name !== undefined && blocking !== undefined) return t.todo(node, `${recipe(name, blocking)}.`);
      return t.todo(
        node,
        name === undefined
          ? 'The class of this object is only known when it runs; write the classes in a switch.'
          : `There is no class ${name} here; write it, or use one of a package.`,
      );
    }
  }
}
