import type { Node } from 'php-parser';
import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PortProblem } from '../read/model.js';
import { isKind, lineOf, walk } from '../read/nodes.js';
import type { Members } from './members.js';
import { startPlanOf } from './start-plan.js';
import { isThis, listOf, partOf } from './writes.js';

/** Why a class cannot become a machine. */
interface Obstacle {
  readonly reason: string;
  readonly file: string;
  readonly line: number;
}

/** The problem of a class that stays a class; undefined when it can become a machine. */
export function obstacleOf(klass: PhpClass, members: Members): PortProblem | undefined {
  const found = findObstacle(klass, members);
  if (found === undefined) return undefined;
  const sentence = `${klass.name} stays a class, because ${found.reason}; it runs beside machines, and --style class writes all of them so.`;
  return { severity: 'notice', sentence, file: found.file, line: found.line };
}

function findObstacle(klass: PhpClass, members: Members): Obstacle | undefined {
  const here = (reason: string, node: Node, owner = klass): Obstacle => {
    return { reason, file: owner.file.path, line: lineOf(node) };
  };
  const { libraryAncestor } = klass;
  if (!/^Finite?StateAutomaton$/i.test(libraryAncestor ?? '')) {
    return here(
      `it extends ${libraryAncestor ?? 'a class'} of the library, whose handlers are a class's`,
      klass.node,
    );
  }
  const [shared] = members.staticWrites;
  if (shared) return here('it changes a static member, which all automatons of the class share', shared);
  if (startPlanOf(klass) === undefined) {
    return here('its constructor calls the one of its parent in the middle of its work', klass.node);
  }
  const gone = klass.handlers.find(({ mt }) => mt === 'Timeout' || mt === 'Open');
  if (gone) {
    return here(
      `it handles ${gone.mt}, a name that the engine has for a message of its own`,
      gone.method.node,
      gone.owner,
    );
  }
  for (const { owner, method } of methodsOf(klass).values()) {
    if (method.name.toLowerCase() === 'timeout') continue;
    const found = inBody(method.node, klass, /^receive/i.test(method.name));
    if (found) return here(found.reason, found.node, owner);
  }
  if (timeoutOf(klass) === 'varies') {
    const reason =
      'its timeout() decides anew each time, and a machine has the tag "waits" in a state or not';
    return here(reason, methodsOf(klass).get('timeout')?.method.node ?? klass.node);
  }
  return undefined;
}

function inBody(
  body: Node,
  klass: PhpClass,
  isHandler: boolean,
): { readonly reason: string; readonly node: Node } | undefined {
  let found: { readonly reason: string; readonly node: Node } | undefined;
  const note = (reason: string, node: Node): void => void (found ??= { reason, node });
  const visit = (node: Node): boolean => {
    if (node.kind === 'static')
      note('it has a static variable, which all automatons of the class share', node);
    if (node.kind === 'yield' || node.kind === 'yieldfrom') note('it has a generator', node);
    if (isKind(node, 'return') && isThis(node.expr)) return false;
    if (isThis(node)) note('it hands on $this, and a machine is no object', node);
    if (!isKind(node, 'propertylookup') || !isThis(node.what)) return true;
    if (!isKind(node.offset, 'identifier'))
      note('it makes the names of its members or methods while it runs', node);
    else if (node.offset.name === 'state' && !isHandler)
      note('a method that is no handler asks for its state', node);
    // Below is `$this` itself, which is all right here.
    else if (methodsOf(klass).has('__get') || methodsOf(klass).has('__call'))
      note('it has magic methods', node);
    walkParts(node.offset, visit);
    return false;
  };
  walk(body, visit);
  return found;
}

function walkParts(node: Node, visit: (node: Node) => boolean): void {
  for (const one of listOf([node, partOf(node, 'what')].filter((part) => part !== undefined)))
    walk(one, visit);
}

/** What the method `timeout()` of a class says: whether it waits for more when nothing comes. */
export function timeoutOf(klass: PhpClass): 'waits' | 'ends' | 'varies' {
  const found = methodsOf(klass).get('timeout');
  if (found === undefined) return 'ends';
  const [only, ...others] = found.method.node.body?.children ?? [];
  if (only === undefined) return 'waits';
  if (others.length > 0 || !isKind(only, 'return')) return 'varies';
  const { expr } = only;
  if (expr === null || expr.kind === 'nullkeyword') return 'waits';
  if (expr.kind !== 'boolean') return 'varies';
  return partOf(expr, 'value') === true ? 'ends' : 'waits';
}
