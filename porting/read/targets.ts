import type * as php from 'php-parser';
import { isKind, isNode, walk } from './nodes.js';

export function nameOf(node: unknown): string | undefined {
  return isKind(node, 'variable') && typeof node.name === 'string' ? node.name : undefined;
}

/** The variable that `$x['a']['b']` is a part of. */
export function rootOf(node: unknown): string | undefined {
  return isNode(node) && node.kind === 'offsetlookup' ? rootOf(part(node, 'what')) : nameOf(node);
}

export function part(node: php.Node, name: string): unknown {
  return Reflect.get(node, name);
}

export function partsOf(node: php.Node, name: string): readonly unknown[] {
  const value = part(node, name);
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** What the node assigns to or may change by reference. */
export function targetsOf(node: php.Node): readonly unknown[] {
  switch (node.kind) {
    case 'assign':
    case 'assignref': {
      const left = part(node, 'left');
      return isNode(left) && (left.kind === 'list' || left.kind === 'array') ? itemsOf(left) : [left];
    }
    case 'pre':
    case 'post':
      return [part(node, 'what')];
    case 'foreach':
      return [part(node, 'key'), part(node, 'value')].flatMap((one) => (isNode(one) ? itemsOf(one) : []));
    case 'unset':
      return partsOf(node, 'variables');
    case 'global':
      return partsOf(node, 'items');
    case 'static':
      return partsOf(node, 'variables').map((one) =>
        isNode(one) && one.kind === 'staticvariable' ? part(one, 'variable') : one,
      );
    case 'catch':
      return [part(node, 'variable')];
    case 'closure':
      return partsOf(node, 'uses').filter((use) => isNode(use) && part(use, 'byref') === true);
    case 'call':
      return partsOf(node, 'arguments');
    default:
      return [];
  }
}

/** The targets in a `list()`. */
function itemsOf(node: php.Node): readonly unknown[] {
  if (node.kind === 'entry') return [part(node, 'value')].flatMap((one) => (isNode(one) ? itemsOf(one) : []));
  if (node.kind !== 'list' && node.kind !== 'array') return [node];
  return partsOf(node, 'items').flatMap((one) => (isNode(one) ? itemsOf(one) : []));
}

export function some(node: php.Node, test: (node: php.Node) => boolean): boolean {
  let found = false;
  walk(node, (one) => {
    if (!found && test(one)) found = true;
    return !found;
  });
  return found;
}
