import { isKind, lineOf, textOfName, walk } from '../read/nodes.js';
import type { PhpClass, PhpProject, PortProblem } from '../read/model.js';
import { acceptedFrom } from './accepts.js';
import { handlersOfClass } from './handlers.js';
import { isRuntimeMessage } from './runtime-messages.js';

/**
 * Places where a handler asks who sent a message that no automaton posted: PHP names the first automaton on the socket
 * (of `Start` the automaton itself), and a machine does not know that.
 */
export function sourceNamesOf(klass: PhpClass, project: PhpProject): readonly PortProblem[] {
  const problems: PortProblem[] = [];
  for (const { mt, method, owner } of handlersOfClass(klass, project)) {
    if (!isRuntimeMessage(mt) && acceptedFrom(mt, project) === `'post'`) continue;
    const message = textOfName(method.node.arguments[0]?.name);
    walk(method.node, (node) => {
      if (!isKind(node, 'propertylookup') || textOfName(node.offset) !== '_sourcename') return;
      if (!isKind(node.what, 'variable') || node.what.name !== message) return;
      const sentence = isRuntimeMessage(mt)
        ? `${klass.name} reads _sourcename of ${mt}, which in PHP is its own nickname; a machine does not know it and reads null, so hand it over as input.`
        : `${klass.name} reads _sourcename of ${mt}, which a machine has only when an automaton posted it; of a message from a socket it reads null, where PHP has the nickname of the first automaton on that socket.`;
      problems.push({ severity: 'notice', sentence, file: owner.file.path, line: lineOf(node) });
    });
  }
  return problems;
}
