import type { Expression } from './ast.js';
import { atLeast, level, primary } from './code.js';
import { copied } from './copies.js';
import { nameOfValue, textOf, type Translating } from './translating.js';
import { assignTo } from './writing.js';

/** What stands for an argument that a function of the project takes by reference. */
export function referenceTo(t: Translating, node: Expression): string {
  const kinds = ['variable', 'propertylookup', 'staticlookup', 'offsetlookup'];
  if (!kinds.includes(node.kind)) return `{ value: ${atLeast(copied(t, node), level.assignment)} }`;
  const name = nameOfValue(t);
  const write = assignTo(t, node, primary(name)).text;
  return `${t.unit.php('reference')}(() => ${textOf(t, node)}, (${name}) => { ${write}; })`;
}
