import { phpFunctions } from '../php/functions-table.js';
import type { Expression } from './ast.js';
import { classNamed } from './class-lookup.js';
import { type Code, level, primary } from './code.js';
import { target } from './method-names.js';
import { moduleOf } from './modules.js';
import { identifier } from './names.js';
import { methodOf } from './project-facts.js';
import { isThis } from './reading.js';
import { type Translating, phpValueType } from './translating.js';

/** Arguments of builtin functions that are called by it. */
export const callbackPositions: Readonly<Record<string, number>> = {
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

/** A function given by name, `[$this, 'method']` or a closure, as a function. */
export function callback(t: Translating, node: Expression): Code {
  if (node.kind === 'string') {
    const lower = node.value.slice(node.value.lastIndexOf('\\') + 1).toLowerCase();
    const own = t.facts.functions.get(lower);
    if (own?.node.arguments.some((one) => t.facts.references.has(one)) === true)
      return t.todo(
        node,
        `${own.name}() takes an argument by reference, which what calls it here does not give; write an arrow function that returns the new value.`,
      );
    if (own)
      return primary(
        own.file === t.unit.file
          ? identifier(own.name)
          : t.unit.imports.value(moduleOf(t.unit.file, own.file), identifier(own.name)),
      );
    const known = phpFunctions.get(lower);
    if (known) return primary(t.unit.php(known.name));
    const [className, methodName] = node.value.split('::');
    const ofClass = methodName !== undefined && staticMethod(t, className ?? '', methodName);
    if (ofClass) return ofClass;
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
      const ofClass =
        object.value.kind === 'string' && staticMethod(t, object.value.value, method.value.value);
      if (ofClass) return ofClass;
    }
  }
  return t.expression(node);
}

/** `['Phone', 'parse']` and `'Phone::parse'`. */
function staticMethod(t: Translating, className: string, methodName: string): Code | undefined {
  const found = classNamed(t.unit, className);
  const method = found.kind === 'project' ? methodOf(found.klass, methodName) : undefined;
  if (method?.method.isStatic !== true || found.kind !== 'project') return undefined;
  const name = t.dialect.className(found.klass);
  const any = phpValueType(t.unit);
  return {
    text: `((...given: ${any}[]) => (${name} as ${any}).${target(t, method).name}(...given))`,
    level: level.call,
  };
}
