import * as v from 'valibot';
import { parseExact } from '../../runtime/exact-json.js';
import type { PageMessage } from '../model/attach-protocol.js';

/** What the page said, or why it cannot be understood; `id` when the act has one to be answered by. */
export type Understood =
  | { readonly ok: true; readonly message: PageMessage }
  | { readonly ok: false; readonly id?: number; readonly reason: string };

const edges = ['in', 'out', 'post', 'timer', 'engine'] as const;
const operators = ['equals', 'differs', 'greater', 'less', 'exists', 'changes'] as const;
const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const automaton = v.exactOptional(v.string());

const breakpoint = v.variant('kind', [
  v.strictObject({
    kind: v.literal('message'),
    mt: v.string(),
    direction: v.exactOptional(v.picklist(['in', 'out'])),
    automaton,
  }),
  v.strictObject({ kind: v.literal('post'), mt: v.exactOptional(v.string()), automaton }),
  v.strictObject({ kind: v.literal('state'), state: v.string(), automaton }),
  v.strictObject({
    kind: v.literal('context'),
    path: v.string(),
    operator: v.picklist(operators),
    value: v.exactOptional(v.union([v.string(), v.number(), v.boolean(), v.null()])),
    automaton,
  }),
]);

const message = v.looseObject({ mt: v.string() });

const injection = v.variant('kind', [
  v.strictObject({ kind: v.literal('send'), socket: v.string(), message }),
  v.strictObject({ kind: v.literal('receive'), socket: v.string(), message }),
  v.strictObject({ kind: v.literal('post'), to: v.exactOptional(v.string()), message }),
]);

const command = v.variant('do', [
  v.strictObject({ do: v.literal('hold'), edges: v.exactOptional(v.array(v.picklist(edges))) }),
  v.strictObject({ do: v.literal('step'), run: v.exactOptional(wholeNumber) }),
  v.strictObject({ do: v.literal('resume') }),
  v.strictObject({ do: v.literal('addBreakpoint'), breakpoint }),
  v.strictObject({ do: v.literal('removeBreakpoint'), breakpointId: wholeNumber }),
  v.strictObject({ do: v.literal('inject'), run: wholeNumber, injection }),
  v.strictObject({ do: v.literal('note'), text: v.pipe(v.string(), v.maxLength(10_000)) }),
  v.strictObject({ do: v.literal('look'), run: wholeNumber, automaton: v.string() }),
  v.strictObject({ do: v.literal('startScenario'), scenario: v.string() }),
]);

const pageMessage = v.variant('type', [
  v.strictObject({ type: v.literal('hello'), after: wholeNumber }),
  v.strictObject({ type: v.literal('act'), id: wholeNumber, command }),
]);

/** Reads one text of the page. Whatever it is, this returns; it never throws. */
export function readPageMessage(text: string): Understood {
  let value: unknown;
  try {
    value = parseExact(text);
  } catch {
    return { ok: false, reason: 'This text is not JSON.' };
  }
  const result = v.safeParse(pageMessage, value);
  if (result.success) return { ok: true, message: result.output };
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  const reason = `This message cannot be understood: ${where === null ? '' : `${where}: `}${issue.message}.`;
  return { ok: false, ...idOf(value), reason };
}

function idOf(value: unknown): { readonly id?: number } {
  if (typeof value !== 'object' || value === null || !('id' in value)) return {};
  return typeof value.id === 'number' ? { id: value.id } : {};
}
