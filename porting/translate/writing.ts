import type { ArrayNode, Assign, AssignRef, Expression, ListNode, OffsetLookup, Step } from './ast.js';
import { declaredMember } from './declared-members.js';
import { atLeast, call, level, quote, type Code } from './code.js';
import { asText } from './literals.js';
import { element, globalVariable, isThis, member, staticLookup } from './reading.js';
import {
  converted,
  nameOfValue,
  php,
  phpValueType,
  textOf,
  typeIn,
  type Translating,
} from './translating.js';
import { copied } from './copies.js';
import { isPure } from './purity.js';
import { isNumber, typeOfHint, type StaticType } from './types.js';

/** `target = value`, with arrays rebuilt on the way: `$a['x'][] = 1` is `a = withElement(a, 'x', append(…, 1))`. */
export function assignTo(t: Translating, target: Expression, value: Code, from: StaticType = 'value'): Code {
  const assigned = (left: string, right: Code): Code => ({
    text: `${left} = ${atLeast(right, level.assignment)}`,
    level: level.assignment,
  });
  switch (target.kind) {
    case 'variable': {
      const alias = typeof target.name === 'string' ? t.aliases.get(target.name) : undefined;
      if (alias) return assignTo(t, alias, value, from);
      if (typeof target.name !== 'string') return t.expression(target);
      if (target.name === 'this') return t.todo(target, 'This cannot be assigned to.');
      return assigned(t.expression(target).text, value);
    }
    case 'propertylookup':
    case 'nullsafepropertylookup':
      return assigned(member(t, target, true).text, converted(t, value, from, hintOf(t, target) ?? from));
    case 'staticlookup': {
      const code = staticLookup(t, target);
      return code.text.includes('notPorted') ? code : assigned(code.text, value);
    }
    case 'offsetlookup': {
      const global = globalVariable(t, target);
      if (global) return assigned(global.text, value);
      const container = readContainer(t, target.what);
      const changed = target.offset
        ? php(t, 'withElement', container, keyText(t, target.offset), atLeast(value, level.assignment))
        : php(t, 'append', container, atLeast(value, level.assignment));
      return assignTo(t, target.what, changed);
    }
    default:
      return t.todo(target, 'This cannot be assigned to.');
  }
}

function keyText(t: Translating, key: Expression): string {
  return key.kind === 'identifier' ? quote(key.name) : textOf(t, key);
}

/** The array that an element is put into; a member is read without `?.`, since it is written then. */
function readContainer(t: Translating, node: Expression): string {
  if (node.kind === 'propertylookup') return member(t, node, true).text;
  return textOf(t, node);
}

/** Static type of the hint that a member of `$this` has. */
function hintOf(t: Translating, target: Expression): StaticType | undefined {
  if (
    target.kind !== 'propertylookup' ||
    !isThis(target.what) ||
    !t.klass ||
    target.offset.kind !== 'identifier'
  )
    return undefined;
  const found = declaredMember(t.klass, target.offset.name);
  const hint = found && typeOfHint(found.node.type, found.node.nullable);
  return hint === 'value' || hint === 'array' ? undefined : hint;
}

function isImpure(target: Expression): boolean {
  if (target.kind !== 'offsetlookup') return target.kind !== 'variable' && !isPure(target);
  return (target.offset ? !isPure(target.offset) : false) || isImpure(target.what);
}

const impure =
  'What is left of the = has an effect, which would come twice; put the key into a variable before.';

/** `=`, `.=`, `??=` and the like. `isStatement`: nobody looks at the value. */
export function assignment(t: Translating, node: Assign, isStatement: boolean): Code {
  const { left, right, operator } = node;
  if (left.kind === 'list' || left.kind === 'array') {
    return withValue(t, copied(t, right), (name) => ({
      text: listParts(t, left, name).join(', '),
      level: level.lowest,
    }));
  }
  if (operator !== '=') return compound(t, node, isStatement);
  if (right.kind === 'assignref')
    return t.todo(node, 'References to variables are not there; assign it after each change.');
  if (left.kind === 'offsetlookup') {
    if (left.offset === null || left.offset === false) {
      const push = pushed(t, left, right, isStatement);
      if (push) return push;
    }
    if (isImpure(left.what)) return t.todo(node, impure);
    const value = copied(t, right, left);
    if (isStatement) return assignTo(t, left, value);
    if (isPure(right))
      return { text: `(${assignTo(t, left, value).text}, ${textOf(t, right)})`, level: level.primary };
    return withValue(t, value, (name) => assignTo(t, left, { text: name, level: level.primary }));
  }
  const type = typeIn(t, right);
  return assignTo(t, left, copied(t, right, left), type);
}

/** `(value => (x = f(value), value))(v)`: the value of an assignment is what was assigned. */
function withValue(t: Translating, value: Code, write: (name: string) => Code): Code {
  const name = nameOfValue(t);
  return call(
    `((${name}: ${phpValueType(t.unit)}) => (${write(name).text}, ${name}))`,
    atLeast(value, level.assignment),
  );
}

/** `list($a, list(, $b)) = …` as assignments, one for each variable. */
function listParts(t: Translating, left: ListNode | ArrayNode, source: string): string[] {
  return left.items.flatMap((item, position) => {
    if (item?.kind !== 'entry') return [];
    const part = php(t, 'elementOf', source, item.key ? textOf(t, item.key) : String(position));
    if (item.value.kind === 'list' || item.value.kind === 'array') return listParts(t, item.value, part.text);
    return [assignTo(t, item.value, php(t, 'copyOf', part.text)).text];
  });
}

