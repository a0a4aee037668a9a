import { libraryClasses } from '../library/library-names.js';
import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpFile, PhpMethod, PhpProject } from '../read/model.js';
import {
  children,
  typed,
  walk,
  type Expression,
  type FunctionNode,
  type MethodNode,
  type PhpNode,
  type Statement,
} from './ast.js';
import { referenceArguments } from './occurrences.js';
import { join, typeOf, typeOfHint, type StaticType, type TypeKnowledge } from './types.js';

/** What is known of a member's name in the whole project: PHP says of no object which class it is. */
export interface MemberFacts {
  isChanged: boolean;
  isDeep: boolean;
  type: StaticType;
}

export interface UserFunction {
  readonly name: string;
  readonly file: PhpFile;
  readonly node: FunctionNode;
}

/** What translation asks about the whole project; found once. */
export class ProjectFacts {
  readonly members = new Map<string, MemberFacts>();
  readonly functions = new Map<string, UserFunction>();
  /** Methods of all classes by name in lower case. */
  readonly methods = new Map<string, { readonly owner: PhpClass; readonly method: PhpMethod }[]>();
  /** Names of variables that functions share by `global`. */
  readonly globals = new Set<string>();
  /** Constants of the program (`define`, `const`) by name. */
  readonly constants = new Map<string, { readonly file: PhpFile; readonly value: Expression }>();
  /** Names of functions and methods whose result is used. */
  readonly usedResults = new Set<string>();
  /** Names of functions and methods (as `->name`), in lower case, that have to be awaited. */
  readonly asyncNames = new Set<string>();
  #hasDynamicMembers = false;

  constructor(readonly project: PhpProject) {
    for (const klass of project.classes.values()) {
      for (const method of klass.methods) {
        const name = method.name.toLowerCase();
        this.methods.set(name, [...(this.methods.get(name) ?? []), { owner: klass, method }]);
      }
    }
    for (const file of project.files) {
      for (const node of file.functions) {
        const one = typed<FunctionNode>(node);
        this.functions.set(one.name.name.toLowerCase(), { name: one.name.name, file, node: one });
      }
    }
    this.#readMembers();
    this.#findConstants();
    this.#findUsedResults();
    this.#findSharedVariables();
    this.#findAsync();
  }

  member(name: string): MemberFacts | undefined {
    return this.members.get(name);
  }

  typeOfMember(name: string): StaticType {
    if (this.#hasDynamicMembers) return 'value';
    const type = this.members.get(name)?.type ?? 'value';
    return type === 'none' ? 'value' : type;
  }

  /** The only method of that name in the project, if the library has none. */
  onlyMethod(name: string): { readonly owner: PhpClass; readonly method: PhpMethod } | undefined {
    const found = this.methods.get(name.toLowerCase()) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }

  /** How a method is spelled where it is declared; PHP ignores case. */
  spelling(name: string): string {
    const lower = name.toLowerCase();
    const own = this.methods.get(lower)?.[0]?.method.name;
    if (own !== undefined && !lower.startsWith('receive')) return own;
    for (const { methods } of libraryClasses.values()) {
      const found = methods.find((one) => one.toLowerCase() === lower);
      if (found !== undefined) return found;
    }
    return own ?? name;
  }

  /** Whether a file has statements that do something when it is run or included. */
  hasProgram(file: PhpFile): boolean {
    return file.program.some((node) => isEffective(typed<Statement>(node)));
  }

  #readMembers(): void {
    for (const file of this.project.files)
      walk(typed<Statement>(file.ast), (node) => {
        this.#readDeclaration(node);
      });
    const known: TypeKnowledge = {
      variable: () => 'value',
      member: (name) => this.members.get(name)?.type ?? 'value',
    };
    for (let round = 0; round < 4; round += 1) {
      for (const file of this.project.files)
        walk(typed<Statement>(file.ast), (node) => {
          this.#readWrite(node, known);
        });
    }
  }

