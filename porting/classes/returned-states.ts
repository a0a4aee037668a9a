import type { Token } from './tokens.js';
import { tokensOf } from './tokens.js';

/** What a function returns, as far as it is written in it. */
export interface Returned {
  /** Texts that it returns. */
  readonly texts: readonly string[];
  /** Methods whose result it returns: `return super.ReceiveInitialStart(msg)`. */
  readonly calls: readonly { readonly on: 'this' | 'super'; readonly method: string }[];
  /** Whether it returns anything else, which is known only when it runs. */
  readonly isOpen: boolean;
}

type Result =
  { readonly text: string } | { readonly on: 'this' | 'super'; readonly method: string } | 'nothing' | 'open';

/** What the text of a function (`Function.prototype.toString`) says that it returns. */
export function returnedBy(code: string): Returned {
  const tokens = tokensOf(code);
  const results = returnsOf(tokens).flatMap(resultsOf);
  const texts = new Set<string>();
  const calls: { on: 'this' | 'super'; method: string }[] = [];
  let isOpen = false;
  for (const result of results) {
    if (result === 'open') isOpen = true;
    else if (result !== 'nothing' && 'text' in result) texts.add(result.text);
    else if (result !== 'nothing') calls.push(result);
  }
  return { texts: [...texts], calls, isOpen };
}

const openers = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closers: ReadonlySet<string> = new Set(openers.values());
/** Blocks after these are no functions. */
const control: ReadonlySet<string> = new Set(['if', 'for', 'while', 'switch', 'catch', 'with']);

/** The expressions that the function itself returns; functions inside it return for themselves. */
function returnsOf(tokens: readonly Token[]): (readonly Token[])[] {
  const found: (readonly Token[])[] = [];
  /** What each open bracket belongs to; for `(` the word before it. */
  const open: { readonly sign: string; readonly word: string; readonly isFunction: boolean }[] = [];
  let functions = 0;
  let closed: { readonly word: string } | undefined;
  for (let at = 0; at < tokens.length; at += 1) {
    const { kind, text } = tokenAt(tokens, at);
    const before = at > 0 ? tokenAt(tokens, at - 1) : undefined;
    if (kind === 'sign' && openers.has(text)) {
      const isBody = before?.text === '=>' || (before?.text === ')' && !control.has(closed?.word ?? ''));
      const isFunction = text === '{' && before?.kind === 'sign' && isBody;
      if (isFunction) functions += 1;
      open.push({ sign: text, word: before?.kind === 'word' ? before.text : '', isFunction });
    } else if (kind === 'sign' && closers.has(text)) {
      const opening = open.pop();
      if (opening?.isFunction === true) functions -= 1;
      closed = opening?.sign === '(' ? opening : undefined;
    } else if (kind === 'word' && text === 'return' && functions === 1 && before?.text !== '.') {
      found.push(expressionAt(tokens, at + 1));
    }
  }
  return found;
}

function tokenAt(tokens: readonly Token[], at: number): Token {
  return tokens[at] ?? { kind: 'sign', text: ';' };
}

/** Up to the `;` or closing bracket that ends it. Without a `;` a statement that follows would make it `open`. */
function expressionAt(tokens: readonly Token[], start: number): readonly Token[] {
  let depth = 0;
  let end = start;
  for (; end < tokens.length; end += 1) {
    const { kind, text } = tokenAt(tokens, end);
    if (kind !== 'sign') continue;
    if (openers.has(text)) depth += 1;
    else if (closers.has(text)) depth -= 1;
    if (depth < 0 || (depth === 0 && text === ';')) break;
  }
  return tokens.slice(start, end);
}

/** What an expression can come to. */
function resultsOf(expression: readonly Token[]): readonly Result[] {
  const question = positionOf(expression, '?');
  if (question >= 0) {
    const colon = colonOf(expression, question);
    return [...resultsOf(expression.slice(question + 1, colon)), ...resultsOf(expression.slice(colon + 1))];
  }
  for (const sign of ['??', '||', '&&']) {
    const at = positionOf(expression, sign);
    if (at < 0) continue;
    // Of `isLast && 'Dead'` the left side is what is tested.
    const left = sign === '&&' ? (['open'] as const) : resultsOf(expression.slice(0, at));
    return [...left, ...resultsOf(expression.slice(at + 1))];
  }
  const [first, ...rest] = expression;
  if (first === undefined) return ['nothing'];
  if (rest.length === 0) return [single(first)];
  if (first.text === 'void' && first.kind === 'word') return ['nothing'];
  if (first.kind === 'sign' && first.text === '(' && endOf(expression, 0) === expression.length - 1)
    return resultsOf(expression.slice(1, -1));
  return [callIn(expression) ?? 'open'];
}

function single({ kind, text }: Token): Result {
  if (kind === 'string') return { text };
  if (kind === 'other' && /^`[^$\\]*`$/.test(text)) return { text: text.slice(1, -1) };
  return kind === 'word' && (text === 'null' || text === 'undefined') ? 'nothing' : 'open';
}

/** `super.method(…)` or `this.method(…)`, and nothing after it. */
function callIn(expression: readonly Token[]): Result | undefined {
  const [on, dot, method, parenthesis] = expression;
  const isOn = on?.kind === 'word' && (on.text === 'this' || on.text === 'super');
  const isCall = dot?.text === '.' && method?.kind === 'word' && parenthesis?.text === '(';
  if (!isOn || !isCall || endOf(expression, 3) !== expression.length - 1) return undefined;
  return { on: on.text === 'this' ? 'this' : 'super', method: method.text };
}

/** Position of a sign outside of all brackets; -1: there is none. */
function positionOf(expression: readonly Token[], sign: string): number {
  let depth = 0;
  for (const [at, { kind, text }] of expression.entries()) {
    if (kind !== 'sign') continue;
    if (openers.has(text)) depth += 1;
    else if (closers.has(text)) depth -= 1;
    else if (depth === 0 && text === sign) return at;
  }
  return -1;
}

/** The colon of a conditional expression, those of others between left aside. */
function colonOf(expression: readonly Token[], question: number): number {
  let depth = 0;
  let inner = 0;
  for (let at = question + 1; at < expression.length; at += 1) {
    const { kind, text } = tokenAt(expression, at);
    if (kind !== 'sign') continue;
    if (openers.has(text)) depth += 1;
    else if (closers.has(text)) depth -= 1;
    else if (depth === 0 && text === '?') inner += 1;
    else if (depth === 0 && text === ':') {
      if (inner === 0) return at;
      inner -= 1;
    }
  }
  return expression.length;
}

/** Where the bracket at `start` is closed. */
function endOf(expression: readonly Token[], start: number): number {
  let depth = 0;
  for (let at = start; at < expression.length; at += 1) {
    const { kind, text } = tokenAt(expression, at);
    if (kind !== 'sign') continue;
    if (openers.has(text)) depth += 1;
    else if (closers.has(text)) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
