import type { Expression, Statement } from './ast.js';
import type { JumpTarget, Writing } from './function-writing.js';

/** `break 2`: with a label where JavaScript's own break would leave something else. */
export function jump(
  t: Writing,
  kind: 'break' | 'continue',
  node: Statement,
  levels: Expression | null,
): string {
  const count = levels?.kind === 'number' ? Number(levels.value) : 1;
  const index = t.jumps.length - count;
  const target = t.jumps[index];
  if (!target) return `${t.todo(node, `${kind} outside of a loop.`).text};`;
  const inner = t.jumps.slice(index + 1);
  // In a switch, PHP's continue leaves the switch.
  if (target.kind === 'switch' || kind === 'break')
    return inner.length === 0 ? 'break;' : `break ${labelOf(t, target)};`;
  return inner.some((one) => one.kind === 'loop') ? `continue ${labelOf(t, target)};` : 'continue;';
}

function labelOf(t: Writing, target: JumpTarget): string {
  target.label ??= t.scope.freshName('outer');
  return target.label;
}
