import { walk, type ArrowFunction, type Closure, type Statement } from './ast.js';
import { changedParameter } from './by-reference.js';
import { atLeast, level, primary, type Code } from './code.js';
import { copied } from './copies.js';
import type { OuterVariable, Writing } from './function-writing.js';
import { identifier } from './names.js';
import { copiesOfParameters, printParameters } from './parameters.js';
import { FunctionScope } from './scope.js';
import { phpValueType } from './translating.js';

/** A closure or arrow function. */
export function closureText(t: Writing, node: Closure | ArrowFunction): Code {
  const statements: readonly Statement[] =
    node.kind === 'closure'
      ? node.body.children
      : [{ kind: 'return', expr: node.body, loc: node.body.loc ?? null }];
  const reference = changedParameter(node);
  if (reference !== undefined) {
    return t.todo(
      node,
      `A closure that changes its argument $${reference} by reference; let it return the new value.`,
    );
  }
  const captured = new Map<string, OuterVariable>();
  const byValue: string[] = [];
  const locals: string[] = [];
  const names =
    node.kind === 'closure'
      ? node.uses.map((one) => ({ name: one.name, isShared: one.byref === true }))
      : freeVariables(t, node).map((name) => ({ name, isShared: false }));
  for (const { name, isShared } of names) {
    if (typeof name !== 'string') continue;
    const own = t.scope.variable(name);
    const text = own?.text ?? name;
    const isWritten = !isShared && writes(t, statements, name);
    const isSteady =
      own !== undefined && !own.isReassigned && !own.isChanged && own.place !== 'elsewhere' && !isWritten;
    if (!isShared && !isSteady) byValue.push(name);
    // Each call begins with the value that was taken.
    const local = isWritten ? t.scope.freshName(`${identifier(name)}_`) : text;
    if (isWritten)
      locals.push(
        `let ${local}: ${phpValueType(t.unit)} = ${t.unit.php('copyOf')}(${text.split('.').at(-1) ?? text});`,
      );
    captured.set(name, { text: local, type: isSteady ? own.type : 'value', isReassigned: !isSteady });
  }
  const inner = t.inner({ parameters: node.arguments, statements, captured });
  const body = node.kind === 'arrowfunc' ? undefined : inner.statements(statements);
  const parameters = printParameters(inner, node.arguments, false).join(', ');
  const start = [...locals, copiesOfParameters(inner, node.arguments)].filter((one) => one !== '').join('\n');
  let text: string;
  if (body === undefined) {
    const value = node.kind === 'arrowfunc' ? copied(inner, node.body) : primary('null');
    text = `(${parameters}) => ${value.text.startsWith('{') ? `(${value.text})` : atLeast(value, level.assignment)}`;
  } else text = `(${parameters}) => {\n${[start, body].filter((one) => one !== '').join('\n')}\n}`;
  const code: Code = { text, level: level.assignment };
  if (byValue.length === 0) return code;
  // PHP takes the values that the variables have now.
  const taken = byValue.map((name) => t.scope.variable(name)?.text ?? name);
  const simple = taken.map((one) => one.split('.').at(-1) ?? one);
  const values = byValue.map((name) => atLeast(copied(t, { kind: 'variable', name }), level.assignment));
  const isRenamed = simple.some((one, index) => one !== taken[index]);
  const body2 = isRenamed
    ? simple.reduce((all, one, index) => all.replaceAll(taken[index] ?? one, one), text)
    : text;
  return {
    text: `((${simple.map((one) => `${one}: ${phpValueType(t.unit)}`).join(', ')}) => ${body2.startsWith('(') ? `(${body2})` : body2})(${values.join(', ')})`,
    level: level.call,
  };
}

function freeVariables(t: Writing, node: ArrowFunction): string[] {
  const own = new Set(node.arguments.map((one) => one.name.name));
  const found = new Set<string>();
  walk(node.body, (one) => {
    if (
      one.kind === 'variable' &&
      typeof one.name === 'string' &&
      one.name !== 'this' &&
      !own.has(one.name)
    ) {
      if (t.scope.variable(one.name)) found.add(one.name);
    }
  });
  return [...found];
}

/** Whether a closure's body assigns or changes the variable. */
function writes(t: Writing, statements: readonly Statement[], name: string): boolean {
  const scope = new FunctionScope(statements, {
    parameters: [],
    outer: new Map(),
    known: { member: () => 'value' },
    trustHints: false,
    references: t.facts.references,
    avoid: new Set(),
  });
  const found = scope.variable(name);
  // Only read: it is never assigned, so it is hoisted, and nothing changes it.
  return found !== undefined && (found.isChanged || found.place === 'inPlace' || assigns(statements, name));
}

function assigns(statements: readonly Statement[], name: string): boolean {
  let found = false;
  for (const statement of statements) {
    walk(statement, (node) => {
      const target =
        node.kind === 'assign' || node.kind === 'assignref'
          ? node.left
          : node.kind === 'pre' || node.kind === 'post'
            ? node.what
            : undefined;
      if (target?.kind === 'variable' && target.name === name) found = true;
      return !found;
    });
  }
  return found;
}
