import type { Method, Node } from 'php-parser';
import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpHandler, PhpProject, PortProblem } from '../read/model.js';
import { isKind, lineOf, textOfName, walk } from '../read/nodes.js';
import type { Post } from './posts.js';
import { postsIn } from './posts.js';
import { isThis, memberNamed, writesOf } from './writes.js';

/** An answer that comes back to the poster before its `postEvent()` returns. */
interface Answer {
  readonly mt: string;
  readonly handlers: readonly PhpHandler[];
}

/**
 * Handlers that in PHP depend on being interrupted by a post: machines finish a step first (docs/semantics.md, rule 6),
 * and their broadcasts do not reach themselves. Found from who handles what is posted in the project.
 */
export function interruptionsOf(klass: PhpClass, project: PhpProject): readonly PortProblem[] {
  const problems: PortProblem[] = [];
  const seen = new Set<Node>();
  for (const handler of klass.handlers) {
    for (const { method, owner } of methodsReached(klass, handler)) {
      for (const post of postsIn(method)) {
        const key = post.node;
        const sentences = sentencesFor(klass, project, handler, method, post);
        if (seen.has(key) && sentences.length > 0) continue;
        if (sentences.length > 0) seen.add(key);
        for (const sentence of sentences) {
          problems.push({ severity: 'notice', sentence, file: owner.file.path, line: lineOf(post.node) });
        }
      }
    }
  }
  return problems;
}

function sentencesFor(
  klass: PhpClass,
  project: PhpProject,
  handler: PhpHandler,
  method: Method,
  post: Post,
): readonly string[] {
  const { mt } = post;
  if (mt === undefined) return [];
  const sentences: string[] = [];
  const own = handlersFor(klass, mt);
  const isToItself = post.to === 'anyone' || post.to === undefined;
  if (isToItself && own.length > 0) {
    sentences.push(
      `${klass.name} posts ${mt} and has a handler for it, which PHP calls for its own broadcast too; a machine's broadcast reaches only the others, so do here what that handler does, or use --style class.`,
    );
  }
  const answer = answersTo(klass, project, mt).find((one) => isNoticed(one, klass, handler, method, post));
  if (answer !== undefined) {
    sentences.push(
      `${klass.name} posts ${mt} here, and ${answer.mt} comes back before postEvent() returns in PHP; a machine handles ${answer.mt} after this step, in the state that the handler returns, so move what depends on it into the handler of ${answer.mt}, or use --style class.`,
    );
  }
  return sentences;
}

function handlersFor(klass: PhpClass, mt: string): readonly PhpHandler[] {
  return klass.handlers.filter((one) => one.mt.toLowerCase() === mt.toLowerCase());
}

/** What comes back to the class when it posts that message, directly or by way of others. */
function answersTo(klass: PhpClass, project: PhpProject, mt: string): readonly Answer[] {
  const answers: Answer[] = [];
  const waiting = [mt];
  const seen = new Set(waiting);
  for (let posted = waiting.pop(); posted !== undefined; posted = waiting.pop()) {
    for (const other of project.classes.values()) {
      // One of the same class may run beside it.
      if (!other.isAutomaton) continue;
      for (const next of postedBy(other, handlersFor(other, posted))) {
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
        const handlers = handlersFor(klass, next);
        if (handlers.length > 0) answers.push({ mt: next, handlers });
      }
    }
  }
  return answers;
}

/** A handler may change the state, and the `Start` there posts on. */
function postedBy(klass: PhpClass, handlers: readonly PhpHandler[]): readonly string[] {
  const reached = new Set(handlers);
  for (const { returns, returnsUnknown } of reached) {
    for (const one of klass.handlers) {
      if (one.mt === 'Start' && (returnsUnknown || returns.includes(one.state))) reached.add(one);
    }
  }
  return [...reached].flatMap((handler) =>
    methodsReached(klass, handler).flatMap(({ method }) => postsIn(method).flatMap(({ mt }) => mt ?? [])),
  );
}

/** The handler and the methods of its class that it calls. */
function methodsReached(
  klass: PhpClass,
  { method, owner }: PhpHandler,
): readonly { readonly method: Method; readonly owner: PhpClass }[] {
  const reached = new Map([[method.node, owner]]);
  for (const [node, from] of reached) {
    walk(node, (inner) => {
      if (!isKind(inner, 'call')) return;
      const { what } = inner;
      const isOwn = isKind(what, 'propertylookup') && isThis(what.what);
      const isStatic = isKind(what, 'staticlookup') && /reference$/.test(what.what.kind);
      if (!isOwn && !isStatic) return;
      const start = isStatic && what.what.kind === 'parentreference' ? from.parent : klass;
      const found = start && methodsOf(start).get(textOfName(what.offset).toLowerCase());
      if (found && !reached.has(found.method.node)) reached.set(found.method.node, found.owner);
    });
  }
  return [...reached].map(([node, from]) => ({ method: node, owner: from }));
}

/** Whether it makes a difference when the answer is handled: in the middle of the handler, or after it. */
function isNoticed(
  answer: Answer,
  klass: PhpClass,
  handler: PhpHandler,
  method: Method,
  post: Post,
): boolean {
  const after = nodesAfter(method, post.node);
  const inAnswer = answer.handlers.flatMap((one) =>
    methodsReached(klass, one).map((reached) => reached.method),
  );
  const changed = new Set(inAnswer.flatMap((node) => writesOf(node).flatMap(({ member }) => member ?? [])));
  const leaves =
    handler.returnsUnknown || handler.returns.some((state) => state !== null && state !== handler.state);
  const movesOn = answer.handlers.some(
    ({ returns, returnsUnknown, state }) =>
      returnsUnknown || returns.some((one) => one !== null && one !== state),
  );
  const readsChanged = after.some((node) => changed.has(memberNamed(node) ?? ''));
  const actsAfter = after.some(isEffect) && inAnswer.some((node) => nodesOf(node).some(isEffect));
  const asksState = after.some((node) => memberNamed(node) === 'state');
  return leaves || movesOn || readsChanged || actsAfter || asksState;
}

/** What PHP may come to after that node: what is written behind it, and all of the loops that it stands in. */
function nodesAfter(method: Method, place: Node): readonly Node[] {
  const all = nodesOf(method);
  const end = place.loc?.end.offset ?? 0;
  const loops = all.filter(
    (node) => ['foreach', 'for', 'while', 'do'].includes(node.kind) && isIn(place, node),
  );
  return all.filter((node) => {
    const start = node.loc?.start.offset ?? 0;
    return start >= end || (node !== place && !isIn(node, place) && loops.some((loop) => isIn(node, loop)));
  });
}

function isIn(inner: Node, outer: Node): boolean {
  const [a, b] = [inner.loc, outer.loc];
  if (!a || !b) return false;
  return a.start.offset >= b.start.offset && a.end.offset <= b.end.offset;
}

function nodesOf(node: Node): readonly Node[] {
  const nodes: Node[] = [];
  walk(node, (inner) => void nodes.push(inner));
  return nodes;
}

/** Whether others see it: a message, a post. */
function isEffect(node: Node): boolean {
  if (!isKind(node, 'call') || !isKind(node.what, 'propertylookup')) return false;
  return /^(sendMessage|postEvent)$/i.test(textOfName(node.what.offset));
}
