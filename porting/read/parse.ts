import type { Program } from 'php-parser';
import { withoutReferences } from './references.js';

/** PHP that cannot be parsed: where, and what the parser says. */
export class PhpSyntaxError extends Error {
  override readonly name = 'PhpSyntaxError';

  constructor(
    readonly line: number,
    readonly column: number,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`line ${line}, column ${column}: ${reason}`, options);
  }
}

/** Parses the text of a PHP file. */
export type ParsePhp = (text: string, path: string) => Program;

/**
 * Loads php-parser, which takes PHP 5 to 8.5.
 * @returns a function that throws PhpSyntaxError
 */
export async function loadParser(): Promise<ParsePhp> {
  const { Engine } = (await import('php-parser')).default;
  const attempt = (text: string, path: string, { shortTags, newWords }: Reading): Program => {
    const engine = new Engine({
      parser: { extractDoc: true, version: newestPhp },
      ast: { withPositions: true, withSource: true },
      lexer: { short_tags: shortTags, asp_tags: false },
    });
    if (!newWords) engine.lexer.keywords = withoutNewWords(engine.lexer.keywords as object);
    return engine.parseCode(text, path);
  };
  return (text, path) => {
    let failure: PhpSyntaxError | undefined;
    for (const reading of readingsOf(text)) {
      try {
        return withoutReferences(attempt(text, path, reading));
      } catch (error) {
        failure ??= syntaxError(error);
      }
    }
    throw failure ?? new PhpSyntaxError(1, 1, 'it cannot be read');
  };
}

const newestPhp = 805;

interface Reading {
  readonly shortTags: boolean;
  readonly newWords: boolean;
}

/** Words that later versions of PHP took; in older programs they are names of classes and functions. */
const newWords = ['match', 'readonly', 'fn', 'enum'];

/** `<?` may begin PHP or XML, and `match` may be a name: what PHP takes depends on its version and settings. */
function* readingsOf(text: string): Iterable<Reading> {
  const hasXml = /<\?xml\b/i.test(text);
  yield { shortTags: !hasXml, newWords: true };
  if (hasXml) yield { shortTags: true, newWords: true };
  if (newWords.some((word) => RegExp(`\\b${word}\\b`, 'i').test(text))) {
    yield { shortTags: !hasXml, newWords: false };
  }
}

function withoutNewWords(keywords: object): object {
  return Object.fromEntries(Object.entries(keywords).filter(([word]) => !newWords.includes(word)));
}

function syntaxError(error: unknown): PhpSyntaxError {
  const place = typeof error === 'object' && error !== null ? error : {};
  const line = numberIn(place, 'lineNumber');
  const column = numberIn(place, 'columnNumber') + 1;
  const said = error instanceof Error ? error.message : String(error);
  const reason = said
    .replace(/^Parse Error\s*:\s*/, '')
    .replace(/ on line \d+$/, '')
    .replace(/^syntax error, /, '')
    .replace(/ \(T_[A-Z_]+\)/g, '')
    .replace(/\bT_[A-Z_]+\b/g, (token) => tokenWords[token] ?? token);
  return new PhpSyntaxError(Math.max(line, 1), column, reason, { cause: error });
}

const tokenWords: Readonly<Record<string, string>> = {
  T_STRING: 'a name',
  T_VARIABLE: 'a variable',
  T_END_HEREDOC: 'the end of the heredoc',
  T_WHILE: "'while'",
  T_AS: "'as'",
};

function numberIn(value: object, name: string): number {
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'number' ? found : 0;
}
