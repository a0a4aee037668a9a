import type { Block, Expression, IfNode, Statement, SwitchNode, TryNode } from './ast.js';
import { classNamed } from './class-lookup.js';
import { atLeast, level, quote, type Code } from './code.js';
import { commentText } from './comments.js';
import type { LocalVariable } from './scope.js';
import {
  condition,
  copied,
  converted,
  php,
  phpName,
  phpValueType,
  textOf,
  typeIn,
  isPure,
  type Translating,
} from './translating.js';
import { equality } from './operators.js';
import { assignment, assignTo, step, unset } from './writing.js';
import { callExpression } from './calls.js';
import type { StaticType } from './types.js';

/** A function whose statements are being written. */
export interface Writing extends Translating {
  /** What encloses the statement: for `break 2`. */
  readonly jumps: JumpTarget[];
  /** Static type that the function's hint says it returns. */
  readonly returns: StaticType;
  statements(nodes: readonly Statement[]): string;
}

export interface JumpTarget {
  readonly kind: 'loop' | 'switch';
  label: string | undefined;
}

/** The statements of a branch or body, in braces. */
export function braces(t: Writing, body: Statement | null): string {
  if (body === null) return '{}';
  const nodes = body.kind === 'block' ? body.children : [body];
  const text = t.statements(nodes);
  return text === '' ? '{}' : `{\n${text}\n}`;
}

