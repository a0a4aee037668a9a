import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { isAutomatonLibraryMethod, notThereInMachines, whyMissing } from './library-methods.js';
import type { MachineNames } from './machine-names.js';
import type { Members } from './members.js';
import { contextName } from './members.js';
import type { Dialect, MethodTarget } from '../translate/dialect.js';
import type { TranslationUnit } from '../translate/unit.js';

/** Module that ported machines import what handlers need from. */
export const machineModule = 'pbx-automata/porting/machine';
/** Module of PHP's values and functions. */
export const phpModule = 'pbx-automata/porting/php';
/** Module of the library in PHP's shape. */
export const libraryModule = 'pbx-automata/porting';

/** The part of a dialect that is about classes which are no machines. */
export type OutsideDialect = Pick<
  Dialect,
  'className' | 'callStatic' | 'staticMember' | 'classConstant' | 'hasObjects'
>;

/** What a body of a machine's class is translated with. */
export interface MachineDialectOptions {
  readonly unit: TranslationUnit;
  /** The class that becomes a machine. */
  readonly klass: PhpClass;
  readonly names: MachineNames;
  readonly members: Members;
  /** `self`: a draft in a handler; `context`: the context in an action or guard. */
  readonly self: 'self' | 'context';
  /** TypeScript type of the handler's message. */
  readonly messageType: string;
  /** The other classes, as they are written in the class style. */
  readonly outside: OutsideDialect;
}

/** How the functions of a machine are written (docs of `Dialect`): `self` is a draft, methods are functions that take it. */
export function machineDialect(options: MachineDialectOptions): Dialect {
  const { unit, klass, names, members, self, outside } = options;
  const isOwn = (owner: PhpClass): boolean => names.isMachine(owner);
  const callOwn = (method: MethodTarget, owner: PhpClass, args: readonly string[]): string => {
    const found = methodsOf(owner).get(method.name.toLowerCase());
    if (found === undefined) return missing(unit, `${owner.name}::${method.name}() is not there.`);
    const name = names.functionOf(found);
    return `${name}(${(method.isStatic ? args : [self, ...args]).join(', ')})`;
  };
  const call = (method: MethodTarget, start: PhpClass | undefined, args: readonly string[]): string => {
    if (method.owner === undefined || start === undefined) return callLibrary(unit, self, method.name, args);
    return callOwn(method, start, args);
  };
  return {
    self,
    // In a class a member must not be called like a method; here it may.
    member: (name) => {
      const plain = members.find(name) ? name : name.replace(/Member$/, '');
      return `${self}.${contextName(plain)}`;
    },
    // Late binding: the method as the class that becomes the machine has it.
    callSelf: (method, args) => call(method, method.owner && klass, args),
    callParent: (method, args) => call(method, method.owner, args),
    whyMissing,
    methodAsValue: (method) => {
      const found = methodsOf(klass).get(method.name.toLowerCase());
      const given = found?.method.node.arguments.map((_, at) => `given${at}`) ?? ['given0'];
      const parameters = given.map((name) => `${name}?: ${unit.imports.type(phpModule, 'PhpValue')}`);
      return `((${parameters.join(', ')}) => ${call(method, method.owner && klass, given)})`;
    },
    callStatic: (className, method, args) =>
      method.owner && isOwn(method.owner)
        ? callOwn({ ...method, isStatic: true }, method.owner, args)
        : outside.callStatic(className, method, args),
    staticMember: (owner, name, isLate) =>
      isOwn(owner) ? names.constantOf(owner, name) : outside.staticMember(owner, name, isLate),
    classConstant: (owner, name, isLate) =>
      isOwn(owner) ? names.constantOf(owner, name) : outside.classConstant(owner, name, isLate),
    className: (other) => outside.className(other),
    hasObjects: (other) => outside.hasObjects?.(other) ?? true,
    newOfLibrary: (name, args) => {
      const module = name === 'Message' ? machineModule : libraryModule;
      return `new ${unit.imports.value(module, name)}(${args.join(', ')})`;
    },
    libraryClass: (name) => unit.imports.value(name === 'Message' ? machineModule : libraryModule, name),
    callLibraryStatic: (className, method, args) => {
      if (className === 'Log' && method.toLowerCase() === 'log') {
        return `${self}.log(${[args[0] ?? "''", args[1] ?? "'runtime'"].join(', ')})`;
      }
      const module = className === 'Message' ? machineModule : libraryModule;
      return `${unit.imports.value(module, className)}.${method}(${args.join(', ')})`;
    },
    callOnValue: () => undefined,
    returnState: (value) => (value === undefined ? 'return;' : `return ${value};`),
    messageType: () => options.messageType,
  };
}

function callLibrary(unit: TranslationUnit, self: string, name: string, args: readonly string[]): string {
  const method = name.toLowerCase();
  if (isAutomatonLibraryMethod(method))
    return `${self}.${isAutomatonLibraryMethod(method)}(${args.join(', ')})`;
  // Static in PHP: it looks at no automaton.
  if (method === 'raw_json_encode')
    return `${unit.imports.value(libraryModule, 'FiniteStateAutomaton')}.raw_json_encode(${args.join(', ')})`;
  return missing(unit, notThereInMachines(name));
}

/** Where something is not there, the program says so when it comes there, and not before. */
function missing(unit: TranslationUnit, sentence: string): string {
  return `${unit.imports.value(machineModule, 'notPorted')}(${JSON.stringify(sentence)})`;
}
