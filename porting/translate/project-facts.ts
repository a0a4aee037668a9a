import { libraryClasses } from '../library/library-names.js';
import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpFile, PhpMethod, PhpProject } from '../read/model.js';
import { typed, type Expression, type FunctionNode, type Statement } from './ast.js';
import { AsyncCalls } from './async-calls.js';
import { MemberTable, type MemberChanges } from './member-table.js';
import {
  constantsOf,
  isEffective,
  sharedVariablesOf,
  usedResultsOf,
  type ProgramConstant,
} from './program-facts.js';
import { declaredMember, isPromoted } from './declared-members.js';
import { ReferenceParameters } from './reference-parameters.js';
import { ReturnTypes } from './return-types.js';
import type { StaticType, TypeKnowledge } from './types.js';

export interface UserFunction {
  readonly name: string;
  readonly file: PhpFile;
  readonly node: FunctionNode;
}

/** What translation asks about the whole project; found once. */
export class ProjectFacts {
  readonly functions = new Map<string, UserFunction>();
  /** Methods of all classes by name in lower case. */
  readonly methods = new Map<string, { readonly owner: PhpClass; readonly method: PhpMethod }[]>();
  /** Names of variables that functions share by `global`. */
  readonly globals: ReadonlySet<string>;
  /** Constants of the program (`define`, `const`) by name. */
  readonly constants: ReadonlyMap<string, ProgramConstant>;
  /** Names of functions and methods whose result is used. */
  readonly usedResults: ReadonlySet<string>;
  /** Parameters by reference. */
  readonly references: ReferenceParameters;
  /** What functions and methods give. */
  readonly returns: ReturnTypes;
  readonly #members: MemberTable;
  readonly #async: AsyncCalls;

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
    this.references = new ReferenceParameters(this.functions, this.methods);
    this.#members = new MemberTable(project, this.references);
    this.constants = constantsOf(project);
    this.usedResults = usedResultsOf(project);
    this.globals = sharedVariablesOf(project);
    this.#async = new AsyncCalls(this.functions, this.methods);
    this.returns = new ReturnTypes(this);
  }

  /** How arrays of a member are changed: of `$this` in a class, of a message, or of any object. */
  changesOf(name: string, owner: PhpClass | 'message' | undefined): MemberChanges {
    return this.#members.changesOf(name, owner === 'message' && this.#hasOwnMessages ? undefined : owner);
  }

  /** Whether classes of the project extend the library's message. */
  get #hasOwnMessages(): boolean {
    return [...this.project.classes.values()].some((one) => one.libraryAncestor === 'Message');
  }

  /** What a member of `$this` in a class is; without a class, of any object. */
  typeOfMember(name: string, klass?: PhpClass): StaticType {
    return this.#members.typeOf(name, klass);
  }

  /** Static types of members, as a method of the class sees them: those that it declares are known. */
  memberOf(klass: PhpClass | undefined): TypeKnowledge['member'] {
    return (name, isThis) => {
      const isOwn =
        isThis &&
        klass !== undefined &&
        (declaredMember(klass, name) !== undefined || isPromoted(klass, name));
      return isOwn ? this.typeOfMember(name, klass) : 'value';
    };
  }

  /** Names of functions and methods (as `->name`), in lower case, that have to be awaited. */
  get asyncNames(): ReadonlySet<string> {
    return this.#async.asyncNames;
  }

  /** Whether a call of this has to be awaited. */
  isAsyncCall(what: Expression): boolean {
    return this.#async.isAsyncCall(what);
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
