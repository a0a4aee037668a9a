import type { PhpClass } from '../read/model.js';
import type { Dialect } from './dialect.js';
import { moduleOf } from './modules.js';
import { identifier } from './names.js';
import type { TranslationUnit } from './unit.js';

const library = 'pbx-automata/porting';

/** How things are written in a class: `this`, and everything as in PHP. */
export function classDialect(unit: TranslationUnit): Dialect {
  const className = (klass: PhpClass): string => {
    const name = identifier(klass.name);
    return klass.file === unit.file ? name : unit.imports.value(moduleOf(unit.file, klass.file), name);
  };
  const libraryClass = (name: string): string =>
    unit.imports.value(library, name === 'FinitStateAutomaton' ? 'FiniteStateAutomaton' : name);
  const list = (args: readonly string[]): string => args.join(', ');
  const late = (owner: PhpClass): string => `(this.constructor as typeof ${className(owner)})`;
  return {
    self: 'this',
    member: (name) => `this.${name}`,
    callSelf: (method, args) => `this.${method.name}(${list(args)})`,
    callParent: (method, args) => `super.${method.name}(${list(args)})`,
    methodAsValue: (method) => `this.${method.name}.bind(this)`,
    callStatic: (name, method, args) => `${name}.${method.name}(${list(args)})`,
    staticMember: (owner, name, isLate) => `${isLate ? late(owner) : className(owner)}.${name}`,
    classConstant: (owner, name, isLate) => `${isLate ? late(owner) : className(owner)}.${name}`,
    className,
    newOfLibrary: (name, args) => `new ${libraryClass(name)}(${list(args)})`,
    libraryClass,
    callLibraryStatic: (name, method, args) => `${libraryClass(name)}.${method}(${list(args)})`,
    callOnValue: () => undefined,
    returnState: (value) => (value === undefined ? 'return;' : `return ${value};`),
    messageType: () => unit.imports.type(library, 'Message'),
  };
}
