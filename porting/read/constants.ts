import type { Node } from 'php-parser';
import { isKind, textOfName } from './nodes.js';

/** Finds the text of a constant: `self::NEXT`, `STATE_LISTING`, `__DIR__`. Undefined: not known to be a text. */
export type ConstantOf = (node: Node) => string | undefined;

/** The text that an expression of constants gives, or undefined. */
export function constantText(node: Node | null | undefined, constantOf: ConstantOf): string | undefined {
  if (node === null || node === undefined) return undefined;
  if (isKind(node, 'string')) return node.value;
  if (isKind(node, 'bin') && node.type === '.') {
    const left = constantText(node.left, constantOf);
    const right = constantText(node.right, constantOf);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return constantOf(node);
}

/** The texts that `define('NAME', 'text')` and `const NAME = 'text'` outside classes give, by name. */
export function textConstantsOf(program: readonly Node[], constantOf: ConstantOf): Map<string, string> {
  const found = new Map<string, string>();
  const known: ConstantOf = (node) => (isKind(node, 'name') ? found.get(node.name) : undefined);
  const textOf = (node: unknown): string | undefined =>
    constantText(node as Node, (inner) => known(inner) ?? constantOf(inner));
  for (const node of program) {
    if (isKind(node, 'constantstatement')) {
      for (const { name, value } of node.constants) {
        const text = textOf(value);
        if (text !== undefined) found.set(textOfName(name), text);
      }
    } else if (isKind(node, 'expressionstatement') && isKind(node.expression, 'call')) {
      const { what, arguments: given } = node.expression;
      if (textOfName(what).toLowerCase() !== 'define') continue;
      const [name, text] = [textOf(given[0]), textOf(given[1])];
      if (name !== undefined && text !== undefined) found.set(name, text);
    }
  }
  return found;
}
