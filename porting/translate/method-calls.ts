import { libraryClasses } from '../library/library-names.js';
import { args, fits } from './arguments.js';
import { type Call, type Expression, type MethodNode, typed } from './ast.js';
import { byReference, changedReference } from './by-reference.js';
import { type Code, call, level } from './code.js';
import { libraryHandler, methodName, target } from './method-names.js';
import { methodOf } from './project-facts.js';
import { isThis, objectText } from './reading.js';
import { type Translating, phpValueType } from './translating.js';

export function methodCall(
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
  // Methods of one name agree in what they take by reference.
  const known = t.facts.references.argumentsOf(node).length > 0 ? t.facts.methods.get(lower)?.[0] : found;
  const parameters = known ? typed<MethodNode>(known.method.node).arguments : [];
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
    const reference = changedReference(t, parameters, body, node.arguments);
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
    const reference = changedReference(t, method.arguments, method.body, node.arguments);
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
  const missing = known === undefined ? undefined : t.dialect.whyMissing?.(known);
  if (missing !== undefined) return t.todo(node, missing);
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
