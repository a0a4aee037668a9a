import type { Node } from 'php-parser';
import { methodsOf } from '../read/class-lookup.js';
import type { PhpProject } from '../read/model.js';
import { isKind, textOfName, walk } from '../read/nodes.js';
import type { Write } from './writes.js';
import { listOf, partOf, writesOf } from './writes.js';

/** A change of an object that others may hold: not of the handler's own message, nor of one that was made here. */
export function isForeignObject({ kind, variable, depth }: Write, method: Node): boolean {
  if (kind !== 'object') return false;
  if (variable === undefined || depth > 1) return true;
  const isMessage =
    /^receive/i.test(textOfName(partOf(method, 'name') as Node)) && isFirstParameter(method, variable);
  return !(isMessage && !isReassigned(method, variable)) && !isOnlyMadeHere(method, variable);
}

function isFirstParameter(method: Node, variable: string): boolean {
  return textOfName(partOf(listOf(partOf(method, 'arguments'))[0], 'name') as Node) === variable;
}

function assignedTo(method: Node, variable: string): readonly Node[] {
  const values: Node[] = [];
  walk(method, (node) => {
    if (isKind(node, 'assign') && isKind(node.left, 'variable') && node.left.name === variable)
      values.push(node.right);
    // It may stand for anything then.
    if (['foreach', 'catch', 'list', 'assignref'].includes(node.kind)) {
      for (const one of [
        partOf(node, 'value'),
        partOf(node, 'key'),
        partOf(node, 'variable'),
        partOf(node, 'left'),
      ]) {
        if (isKind(one, 'variable') && one.name === variable) values.push(node);
      }
    }
  });
  return values;
}

function isReassigned(method: Node, variable: string): boolean {
  return assignedTo(method, variable).length > 0;
}

function isOnlyMadeHere(method: Node, variable: string): boolean {
  const values = assignedTo(method, variable);
  const isParameter = listOf(partOf(method, 'arguments')).some(
    (one) => textOfName(partOf(one, 'name') as Node) === variable,
  );
  return (
    !isParameter && values.length > 0 && values.every((one) => one.kind === 'new' || one.kind === 'clone')
  );
}

/** Calls, on anything but `$this`, a method that changes its object in some class of the project. */
export function callsChangingMethod(body: Node, project: PhpProject): boolean {
  let found = false;
  walk(body, (node) => {
    if (!isKind(node, 'call') || !isKind(node.what, 'propertylookup')) return;
    const target = node.what;
    if (isKind(target.what, 'variable') && target.what.name === 'this') return;
    const name = textOfName(target.offset).toLowerCase();
    found ||= [...project.classes.values()].some((klass) => {
      const method = klass.isAutomaton ? undefined : methodsOf(klass).get(name)?.method;
      return method !== undefined && writesOf(method.node).some(({ kind }) => kind !== 'static');
    });
  });
  return found;
}
