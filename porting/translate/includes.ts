import type { Include } from './ast.js';
import { call, primary, type Code } from './code.js';
import { moduleOf } from './modules.js';
import type { Translating } from './translating.js';

/** `require 'x.php'`: classes and functions are imported where they are used; a program in the file is called. */
export function includeCall(t: Translating, node: Include): Code {
  const found = t.unit.file.includes.find((one) => one.line === node.loc?.start.line);
  const target = found?.target;
  if (typeof target === 'object') return primary('');
  if (target === undefined) {
    return t.todo(node, 'The file that is included was not read; import what is needed of it.');
  }
  const file = t.unit.project.files.find(({ path }) => path === target);
  const hasProgram = file && t.facts.hasProgram(file);
  if (!hasProgram) return primary('');
  if (!t.mayAwait)
    return t.todo(node, 'A file with a program is included inside a function; call what is needed of it.');
  t.noteAwait();
  const name = t.unit.imports.mainOf(moduleOf(t.unit.file, file));
  return { text: `await ${call(name).text}`, level: 16 };
}
