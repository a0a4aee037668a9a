import type { PhpClass } from '../read/model.js';
import type { Expression, Parameter, PhpNode, Statement } from './ast.js';
import type { Dialect } from './dialect.js';
import type { Translating } from './translating.js';
import type { StaticType } from './types.js';
import type { TranslationUnit } from './unit.js';

/** A function whose statements are being written. */
export interface Writing extends Translating {
  /** What encloses the statement: for `break 2`. */
  readonly jumps: JumpTarget[];
  /** Static type that the function's hint says it returns. */
  readonly returns: StaticType;
  statements(nodes: readonly Statement[]): string;
  /** A value outside of functions: a default, the first value of a static variable. */
  constant(node: Expression): string;
  /** A function inside of this one, which sees what it captures. */
  inner(options: Pick<FunctionOptions, 'parameters' | 'statements' | 'captured'>): Writing;
}

/** One function, method, closure or program that is translated. */
export interface FunctionOptions {
  readonly unit: TranslationUnit;
  readonly dialect: Dialect;
  readonly klass: PhpClass | undefined;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly statements: readonly Statement[];
  readonly isHandler: boolean;
  readonly isStatic: boolean;
  readonly isConstructor: boolean;
  readonly mayAwait: boolean;
  readonly trustHints: boolean;
  readonly returns: StaticType;
  /** Variables of the function around a closure. */
  readonly captured?: ReadonlyMap<string, OuterVariable>;
  /** Whether this is code outside functions, whose variables are the global ones. */
  readonly isProgram?: boolean;
  /** Where notes go that belong to the statement around a closure. */
  readonly pending?: PendingNote[];
}

/** A variable that is declared elsewhere: what is written for it, and what is known of it. */
export interface OuterVariable {
  readonly text: string;
  readonly type: StaticType;
  readonly isReassigned: boolean;
}

/** What has to be said before a statement. */
export interface PendingNote {
  readonly sentence: string;
  readonly node: PhpNode;
}

export interface JumpTarget {
  readonly kind: 'loop' | 'switch';
  label: string | undefined;
}

/** The statements of a branch or body, in braces. */
export function braces(t: Writing, body: Statement | null): string {
  if (body === null) return '{}';
  const nodes = body.kind === 'block' ? body.children : [body];
  const text = t.statements(nodes);
  return text === '' ? '{}' : `{\n${text}\n}`;
}