/** A statement, without the comments before it. */
export function statementText(t: Writing, node: Statement): string {
  switch (node.kind) {
    case 'expressionstatement':
      return expressionStatement(t, node, node.expression);
    case 'echo':
      return `${php(t, 'echo', ...node.expressions.map((one) => echoed(t, one))).text};`;
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

function echoed(t: Writing, node: Expression): string {
  return textOf(t, node);
}

/** Each variable that a statement declares needs `const` or `let`. */
export function declaration(t: Writing, statement: Statement, variable: LocalVariable): string {
  return variable.constAt.has(statement) ? 'const' : 'let';
}

function expressionStatement(t: Writing, node: Statement, expression: Expression): string {
  switch (expression.kind) {
    case 'assign': {
      if (expression.left.kind === 'list' || expression.left.kind === 'array')
        return destructuring(t, node, expression.left, expression.right);
      const [variable] = t.scope.declaredAt(node);
      if (variable && expression.operator === '=')
        return declared(t, node, variable, expression.left, expression.right);
      if (expression.right.kind === 'assign' && expression.operator === '=') return chained(t, expression);
      return `${assignment(t, expression, true).text};`;
    }
    case 'pre':
    case 'post':
      return `${step(t, expression, true).text};`;
    case 'call': {
      const code = callExpression(t, expression, true);
      return code.text === 'undefined' ? '' : `${code.text};`;
    }
    case 'silent':
      return expressionStatement(t, node, expression.expr);
    case 'print':
      return `${php(t, 'echo', textOf(t, expression.expression)).text};`;
    case 'exit':
      return `${exitText(t, expression.expression).text};`;
    case 'throw':
      return `throw ${t.expression(expression.what).text};`;
    case 'include':
    case 'retif':
      return guarded(t.expression(expression));
    case 'bin':
      return logicalStatement(t, expression);
    default:
      return guarded(t.expression(expression));
  }
}

/** `$a = $b = 0`: each in a statement of its own where that is the same. */
function chained(t: Writing, node: Extract<Expression, { readonly kind: 'assign' }>): string {
  return `${assignment(t, node, true).text};`;
}

/** `$ok or die(…)` is an `if`. */
function logicalStatement(t: Writing, node: Extract<Expression, { readonly kind: 'bin' }>): string {
  const isOr = node.type === 'or' || node.type === '||';
  const isAnd = node.type === 'and' || node.type === '&&';
  if (!isOr && !isAnd) return guarded(t.expression(node));
  const test = condition(t, node.left);
  const statement: Statement = { kind: 'expressionstatement', expression: node.right };
  return `if (${isOr ? `!${atLeast(test, level.unary)}` : test.text}) {\n${expressionStatement(t, statement, node.right)}\n}`;
}

/** A statement must not begin with `{`, `function` or `[`. */
function guarded(code: Code): string {
  if (code.text === '') return '';
  return /^[{[(`]|^function\b/.test(code.text) ? `void ${atLeast(code, level.unary)};` : `${code.text};`;
}

export function exitText(t: Translating, status: Expression | null): Code {
  return php(t, 'exit', ...(status ? [textOf(t, status)] : []));
}

function declared(
  t: Writing,
  node: Statement,
  variable: LocalVariable,
  left: Expression,
  right: Expression,
): string {
  const keyword = declaration(t, node, variable);
  const value = atLeast(copied(t, right, left), level.assignment);
  return `${keyword} ${variable.text}${annotation(t, variable, keyword)} = ${value};`;
}

/** The type of a variable: written where TypeScript would find a narrower one, or none that is known here. */
export function annotation(t: Translating, variable: LocalVariable, keyword: string): string {
  switch (variable.type) {
    case 'string':
    case 'bool':
    case 'int':
    case 'number': {
      const type = { string: 'string', bool: 'boolean', int: 'number', number: 'number' }[variable.type];
      return keyword === 'const' || type === 'boolean' ? `: ${type}` : '';
    }
    case 'list':
      return `: ${phpValueType(t.unit)}[]`;
    default:
      return `: ${phpValueType(t.unit)}`;
  }
}

/** `list($a, , $b) = …` and `['k' => $v] = …`. */
export function destructuring(
  t: Writing,
  node: Statement,
  left: Extract<Expression, { readonly kind: 'list' | 'array' }>,
  right: Expression,
): string {
  const source = t.scope.freshName('values');
  const lines = [
    `const ${source}: ${phpValueType(t.unit)} = ${textOf(t, right)};`,
    ...elementsOf(t, node, left, source),
  ];
  return lines.join('\n');
}

export function elementsOf(
  t: Writing,
  node: Statement,
  left: Extract<Expression, { readonly kind: 'list' | 'array' }>,
  source: string,
): string[] {
  const lines: string[] = [];
  for (const [position, item] of left.items.entries()) {
    if (item?.kind !== 'entry') continue;
    const key = item.key ? textOf(t, item.key) : String(position);
    const value = php(t, 'elementOf', source, key);
    lines.push(...taken(t, node, item.value, value));
  }
  return lines;
}

/** A value that goes to a variable, which it may declare, or to parts of it. */
export function taken(t: Writing, node: Statement, target: Expression, value: Code): string[] {
  if (target.kind === 'list' || target.kind === 'array') {
    const name = t.scope.freshName('values');
    return [`const ${name} = ${value.text};`, ...elementsOf(t, node, target, name)];
  }
  const variable =
    target.kind === 'variable'
      ? t.scope.declaredAt(node).find((one) => one.phpName === target.name)
      : undefined;
  const isChanged =
    target.kind === 'variable' &&
    typeof target.name === 'string' &&
    t.scope.variable(target.name)?.isChanged === true;
  const given = isChanged ? php(t, 'copyOf', value.text) : value;
  if (variable) {
    const keyword = declaration(t, node, variable);
    return [
      `${keyword} ${variable.text}${keyword === 'let' ? `: ${phpValueType(t.unit)}` : ''} = ${given.text};`,
    ];
  }
  return [`${assignTo(t, target, given).text};`];
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

function tryText(t: Writing, node: TryNode): string {
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

function switchText(t: Writing, node: SwitchNode): string {
  const target: JumpTarget = { kind: 'switch', label: undefined };
  let before = '';
  let subject = node.test;
  const isTrue = subject.kind === 'boolean' && subject.value;
  const type = typeIn(t, subject);
  const tests = node.body.children.map((one) => one.test).filter((one) => one !== null);
  const isPlain = tests.every((one) => {
    if (type === 'string') return one.kind === 'string' && !/^\s*[-+.\d]/.test(one.value);
    return (type === 'int' || type === 'number') && one.kind === 'number';
  });
  if (!isPlain && !isPure(subject)) {
    const name = t.scope.freshName('subject');
    before = `const ${name}: ${phpValueType(t.unit)} = ${textOf(t, subject)};\n`;
    t.aliases.set(name, { kind: 'encapsedpart', expression: subject });
    subject = { kind: 'variable', name };
    t.aliases.delete(name);
    t.scope.variables.set(name, {
      phpName: name,
      text: name,
      place: 'elsewhere',
      constAt: new Set(),
      isReassigned: false,
      isChanged: false,
      isDeep: false,
      isCaptured: false,
      type: 'value',
    });
  }
  t.jumps.push(target);
  const cases = node.body.children.map((one) => {
    const body = caseBody(t, one.body);
    const comments = commentText(one.leadingComments ?? []);
    if (one.test === null) return `${comments}default: ${body}`;
    const test = isPlain
      ? textOf(t, one.test)
      : isTrue
        ? condition(t, one.test).text
        : equality(t, { kind: 'bin', left: subject, right: one.test }).text;
    return `${comments}case ${test}: ${body}`;
  });
  t.jumps.pop();
  const label = target.label === undefined ? '' : `${target.label}: `;
  return `${before}${label}switch (${isPlain ? textOf(t, subject) : 'true'}) {\n${cases.join('\n')}\n}`;
}

function caseBody(t: Writing, body: Block | null): string {
  if (!body || body.children.length === 0) return '';
  const text = t.statements(body.children);
  return /^(const|let) /m.test(text) ? `{\n${text}\n}` : `\n${text}`;
}

/** `break 2`: with a label where JavaScript's own break would leave something else. */
function jump(t: Writing, kind: 'break' | 'continue', node: Statement, levels: Expression | null): string {
  const count = levels?.kind === 'number' ? Number(levels.value) : 1;
  const index = t.jumps.length - count;
  const target = t.jumps[index];
  if (!target) return `${t.todo(node, `${kind} outside of a loop.`).text};`;
  const inner = t.jumps.slice(index + 1);
  // In a switch, PHP's continue leaves the switch.
  if (target.kind === 'switch' || kind === 'break')
    return inner.length === 0 ? 'break;' : `break ${labelOf(t, target)};`;
  return inner.some((one) => one.kind === 'loop') ? `continue ${labelOf(t, target)};` : 'continue;';
}

function labelOf(t: Writing, target: JumpTarget): string {
  target.label ??= t.scope.freshName('outer');
  return target.label;
}
