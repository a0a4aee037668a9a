import { methodsOf, type FoundMethod } from '../read/class-lookup.js';
import { chainOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { isKind, textOfName, walk } from '../read/nodes.js';
import type { MachineParts } from './machine-parts.js';
import { commentsOfBody } from './comments-of-body.js';
import { phpModule } from './machine-dialect.js';
import { lowerFirst } from './machine-names.js';
import { memberType } from './member-types.js';
import { contextName } from './members.js';
import { memberNamed, partOf, writesOf } from './writes.js';

/** A member of the output: a getter of the PHP class, or one of its public members. */
interface Output {
  readonly name: string;
  readonly comments: string;
  readonly type: string;
  readonly code: string;
}

/** What a machine leaves when it is Dead: what programs read from the automaton in PHP. */
export function outputsOf(parts: MachineParts): { readonly types: string; readonly code: string } {
  const outputs = new Map<string, Output>();
  const add = (output: Output): void => {
    if (output.name !== 'ok' && !outputs.has(output.name)) outputs.set(output.name, output);
  };
  for (const found of gettersOf(parts.klass)) add(outputOfGetter(parts, found));
  for (const name of publicMembersOf(parts.klass))
    add({ name, comments: '', type: memberType(parts, name), code: memberCode(parts, name) });
  const members = [...outputs.values()];
  const context = members.length === 0 ? '()' : '({ context })';
  return {
    types: [
      'readonly ok: true;',
      ...members.map(({ name, comments, type }) => `${comments}readonly ${name}: ${type};`),
    ].join('\n'),
    code: `${context} => ({ ${['ok: true', ...members.map(({ name, code }) => `${name}: ${code}`)].join(', ')} })`,
  };
}

/** Public methods without arguments that only tell something. */
export function gettersOf(klass: PhpClass): readonly FoundMethod[] {
  return [...methodsOf(klass).values()].filter(({ method }) => {
    const { name, node, visibility, isStatic, isAbstract } = method;
    if (visibility !== 'public' || isStatic || isAbstract || /^(__|receive)|^timeout$/i.test(name))
      return false;
    if (node.arguments.length > 0 || writesOf(node).length > 0) return false;
    let [returns, isQuiet] = [false, true];
    walk(node, (inner) => {
      if (isKind(inner, 'return') && inner.expr !== null) returns = true;
      const called = isKind(inner, 'call') ? textOfName(partOf(inner.what, 'offset') as never) : '';
      if (/^(sendMessage|postEvent|getWs|getTrans|getTransitioner|run)$/i.test(called)) isQuiet = false;
    });
    return returns && isQuiet;
  });
}

function outputOfGetter(parts: MachineParts, found: FoundMethod): Output {
  const name = lowerFirst(found.method.name.replace(/^get(?=[A-Z_0-9])/, '')).replace(/^_+/, '');
  const member = returnedMember(found);
  if (member !== undefined) {
    const inside = [...commentsOfBody(found.owner.file, found.method.node).values()].flat();
    const comments = `${parts.writer.commentsOn(found)}${parts.writer.comments.take(inside)}`;
    return { name, comments, type: memberType(parts, member), code: memberCode(parts, member) };
  }
  const type = parts.unit.imports.type(phpModule, 'PhpValue');
  return {
    name,
    comments: '',
    type,
    code: `${parts.names.handlers}.read(context, ${parts.names.functionOf(found)})`,
  };
}

/** The member that `return $this->name;` gives. */
export function returnedMember({ method }: FoundMethod): string | undefined {
  const [only, ...others] = method.node.body?.children ?? [];
  return others.length === 0 && isKind(only, 'return') ? memberNamed(only.expr) : undefined;
}

function memberCode({ members }: MachineParts, name: string): string {
  return members.find(name)?.isRows === true
    ? `context.${contextName(name)}.list()`
    : `context.${contextName(name)}`;
}

/** Members that programs may read. */
export function publicMembersOf(klass: PhpClass): readonly string[] {
  const names: string[] = [];
  for (const owner of chainOf(klass)) {
    for (const statement of owner.node.body) {
      if (!isKind(statement, 'propertystatement') || statement.isStatic) continue;
      // `var $name` is public too.
      const isPublic = !['protected', 'private'].includes(String(statement.visibility));
      if (isPublic) names.push(...statement.properties.map((one) => textOfName(one.name)));
    }
  }
  return names;
}
