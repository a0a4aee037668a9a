import type { PhpFile, PhpProject } from '../read/model.js';
import { children, typed, walk, type Expression, type PhpNode, type Statement } from './ast.js';

export interface ProgramConstant {
  readonly file: PhpFile;
  readonly value: Expression;
}

/** Names of functions and methods whose result is used. */
export function usedResultsOf(project: PhpProject): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: PhpNode): void => {
    for (const child of children(node)) {
      const name = child.kind === 'call' ? calledName(child.what) : undefined;
      if (name !== undefined && node.kind !== 'expressionstatement') found.add(name);
      visit(child);
    }
  };
  for (const file of project.files) visit(typed<Statement>(file.ast));
  return found;
}

/** Constants of the program (`define`, `const`) by name. */
export function constantsOf(project: PhpProject): ReadonlyMap<string, ProgramConstant> {
  const found = new Map<string, ProgramConstant>();
  const add = (name: string, file: PhpFile, value: Expression): void => {
    if (!found.has(name)) found.set(name, { file, value });
  };
  for (const file of project.files) {
    walk(typed<Statement>(file.ast), (node) => {
      if (node.kind === 'constantstatement')
        for (const one of node.constants) add(one.name.name, file, one.value);
      if (node.kind !== 'call' || node.what.kind !== 'name' || !/^\\?define$/i.test(node.what.name)) return;
      const [name, value] = node.arguments;
      if (name?.kind === 'string' && value) add(name.value, file, value);
    });
  }
  return found;
}

/** Names of variables that functions share by `global`, and those that included files share. */
export function sharedVariablesOf(project: PhpProject): ReadonlySet<string> {
  const found = new Set<string>();
  const users = new Map<string, Set<PhpFile>>();
  for (const file of project.files) {
    walk(typed<Statement>(file.ast), (node) => {
      if (
        node.kind === 'offsetlookup' &&
        node.what.kind === 'variable' &&
        node.what.name === 'GLOBALS' &&
        node.offset &&
        node.offset.kind === 'string'
      )
        found.add(node.offset.value);
      if (node.kind !== 'global') return;
      for (const { name } of node.items) if (typeof name === 'string') found.add(name);
    });
    for (const statement of file.program) {
      walk(typed<Statement>(statement), (node) => {
        if (node.kind === 'closure' || node.kind === 'arrowfunc') return false;
        if (node.kind === 'variable' && typeof node.name === 'string' && node.name !== 'this') {
          users.set(node.name, (users.get(node.name) ?? new Set()).add(file));
        }
        return true;
      });
    }
  }
  // An included file and the one that includes it share their variables.
  for (const [name, files] of users) {
    const isShared = [...files].some((file) =>
      file.requires.some((path) => [...files].some((other) => other.path === path)),
    );
    if (isShared) found.add(name);
  }
  return found;
}

/** Includes and constants are settled by imports; empty text around `<?php` is nothing. */
export function isEffective(node: Statement): boolean {
  switch (node.kind) {
    case 'inline':
      return node.value.trim() !== '';
    case 'noop':
    case 'usegroup':
    case 'constantstatement':
    case 'halt':
      return false;
    case 'declare':
    case 'namespace':
      return node.children.some(isEffective);
    case 'include':
      return false;
    case 'expressionstatement': {
      const { expression } = node;
      if (expression.kind === 'include') return false;
      return !(
        expression.kind === 'call' &&
        expression.what.kind === 'name' &&
        /^\\?(define|error_reporting|ini_set|set_time_limit)$/i.test(expression.what.name)
      );
    }
    default:
      return true;
  }
}

/** `f` of `f()`, `->m` of `$o->m()` and `A::m()`, in lower case. */
function calledName(what: Expression): string | undefined {
  if (what.kind === 'name') return what.name.slice(what.name.lastIndexOf('\\') + 1).toLowerCase();
  const isLookup =
    what.kind === 'propertylookup' || what.kind === 'nullsafepropertylookup' || what.kind === 'staticlookup';
  return isLookup && what.offset.kind === 'identifier' ? `->${what.offset.name.toLowerCase()}` : undefined;
}