  #facts(name: string): MemberFacts {
    const facts = this.members.get(name) ?? { isChanged: false, isDeep: false, type: 'value' };
    this.members.set(name, facts);
    return facts;
  }

  #readDeclaration(node: PhpNode): void {
    if (node.kind === 'parameter' && node.flags > 0) this.#facts(node.name.name).type = 'value';
    if (node.kind !== 'propertystatement') return;
    for (const { name, value, type, nullable } of node.properties) {
      const hint = typeOfHint(type, nullable);
      const first: StaticType = value
        ? typeOf(value, { variable: () => 'value', member: () => 'value' })
        : hint === 'value'
          ? 'null'
          : hint;
      const facts = this.members.get(name.name);
      if (facts) facts.type = join(facts.type, first);
      else this.members.set(name.name, { isChanged: false, isDeep: false, type: first });
    }
  }

  #readWrite(node: PhpNode, known: TypeKnowledge): void {
    switch (node.kind) {
      case 'assign':
        this.#write(node.left, typeOf(node, known));
        return;
      case 'pre':
      case 'post':
        this.#write(node.what, typeOf(node, known));
        return;
      case 'assignref':
        this.#write(node.left, 'value');
        this.#write(node.right, 'value');
        return;
      case 'foreach':
        if (node.key) this.#write(node.key, 'value');
        this.#write(node.value, 'value');
        if (node.value.kind === 'variable' && node.value.byref) this.#change(node.source, true, 'array');
        return;
      case 'unset':
        for (const one of node.variables) {
          if (one.kind === 'offsetlookup') this.#write(one, 'array');
          else this.#write(one, 'value');
        }
        return;
      case 'call':
        for (const { node: argument, kind, keepsList } of referenceArguments(node)) {
          if (kind === 'write') this.#write(argument, 'value');
          else this.#change(argument, false, keepsList ? 'list' : 'array');
        }
        return;
      default:
    }
  }

  #write(target: Expression, type: StaticType): void {
    switch (target.kind) {
      case 'propertylookup':
      case 'nullsafepropertylookup':
        if (target.offset.kind !== 'identifier') this.#hasDynamicMembers = true;
        else {
          const facts = this.#facts(target.offset.name);
          facts.type = join(facts.type, type);
        }
        return;
      case 'staticlookup':
        if (target.offset.kind === 'variable' && typeof target.offset.name === 'string') {
          const facts = this.#facts(target.offset.name);
          facts.type = join(facts.type, type);
        }
        return;
      case 'offsetlookup':
        this.#change(target.what, target.what.kind === 'offsetlookup', target.offset ? 'array' : 'list');
        return;
      case 'list':
      case 'array':
        for (const item of target.items) if (item?.kind === 'entry') this.#write(item.value, 'value');
        return;
      default:
    }
  }

  /** An element of the array changes. */
  #change(array: Expression, isDeep: boolean, type: StaticType): void {
    if (array.kind === 'offsetlookup') {
      this.#change(array.what, true, 'array');
      return;
    }
    const name = memberName(array);
    if (name === undefined) return;
    const facts = this.#facts(name);
    facts.isChanged = true;
    facts.isDeep ||= isDeep;
    facts.type = join(facts.type, type);
  }

  #findUsedResults(): void {
    const visit = (node: PhpNode): void => {
      for (const child of children(node)) {
        const name = child.kind === 'call' ? calledName(child.what) : undefined;
        if (name !== undefined && node.kind !== 'expressionstatement') this.usedResults.add(name);
        visit(child);
      }
    };
    for (const file of this.project.files) visit(typed<Statement>(file.ast));
  }

  #findConstants(): void {
    const add = (name: string, file: PhpFile, value: Expression): void => {
      if (!this.constants.has(name)) this.constants.set(name, { file, value });
    };
    for (const file of this.project.files) {
      walk(typed<Statement>(file.ast), (node) => {
        if (node.kind === 'constantstatement')
          for (const one of node.constants) add(one.name.name, file, one.value);
        if (node.kind !== 'call' || node.what.kind !== 'name' || !/^\\?define$/i.test(node.what.name)) return;
        const [name, value] = node.arguments;
        if (name?.kind === 'string' && value) add(name.value, file, value);
      });
    }
  }

  #findSharedVariables(): void {
    const users = new Map<string, Set<PhpFile>>();
    for (const file of this.project.files) {
      walk(typed<Statement>(file.ast), (node) => {
        if (node.kind !== 'global') return;
        for (const { name } of node.items) if (typeof name === 'string') this.globals.add(name);
      });
      for (const statement of file.program) {
        walk(typed<Statement>(statement), (node) => {
          if (node.kind === 'closure' || node.kind === 'arrowfunc') return false;
          if (node.kind === 'variable' && typeof node.name === 'string' && node.name !== 'this') {
            users.set(node.name, (users.get(node.name) ?? new Set()).add(file));
          }
          return true;
        });
      }
    }
    // An included file and the one that includes it share their variables.
    for (const [name, files] of users) {
      const isShared = [...files].some((file) =>
        file.requires.some((path) => [...files].some((other) => other.path === path)),
      );
      if (isShared) this.globals.add(name);
    }
  }

  #findAsync(): void {
    for (const name of ['connect', 'run', 'receive']) this.asyncNames.add(`->${name}`);
    const bodies: { readonly name: string; readonly body: PhpNode; readonly isHandler: boolean }[] = [];
    for (const { name, node } of this.functions.values())
      bodies.push({ name: name.toLowerCase(), body: node, isHandler: false });
    for (const [name, found] of this.methods) {
      for (const { owner, method } of found) {
        const isHandler = owner.handlers.some((one) => one.method === method) || name === '__construct';
        bodies.push({ name: `->${name}`, body: typed<MethodNode>(method.node), isHandler });
      }
    }
    for (let before = -1; before !== this.asyncNames.size;) {
      before = this.asyncNames.size;
      for (const { name, body, isHandler } of bodies) {
        if (!isHandler && !this.asyncNames.has(name) && this.#callsAsync(body)) this.asyncNames.add(name);
      }
    }
  }

  #callsAsync(body: PhpNode): boolean {
    let found = false;
    walk(body, (node) => {
      if (node.kind === 'closure' || node.kind === 'arrowfunc' || node.kind === 'class') return false;
      if (node.kind === 'call' && this.isAsyncCall(node.what)) found = true;
      return !found;
    });
    return found;
  }

  /** Whether a call of this has to be awaited. */
  isAsyncCall(what: Expression): boolean {
    if (what.kind === 'name')
      return this.asyncNames.has(what.name.slice(what.name.lastIndexOf('\\') + 1).toLowerCase());
    if ((what.kind !== 'propertylookup' && what.kind !== 'staticlookup') || what.offset.kind !== 'identifier')
      return false;
    const name = what.offset.name.toLowerCase();
    if (!this.asyncNames.has(`->${name}`)) return false;
    const isOfLibrary = ['connect', 'run', 'receive'].includes(name);
    const isThis = what.what.kind === 'variable' && what.what.name === 'this';
    // The project's own run() that waits for nothing.
    return !(
      isOfLibrary &&
      isThis &&
      (this.methods.get(name) ?? []).some(({ method }) => !this.#callsAsync(typed<MethodNode>(method.node)))
    );
  }
}

