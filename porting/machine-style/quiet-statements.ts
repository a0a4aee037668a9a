import type { Node } from 'php-parser';
import { phpFunctions } from '../php/functions-table.js';
import { memberDefaultOf } from '../read/class-lookup.js';
import { classNameIn } from '../read/class-names.js';
import type { PhpClass, PhpFile } from '../read/model.js';
import { isKind, textOfName, walk, withoutNamespace } from '../read/nodes.js';
import type { MessageNames } from './conditions-of-messages.js';
import { messageMember } from './conditions-of-messages.js';
import { isThis, memberNamed, partOf } from './writes.js';

/** Where statements stand, and what a test knows of it. */
export interface QuietPlace {
  readonly klass: PhpClass;
  readonly file: PhpFile;
  readonly names: MessageNames;
  /** Members of the message that must be lists: found meanwhile. */
  readonly lists: Set<string>;
}

const loud: ReadonlySet<string> = new Set(
  `throw exit eval include try while for do yield yieldfrom static global goto switch match return closure arrowfunc
   list clone silent nullsafepropertylookup`.split(/\s+/),
);

/**
 * Whether a handler surely comes past these statements with a message that has next to nothing in it: nothing in them
 * throws, waits or returns then.
 */
export function areQuiet(nodes: readonly Node[], place: QuietPlace): boolean {
  let isQuiet = true;
  const visit = (node: Node): boolean => {
    if (node.kind === 'foreach') isQuiet &&= isEmptyList(partOf(node, 'source'), place);
    else isQuiet &&= isQuietNode(node, place);
    // Of an empty list nothing is gone through.
    return isQuiet && node.kind !== 'foreach';
  };
  for (const node of nodes) walk(node, visit);
  return isQuiet;
}

function isQuietNode(node: Node, place: QuietPlace): boolean {
  if (loud.has(node.kind)) return false;
  if (isKind(node, 'bin')) return !['/', '%', '**', '<<', '>>'].includes(node.type);
  if (isKind(node, 'new')) {
    const name = isKind(node.what, 'name') ? classNameIn(place.file, node.what.name).name.toLowerCase() : '';
    return name === 'message' || name === 'stdclass';
  }
  if (isKind(node, 'assign')) return isQuietTarget(node.left, place) && node.operator !== '/=';
  return isKind(node, 'call') ? isQuietCall(node.what, node.arguments, place) : true;
}

/** `$this->x`, `$msg->x`, `$x`, and elements of them; members of anything else may be those of null. */
function isQuietTarget(node: Node, place: QuietPlace): boolean {
  if (node.kind === 'offsetlookup') {
    const what = partOf(node, 'what') as Node;
    return isKind(what, 'variable') || isOwnList(what, place.klass);
  }
  if (isKind(node, 'variable')) return true;
  return memberNamed(node) !== undefined || messageMember(node, place.names) !== undefined;
}

function isQuietCall(what: Node, given: readonly Node[], place: QuietPlace): boolean {
  if (isKind(what, 'propertylookup')) {
    const isOfAutomaton = /^(sendMessage|postEvent|log)$/i.test(textOfName(what.offset));
    return isThis(what.what) && isOfAutomaton;
  }
  if (isKind(what, 'staticlookup')) {
    const isLog =
      isKind(what.what, 'name') && classNameIn(place.file, what.what.name).name.toLowerCase() === 'log';
    return isLog && textOfName(what.offset).toLowerCase() === 'log';
  }
  if (!isKind(what, 'name')) return false;
  const name = withoutNamespace(what.name).toLowerCase();
  if (!phpFunctions.has(name)) return false;
  return !wantsList(name) || given.every((one) => one.kind === 'string' || isEmptyList(one, place));
}

/** Whether a function of PHP throws when it is not given a list. */
export function wantsList(name: string): boolean {
  return /^(count|sizeof|implode|join|in_array|array_.*|.*sort|end|reset|current|max|min)$/i.test(name);
}

/** A list of the message, which is empty in the test, or one of the automaton, which is empty at first. */
function isEmptyList(node: unknown, place: QuietPlace): boolean {
  const member = messageMember(node, place.names);
  if (member !== undefined) place.lists.add(member);
  return member !== undefined || isOwnList(node, place.klass);
}

/** A member that is an empty array at first. */
export function isOwnList(node: unknown, klass: PhpClass): boolean {
  const own = memberNamed(node);
  const first = own === undefined ? undefined : memberDefaultOf(klass, own);
  return isKind(first, 'array') && first.items.length === 0;
}
