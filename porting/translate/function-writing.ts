import type { Statement } from './ast.js';
import type { Translating } from './translating.js';
import type { StaticType } from './types.js';

/** A function whose statements are being written. */
export interface Writing extends Translating {
  /** What encloses the statement: for `break 2`. */
  readonly jumps: JumpTarget[];
  /** Static type that the function's hint says it returns. */
  readonly returns: StaticType;
  statements(nodes: readonly Statement[]): string;
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
