import type { Node } from 'php-parser';
import type { PhpHandler } from '../read/model.js';
import { isKind, textOfName } from '../read/nodes.js';
import { lowerFirst, upperFirst } from './machine-names.js';
import { isThis, listOf, partOf } from './writes.js';

const comparisons = new Set([
  '&&',
  '||',
  'and',
  'or',
  'xor',
  '==',
  '===',
  '!=',
  '!==',
  '<>',
  '<',
  '>',
  '<=',
  '>=',
]);

/** Whether PHP gives true or false for it, and nothing else. */
export function isBoolean(node: Node): boolean {
  if (node.kind === 'isset' || node.kind === 'empty' || node.kind === 'boolean') return true;
  return isKind(node, 'bin')
    ? comparisons.has(node.type)
    : node.kind === 'unary' && partOf(node, 'type') === '!';
}

/** `(bool)` of an expression. */
export function asBool(node: Node): Node {
  return { kind: 'cast', type: 'bool', expr: node, raw: '(bool)', loc: node.loc } as unknown as Node;
}

/** A question: `isLast` for `isset($msg->last) && $msg->last`, `hasError` for `isset($msg->error)`. */
export function guardName(
  handler: PhpHandler,
  node: Node,
  message: string,
  target: string | undefined,
): string {
  const name = memberOfMessage(node, message);
  if (name !== undefined) return `is${upperFirst(name)}`;
  if (node.kind === 'isset') {
    const set = memberOfMessage(listOf(partOf(node, 'variables'))[0], message);
    if (set !== undefined && listOf(partOf(node, 'variables')).length === 1) return `has${upperFirst(set)}`;
  }
  if (isKind(node, 'bin') && node.type === '&&' && node.left.kind === 'isset') {
    const both = memberOfMessage(node.right, message);
    if (both !== undefined && memberOfMessage(listOf(partOf(node.left, 'variables'))[0], message) === both)
      return `is${upperFirst(both)}`;
  }
  if (
    node.kind === 'unary' &&
    partOf(node, 'type') === '!' &&
    partOf(partOf(node, 'what'), 'kind') === 'empty'
  ) {
    const filled = memberOfMessage(partOf(partOf(node, 'what'), 'expression'), message);
    if (filled !== undefined) return `has${upperFirst(filled)}`;
  }
  if (node.kind === 'empty' || (node.kind === 'unary' && partOf(node, 'type') === '!')) {
    const none = memberOfMessage(partOf(node, node.kind === 'empty' ? 'expression' : 'what'), message);
    if (none !== undefined) return `isNot${upperFirst(none)}`;
  }
  const { state, mt } = handler;
  return target === undefined
    ? `${lowerFirst(state)}${mt}IsOther`
    : `${lowerFirst(mt)}LeadsTo${upperFirst(target)}`;
}

function memberOfMessage(node: unknown, message: string): string | undefined {
  if (!isKind(node, 'propertylookup') || isThis(node.what)) return undefined;
  const isIt =
    isKind(node.what, 'variable') && node.what.name === message && isKind(node.offset, 'identifier');
  return isIt ? textOfName(node.offset) : undefined;
}
