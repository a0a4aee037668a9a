import { staticVariables, walk } from './ast.js';
import type { FunctionOptions, OuterVariable, Writing } from './function-writing.js';

/** What PHP gives every program: its arguments, the first of which is the program. */
const programVariables: ReadonlyMap<string, string> = new Map([
  ['argv', 'process.argv.slice(1)'],
  ['argc', '(process.argv.length - 1)'],
]);

/** `global $x` and `static $x` name variables that live elsewhere. */
export function outerVariables(t: Writing, options: FunctionOptions): Map<string, OuterVariable> {
  const found = new Map<string, OuterVariable>();
  const outer = (text: string): OuterVariable => ({
    text,
    type: 'value',
    isReassigned: true,
  });
  const shared = (name: string): string => programVariables.get(name) ?? `${t.unit.php('globals')}.${name}`;
  if (options.isProgram === true) {
    for (const name of [...t.facts.globals, ...programVariables.keys()]) found.set(name, outer(shared(name)));
  }
  for (const statement of options.statements) {
    walk(statement, (node) => {
      if (node.kind === 'closure' || node.kind === 'function' || node.kind === 'class') return false;
      if (node.kind === 'global') {
        for (const { name } of node.items) if (typeof name === 'string') found.set(name, outer(shared(name)));
      }
      if (node.kind === 'static') {
        for (const { name, value } of staticVariables(node))
          found.set(name, outer(t.moduleVariable(name, value ? t.constant(value) : 'null')));
      }
      return true;
    });
  }
  return found;
}
