import type { MethodNode } from './ast.js';
import { BodyTranslator } from './body-translator.js';
import { parentOf } from './class-lookup.js';
import type { ClassWriting } from './class-writing.js';
import { quote } from './code.js';
import { commentText } from './comments.js';
import { isParentCall, withParentFirst } from './parent-first.js';
import { phpValueType } from './translating.js';
import type { Method } from 'php-parser';

const visibilities: Readonly<Record<number, string>> = { 1: 'public', 2: 'protected', 4: 'private' };

/** The constructor; empty without one in PHP, unless there is something to do in it. */
export function constructorText(w: ClassWriting, node: MethodNode | undefined): string {
  const { klass, unit } = w;
  const hasParent =
    parentOf(unit, klass) !== undefined &&
    parentOf(unit, klass)?.kind !== 'unknown' &&
    parentOf(unit, klass)?.kind !== 'stdClass';
  const begin: string[] = [];
  if (w.usesInitialiser && klass.parent === undefined) begin.push('this.initialiseMembers();');
  const magic = klass.methods.find((one) => /^__(get|set|call|callstatic|isset|unset)$/i.test(one.name));
  if (magic)
    begin.push(
      `${unit.php('notPorted')}(${quote(`${klass.name} has ${magic.name}(), for members or methods that are not there.`)});`,
    );
  if (!node) {
    if (begin.length === 0) return '';
    const any = phpValueType(unit);
    return hasParent
      ? `constructor(...given: ${any}) {\n// @ts-expect-error: whatever the parent takes\nsuper(...given);\n${begin.join('\n')}\n}`.replace(
          '// @ts-expect-error: whatever the parent takes\nsuper(...given);',
          `super(...(given as [${any}, ${any}]));`,
        )
      : `constructor() {\n${begin.join('\n')}\n}`;
  }
  const statements = node.body?.children ?? [];
  const at = statements.findIndex(isParentCall);
  const ordered = hasParent ? withParentFirst(w, node, statements, at) : statements;
  const body = new BodyTranslator(unit, { dialect: { ...w.dialect, callParent: callParent(w) }, klass });
  const callable = body.callable(node as unknown as Method, { statements: ordered });
  const parameters = callable.parameters.map((one, index) => {
    const flags = node.arguments[index]?.flags ?? 0;
    return flags === 0 ? one : `${visibilities[flags & 7] ?? 'public'} ${one}`;
  });
  const lines = callable.body.split('\n');
  const isSuper = (line: string): boolean => /^super\(/.test(line.trim());
  const first = lines.findIndex(isSuper);
  let text = callable.body;
  if (hasParent && first < 0) {
    const any = phpValueType(unit);
    text = `super(...([] as unknown as [${any}]));\n${begin.join('\n')}\n${text}`;
    const parent = parentOf(unit, klass);
    if (parent?.kind !== 'exception')
      unit.problem(
        'todo',
        `The constructor of ${klass.name} does not call parent::__construct(); TypeScript needs the call, and it is made here without arguments.`,
        node,
      );
  } else if (begin.length > 0) {
    if (first < 0) text = `${begin.join('\n')}\n${text}`;
    else {
      const end = endOfCall(lines, first);
      text = [...lines.slice(0, end + 1), ...begin, ...lines.slice(end + 1)].join('\n');
    }
  }
  return `${commentText(node.leadingComments ?? [])}constructor(${parameters.join(', ')}) {\n${text}\n}`;
}

function endOfCall(lines: readonly string[], start: number): number {
  const end = lines.findIndex((line, index) => index >= start && line.endsWith(';'));
  return end < 0 ? start : end;
}

/** `parent::__construct(…)` is `super(…)`. */
function callParent(w: ClassWriting): ClassWriting['dialect']['callParent'] {
  return (method, args) =>
    method.name === '__construct' ? `super(${args.join(', ')})` : w.dialect.callParent(method, args);
}
