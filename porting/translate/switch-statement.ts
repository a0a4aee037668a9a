import type { Block, SwitchNode } from './ast.js';
import { commentText } from './comments.js';
import type { JumpTarget, Writing } from './function-writing.js';
import { equality } from './comparisons.js';
import { condition, phpValueType, textOf, typeIn } from './translating.js';
import { isPure } from './purity.js';

export function switchText(t: Writing, node: SwitchNode): string {
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
  const text = `${commentText(body.leadingComments ?? [])}${t.statements(body.children)}`;
  return /^(const|let) /m.test(text) ? `{\n${text}\n}` : `\n${text}`;
}
