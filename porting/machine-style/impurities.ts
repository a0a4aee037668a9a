import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PortProblem } from '../read/model.js';
import { isKind, lineOf, walk, withoutNamespace } from '../read/nodes.js';

/** Functions that read the clock or draw a random value. */
const drawn: ReadonlySet<string> = new Set(
  `time microtime hrtime date gmdate getdate localtime rand mt_rand random_int random_bytes lcg_value uniqid array_rand
   shuffle str_shuffle openssl_random_pseudo_bytes`.split(/\s+/),
);

/** Places where handlers read the clock or draw a random value: a run of the same messages is not the same then. */
export function impuritiesOf(klass: PhpClass): readonly PortProblem[] {
  const problems: PortProblem[] = [];
  for (const { owner, method } of methodsOf(klass).values()) {
    if (/^__/.test(method.name)) continue;
    walk(method.node, (node) => {
      if (!isKind(node, 'call') || !isKind(node.what, 'name')) return;
      const name = withoutNamespace(node.what.name).toLowerCase();
      if (!drawn.has(name)) return;
      const sentence = `${klass.name} calls ${name}() in the middle of a step, so that the machine does not do the same for the same messages each time: re-runs and verify differ; hand such values over as input, where that matters.`;
      problems.push({ severity: 'notice', sentence, file: owner.file.path, line: lineOf(node) });
    });
  }
  return problems;
}