/** Includes and constants are settled by imports; empty text around `<?php` is nothing. */
function isEffective(node: Statement): boolean {
  switch (node.kind) {
    case 'inline':
      return node.value.trim() !== '';
    case 'noop':
    case 'usegroup':
    case 'constantstatement':
    case 'halt':
      return false;
    case 'declare':
    case 'namespace':
      return node.children.some(isEffective);
    case 'include':
      return false;
    case 'expressionstatement': {
      const { expression } = node;
      if (expression.kind === 'include') return false;
      return !(
        expression.kind === 'call' &&
        expression.what.kind === 'name' &&
        /^\\?(define|error_reporting|ini_set|set_time_limit)$/i.test(expression.what.name)
      );
    }
    default:
      return true;
  }
}

/** `f` of `f()`, `->m` of `$o->m()` and `A::m()`, in lower case. */
function calledName(what: Expression): string | undefined {
  if (what.kind === 'name') return what.name.slice(what.name.lastIndexOf('\\') + 1).toLowerCase();
  const isLookup =
    what.kind === 'propertylookup' || what.kind === 'nullsafepropertylookup' || what.kind === 'staticlookup';
  return isLookup && what.offset.kind === 'identifier' ? `->${what.offset.name.toLowerCase()}` : undefined;
}

function memberName(node: Expression): string | undefined {
  if (node.kind === 'propertylookup' && node.offset.kind === 'identifier') return node.offset.name;
  if (
    node.kind === 'staticlookup' &&
    node.offset.kind === 'variable' &&
    typeof node.offset.name === 'string'
  ) {
    return node.offset.name;
  }
  return undefined;
}

const known = new WeakMap<PhpProject, ProjectFacts>();

export function factsOf(project: PhpProject): ProjectFacts {
  const facts = known.get(project) ?? new ProjectFacts(project);
  known.set(project, facts);
  return facts;
}

/** The method of that name that the class has, whatever its case. */
export function methodOf(
  klass: PhpClass,
  name: string,
): { readonly owner: PhpClass; readonly method: PhpMethod } | undefined {
  return methodsOf(klass).get(name.toLowerCase());
}
