import type { Expression, Statement } from './ast.js';
import { atLeast, level } from './code.js';
import type { Writing } from './function-writing.js';
import type { LocalVariable } from './scope.js';
import { type Translating, phpValueType } from './translating.js';
import { copied } from './copies.js';

/** Each variable that a statement declares needs `const` or `let`. */
export function declaration(t: Writing, statement: Statement, variable: LocalVariable): string {
  return variable.constAt.has(statement) ? 'const' : 'let';
}

export function declared(
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
