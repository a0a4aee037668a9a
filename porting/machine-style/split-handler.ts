import type { Node } from 'php-parser';
import { methodsOf } from '../read/class-lookup.js';
import { classNameIn } from '../read/class-names.js';
import type { PhpClass, PhpFile, PhpHandler } from '../read/model.js';
import { isKind, textOfName } from '../read/nodes.js';
import { logCategories } from '../../runtime/log.js';
import type { Members } from './members.js';
import { mergesInto } from './members.js';
import { looksOf } from './simple-expressions.js';
import { isThis, listOf, memberNamed, partOf } from './writes.js';

/** One thing that a handler does, as an action. */
export type ActionPlan = { readonly statement: Node } & (
  | { readonly kind: 'log'; readonly text: Node; readonly category: string }
  | { readonly kind: 'send'; readonly message: Node }
  | { readonly kind: 'post'; readonly message: Node; readonly to: Node | undefined }
  | { readonly kind: 'assign'; readonly member: string; readonly value: Node }
  | { readonly kind: 'append'; readonly member: string; readonly value: Node }
  | { readonly kind: 'merge'; readonly member: string; readonly values: readonly Node[] }
);

/** One of the transitions that a handler becomes; they are tried in order. */
export interface Branch {
  readonly guard: Node | undefined;
  /** State that it returns; undefined: none. */
  readonly target: string | undefined;
  readonly actions: readonly ActionPlan[];
  /** The conditions and the `return` that lead here. */
  readonly ways: readonly Node[];
}

/** What a handler is split with. */
interface Splitting {
  readonly members: Members;
  readonly file: PhpFile;
  /** Methods that the class has itself, in lower case: `$this->log()` may be its own. */
  readonly methods: ReadonlySet<string>;
  /** Name of the parameter that is the message. */
  readonly message: string | undefined;
}

const mostBranches = 4;
const mostActions = 8;

/**
 * The transitions that say the same as a handler which only logs, sends, posts and assigns members, perhaps under a
 * condition on the message; undefined for any other, which stays a function.
 */
export function splitHandler(
  { method, owner }: PhpHandler,
  klass: PhpClass,
  members: Members,
): readonly Branch[] | undefined {
  const { body } = method.node;
  if (body === null || members.changesObjects) return undefined;
  const message = textOfName(method.node.arguments[0]?.name);
  const branches = branchesOf(body.children, [], {
    members,
    file: owner.file,
    methods: new Set(methodsOf(klass).keys()),
    message,
  });
  const isReadable =
    branches !== undefined &&
    branches.length <= mostBranches &&
    branches.every(({ actions }) => actions.length <= mostActions);
  return isReadable ? branches : undefined;
}

function branchesOf(
  statements: readonly Node[],
  before: readonly ActionPlan[],
  given: Splitting,
): readonly Branch[] | undefined {
  const actions = [...before];
  for (const [at, statement] of statements.entries()) {
    if (isKind(statement, 'return')) return ending(statement, statement.expr, actions);
    if (isKind(statement, 'if')) return branchesOfIf(statement, statements.slice(at + 1), actions, given);
    const plans = plansOf(statement, given);
    if (plans === undefined) return undefined;
    actions.push(...plans);
  }
  return [{ guard: undefined, target: undefined, actions, ways: [] }];
}

function ending(
  statement: Node,
  value: Node | null | undefined,
  actions: readonly ActionPlan[],
): readonly Branch[] | undefined {
  const ways = [statement];
  if (value === null || value === undefined || value.kind === 'nullkeyword') {
    return [{ guard: undefined, target: undefined, actions, ways }];
  }
  return isKind(value, 'string') ? [{ guard: undefined, target: value.value, actions, ways }] : undefined;
}

function branchesOfIf(
  node: Node & { readonly test: Node; readonly body: Node; readonly alternate: Node | null },
  rest: readonly Node[],
  before: readonly ActionPlan[],
  given: Splitting,
): readonly Branch[] | undefined {
  const looks = looksOf(node.test, given.message, given.members);
  const changed = new Set(before.flatMap((plan) => ('member' in plan ? [plan.member] : [])));
  // Guards are asked before the first action.
  if (looks === undefined || [...looks.members].some((name) => changed.has(name))) return undefined;
  const inside = statementsOf(node.body);
  const isEnd = inside.at(-1)?.kind === 'return';
  // What follows would stand in the chart twice, with all its conditions.
  if (!isEnd && [...inside, ...rest].some(({ kind }) => kind === 'if')) return undefined;
  const first = branchesOf(isEnd ? inside : [...inside, ...rest], before, given);
  const others = branchesOf([...statementsOf(node.alternate), ...rest], before, given);
  if (first?.length !== 1 || others === undefined) return undefined;
  return [
    ...first.map((branch) => ({
      ...branch,
      guard: node.test,
      ways: [node, ...branch.ways],
    })),
    ...others,
  ];
}

