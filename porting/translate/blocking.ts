import type { PhpNode } from './ast.js';
import type { Code } from './code.js';
import type { Translating } from './translating.js';

const recipes: Readonly<Record<string, string>> = {
  file: 'reads or writes a file',
  network: 'waits for the network',
  database: 'waits for a database',
  sleep: 'waits for time to pass',
  process: 'waits for another program',
};

/** What to do about a call that blocks. */
function recipe(name: string, kind: string): string {
  if (kind === 'sleep') {
    return `${name} ${recipes[kind] ?? ''} and stops everything meanwhile: in a machine write "after" with the time in ms; in a class wait before run(), or set a timer that posts a message`;
  }
  return `${name} ${recipes[kind] ?? 'blocks'}, which stops all automatons meanwhile: do it before run() and hand the result in, or write an async function as an actor that a machine invokes (invoke: { src: fromPromise(…) }), whose result comes as a message`;
}

/** Marks a call that blocks: the recipe stands in full at the first one of a module, and the others name that. */
export function blockingCall(t: Translating, node: PhpNode, name: string, kind: string): Code {
  const key = kind === 'sleep' ? kind : 'waiting';
  const first = t.unit.recipes.get(key) ?? { name, node };
  t.unit.recipes.set(key, first);
  const sentence =
    first.node === node
      ? recipe(name, kind)
      : `${name} ${recipes[kind] ?? 'blocks'}: see ${first.name} above for what to do`;
  return t.todo(node, `${sentence}.`);
}
