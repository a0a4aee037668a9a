import { libraryClasses } from '../library/library-names.js';
import { chainOf, methodsOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { args, fits } from './arguments.js';
import { type Call, type Expression, type MethodNode, typed } from './ast.js';
import { referenced } from './class-lookup.js';
import { type Code, call, level } from './code.js';
import type { MethodTarget } from './dialect.js';
import { libraryParameters } from './library-parameters.js';
import { libraryHandler, target } from './method-names.js';
import { methodOf } from './project-facts.js';
import { type Translating, phpValueType } from './translating.js';

export function staticCall(
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
    const missing = isParent ? t.dialect.whyMissing?.(spelled) : undefined;
    if (missing !== undefined) return t.todo(node, missing);
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
    const missing = t.dialect.whyMissing?.(known);
    if (missing !== undefined) return t.todo(node, missing);
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
