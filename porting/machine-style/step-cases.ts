import type { Node } from 'php-parser';
import type { PhpClass, PhpHandler } from '../read/model.js';
import { isKind, textOfName } from '../read/nodes.js';
import type { MessageNames, MessageValues } from './conditions-of-messages.js';
import { holds, messageMember, valuesFor } from './conditions-of-messages.js';
import type { QuietPlace } from './quiet-statements.js';
import { areQuiet, isOwnList } from './quiet-statements.js';
import { isRuntimeMessage } from './runtime-messages.js';
import { memberNamed, writesOf } from './writes.js';

/** A message with which a handler surely returns a state. */
export interface StepCase {
  readonly target: string;
  /** What the message has for that, besides lists that are empty anyway. */
  readonly because: MessageValues;
  readonly values: MessageValues;
}

/**
 * Messages with which a handler surely returns each of its states, as far as that can be told from its conditions: it
 * is followed from its beginning to the first place that looks at anything else.
 */
export function stepCasesOf({ method, owner, mt }: PhpHandler, klass: PhpClass): readonly StepCase[] {
  const message = textOfName(method.node.arguments[0]?.name);
  const aliases = new Map<string, string>();
  const names: MessageNames = { message, aliases };
  const place: QuietPlace = { klass, file: owner.file, names, lists: new Set() };
  const cases: StepCase[] = [];
  const passed: Node[] = [];
  const add = (target: string, test: Node | undefined): void => {
    const found = caseFor(target, test, passed, place);
    if (found && !(isRuntimeMessage(mt) && found.values.size > 0)) cases.push(found);
  };
  for (const statement of method.node.body?.children ?? []) {
    if (isKind(statement, 'return')) {
      if (isKind(statement.expr, 'string')) add(statement.expr.value, undefined);
      break;
    }
    const inside = isKind(statement, 'if') ? endingIn(statement.body) : undefined;
    if (isKind(statement, 'if') && inside !== undefined) {
      if (statement.alternate !== null || !areQuiet([statement.test], place)) break;
      if (inside.target !== undefined && areQuiet(inside.before, place)) add(inside.target, statement.test);
      passed.push(statement.test);
      continue;
    }
    if (!areQuiet([statement], place)) break;
    noteAliases(statement, place, aliases);
  }
  return cases;
}

function caseFor(
  target: string,
  test: Node | undefined,
  passed: readonly Node[],
  { names, lists }: QuietPlace,
): StepCase | undefined {
  const empty: MessageValues = new Map([...lists].map((name) => [name, []] as const));
  let values: MessageValues | undefined = empty;
  for (const one of passed) values = values && valuesFor(one, false, values, names);
  if (test !== undefined) values = values && valuesFor(test, true, values, names);
  if (values === undefined || passed.some((one) => holds(one, values, names) !== false)) return undefined;
  // The condition may be that a list is empty: that is said.
  const because = [...values].filter(([name, value]) => value !== empty.get(name));
  return { target, because: new Map(because), values };
}

/** Statements that end in a `return`; `target` undefined: it returns no state that is written there. */
function endingIn(
  body: Node,
): { readonly before: readonly Node[]; readonly target: string | undefined } | undefined {
  const statements = isKind(body, 'block') ? body.children : [body];
  const last = statements.at(-1);
  if (!isKind(last, 'return')) return undefined;
  return {
    before: statements.slice(0, -1),
    target: isKind(last.expr, 'string') ? last.expr.value : undefined,
  };
}

/** `$this->names = $msg->names`: from here on the one is the other. */
function noteAliases(statement: Node, place: QuietPlace, aliases: Map<string, string>): void {
  for (const { member } of writesOf(statement)) if (member !== undefined) aliases.delete(member);
  if (!isKind(statement, 'expressionstatement') || !isKind(statement.expression, 'assign')) return;
  const { left, right, operator } = statement.expression;
  const [own, given] = [memberNamed(left), messageMember(right, place.names)];
  if (operator !== '=' || own === undefined || given === undefined) return;
  aliases.set(own, given);
  if (isOwnList(left, place.klass)) place.lists.add(given);
}
