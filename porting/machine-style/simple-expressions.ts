import type { Node } from 'php-parser';
import { phpFunctions } from '../php/functions-table.js';
import { isKind, textOfName, walk, withoutNamespace } from '../read/nodes.js';
import type { Members } from './members.js';
import { memberNamed, partOf } from './writes.js';

/** Functions that give something else each time, so that a transition with them is not pure. */
export const impureFunctions: ReadonlySet<string> = new Set(
  `time microtime hrtime date gmdate getdate localtime mktime strtotime rand mt_rand random_int random_bytes lcg_value
   array_rand shuffle str_shuffle uniqid openssl_random_pseudo_bytes spl_object_id spl_object_hash getenv ini_get ini_set
   json_last_error json_last_error_msg preg_last_error memory_get_usage printf vprintf print_r var_dump var_export
   error_log call_user_func call_user_func_array`.split(/\s+/),
);

const simpleKinds = new Set([
  'string',
  'encapsed',
  'encapsedpart',
  'number',
  'boolean',
  'nullkeyword',
  'bin',
  'unary',
  'retif',
  'cast',
  'isset',
  'empty',
  'array',
  'entry',
  'identifier',
  'name',
]);

/** What a simple expression looks at. */
export interface Looks {
  readonly atMessage: boolean;
  readonly members: ReadonlySet<string>;
}

/**
 * Whether an expression can stand in a guard or an action: it looks at the message and at members, calls functions
 * that only compute, and changes nothing. Undefined if not.
 */
export function looksOf(node: Node, message: string | undefined, members: Members): Looks | undefined {
  const seen = { atMessage: false, members: new Set<string>() };
  const found = { isSimple: true };
  const visit = (inner: Node): boolean => {
    const verdict = look(inner, message, members, seen);
    if (verdict === 'no') found.isSimple = false;
    if (verdict === 'done') return false;
    return found.isSimple;
  };
  walk(node, visit);
  return found.isSimple ? seen : undefined;
}

function look(
  node: Node,
  message: string | undefined,
  members: Members,
  seen: { atMessage: boolean; readonly members: Set<string> },
): 'yes' | 'no' | 'done' {
  if (simpleKinds.has(node.kind)) return 'yes';
  const member = memberNamed(node);
  if (member !== undefined) return lookAtMember(member, members, seen);
  if (isKind(node, 'propertylookup')) {
    if (!isKind(node.offset, 'identifier')) return 'no';
    if (!isKind(node.what, 'variable')) return 'yes';
    // The message as a whole is a handler's: there it has PHP's methods, and what PHP adds to it.
    const isOfMessage = node.what.name === message && textOfName(node.offset) !== '_sourcename';
    seen.atMessage ||= isOfMessage;
    return isOfMessage ? 'done' : 'no';
  }
  if (node.kind === 'offsetlookup') return partOf(node, 'offset') === false ? 'no' : 'yes';
  const isCall = isKind(node, 'call') && isKind(node.what, 'name');
  return isCall && isPure(textOfName(node.what), node.arguments) ? 'yes' : 'no';
}

function lookAtMember(
  name: string,
  members: Members,
  seen: { readonly members: Set<string> },
): 'no' | 'done' {
  const member = members.find(name);
  if (member === undefined || member.isRows || member.isChangedInPlace || members.changesObjects) return 'no';
  seen.members.add(name);
  return 'done';
}

function isPure(name: string, given: readonly Node[]): boolean {
  const lower = withoutNamespace(name).toLowerCase();
  const known = phpFunctions.get(lower);
  if (known === undefined || known.byReference !== undefined || impureFunctions.has(lower)) return false;
  return !given.some((one) => one.kind === 'variadic');
}
