import { isKind, walk } from '../read/nodes.js';
import type { PhpClass, PhpHandler, PhpProject } from '../read/model.js';
import { listOf } from './writes.js';

const runtimeTypes = ['Start', 'Open', 'EOF', 'Timeout'];
const words = new WeakMap<PhpProject, ReadonlyMap<string, string>>();
const found = new WeakMap<PhpClass, readonly PhpHandler[]>();

/**
 * The handlers of a class with the types of their messages as these are spelled on the wire. PHP ignores case in the
 * names of methods, machines do not in the types of messages: `receiveinitialstart` is for `Start`. Known are the
 * engine's own types, what the project sends and posts, and the results of that.
 */
export function handlersOfClass(klass: PhpClass, project: PhpProject): readonly PhpHandler[] {
  const known = found.get(klass);
  if (known) return known;
  const spelled = spellings(project);
  const handlers = klass.handlers.map((handler) => {
    const mt = spelled.get(handler.mt.toLowerCase()) ?? handler.mt;
    return mt === handler.mt ? handler : { ...handler, mt };
  });
  found.set(klass, handlers);
  return handlers;
}

/** Handlers for a state; PHP ignores case in the names of methods. */
export function handlersIn(klass: PhpClass, state: string, project: PhpProject): readonly PhpHandler[] {
  return handlersOfClass(klass, project).filter(
    (handler) => handler.state.toLowerCase() === state.toLowerCase(),
  );
}

function spellings(project: PhpProject): ReadonlyMap<string, string> {
  const known = words.get(project);
  if (known) return known;
  const spelled = new Map<string, string>();
  const add = (mt: string): void => {
    if (!spelled.has(mt.toLowerCase())) spelled.set(mt.toLowerCase(), mt);
  };
  runtimeTypes.forEach(add);
  for (const file of project.files) {
    walk(file.ast, (node) => {
      if (!isKind(node, 'new')) return;
      const [mt] = listOf(node.arguments);
      if (isKind(mt, 'string') && mt.value !== '') [mt.value, `${mt.value}Result`].forEach(add);
    });
  }
  words.set(project, spelled);
  return spelled;
}
