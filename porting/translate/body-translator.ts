import type { Function as FunctionNode, Method, Node } from 'php-parser';
import type { PhpClass, PortProblem } from '../read/model.js';
import type { Dialect } from './dialect.js';
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
  /** TypeScript type of what it returns: `NextState`-like for handlers, `void`, `string`, `PhpValue`; with Promise<> if `isAsync`. */
  readonly returnType: string;
  /** Statements, without the braces around them. */
  readonly body: string;
  /** Whether it has to be awaited (it calls connect() or run()). */
  readonly isAsync: boolean;
}

/** What a translation of bodies needs. */
export interface BodyOptions {
  readonly dialect: Dialect;
  /** The class whose methods are translated; undefined for functions and programs. */
  readonly klass?: PhpClass | undefined;
}

/** Translates the bodies of functions, methods and handlers, one `TranslationUnit` for all that is in one module. */
export class BodyTranslator {
  constructor(
    readonly unit: TranslationUnit,
    readonly options: BodyOptions,
  ) {}

  /** A method, handler or function. Handlers (`isHandler`) return by `dialect.returnState` and are never async. */
  callable(node: Method | FunctionNode, options?: { readonly isHandler?: boolean }): TranslatedCallable {
    throw new Error(`not yet: ${node.kind} ${String(options?.isHandler)}`);
  }

  /** An expression without variables: the default of a member, a constant. */
  constant(node: Node): string {
    throw new Error(`not yet: ${node.kind}`);
  }

  /** Statements outside functions; `isAsync` tells whether there is an await in it. */
  program(nodes: readonly Node[]): { readonly code: string; readonly isAsync: boolean } {
    throw new Error(`not yet: ${nodes.length}`);
  }

  /** Comments that stand before the node, as TypeScript comments with a line end; empty without any. */
  comments(node: Node): string {
    throw new Error(`not yet: ${node.kind}`);
  }
}
