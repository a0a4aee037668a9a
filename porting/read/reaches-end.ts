import type { Node } from 'php-parser';
import { isKind, walk } from './nodes.js';

/** Whether PHP can come to the end of these statements, as far as that can be seen; a function then returns null. */
export function reachesItsEnd(node: Node | null | undefined): boolean {
  if (node === null || node === undefined) return true;
  if (node.kind === 'return' || node.kind === 'throw' || node.kind === 'goto') return false;
  if (isKind(node, 'block')) return node.children.every(reachesItsEnd);
  if (isKind(node, 'expressionstatement')) {
    return node.expression.kind !== 'throw' && !isKind(node.expression, 'exit');
  }
  if (isKind(node, 'if')) return reachesItsEnd(node.body) || reachesItsEnd(node.alternate);
  if (isKind(node, 'try')) {
    if (!reachesItsEnd(node.always) && (node.always as Node | null) !== null) return false;
    return reachesItsEnd(node.body) || node.catches.some(({ body }) => reachesItsEnd(body));
  }
  if (isKind(node, 'switch')) return switchReachesItsEnd(node.body.children);
  if (isKind(node, 'while')) return !(isKind(node.test, 'boolean') && node.test.value) || hasBreak(node);
  return true;
}

function switchReachesItsEnd(cases: readonly Node[]): boolean {
  const last = cases.at(-1);
  const hasDefault = cases.some((one) => 'test' in one && one.test === null);
  if (!hasDefault || last === undefined) return true;
  if (cases.some(hasBreak)) return true;
  return 'body' in last && reachesItsEnd(last.body as Node | null);
}

/** Whether there is a `break` in it; of one in an inner loop one need not know better. */
function hasBreak(node: Node): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.kind === 'break' || inner.kind === 'continue') found = true;
    return !['closure', 'arrowfunc', 'class', 'function'].includes(inner.kind);
  });
  return found;
}
