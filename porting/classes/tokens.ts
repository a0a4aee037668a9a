/** A piece of a function's text: a string literal with its value, or a word, sign or other literal as it stands there. */
export type Token =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'word' | 'sign' | 'other'; readonly text: string };

const token =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|([A-Za-z_$#][\w$]*)|(\d[\w.]*)|(=>|\?\.|\?\?=?|[=!]==?|&&=?|\|\|=?|[<>]=?|[^\s])/y;

/** Before these a slash divides; elsewhere it begins a regular expression. */
const valueEnd = /^(?:[\w$)\]}]|["'`])/;
const wordsBeforeValues = new Set(['return', 'typeof', 'case', 'in', 'of', 'delete', 'void', 'instanceof']);

/** The tokens of a function's text, comments left out. Templates and regular expressions are one token each. */
export function tokensOf(code: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < code.length) {
    const literal = literalAt(code, at, tokens.at(-1));
    if (literal !== undefined) {
      tokens.push({ kind: 'other', text: literal });
      at += literal.length;
      continue;
    }
    token.lastIndex = at;
    const [whole = code.charAt(at), text, word, number, sign] = token.exec(code) ?? [];
    at += whole.length;
    if (text !== undefined) tokens.push({ kind: 'string', text: unquoted(text) });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (number !== undefined) tokens.push({ kind: 'other', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

/** A template or regular expression that begins here. */
function literalAt(code: string, at: number, before: Token | undefined): string | undefined {
  if (code[at] === '`') return code.slice(at, templateEnd(code, at));
  if (code[at] !== '/' || code[at + 1] === '/' || code[at + 1] === '*') return undefined;
  const divides =
    before !== undefined && valueEnd.test(before.text || '"') && !wordsBeforeValues.has(before.text);
  if (divides) return undefined;
  return /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/.exec(code.slice(at))?.[0];
}

function templateEnd(code: string, start: number): number {
  let at = start + 1;
  let depth = 0;
  while (at < code.length) {
    const char = code[at];
    if (char === '\\') at += 1;
    else if (depth === 0 && char === '`') return at + 1;
    else if (depth > 0 && char === '`') at = templateEnd(code, at) - 1;
    else if (char === '$' && code[at + 1] === '{') {
      depth += 1;
      at += 1;
    } else if (depth > 0 && char === '{') depth += 1;
    else if (depth > 0 && char === '}') depth -= 1;
    at += 1;
  }
  return at;
}

function unquoted(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
}
