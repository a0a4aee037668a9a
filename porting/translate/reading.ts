import { libraryClasses } from '../library/library-names.js';
import { phpConstants } from '../php/functions-table.js';
import { chainOf, classConstantOf } from '../read/class-lookup.js';
import type { Expression, Name, OffsetLookup, PropertyLookup, StaticLookup, Variable } from './ast.js';
import { declaredMember, isPromoted, memberNameIn } from './declared-members.js';
import { fullNameOf, referenced } from './class-lookup.js';
import { atLeast, level, primary, quote, type Code } from './code.js';
import { casesOf, nameOfCase } from './enums.js';
import { identifier, isPlainName, namesOfObjects } from './names.js';
import { methodOf } from './project-facts.js';
import { renamedMember } from './renamed-members.js';
import { negated, php, phpValueType, textOf, typeIn, type Translating } from './translating.js';

export function variable(t: Translating, node: Variable): Code {
  if (typeof node.name !== 'string')
    return t.todo(node, 'A variable whose name is in a variable; use an object with members.');
  if (node.name === 'this') return primary(t.dialect.self);
  const alias = t.aliases.get(node.name);
  if (alias) return t.expression(alias);
  if (node.name === 'GLOBALS') return primary(t.unit.php('globals'));
  if (/^_(GET|POST|REQUEST|SERVER|COOKIE|SESSION|FILES|ENV)$/.test(node.name)) {
    return t.todo(
      node,
      `$${node.name} belongs to a web request; take the value from process.argv or process.env.`,
    );
  }
  return primary(t.scope.variable(node.name)?.text ?? identifier(node.name));
}

export function isThis(node: Expression): boolean {
  return node.kind === 'variable' && node.name === 'this';
}

/** A value that TypeScript knows more of than PHP would say: seen as any value where something is read from it. */
function isTyped(t: Translating, node: Expression): boolean {
  if (node.kind === 'new' || node.kind === 'clone') return true;
  if (node.kind !== 'call') return false;
  const { what } = node;
  if (what.kind === 'staticlookup') return referenced(t.unit, t.klass, what.what)?.kind !== 'project';
  if (what.kind !== 'propertylookup' || what.offset.kind !== 'identifier' || !isThis(what.what)) return false;
  const found = t.klass && methodOf(t.klass, what.offset.name);
  return found === undefined;
}

/** The object before `->`. */
export function objectText(t: Translating, node: Expression, isWritten = false): string {
  if (
    isWritten &&
    (node.kind === 'propertylookup' || node.kind === 'nullsafepropertylookup') &&
    !isThis(node)
  ) {
    return atLeast(member(t, node, true), level.call);
  }
  const code = t.expression(node);
  if (isTyped(t, node)) return `(${atLeast(code, level.relation)} as ${phpValueType(t.unit)})`;
  return atLeast(code, level.call);
}

/** `$object->name`; of null it is null. `isWritten`: something is written to it or below it. */
export function member(t: Translating, node: PropertyLookup, isWritten = false): Code {
  const { what, offset } = node;
  const name =
    offset.kind === 'identifier'
      ? offset.name
      : offset.kind === 'encapsedpart' && offset.expression.kind === 'string'
        ? offset.expression.value
        : undefined;
  if (name === undefined) {
    const key = offset.kind === 'encapsedpart' ? offset.expression : offset;
    if (!isWritten) return php(t, 'memberOf', textOf(t, what), textOf(t, key));
    const object = isThis(what)
      ? `(${t.dialect.self} as ${phpValueType(t.unit)})`
      : objectText(t, what, true);
    return { text: `${object}[${php(t, 'text', textOf(t, key)).text}]`, level: level.call };
  }
  if (isThis(what)) return ownMember(t, name);
  if (!isWritten && namesOfObjects.has(name)) return php(t, 'memberOf', textOf(t, what), quote(name));
  const renamed = renamedMember(t, what, name, isWritten);
  if (renamed) return renamed;
  const object = objectText(t, what, isWritten);
  const isThere = isWritten || ['message', 'object'].includes(typeIn(t, what)) || what.kind === 'new';
  if (!isPlainName(name))
    return { text: `${object}${isThere ? '' : '?.'}[${quote(name)}]`, level: level.call };
  return { text: `${object}${isThere ? '.' : '?.'}${name}`, level: level.call };
}

function ownMember(t: Translating, name: string): Code {
  if (!isPlainName(name))
    return { text: `(${t.dialect.self} as ${phpValueType(t.unit)})[${quote(name)}]`, level: level.call };
  return { text: t.dialect.member(memberNameIn(t.klass, name)), level: level.call };
}

/** Whether a member is declared by the class or an ancestor of the project. */
export function isDeclared(t: Translating, name: string): boolean {
  return t.klass !== undefined && (declaredMember(t.klass, name) !== undefined || isPromoted(t.klass, name));
}

/** `$GLOBALS['name']` is the global variable. */
export function globalVariable(t: Translating, node: OffsetLookup): Code | undefined {
  const isGlobals = node.what.kind === 'variable' && node.what.name === 'GLOBALS';
  if (!isGlobals || !node.offset || node.offset.kind !== 'string') return undefined;
  const globals = t.unit.php('globals');
  const { value } = node.offset;
  return {
    text: isPlainName(value) ? `${globals}.${value}` : `${globals}[${quote(value)}]`,
    level: level.call,
  };
}

