import { typed, type Include, type Statement } from './ast.js';
import { call, level, primary, type Code } from './code.js';
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
  const helper = includeHelper(t, node, target);
  const run = helper === undefined ? call(name) : call(t.unit.php(helper), name);
  return { text: `await ${run.text}`, level: level.unary };
}

/** Where a file is included more than once it has to be known whether it ran; undefined: it runs here, and only here. */
function includeHelper(t: Translating, node: Include, target: string): string | undefined {
  const all = t.unit.project.files.flatMap(({ includes }) => includes.filter((one) => one.target === target));
  const isPlain = t.unit.file.program.some((one) => {
    const statement = typed<Statement>(one);
    return statement.kind === 'expressionstatement' ? statement.expression === node : statement === node;
  });
  if (all.length === 1 && isPlain) return undefined;
  if (node.once) return 'includeOnce';
  return all.some((one) => typed<Include>(one.node).once) ? 'include' : undefined;
}
