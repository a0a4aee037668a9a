import type { Expression, ForeachNode, ForNode, Statement } from './ast.js';
import { primary } from './code.js';
import { annotation, declaration } from './declarations.js';
import { braces, type JumpTarget, type Writing } from './function-writing.js';
import { changesOf } from './copies.js';
import { elementsOf, taken } from './destructuring.js';
import { condition, php, phpValueType, textOf, type Translating } from './translating.js';
import { assignment, step } from './writing.js';
import { callExpression } from './calls.js';

function inLoop(t: Writing, write: () => string): string {
  const target: JumpTarget = { kind: 'loop', label: undefined };
  t.jumps.push(target);
  const text = write();
  t.jumps.pop();
  return target.label === undefined ? text : `${target.label}: ${text}`;
}

export function whileText(t: Writing, node: Extract<Statement, { readonly kind: 'while' | 'do' }>): string {
  return inLoop(t, () => {
    const test = condition(t, node.test).text;
    const body = braces(t, node.body);
    return node.kind === 'while' ? `while (${test}) ${body}` : `do ${body} while (${test});`;
  });
}

export function forText(t: Writing, node: ForNode): string {
  return inLoop(t, () => {
    const declared = t.scope.declaredAt(node);
    const assigned = node.init.map((one) =>
      one.kind === 'assign' && one.left.kind === 'variable' ? one.left.name : undefined,
    );
    const isDeclaring =
      declared.length > 0 &&
      node.init.length === declared.length &&
      declared.every(({ phpName }) => assigned.includes(phpName));
    let before = '';
    let init: string;
    if (isDeclaring) {
      init = `let ${node.init
        .map((one) => {
          if (one.kind !== 'assign') return '';
          const variable = declared.find(
            ({ phpName }) => one.left.kind === 'variable' && phpName === one.left.name,
          );
          return variable
            ? `${variable.text}${annotation(t, variable, 'let')} = ${textOf(t, one.right)}`
            : '';
        })
        .join(', ')}`;
    } else {
      before = declared.map((one) => `let ${one.text}: ${phpValueType(t.unit)};\n`).join('');
      init = node.init.map((one) => asStatement(t, one)).join(', ');
    }
    const tests = node.test.map((one, index) =>
      index === node.test.length - 1 ? condition(t, one).text : t.expression(one).text,
    );
    const text = `for (${init}; ${tests.join(', ')}; ${node.increment.map((one) => asStatement(t, one)).join(', ')}) ${braces(t, node.body)}`;
    return before === '' ? text : `{\n${before}${text}\n}`;
  });
}

/** An expression of which the value is not needed. */
function asStatement(t: Translating, node: Expression): string {
  if (node.kind === 'assign') return assignment(t, node, true).text;
  if (node.kind === 'pre' || node.kind === 'post') return step(t, node, true).text;
  if (node.kind === 'call') return callExpression(t, node, true).text;
  return t.expression(node).text;
}

/** `foreach`: over a copy, as in PHP; by reference, over the keys. */
export function foreachText(t: Writing, node: ForeachNode): string {
  if (node.value.kind === 'variable' && node.value.byref === true) return byReference(t, node);
  return inLoop(t, () => {
    const key = node.key ? simpleTarget(t, node, node.key, 'key') : undefined;
    const value = simpleTarget(t, node, node.value, 'value');
    // PHP assigns the value before the key.
    const lines = [...value.lines, ...(key?.lines ?? [])];
    const body = t.statements(bodyOf(node));
    // What the loop hands out stays as it is when arrays in the array are changed.
    const source = changesOf(t, node.source).isDeep
      ? php(t, 'copyOf', textOf(t, node.source)).text
      : textOf(t, node.source);
    const isConst = value.isConst && (key?.isConst ?? true);
    const names = key ? `[${key.name}, ${value.name}]` : value.name;
    const keyword = value.isDeclared && (key?.isDeclared ?? true) ? (isConst ? 'const ' : 'let ') : '';
    const list = php(t, key ? 'entriesOf' : 'valuesOf', source).text;
    return `for (${keyword}${names} of ${list}) {\n${[...lines, body].filter((line) => line !== '').join('\n')}\n}`;
  });
}

function bodyOf(node: ForeachNode): readonly Statement[] {
  if (node.body === null) return [];
  return node.body.kind === 'block' ? node.body.children : [node.body];
}

interface LoopName {
  readonly name: string;
  readonly isConst: boolean;
  readonly isDeclared: boolean;
  /** Statements at the beginning of the body that hand the value on. */
  readonly lines: readonly string[];
}

function simpleTarget(t: Writing, node: ForeachNode, target: Expression, wish: string): LoopName {
  if (target.kind === 'variable' && typeof target.name === 'string') {
    const variable = t.scope.variable(target.name);
    const isDeclared = t.scope.declaredAt(node).some((one) => one.phpName === target.name);
    if (variable && isDeclared) {
      // An array that the body changes is a copy of the element.
      const isConst = declaration(t, node, variable) === 'const' && !variable.isChanged;
      const lines = variable.isChanged ? [`${variable.text} = ${php(t, 'copyOf', variable.text).text};`] : [];
      return { name: variable.text, isConst, isDeclared: true, lines };
    }
  }
  const name = t.scope.freshName(wish);
  const lines =
    target.kind === 'list' || target.kind === 'array'
      ? elementsOf(t, node, target, name)
      : taken(t, node, target, primary(name));
  return { name, isConst: true, isDeclared: true, lines };
}

/** `foreach ($a as $k => &$v)`: `$v` stands for the element of the key. */
function byReference(t: Writing, node: ForeachNode): string {
  const { value, source } = node;
  if (value.kind !== 'variable' || typeof value.name !== 'string')
    return `${t.todo(node, 'foreach by reference to this; write a loop over the keys.').text};`;
  const name = value.name;
  const declared = t.scope.declaredAt(node).find((one) => one.phpName === name);
  const isPlainSource =
    source.kind === 'variable' ||
    source.kind === 'propertylookup' ||
    source.kind === 'staticlookup' ||
    source.kind === 'offsetlookup';
  if (!declared || !isPlainSource) {
    return `${t.todo(node, `After this foreach, $${name} still is the last element; write a loop over the keys: foreach (array_keys($a) as $key) { $a[$key] = …; }`).text};`;
  }
  return inLoop(t, () => {
    const key = node.key
      ? simpleTarget(t, node, node.key, 'key')
      : { name: t.scope.freshName('key'), isConst: true, isDeclared: true, lines: [] };
    const phpKey = node.key ?? { kind: 'variable' as const, name: key.name };
    if (!node.key) {
      t.scope.variables.set(key.name, {
        phpName: key.name,
        text: key.name,
        place: 'elsewhere',
        constAt: new Set(),
        isReassigned: false,
        isChanged: false,
        isDeep: false,
        isCaptured: false,
        type: 'value',
      });
    }
    t.aliases.set(name, { kind: 'offsetlookup', what: source, offset: phpKey });
    const body = t.statements(bodyOf(node));
    t.aliases.delete(name);
    return `for (${key.isConst ? 'const' : 'let'} ${key.name} of ${php(t, 'keysOf', textOf(t, source)).text}) {\n${[...key.lines, body].join('\n')}\n}`;
  });
}
