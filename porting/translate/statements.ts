import { mentions, type PhpNode } from './ast.js';
import type { Expression, IfNode, Statement } from './ast.js';
import { quote } from './code.js';
import { expressionStatement } from './expression-statements.js';
import { type Writing, braces } from './function-writing.js';
import { jump } from './jumps.js';
import { switchText } from './switch-statement.js';
import { condition, converted, php, textOf, typeIn } from './translating.js';
import { copied } from './copies.js';
import { tryText } from './try-statement.js';
import { unset } from './writing.js';

/** A statement, without the comments before it. */
export function statementText(t: Writing, node: Statement): string {
  switch (node.kind) {
    case 'expressionstatement':
      return expressionStatement(t, node, node.expression);
    case 'echo':
      return echoText(t, node.expressions);
    case 'inline':
      return node.value.trim() === '' ? '' : `${php(t, 'echo', quote(node.value)).text};`;
    case 'if':
      return ifText(t, node);
    case 'switch':
      return switchText(t, node);
    case 'try':
      return tryText(t, node);
    case 'return':
      return returnText(t, node.expr);
    case 'throw':
      return `throw ${t.expression(node.what).text};`;
    case 'break':
    case 'continue':
      return jump(t, node.kind, node, node.level);
    case 'unset':
      return node.variables
        .filter(
          (one) =>
            one.kind !== 'variable' ||
            typeof one.name !== 'string' ||
            !t.scope.isNeedlessUnset(one.name, node),
        )
        .map((one) => `${unset(t, one).text};`)
        .join('\n');
    case 'block':
      return braces(t, node);
    case 'namespace':
    case 'declare':
      return t.statements(node.children);
    case 'noop':
    case 'global':
    case 'static':
    case 'usegroup':
    case 'commentline':
    case 'commentblock':
    case 'halt':
    case 'constantstatement':
      return '';
    case 'goto':
    case 'label':
      return `${t.todo(node, 'goto; write a loop with break.').text};`;
    case 'include':
      return `${t.expression(node).text};`;
    case 'function':
    case 'class':
    case 'interface':
    case 'trait':
    case 'enum':
      return `${t.todo(node, 'It is declared only when the program comes here; declare it at the top of the file.').text};`;
    default:
      return `${t.todo(node, `This statement (${node.kind}) is not known.`).text};`;
  }
}

/** PHP prints each part before it looks at the next one, which may print as well where the program calls its own. */
function echoText(t: Writing, parts: readonly Expression[]): string {
  const isOwnCall = (node: PhpNode): boolean =>
    node.kind === 'new' ||
    (node.kind === 'call' &&
      (node.what.kind !== 'name' || t.facts.functions.has(node.what.name.toLowerCase())));
  const isOnePrint = !parts.slice(1).some((one) => mentions(one, isOwnCall));
  const groups = isOnePrint ? [parts] : parts.map((one) => [one]);
  return groups.map((group) => `${php(t, 'echo', ...group.map((one) => textOf(t, one))).text};`).join('\n');
}

function ifText(t: Writing, node: IfNode): string {
  const head = `if (${condition(t, node.test).text}) ${braces(t, node.body)}`;
  if (node.alternate === null) return head;
  if (node.alternate.kind === 'if' && t.scope.hoistedBefore(node.alternate).length === 0) {
    return `${head} else ${statementText(t, node.alternate)}`;
  }
  return `${head} else ${braces(t, node.alternate)}`;
}

function returnText(t: Writing, value: Expression | null): string {
  if (value === null || t.isConstructor) return t.isHandler ? t.dialect.returnState(undefined) : 'return;';
  const local =
    value.kind === 'variable' && typeof value.name === 'string' ? t.scope.variable(value.name) : undefined;
  const isOwn = local !== undefined && local.place !== 'elsewhere' && !local.isCaptured;
  const code = isOwn ? t.expression(value) : copied(t, value);
  if (t.isHandler) return t.dialect.returnState(code.text);
  return `return ${converted(t, code, typeIn(t, value), t.returns).text};`;
}
