import { byReference, changedReference } from './by-reference.js';
import { blockingFunctions } from '../php/functions-table.js';
import { args, fits } from './arguments.js';
import { type Expression, type MethodNode, type New, typed } from './ast.js';
import { blockingCall } from './blocking.js';
import { referenced } from './class-lookup.js';
import { type Code, level, primary } from './code.js';
import { libraryParameters } from './library-parameters.js';
import { methodOf } from './project-facts.js';
import { type Translating, phpValueType } from './translating.js';

export function newExpression(t: Translating, node: New): Code {
  const { what } = node;
  if (what.kind === 'class')
    return t.todo(node, 'A class without a name; give it a name, and write it at the top of the file.');
  const found = referenced(t.unit, t.klass, what as Expression);
  const withNew = (name: string, given: readonly string[]): Code => ({
    text: `new ${name}(${given.join(', ')})`,
    level: level.call,
  });
  switch (found?.kind) {
    case 'project': {
      const constructor = methodOf(found.klass, '__construct');
      const parameters = constructor
        ? typed<MethodNode>(constructor.method.node).arguments
        : libraryParameters(found.klass.libraryAncestor);
      const changed =
        constructor &&
        changedReference(t, parameters, typed<MethodNode>(constructor.method.node).body, node.arguments);
      if (changed !== undefined) return t.todo(node, byReference(`new ${found.klass.name}()`, changed));
      const given = args(t, node.arguments, parameters);
      if (what.kind === 'staticreference') {
        if (t.isStatic) return withNew(`(this as ${phpValueType(t.unit)})`, given);
        return withNew(`(${t.dialect.self}.constructor as ${phpValueType(t.unit)})`, given);
      }
      const name = t.dialect.className(found.klass);
      const isFitting =
        (constructor === undefined || fits(node.arguments, parameters)) && !found.klass.isAbstract;
      return withNew(isFitting ? name : `(${name} as ${phpValueType(t.unit)})`, given);
    }
    case 'library':
      if (!found.library.isBuilt)
        t.notice(node, `${found.library.name} is not built here; using it throws LIBRARY_NOT_BUILT.`);
      return {
        text: t.dialect.newOfLibrary(
          found.library.name,
          args(t, node.arguments, libraryParameters(found.library.name)),
        ),
        level: level.call,
      };
    case 'stdClass':
      return primary('{}');
    case 'exception':
      return withNew(t.unit.php(found.name), args(t, node.arguments));
    case 'throwable':
      return withNew('Error', args(t, node.arguments.slice(0, 1)));
    default: {
      const name = found && 'name' in found ? found.name : undefined;
      const blocking = name === undefined ? undefined : blockingFunctions.get(name.toLowerCase());
      if (name !== undefined && blocking !== undefined) return blockingCall(t, node, name, blocking);
      return t.todo(
        node,
        name === undefined
          ? 'The class of this object is only known when it runs; write the classes in a switch.'
          : `There is no class ${name} here; write it, or use one of a package.`,
      );
    }
  }
}
