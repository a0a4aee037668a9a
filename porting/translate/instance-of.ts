import type { Expression } from './ast.js';
import { classNamed } from './class-lookup.js';
import { level, quote, type Code } from './code.js';
import { php, textOf, type Translating } from './translating.js';

/** `$x instanceof A`. */
export function instanceOf(t: Translating, node: Extract<Expression, { readonly kind: 'bin' }>): Code {
  const { left, right } = node;
  const isKnown = right.kind === 'name' || right.kind === 'selfreference' || right.kind === 'staticreference';
  if (!isKnown) return t.todo(node, 'The class of this instanceof is only known when it runs.');
  const found =
    right.kind === 'name'
      ? classNamed(t.unit, right.name)
      : t.klass
        ? ({ kind: 'project', klass: t.klass } as const)
        : undefined;
  const of = (name: string): Code => ({
    text: `${textOf(t, left, level.relation)} instanceof ${name}`,
    level: level.relation,
  });
  switch (found?.kind) {
    case 'project':
      if (found.klass.kind === 'interface')
        return t.todo(
          node,
          `${found.klass.name} is an interface, which nothing knows of when it runs; ask for a method of it.`,
        );
      return of(t.dialect.className(found.klass));
    case 'library':
      return of(t.dialect.libraryClass(found.library.name));
    case 'exception':
      return found.name === 'Exception' ? php(t, 'isException', textOf(t, left)) : of(t.unit.php(found.name));
    case 'throwable':
      return found.name.toLowerCase() === 'throwable'
        ? of('Error')
        : php(t, 'isPhpError', textOf(t, left), quote(found.name));
    case 'stdClass':
      return php(t, 'isA', textOf(t, left), quote('stdClass'));
    default:
      return t.todo(node, 'There is no such class here.');
  }
}
