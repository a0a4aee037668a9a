import type { Node } from 'php-parser';
import { phpFunctions } from '../php/functions-table.js';
import { isKind, isNode, textOfName, walk, withoutNamespace } from '../read/nodes.js';

/** What one place in a body changes. */
export interface Write {
  /**
   * `whole`: a member gets another value; `append`: `$this->list[] = …`; `entry`: an array that a member holds is changed
   * in any other way; `object`: an object is changed; `static`: a static member or a global.
   */
  readonly kind: 'whole' | 'append' | 'entry' | 'object' | 'static';
  /** The member of `$this` that it begins at. */
  readonly member?: string | undefined;
  /** The variable that it begins at. */
  readonly variable?: string | undefined;
  /** What is assigned, where that is `=`. */
  readonly value?: Node | undefined;
  /** How many members of objects it goes through: 1 for `$msg->x`. */
  readonly depth: number;
  readonly node: Node;
}

/** Everything that a body changes but its own variables, in the order in which it is written. */
export function writesOf(body: Node): readonly Write[] {
  const writes: Write[] = [];
  const add = (place: unknown, value?: Node): void => {
    const write = isNode(place) ? writeAt(place, value) : undefined;
    if (write) writes.push(write);
  };
  walk(body, (node) => {
    if (isKind(node, 'assign')) addAssigned(node.left, node.operator === '=' ? node.right : undefined, add);
    else if (isKind(node, 'assignref'))
      [node.left, node.right].forEach((one) => {
        addReferred(one, add);
      });
    else if (node.kind === 'pre' || node.kind === 'post') add(partOf(node, 'what'));
    else if (node.kind === 'unset')
      listOf(partOf(node, 'variables')).forEach((one) => {
        add(one);
      });
    else if (node.kind === 'foreach' && partOf(partOf(node, 'value'), 'byref') === true)
      addReferred(partOf(node, 'source'), add);
    else if (isKind(node, 'call'))
      argumentsByReference(node).forEach((one) => {
        addReferred(one, add);
      });
  });
  return writes;
}

type Add = (place: unknown, value?: Node) => void;

function addAssigned(left: unknown, value: Node | undefined, add: Add): void {
  // `[, $second] = …` leaves the first out.
  if (!isNode(left)) return;
  if (left.kind === 'list' || left.kind === 'array') {
    for (const item of listOf(partOf(left, 'items'))) addAssigned(partOf(item, 'value'), undefined, add);
  } else add(left, value);
}

/** What is referred to may be changed later, anywhere in it. */
function addReferred(place: unknown, add: Add): void {
  if (isKind(place, 'propertylookup'))
    add({ kind: 'offsetlookup', what: place, offset: place, loc: place.loc });
  else add(place);
}

function argumentsByReference(call: {
  readonly what: Node;
  readonly arguments: readonly Node[];
}): readonly Node[] {
  if (!isKind(call.what, 'name')) return [];
  const name = withoutNamespace(call.what.name).toLowerCase();
  const positions = phpFunctions.get(name)?.byReference ?? (name.startsWith('array_walk') ? [0] : []);
  return positions.flatMap((at) => call.arguments[at] ?? []);
}

function writeAt(node: Node, value: Node | undefined): Write | undefined {
  const steps: ('entry' | 'append' | 'property')[] = [];
  let at: Node = node;
  for (;;) {
    if (at.kind === 'offsetlookup') {
      steps.unshift(isNode(partOf(at, 'offset')) ? 'entry' : 'append');
      at = partOf(at, 'what') as Node;
    } else if (isKind(at, 'propertylookup')) {
      if (isThis(at.what) && isKind(at.offset, 'identifier')) {
        return { ...memberWrite(steps), member: at.offset.name, value, node };
      }
      steps.unshift('property');
      at = at.what;
    } else break;
  }
  const depth = steps.filter((step) => step === 'property').length;
  if (at.kind === 'staticlookup') return { kind: 'static', depth, value, node };
  if (depth === 0) return undefined;
  const variable = isKind(at, 'variable') && typeof at.name === 'string' ? at.name : undefined;
  return { kind: 'object', variable, depth, value, node };
}

function memberWrite(steps: readonly string[]): Pick<Write, 'kind' | 'depth'> {
  const depth = steps.filter((step) => step === 'property').length;
  if (depth > 0) return { kind: 'object', depth };
  if (steps.length === 0) return { kind: 'whole', depth };
  return { kind: steps.length === 1 && steps[0] === 'append' ? 'append' : 'entry', depth };
}

/** Whether this is `$this`. */
export function isThis(node: unknown): boolean {
  return isKind(node, 'variable') && node.name === 'this';
}

/** The member that `$this->name` names; undefined for anything else. */
export function memberNamed(node: unknown): string | undefined {
  const isLookup = isKind(node, 'propertylookup') && isThis(node.what) && isKind(node.offset, 'identifier');
  return isLookup ? textOfName(node.offset) : undefined;
}

/** A member of a node that the types of php-parser do not name. */
export function partOf(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null
    ? (node as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** A list of nodes that the types of php-parser do not name. */
export function listOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
