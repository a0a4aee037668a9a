import type { Function as ParsedFunction, Method, Node } from 'php-parser';
import type { PhpClass, PortProblem } from '../read/model.js';
import {
  typed,
  walk,
  type Expression,
  type FunctionNode,
  type MethodNode,
  type PhpNode,
  type Statement,
} from './ast.js';
import { methodName } from './method-names.js';
import { assignmentsBefore } from './assignments-before.js';
import { commentText } from './comments.js';
import type { Dialect } from './dialect.js';
import { constantText, FunctionTranslator } from './function-translator.js';
import { identifier } from './names.js';
import { copiesOfParameters, printParameters } from './parameters.js';
import { factsOf } from './project-facts.js';
import { endsWithValue } from './return-types.js';
import { scalarHint, scalarText, typeOf, typeOfHint, type StaticType } from './types.js';
import type { TranslationUnit } from './unit.js';

/** A PHP file as a TypeScript module. */
export interface TranslatedFile {
  /** TypeScript, not formatted yet. */
  readonly code: string;
  readonly problems: readonly PortProblem[];
  /** Whether it has a program (code outside classes), which is its `main()` then. */
  readonly hasProgram: boolean;
}

/** A function or method of PHP in TypeScript, in parts. */
export interface TranslatedCallable {
  /** As it is declared, made a valid name. */
  readonly name: string;
  /** As they are written: `msg: Message`, `count = 5`, `...rest: PhpValue[]`. */
  readonly parameters: readonly string[];
  /** Type of what it returns: `void`, `PhpValue`, `string`; of a handler `void`, `NextState` or `PhpValue`; in `Promise<>` if `isAsync`. */
  readonly returnType: string;
  /** Statements, without the braces around them. */
  readonly body: string;
  /** Whether it has to be awaited: it calls connect() or run(). */
  readonly isAsync: boolean;
}

/** What a translation of bodies needs. */
export interface BodyOptions {
  readonly dialect: Dialect;
  /** The class whose methods are translated; undefined for functions and programs. */
  readonly klass?: PhpClass | undefined;
}

export interface CallableOptions {
  /** Handlers return by `dialect.returnState` and are never async. */
  readonly isHandler?: boolean;
  /** Statements instead of those of the body: a constructor without its call of the parent. */
  readonly statements?: readonly Statement[];
}

/** Translates the bodies of functions, methods and handlers, one `TranslationUnit` for all that is in one module. */
export class BodyTranslator {
  constructor(
    readonly unit: TranslationUnit,
    readonly options: BodyOptions,
  ) {}

  /** A method, handler or function. */
  callable(given: Method | ParsedFunction, options: CallableOptions = {}): TranslatedCallable {
    const node = typed<MethodNode | FunctionNode>(given);
    const facts = factsOf(this.unit.project);
    const { klass, dialect } = this.options;
    const name = node.name.name;
    const isHandler = options.isHandler === true;
    const isConstructor = node.kind === 'method' && name.toLowerCase() === '__construct';
    const key = node.kind === 'method' ? `->${name.toLowerCase()}` : name.toLowerCase();
    const isAsync = !isHandler && !isConstructor && facts.asyncNames.has(key) && callsAsync(node, facts);
    const statements = assignmentsBefore(this.unit, options.statements ?? node.body?.children ?? []);
    const hint = typeOfHint(node.type, node.nullable);
    const returns: StaticType = isHandler || isConstructor || hint === 'array' ? 'value' : hint;
    const translator = new FunctionTranslator({
      unit: this.unit,
      dialect,
      klass,
      name,
      parameters: node.arguments,
      statements,
      isHandler,
      isStatic: node.kind === 'method' && node.isStatic,
      isConstructor,
      mayAwait: isAsync,
      trustHints: !isHandler,
      returns,
    });
    const parameters = printParameters(translator, node.arguments, true);
    for (const one of node.arguments) {
      if (one.byref && !facts.references.has(one))
        this.unit.problem(
          'notice',
          `${name}() takes $${one.name.name} by reference; here it gets the value, and calls that need more are marked.`,
          one,
        );
    }
    if (hasYield(node))
      this.unit.problem(
        'todo',
        `${name}() is a generator; let it return an array, or write function* by hand.`,
        node,
      );
    const body = [copiesOfParameters(translator, node.arguments), translator.statements(statements)]
      .filter((one) => one !== '')
      .join('\n');
    const returnType = returnTypeOf(node, translator, {
      isHandler,
      isUsed: facts.usedResults.has(key),
      scalar: scalarText(facts.returns.scalar(key)) ?? ofLibrary(name, klass, translator, node),
    });
    return {
      name: node.kind === 'method' ? methodName(translator, name, klass) : identifier(name),
      parameters,
      returnType: isAsync ? `Promise<${returnType}>` : returnType,
      body,
      isAsync,
    };
  }