/** `$list[] = $x` on what is certainly a list. */
function pushed(
  t: Translating,
  left: OffsetLookup,
  right: Expression,
  isStatement: boolean,
): Code | undefined {
  if (!isStatement || typeIn(t, left.what) !== 'list') return undefined;
  return call(`${textOf(t, left.what, level.call)}.push`, atLeast(copied(t, right, left), level.assignment));
}

function compound(t: Translating, node: Assign, isStatement: boolean): Code {
  const { left, right, operator } = node;
  const type = operator.slice(0, -1);
  if (isImpure(left)) return t.todo(node, impure);
  const [a, b] = [typeIn(t, left), typeIn(t, right)];
  const isSimple = left.kind === 'variable' || left.kind === 'propertylookup' || left.kind === 'staticlookup';
  const own = (): string =>
    left.kind === 'propertylookup' ? member(t, left, true).text : t.expression(left).text;
  const isAlias = left.kind === 'variable' && typeof left.name === 'string' && t.aliases.has(left.name);
  if (isSimple && !isAlias) {
    if (type === '.' && a === 'string')
      return {
        text: `${own()} += ${atLeast(appended(t, right), level.assignment)}`,
        level: level.assignment,
      };
    if (['+', '-', '*'].includes(type) && isNumber(a) && isNumber(b) && (a === 'number' || b === 'int')) {
      return { text: `${own()} ${operator} ${textOf(t, right)}`, level: level.assignment };
    }
    if (type === '??')
      return {
        text: `${own()} ??= ${atLeast(copied(t, right, left), level.assignment)}`,
        level: level.assignment,
      };
  }
  const value = t.expression({ kind: 'bin', type, left, right, loc: node.loc ?? null });
  if (isStatement || isSimple) return assignTo(t, left, value, typeIn(t, node));
  return withValue(t, value, (name) => assignTo(t, left, { text: name, level: level.primary }));
}

function appended(t: Translating, right: Expression): Code {
  return typeIn(t, right) === 'string' ? t.expression(right) : asText(t, right);
}

/** `$x++` and the like. */
export function step(t: Translating, node: Step, isStatement: boolean): Code {
  const { what, type, kind } = node;
  if (isImpure(what)) return t.todo(node, impure);
  const sign = type === '+' ? '++' : '--';
  const isAlias = what.kind === 'variable' && typeof what.name === 'string' && t.aliases.has(what.name);
  if (isNumber(typeIn(t, what)) && what.kind !== 'offsetlookup' && !isAlias) {
    const own = what.kind === 'propertylookup' ? member(t, what, true).text : t.expression(what).text;
    return kind === 'pre' && !isStatement
      ? { text: `${sign}${own}`, level: level.unary }
      : { text: `${own}${sign}`, level: level.postfix };
  }
  const helper = type === '+' ? 'increment' : 'decrement';
  const write = (value: string): Code => assignTo(t, what, php(t, helper, value));
  const read = what.kind === 'offsetlookup' ? element(t, what).text : textOf(t, what);
  if (isStatement) return write(read);
  if (kind === 'pre' && what.kind !== 'offsetlookup')
    return { text: `(${write(read).text})`, level: level.primary };
  const name = nameOfValue(t);
  const any = phpValueType(t.unit);
  if (kind === 'pre')
    return call(
      `((${name}: ${any}) => (${assignTo(t, what, { text: name, level: level.primary }).text}, ${name}))`,
      php(t, helper, read).text,
    );
  return call(`((${name}: ${any}) => (${write(name).text}, ${name}))`, read);
}

export function assignReference(t: Translating, node: AssignRef): Code {
  if (node.right.kind === 'new') return assignTo(t, node.left, t.expression(node.right), 'object');
  return t.todo(
    node,
    'References to variables are not there; assign the value again after each change, or use an object.',
  );
}

/** `unset($x)`, `unset($a['k'])`, `unset($o->m)`. */
export function unset(t: Translating, node: Expression): Code {
  switch (node.kind) {
    case 'variable':
      return assignTo(t, node, { text: 'null', level: level.primary });
    case 'propertylookup': {
      const key = node.offset.kind === 'identifier' ? quote(node.offset.name) : textOf(t, node.offset);
      return php(t, 'withoutMember', textOf(t, node.what), key);
    }
    case 'offsetlookup': {
      const { array, keys } = pathOf(node);
      if (keys.includes(null)) return t.todo(node, '[] cannot be unset.');
      if (isImpure(array)) return t.todo(node, impure);
      const texts = keys.flatMap((key) => (key ? [keyText(t, key)] : []));
      return assignTo(t, array, php(t, 'without', readContainer(t, array), ...texts));
    }
    default:
      return t.todo(node, 'This cannot be unset.');
  }
}

/** `$a['k'][$i]` as the array `$a` and the keys on the way; null for `[]`. */
function pathOf(node: OffsetLookup): {
  readonly array: Expression;
  readonly keys: readonly (Expression | null)[];
} {
  const key = node.offset || null;
  if (node.what.kind !== 'offsetlookup') return { array: node.what, keys: [key] };
  const { array, keys } = pathOf(node.what);
  return { array, keys: [...keys, key] };
}
