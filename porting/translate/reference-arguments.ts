import { phpFunctions } from '../php/functions-table.js';
import type { Call, Expression } from './ast.js';

const listKeepers = new Set([
  'array_push',
  'array_pop',
  'array_shift',
  'array_unshift',
  'sort',
  'rsort',
  'usort',
  'shuffle',
  'array_splice',
]);

/** Arguments of a call that PHP takes by reference, as far as its functions are known; 'change' keeps the variable. */
export function referenceArguments(
  call: Call,
): readonly { readonly node: Expression; readonly kind: 'write' | 'change'; readonly keepsList: boolean }[] {
  if (call.what.kind !== 'name') return [];
  const name = call.what.name.slice(call.what.name.lastIndexOf('\\') + 1).toLowerCase();
  const [walked, closure] = call.arguments;
  if (
    name === 'array_walk' &&
    walked &&
    closure?.kind === 'closure' &&
    closure.arguments[0]?.byref === true
  ) {
    return [{ node: walked, kind: 'change', keepsList: true }];
  }
  const known = phpFunctions.get(name);
  const found = (known?.byReference ?? []).map((position) => call.arguments[position]);
  return found
    .filter((node) => node !== undefined)
    .map((node) => ({
      node,
      kind: known?.byReferenceStyle === 'setter' ? ('write' as const) : ('change' as const),
      keepsList: listKeepers.has(name),
    }));
}
