import type { Expression, Parameter, Statement } from './ast.js';
import { groupsOf, hoistingPlace, isWithin } from './declaration-places.js';
import { identifier } from './names.js';
import { type BlockScope, type Occurrence, OccurrenceFinder } from './occurrences.js';
import type { ReferenceParameters } from './reference-parameters.js';
import { type StaticType, type TypeKnowledge, join, typeOf, typeOfHint } from './types.js';

/** A variable of a function. */
export interface LocalVariable {
  readonly phpName: string;
  /** What is written for it: `devices`, `globals.devices`. */
  readonly text: string;
  /** Where it is declared: by the statement that first assigns it (`inPlace`), by `let x` before a statement, or elsewhere. */
  readonly place: 'parameter' | 'inPlace' | 'hoisted' | 'elsewhere';
  /** The statements that declare it and after which it is not assigned again. */
  readonly constAt: ReadonlySet<Statement>;
  /** Whether it is assigned again after its declaration, or may be. */
  readonly isReassigned: boolean;
  /** Whether its elements are changed, so that a copy is needed where PHP copies. */
  readonly isChanged: boolean;
  /** Whether arrays inside of it are changed where they are. */
  readonly isDeep: boolean;
  /** Whether a closure shares it and outlives the statement. */
  readonly isCaptured: boolean;
  type: StaticType;
}

export interface ScopeOptions {
  readonly parameters: readonly Parameter[];
  /** Variables that are declared elsewhere: captured ones, globals, statics; by PHP name, what is written for them. */
  readonly outer: ReadonlyMap<
    string,
    { readonly text: string; readonly type: StaticType; readonly isReassigned: boolean }
  >;
  readonly known: Omit<TypeKnowledge, 'variable'>;
  /** Whether type hints of parameters are promises: callers convert. */
  readonly trustHints: boolean;
  /** Which parameters are references, and which arguments are handed over as such. */
  readonly references: ReferenceParameters;
  /** Names that variables must not have. */
  readonly avoid: ReadonlySet<string>;
}

/** The variables of one function: where they are declared and what is known of them. */
export class FunctionScope {
  readonly variables = new Map<string, LocalVariable>();
  readonly #used = new Set<string>();
  readonly #needless = new Set<string>();
  readonly #declaredAt = new Map<Statement, LocalVariable[]>();
  readonly #hoistedBefore = new Map<Statement, LocalVariable[]>();
  readonly #byName = new Map<string, Occurrence[]>();
  readonly #typed: LocalVariable[];

