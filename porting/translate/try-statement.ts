import type { TryNode } from './ast.js';
import { classNamed } from './class-lookup.js';
import { quote } from './code.js';
import { type Writing, braces } from './function-writing.js';
import { phpName, phpValueType } from './translating.js';

export function tryText(t: Writing, node: TryNode): string {
  const body = braces(t, node.body);
  const rest = node.always ? ` finally ${braces(t, node.always)}` : '';
  if (node.catches.length === 0) return `try ${body}${rest}`;
  const name = t.scope.freshName('thrown');
  let chain = '';
  for (const one of node.catches) {
    const tests = one.what.map((each) => catchTest(t, node, each.name, name));
    const isAll = tests.includes('');
    const variable = typeof one.variable?.name === 'string' ? t.scope.variable(one.variable.name) : undefined;
    const isDeclared = t.scope.declaredAt(node).some((each) => each === variable);
    const keyword = isDeclared ? (variable?.isReassigned === true ? 'let ' : 'const ') : '';
    const head = variable
      ? `${keyword}${variable.text}${isDeclared ? `: ${phpValueType(t.unit)}` : ''} = ${name};\n`
      : '';
    const inner = `{\n${head}${t.statements(one.body.children)}\n}`;
    chain += isAll
      ? chain === ''
        ? inner.slice(2, -2)
        : inner
      : `if (${tests.join(' || ')}) ${inner} else `;
    if (isAll) return `try ${body} catch (${name}) {\n${chain}\n}${rest}`;
  }
  return `try ${body} catch (${name}) {\n${chain}{\nthrow ${name};\n}\n}${rest}`;
}

/** The question whether what was thrown is of a class; empty: anything is. */
function catchTest(t: Writing, node: TryNode, written: string, name: string): string {
  const found = classNamed(t.unit, written);
  switch (found.kind) {
    case 'project':
      return `${name} instanceof ${t.dialect.className(found.klass)}`;
    case 'exception':
      // Errors of JavaScript's own (TypeError) are what PHP calls Error, which is no Exception.
      return found.name === 'Exception'
        ? `${phpName(t, 'isException')}(${name})`
        : `${name} instanceof ${t.unit.php(found.name)}`;
    case 'throwable':
      if (found.name.toLowerCase() === 'throwable') return '';
      return found.name.toLowerCase() === 'error'
        ? `!${phpName(t, 'isException')}(${name})`
        : `${phpName(t, 'isPhpError')}(${name}, ${quote(found.name)})`;
    default:
      t.notice(
        node,
        `catch (${written}) never catches here, since there is no such class; as in PHP, the exception goes on.`,
      );
      return 'false';
  }
}