function statementsOf(node: Node | null): readonly Node[] {
  if (node === null) return [];
  return isKind(node, 'block') ? node.children : [node];
}

function plansOf(statement: Node, given: Splitting): readonly ActionPlan[] | undefined {
  if (statement.kind === 'block') {
    const plans = statementsOf(statement).map((one) => plansOf(one, given));
    return plans.every((plan) => plan !== undefined) ? plans.flat() : undefined;
  }
  if (!isKind(statement, 'expressionstatement')) return undefined;
  const { expression } = statement;
  const plan = isKind(expression, 'assign')
    ? planOfAssignment(expression, given)
    : isKind(expression, 'call')
      ? planOfCall(expression, given)
      : undefined;
  return plan && [{ ...plan, statement }];
}

type Plan = ActionPlan extends infer One ? (One extends ActionPlan ? Omit<One, 'statement'> : never) : never;

function planOfAssignment(
  { left, right, operator }: { readonly left: Node; readonly right: Node; readonly operator: string },
  given: Splitting,
): Plan | undefined {
  if (operator !== '=') return undefined;
  const isAppended = left.kind === 'offsetlookup' && partOf(left, 'offset') === false;
  const name = memberNamed(isAppended ? partOf(left, 'what') : left);
  const member = name === undefined ? undefined : given.members.find(name);
  if (member === undefined) return undefined;
  if (isAppended) {
    return member.isRows && isSimple(right, given)
      ? { kind: 'append', member: member.name, value: right }
      : undefined;
  }
  const merged = mergesInto(member.name, right);
  if (member.isRows) {
    const isMerged = merged?.every((one) => isSimple(one, given)) === true;
    return isMerged ? { kind: 'merge', member: member.name, values: merged } : undefined;
  }
  return !member.isChangedInPlace && isSimple(right, given)
    ? { kind: 'assign', member: member.name, value: right }
    : undefined;
}

function planOfCall(
  { what, arguments: args }: { readonly what: Node; readonly arguments: readonly Node[] },
  given: Splitting,
): Plan | undefined {
  const [first, second] = args;
  if (first === undefined || args.length > 2) return undefined;
  const method = calledMethod(what, given);
  if (method === 'log') return planOfLog(first, second, calledStatically(what) ? 'runtime' : 'debug', given);
  if (method !== 'sendmessage' && method !== 'postevent') return undefined;
  if (!isNewMessage(first, given)) return undefined;
  if (method === 'sendmessage') return second === undefined ? { kind: 'send', message: first } : undefined;
  return second === undefined || isSimple(second, given)
    ? { kind: 'post', message: first, to: second }
    : undefined;
}

/** The library's method in lower case: of `$this`, or `Log::log`. */
function calledMethod(what: Node, { file, methods }: Splitting): string | undefined {
  if (isKind(what, 'propertylookup') && isThis(what.what)) {
    const name = textOfName(what.offset).toLowerCase();
    return methods.has(name) ? undefined : name;
  }
  if (!isKind(what, 'staticlookup') || !isKind(what.what, 'name')) return undefined;
  const isLog = classNameIn(file, what.what.name).name.toLowerCase() === 'log';
  return isLog && textOfName(what.offset).toLowerCase() === 'log' ? 'log' : undefined;
}

function calledStatically(what: Node): boolean {
  return what.kind === 'staticlookup';
}

function planOfLog(
  text: Node,
  category: Node | undefined,
  byDefault: string,
  given: Splitting,
): Plan | undefined {
  const name = category === undefined ? byDefault : isKind(category, 'string') ? category.value : '';
  const isKnown = logCategories.some((one) => one === name);
  return isKnown && isSimple(text, given) ? { kind: 'log', text, category: name } : undefined;
}

function isNewMessage(node: Node, given: Splitting): boolean {
  if (!isKind(node, 'new') || !isKind(node.what, 'name')) return false;
  const name = classNameIn(given.file, node.what.name).name.toLowerCase();
  const parts = listOf(node.arguments);
  return name === 'message' && parts.length % 2 === 1 && parts.every((part) => isSimple(part, given));
}

function isSimple(node: Node, { message, members }: Splitting): boolean {
  return looksOf(node, message, members) !== undefined;
}