  constructor(
    statements: readonly Statement[],
    readonly options: ScopeOptions,
  ) {
    const root: BlockScope = { parent: undefined, owner: undefined, isLoop: false };
    const finder = new OccurrenceFinder(options.references);
    finder.block(statements, root);
    for (const one of finder.found) {
      const found = this.#byName.get(one.name);
      if (found) found.push(one);
      else this.#byName.set(one.name, [one]);
    }
    for (const parameter of options.parameters)
      this.#addParameter(parameter, this.#byName.get(parameter.name.name) ?? []);
    for (const [name, found] of this.#byName) if (!this.variables.has(name)) this.#addVariable(name, found);
    this.#typed = [...this.variables.values()].filter(({ place }) => place === 'inPlace');
    this.findTypes();
  }

  /** A name for a help variable that nothing else has. */
  freshName(wish: string): string {
    let name = wish;
    for (let count = 2; this.#used.has(name) || this.options.avoid.has(name); count += 1)
      name = `${wish}${count}`;
    this.#used.add(name);
    return name;
  }

  variable(name: string): LocalVariable | undefined {
    return this.variables.get(name);
  }

  /** Whether `unset($name)` is for a variable that ended with its block already. */
  isNeedlessUnset(name: string, statement: Statement): boolean {
    return this.#needless.has(`${name}@${statement.loc?.start.offset ?? -1}`);
  }

  /** Variables that this statement declares by its first assignment. */
  declaredAt(statement: Statement): readonly LocalVariable[] {
    return this.#declaredAt.get(statement) ?? [];
  }

  /** Variables to be declared before this statement. */
  hoistedBefore(statement: Statement): readonly LocalVariable[] {
    return this.#hoistedBefore.get(statement) ?? [];
  }

  #nameFor(phpName: string): string {
    let name = identifier(phpName);
    while (this.options.avoid.has(name) || this.#used.has(name)) name += '_';
    this.#used.add(name);
    return name;
  }

  #addParameter(parameter: Parameter, found: readonly Occurrence[]): void {
    const name = parameter.name.name;
    const isAssigned = found.some(({ kind }) => kind !== 'read' && kind !== 'change');
    const hint = typeOfHint(parameter.type, parameter.nullable || parameter.value?.kind === 'nullkeyword');
    const isMessage =
      parameter.type?.kind === 'name' && /(^|\\)message$/i.test(parameter.type.name) && !parameter.nullable;
    const promised = isMessage ? 'message' : this.options.trustHints ? hint : 'value';
    if (this.options.references.has(parameter)) {
      this.variables.set(name, {
        phpName: name,
        text: `${this.#nameFor(name)}.value`,
        place: 'elsewhere',
        constAt: new Set(),
        isReassigned: true,
        isChanged: true,
        isDeep: true,
        isCaptured: true,
        type: 'value',
      });
      return;
    }
    this.variables.set(name, {
      phpName: name,
      text: this.#nameFor(name),
      place: 'parameter',
      constAt: new Set(),
      isReassigned: isAssigned,
      isChanged: found.some(({ kind }) => kind === 'change'),
      isDeep: found.some((one) => one.isDeep),
      isCaptured: found.some(({ isCaptured }) => isCaptured),
      type: parameter.variadic ? 'list' : isAssigned ? 'value' : promised,
    });
  }

  #addVariable(name: string, found: readonly Occurrence[]): void {
    const outer = this.options.outer.get(name);
    const isChanged = found.some(({ kind }) => kind === 'change');
    const isCaptured = found.some((one) => one.isCaptured);
    const isDeep = found.some((one) => one.isDeep);
    if (outer) {
      const { text, type } = outer;
      const constAt = new Set<Statement>();
      this.variables.set(name, {
        phpName: name,
        text,
        place: 'elsewhere',
        constAt,
        isReassigned: outer.isReassigned,
        isChanged,
        isDeep,
        isCaptured,
        type,
      });
      return;
    }
    const groups = groupsOf(found);
    for (const one of found) {
      const isOutside = groups?.every(({ block }) => !isWithin(one.block, block)) === true;
      if (one.kind === 'unset' && isOutside)
        this.#needless.add(`${name}@${one.statement.loc?.start.offset ?? -1}`);
    }
    const variable: LocalVariable = {
      phpName: name,
      text: this.#nameFor(name),
      place: groups ? 'inPlace' : 'hoisted',
      constAt: new Set((groups ?? []).filter((one) => one.writes === 1).map((one) => one.statement)),
      isReassigned: groups?.every((one) => one.writes === 1) !== true,
      isChanged,
      isDeep,
      isCaptured,
      type: groups ? 'none' : 'value',
    };
    this.variables.set(name, variable);
    const places = groups ? this.#declaredAt : this.#hoistedBefore;
    for (const statement of groups?.map((one) => one.statement) ?? [hoistingPlace(found)]) {
      places.set(statement, [...(places.get(statement) ?? []), variable]);
    }
  }

  /** Types of variables by what is assigned to them; repeated, since they depend on each other. */
  findTypes(): void {
    const known = this.knowledge;
    const open = this.#typed;
    for (const variable of open) variable.type = 'none';
    for (let round = 0; round < 6; round += 1) {
      for (const variable of open)
        variable.type = typeByOccurrences(this.#byName.get(variable.phpName) ?? [], known);
    }
    for (const variable of open) if (variable.type === 'none') variable.type = 'value';
    // Each round may only have made them wider; a last look keeps what still holds.
    for (const variable of open) {
      const last = typeByOccurrences(this.#byName.get(variable.phpName) ?? [], known);
      if (last !== variable.type) variable.type = 'value';
    }
  }

  /** What is known of types in this function. */
  get knowledge(): TypeKnowledge {
    return { ...this.options.known, variable: (name) => this.variables.get(name)?.type ?? 'value' };
  }
}

function typeByOccurrences(found: readonly Occurrence[], known: TypeKnowledge): StaticType {
  let type: StaticType = 'none';
  for (const one of found) {
    if (one.kind === 'read') continue;
    type = join(type, typeOfWrite(one, known));
  }
  return type;
}

function typeOfWrite(one: Occurrence, known: TypeKnowledge): StaticType {
  if (one.kind === 'change') return one.keepsList ? 'list' : 'array';
  const value: Expression | undefined = one.value;
  if (value === undefined) return 'value';
  if (value.kind === 'pre' || value.kind === 'post') {
    const type = value.what.kind === 'variable' ? typeOf(value.what, known) : 'value';
    return type === 'none' || type === 'int' || type === 'number' ? type : 'value';
  }
  return typeOf(value, known);
}
