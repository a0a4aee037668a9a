import type { PhpClass } from '../read/model.js';
import { typed, type ClassNode, type Expression, type Name } from './ast.js';
import { classNamed } from './class-lookup.js';
import { level, quote, type Code } from './code.js';
import { isPure } from './purity.js';
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
      if (found.klass.kind === 'interface') return ofAny(t, node, left, found.klass);
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
      return right.kind === 'name' && /^\\?Closure$/i.test(right.name)
        ? { text: `typeof ${textOf(t, left, level.unary)} === 'function'`, level: level.equality }
        : t.todo(node, 'There is no such class here.');
  }
}

/** Nothing knows of an interface when it runs: the classes that implement it are asked for. */
function ofAny(t: Translating, node: Expression, left: Expression, wanted: PhpClass): Code {
  const all = [...t.unit.project.classes.values()].filter(({ kind }) => kind === 'class');
  const first = all.filter(
    (one) => implementsIt(t, one, wanted) && !(one.parent && implementsIt(t, one.parent, wanted)),
  );
  if (!isPure(left) || first.length === 0)
    return t.todo(
      node,
      `${wanted.name} is an interface, which nothing knows of when it runs; ask for a method of it.`,
    );
  const value = textOf(t, left, level.relation);
  const tests = first.map((one) => `${value} instanceof ${t.dialect.className(one)}`);
  return { text: tests.join(' || '), level: tests.length > 1 ? level.or : level.relation };
}

function implementsIt(t: Translating, klass: PhpClass, wanted: PhpClass): boolean {
  if (klass === wanted) return true;
  const { implements: own, extends: bases } = typed<ClassNode>(klass.node);
  const named = [...(own ?? []), ...(Array.isArray(bases) ? (bases as readonly Name[]) : [])];
  const above = named.flatMap(({ name }) => {
    const found = classNamed(t.unit, name);
    return found.kind === 'project' ? [found.klass] : [];
  });
  return [...above, ...(klass.parent ? [klass.parent] : [])].some((one) => implementsIt(t, one, wanted));
}
