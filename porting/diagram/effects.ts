import type { Node } from 'php-parser';
import type { FoundMethod } from '../read/class-lookup.js';
import { methodsOf } from '../read/class-lookup.js';
import { classNameIn } from '../read/class-names.js';
import { constantText } from '../read/constants.js';
import type { PhpClass } from '../read/model.js';
import { isKind, textOfName, walk } from '../read/nodes.js';

/** A message that a handler sends on its socket, or posts. */
export interface Effect {
  readonly kind: 'send' | 'post';
  /** Type of the message; undefined when it is known only while PHP runs. */
  readonly mt: string | undefined;
  /** Of a post its receiver: a nickname, `*` for one known only while PHP runs; undefined for everybody. */
  readonly to: string | undefined;
}

/** Where statements stand: in a method that an object of `klass` has. */
export interface EffectPlace extends FoundMethod {
  readonly klass: PhpClass;
}

/**
 * What a piece of PHP sends and posts, in the order in which it is written, with what the class's own methods do
 * that it calls. What stands in a condition counts.
 */
export function effectsOf(node: Node, place: EffectPlace, within: ReadonlySet<Node> = new Set()): Effect[] {
  const found: Effect[] = [];
  walk(node, (inner) => {
    if (['closure', 'arrowfunc', 'class', 'function'].includes(inner.kind)) return false;
    if (!isKind(inner, 'call')) return true;
    const called = ownMethodCalled(inner.what, place);
    if (called === undefined) return true;
    const { name, start } = called;
    const [message, receiver] = inner.arguments as Node[];
    if (name === 'sendmessage') found.push({ kind: 'send', mt: typeOf(message, place), to: undefined });
    else if (name === 'postevent')
      found.push({ kind: 'post', mt: typeOf(message, place), to: receiverOf(receiver) });
    else {
      const method = start === undefined ? undefined : methodsOf(start).get(name);
      const body: Node | null | undefined = method?.method.node.body;
      if (method !== undefined && body && !within.has(body)) {
        found.push(...effectsOf(body, { ...place, ...method }, new Set([...within, body])));
      }
    }
    return true;
  });
  return found;
}

/** `$this->name(…)`, `self::name(…)`, `parent::name(…)`. */
function ownMethodCalled(
  what: Node,
  { klass, owner }: EffectPlace,
): { readonly name: string; readonly start: PhpClass | undefined } | undefined {
  if (isKind(what, 'propertylookup')) {
    if (!isKind(what.what, 'variable') || what.what.name !== 'this') return undefined;
    return { name: textOfName(what.offset).toLowerCase(), start: klass };
  }
  if (!isKind(what, 'staticlookup')) return undefined;
  const name = textOfName(what.offset).toLowerCase();
  const { kind } = what.what;
  if (kind === 'parentreference') return { name, start: owner.parent };
  return kind === 'selfreference' || kind === 'staticreference' ? { name, start: klass } : undefined;
}

/** The mt of `new Message('X', …)`, or of the variable that one is in. */
function typeOf(message: Node | undefined, place: EffectPlace): string | undefined {
  if (message === undefined) return undefined;
  if (isKind(message, 'new')) {
    const { name } = classNameIn(place.owner.file, textOfName(message.what));
    return name.toLowerCase() === 'message' ? textOf((message.arguments as Node[])[0]) : undefined;
  }
  if (!isKind(message, 'variable') || typeof message.name !== 'string') return undefined;
  const { name } = message;
  const types = new Set<string | undefined>();
  walk(place.method.node, (inner) => {
    if (!isKind(inner, 'assign') || !isKind(inner.left, 'variable') || inner.left.name !== name) return;
    types.add(isKind(inner.right, 'new') ? typeOf(inner.right, place) : undefined);
  });
  return types.size === 1 ? [...types][0] : undefined;
}

function receiverOf(node: Node | undefined): string | undefined {
  if (node === undefined || node.kind === 'nullkeyword') return undefined;
  return textOf(node) ?? '*';
}

function textOf(node: Node | undefined): string | undefined {
  return constantText(node, () => undefined);
}
