import { libraryClasses } from '../library/library-names.js';
import type { PhpClass } from '../read/model.js';
import {
  staticVariables,
  typed,
  walk,
  type Call,
  type Expression,
  type FunctionNode,
  type MethodNode,
} from './ast.js';
import type { MethodsByName } from './async-calls.js';
import type { ReferenceParameters } from './reference-parameters.js';
import { FunctionScope } from './scope.js';
import { join, typeOf, typeOfHint, type StaticType, type TypeKnowledge } from './types.js';

const scalars: ReadonlySet<StaticType> = new Set(['bool', 'int', 'number', 'string']);

/** Methods whose name says nothing of what they give: the library and exceptions have them, too. */
const namesOfOthers: ReadonlySet<string> = new Set([
  '__construct',
  'getmessage',
  'getcode',
  'getprevious',
  'gettraceasstring',
  ...[...libraryClasses.values()].flatMap(({ methods }) => methods.map((one) => one.toLowerCase())),
]);

interface Body {
  readonly node: FunctionNode | MethodNode;
  readonly hint: StaticType;
  readonly values: readonly Expression[];
  readonly scope: FunctionScope | undefined;
  readonly known: TypeKnowledge;
}

/** What the return types are found from. */
export interface ReturnFacts {
  readonly functions: ReadonlyMap<string, { readonly node: FunctionNode }>;
  readonly methods: MethodsByName;
  readonly references: ReferenceParameters;
  /** Types of the members of `$this`. */
  memberOf(klass: PhpClass | undefined): TypeKnowledge['member'];
}

/**
 * Functions and methods that certainly give a boolean, a number or a text. PHP says of no object which class it is:
 * methods of one name count together, in all classes.
 */
export class ReturnTypes {
  readonly #types = new Map<string, StaticType>();

  constructor(readonly facts: ReturnFacts) {
    const bodies = new Map<string, Body[]>();
    for (const [name, { node }] of facts.functions) bodies.set(name, [this.#body(node, undefined)]);
    for (const [name, found] of facts.methods) {
      if (namesOfOthers.has(name) || name.startsWith('receive')) continue;
      const own = found
        .filter(({ method }) => !method.isAbstract)
        .map(({ owner, method }) => this.#body(typed<MethodNode>(method.node), owner));
      if (own.length > 0) bodies.set(`->${name}`, own);
    }
    for (const name of bodies.keys()) this.#types.set(name, 'none');
    for (let round = 0; round < 5; round += 1) {
      let isSettled = true;
      for (const [name, found] of bodies) {
        const type = found.reduce((all: StaticType, one) => join(all, typeOfBody(one)), 'none');
        if (type !== this.#types.get(name)) isSettled = false;
        this.#types.set(name, type);
      }
      if (isSettled) return;
      for (const one of [...bodies.values()].flat()) one.scope?.findTypes();
    }
    this.#types.clear();
  }

  /** By `name` of a function or `->name` of a method, in lower case; undefined: it may be anything. */
  scalar(key: string): StaticType | undefined {
    const type = this.#types.get(key);
    return type !== undefined && scalars.has(type) ? type : undefined;
  }

  /** Undefined: it is no function or method of the project. */
  ofCall({ what }: Call): StaticType | undefined {
    if (what.kind === 'name') {
      const name = what.name.slice(what.name.lastIndexOf('\\') + 1).toLowerCase();
      return this.facts.functions.has(name) ? this.#typeOf(name) : undefined;
    }
    const isMethod = what.kind === 'propertylookup' || what.kind === 'staticlookup';
    return isMethod && what.offset.kind === 'identifier'
      ? this.#typeOf(`->${what.offset.name.toLowerCase()}`)
      : undefined;
  }

  #typeOf(key: string): StaticType {
    const type = this.#types.get(key) ?? 'value';
    return type === 'none' || scalars.has(type) ? type : 'value';
  }

  #body(node: FunctionNode | MethodNode, klass: PhpClass | undefined): Body {
    const known: TypeKnowledge = {
      variable: () => 'value',
      member: this.facts.memberOf(klass),
      call: (one) => this.ofCall(one),
    };
    const values = returnedValues(node);
    const hint = typeOfHint(node.type, node.nullable);
    if (values === undefined || scalars.has(hint))
      return { node, hint, values: values ?? [], scope: undefined, known };
    const outer = outerNames(node).map(
      (name) => [name, { text: name, type: 'value', isReassigned: true }] as const,
    );
    const scope = new FunctionScope(node.body?.children ?? [], {
      parameters: node.arguments,
      outer: new Map(outer),
      known,
      trustHints: true,
      references: this.facts.references,
      avoid: new Set(),
    });
    return { node, hint, values, scope, known: scope.knowledge };
  }
}

function typeOfBody({ hint, values, scope, known }: Body): StaticType {
  if (values.length === 0) return 'value';
  if (scope === undefined) return hint;
  return values.reduce((all: StaticType, one) => join(all, typeOf(one, known)), 'none');
}

/** What it returns; undefined where it may also end without a value. */
function returnedValues(node: FunctionNode | MethodNode): readonly Expression[] | undefined {
  const returned: (Expression | null)[] = [];
  walk(node, (one) => {
    if (one.kind === 'closure' || one.kind === 'arrowfunc' || one.kind === 'class') return false;
    // A generator gives another thing than it returns.
    if (one.kind === 'yield' || one.kind === 'yieldfrom') returned.push(null);
    if (one.kind === 'return') returned.push(one.expr);
    return true;
  });
  const values = returned.filter((one) => one !== null);
  return values.length < returned.length || !endsWithValue(node) ? undefined : values;
}

/** Whether its last statement returns or throws. */
export function endsWithValue(node: FunctionNode | MethodNode): boolean {
  const last = node.body?.children.at(-1);
  return (
    last?.kind === 'return' ||
    last?.kind === 'throw' ||
    (last?.kind === 'expressionstatement' && last.expression.kind === 'throw')
  );
}

/** Variables that live elsewhere: `global $x`, `static $x`. */
function outerNames(node: FunctionNode | MethodNode): readonly string[] {
  const names: (string | Expression)[] = [];
  walk(node, (one) => {
    if (one.kind === 'global') names.push(...one.items.map(({ name }) => name));
    if (one.kind === 'static') names.push(...staticVariables(one).map(({ name }) => name));
  });
  return names.filter((one) => typeof one === 'string');
}
