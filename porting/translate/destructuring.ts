import type { Expression, Statement } from './ast.js';
import type { Code } from './code.js';
import { changesOf } from './copies.js';
import { declaration } from './declarations.js';
import type { Writing } from './function-writing.js';
import { php, phpValueType, textOf } from './translating.js';
import { assignTo } from './writing.js';

/** `list($a, , $b) = …` and `['k' => $v] = …`. */
export function destructuring(
  t: Writing,
  node: Statement,
  left: Extract<Expression, { readonly kind: 'list' | 'array' }>,
  right: Expression,
): string {
  const source = t.scope.freshName('values');
  const given = changesOf(t, right).isDeep ? php(t, 'copyOf', textOf(t, right)).text : textOf(t, right);
  const lines = [
    `const ${source}: ${phpValueType(t.unit)} = ${given};`,
    ...elementsOf(t, node, left, source),
  ];
  return lines.join('\n');
}

export function elementsOf(
  t: Writing,
  node: Statement,
  left: Extract<Expression, { readonly kind: 'list' | 'array' }>,
  source: string,
): string[] {
  const lines: string[] = [];
  for (const [position, item] of left.items.entries()) {
    if (item?.kind !== 'entry') continue;
    const key = item.key ? textOf(t, item.key) : String(position);
    const value = php(t, 'elementOf', source, key);
    lines.push(...taken(t, node, item.value, value));
  }
  return lines;
}

/** A value that goes to a variable, which it may declare, or to parts of it. */
export function taken(t: Writing, node: Statement, target: Expression, value: Code): string[] {
  if (target.kind === 'list' || target.kind === 'array') {
    const name = t.scope.freshName('values');
    return [`const ${name} = ${value.text};`, ...elementsOf(t, node, target, name)];
  }
  const variable =
    target.kind === 'variable'
      ? t.scope.declaredAt(node).find((one) => one.phpName === target.name)
      : undefined;
  const isChanged =
    target.kind === 'variable' &&
    typeof target.name === 'string' &&
    t.scope.variable(target.name)?.isChanged === true;
  const given = isChanged ? php(t, 'copyOf', value.text) : value;
  if (variable) {
    const keyword = declaration(t, node, variable);
    return [
      `${keyword} ${variable.text}${keyword === 'let' ? `: ${phpValueType(t.unit)}` : ''} = ${given.text};`,
    ];
  }
  return [`${assignTo(t, target, given).text};`];
}