/** `$array[key]`. */
export function element(t: Translating, node: OffsetLookup): Code {
  const global = globalVariable(t, node);
  if (global) return global;
  if (!node.offset) return t.todo(node, '[] can only be assigned to.');
  const type = typeIn(t, node.what);
  if (type === 'list' && node.offset.kind === 'number' && Number(node.offset.value) >= 0) {
    return { text: `${textOf(t, node.what, level.call)}[${textOf(t, node.offset)}]`, level: level.call };
  }
  // Inside of a text, `$a[key]` has a key without quotes.
  const key = node.offset.kind === 'identifier' ? quote(node.offset.name) : textOf(t, node.offset);
  return php(t, 'elementOf', textOf(t, node.what), key);
}

/** `A::$x`, `A::X`, `A::class`. */
export function staticLookup(t: Translating, node: StaticLookup): Code {
  const target = referenced(t.unit, t.klass, node.what);
  if (!target) return t.todo(node, 'The class of this is only known when it runs.');
  const isLate = node.what.kind === 'staticreference';
  if (node.offset.kind === 'identifier' && node.offset.name.toLowerCase() === 'class') {
    if (isLate && !t.isStatic) return { text: `${t.dialect.self}.constructor.name`, level: level.call };
    return primary(
      quote(
        target.kind === 'project'
          ? fullNameOf(target.klass)
          : target.kind === 'library'
            ? target.library.name
            : 'name' in target
              ? target.name
              : 'stdClass',
      ),
    );
  }
  if (target.kind !== 'project')
    return t.todo(node, 'This static member or constant is not there; write its value.');
  if (node.offset.kind === 'variable' && typeof node.offset.name === 'string') {
    const found = declaredMember(target.klass, node.offset.name);
    if (!found) return t.todo(node, `${target.klass.name} has no static member $${node.offset.name}.`);
    const isOverridden = isLate && redeclares(t, target.klass, node.offset.name);
    if (isOverridden && t.isStatic && t.dialect.self === 'this')
      return { text: `this.${memberNameIn(found.owner, node.offset.name)}`, level: level.call };
    return {
      text: t.dialect.staticMember(found.owner, memberNameIn(found.owner, node.offset.name), isOverridden),
      level: level.call,
    };
  }
  if (node.offset.kind === 'identifier') {
    const wanted = node.offset.name;
    if (casesOf(target.klass).some((one) => nameOfCase(one) === wanted))
      return { text: `${t.dialect.className(target.klass)}.${wanted}`, level: level.call };
    const found = classConstantOf(target.klass, node.offset.name);
    if (!found) return t.todo(node, `${target.klass.name} has no constant ${node.offset.name}.`);
    const { name } = node.offset;
    const isOverridden =
      isLate &&
      [...t.unit.project.classes.values()].some(
        (one) => chainOf(one).includes(found.owner) && classConstantOf(one, name)?.owner !== found.owner,
      );
    if (isOverridden && t.isStatic && t.dialect.self === 'this')
      return { text: `this.${name}`, level: level.call };
    return { text: t.dialect.classConstant(found.owner, node.offset.name, isOverridden), level: level.call };
  }
  return t.todo(node, 'The name of this static member is only known when it runs.');
}

function redeclares(t: Translating, klass: PhpClassOf, name: string): boolean {
  const owner = declaredMember(klass, name)?.owner;
  return [...t.unit.project.classes.values()].some(
    (one) => owner && chainOf(one).includes(owner) && declaredMember(one, name)?.owner !== owner,
  );
}
type PhpClassOf = Parameters<typeof declaredMember>[0];

/** A constant: `true`, `PHP_EOL`, one of the program. */
export function constant(t: Translating, node: Name): Code {
  const name = node.name.slice(node.name.lastIndexOf('\\') + 1);
  const lower = name.toLowerCase();
  if (lower === 'null' || lower === 'true' || lower === 'false') return primary(lower);
  const own = t.unit.constantName(name);
  if (own !== undefined) return primary(own);
  const known = phpConstants.get(name) ?? phpConstants.get(name.toUpperCase());
  if (known !== undefined) {
    // An expression of JavaScript, or a name that this package exports.
    const exported = /^[a-z]\w*$/.test(known) ? known : undefined;
    if (exported !== undefined && !['true', 'false', 'null'].includes(exported))
      return primary(t.unit.php(exported));
    return { text: known, level: /^[\w.']+$/.test(known) ? level.primary : level.lowest };
  }
  if (libraryClasses.has(lower)) return primary(t.dialect.libraryClass(name));
  return t.todo(node, `The constant ${name} is not known; write its value.`);
}

/** `isset(…)`: each part is there and not null. */
export function isset(t: Translating, variables: readonly Expression[]): Code {
  const parts = variables.map((one): Code => {
    if (one.kind === 'offsetlookup' && one.offset) {
      const key = one.offset.kind === 'identifier' ? quote(one.offset.name) : textOf(t, one.offset);
      return php(t, 'isSetElement', textOf(t, one.what), key);
    }
    return php(t, 'isSet', textOf(t, one));
  });
  if (parts.length === 1 && parts[0]) return parts[0];
  const isPlain = variables.every((one) => one.kind !== 'offsetlookup');
  if (isPlain) return php(t, 'isSet', ...variables.map((one) => textOf(t, one)));
  return { text: parts.map((one) => one.text).join(' && '), level: level.and };
}

export function empty(t: Translating, node: Expression): Code {
  if (typeIn(t, node) === 'bool') return negated(t.expression(node));
  if (typeIn(t, node) === 'list')
    return { text: `${textOf(t, node, level.call)}.length === 0`, level: level.equality };
  return php(t, 'isEmpty', textOf(t, node));
}