  /** An expression without variables: the default of a member, a constant. */
  constant(node: Node): string {
    return constantText(this.unit, this.options.dialect, this.options.klass, typed<Expression>(node));
  }

  /** Statements outside functions; `isAsync` tells whether there is an await in it. */
  program(nodes: readonly Node[]): { readonly code: string; readonly isAsync: boolean } {
    const statements = assignmentsBefore(
      this.unit,
      nodes.map((node) => typed<Statement>(node)),
    );
    const translator = new FunctionTranslator({
      unit: this.unit,
      dialect: this.options.dialect,
      klass: undefined,
      name: '',
      parameters: [],
      statements,
      isHandler: false,
      isStatic: false,
      isConstructor: false,
      mayAwait: true,
      trustHints: false,
      returns: 'value',
      isProgram: true,
    });
    return { code: translator.statements(statements), isAsync: translator.isAsync };
  }

  /** Comments that stand before the node, as TypeScript comments with a line end; empty without any. */
  comments(node: Node): string {
    return commentText(typed(node).leadingComments ?? []);
  }
}

function callsAsync(node: PhpNode, facts: ReturnType<typeof factsOf>): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.kind === 'closure' || one.kind === 'arrowfunc' || one.kind === 'class') return false;
    if (one.kind === 'call' && facts.isAsyncCall(one.what)) found = true;
    return !found;
  });
  return found;
}

function ownReturns(node: PhpNode): (Expression | null)[] {
  const found: (Expression | null)[] = [];
  walk(node, (one) => {
    if (one.kind === 'closure' || one.kind === 'arrowfunc' || one.kind === 'class') return false;
    if (one.kind === 'return') found.push(one.expr);
    return true;
  });
  return found;
}

function hasYield(node: PhpNode): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.kind === 'closure' || one.kind === 'arrowfunc') return false;
    if (one.kind === 'yield' || one.kind === 'yieldfrom') found = true;
    return true;
  });
  return found;
}

function returnTypeOf(
  node: MethodNode | FunctionNode,
  t: FunctionTranslator,
  {
    isHandler,
    isUsed,
    scalar,
  }: { readonly isHandler: boolean; readonly isUsed: boolean; readonly scalar: string | undefined },
): string {
  const any = (): string => t.unit.imports.type('pbx-automata/porting/php', 'PhpValue');
  const values = ownReturns(node).filter((one) => one !== null);
  if (node.body === null && scalar !== undefined) return scalar;
  if (node.body === null)
    return node.type?.kind === 'typereference' && node.type.name === 'void' ? 'void' : any();
  if (values.length === 0) return isUsed && !isHandler ? any() : 'void';
  const types = values.map((one) => typeOf(one, t.knowledge));
  if (isHandler) return types.every((type) => type === 'string' || type === 'null') ? 'NextState' : any();
  if (scalar !== undefined) return scalar;
  const hint = scalarHint(node.type, node.nullable);
  return hint !== undefined && endsWithValue(node) ? hint : any();
}

/** `timeout()` that always gives true or false. */
function ofLibrary(
  name: string,
  klass: PhpClass | undefined,
  t: FunctionTranslator,
  node: MethodNode | FunctionNode,
): 'boolean' | undefined {
  const isTimeout = klass?.isAutomaton === true && name.toLowerCase() === 'timeout';
  if (!isTimeout || node.body === null || !endsWithValue(node)) return undefined;
  const isBoolean = ownReturns(node).every((one) => one !== null && typeOf(one, t.knowledge) === 'bool');
  return isBoolean ? 'boolean' : undefined;
}
