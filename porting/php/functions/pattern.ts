import { PhpError } from '../php-error.js';

/** A pattern of PCRE as one of JavaScript. */
export interface Pattern {
  /** With the flags `g` and `d`. */
  readonly expression: RegExp;
  /** Names of groups by their number. */
  readonly names: ReadonlyMap<number, string>;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const cache = new Map<string, Pattern>();

/**
 * Translates a pattern with its delimiters and modifiers (`i`, `m`, `s`, `x`, `u`, `U`, `D`, `A`).
 * @throws PhpError PHP_PATTERN for what JavaScript does not have (recursion, conditions, `\K`, …)
 */
export function patternOf(given: string): Pattern {
  const known = cache.get(given);
  if (known !== undefined) return known;
  const pattern = translate(given);
  cache.set(given, pattern);
  return pattern;
}

function refuse(given: string, why: string): PhpError {
  return new PhpError('PHP_PATTERN', `The pattern ${given} cannot be used here: ${why}.`);
}

function translate(given: string): Pattern {
  const trimmed = given.trimStart();
  const open = trimmed.charAt(0);
  const end = trimmed.lastIndexOf(closing[open] ?? open);
  if (open === '' || /[A-Za-z0-9\\]/.test(open) || end <= 0) {
    throw refuse(given, 'it must stand between two delimiters, such as /…/');
  }
  const [inline = '', inlineModifiers = ''] = /^\(\?([imsx]+)\)/.exec(trimmed.slice(1, end)) ?? [];
  const modifiers = trimmed.slice(end + 1) + inlineModifiers;
  const unknown = /[^imsxuUDASX\n\r ]/.exec(modifiers)?.[0];
  if (unknown !== undefined) throw refuse(given, `there is no modifier ${unknown}`);
  const body = new Translation(trimmed.slice(1 + inline.length, end), modifiers, (why) => refuse(given, why));
  const flags = `gd${modifiers.includes('i') ? 'i' : ''}${modifiers.includes('s') ? 's' : ''}${modifiers.includes('m') ? 'm' : ''}u`;
  try {
    const source = body.run();
    const isAnchored = modifiers.includes('A');
    return {
      expression: new RegExp(source, isAnchored ? flags.replace('g', 'gy') : flags),
      names: body.names,
    };
  } catch (cause) {
    if (cause instanceof PhpError) throw cause;
    throw refuse(
      given,
      cause instanceof Error ? cause.message.replace(/^.*: /, '') : 'JavaScript does not know it',
    );
  }
}

const posixClasses: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\t\\n\\v\\f\\r ',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  xdigit: '0-9A-Fa-f',
  word: 'A-Za-z0-9_',
};

const groupStarts: readonly (readonly [RegExp, (match: RegExpExecArray) => string | undefined])[] = [
  [/^\(\?P?<([A-Za-z_]\w*)>/, ([, name = '']) => `(?<${name}>`],
  [/^\(\?'([A-Za-z_]\w*)'/, ([, name = '']) => `(?<${name}>`],
  [/^\(\?(?:[:=!]|<=|<!)/, ([start]) => start],
  [/^\(\?#[^)]*\)/, () => ''],
  [/^\(\?P=([A-Za-z_]\w*)\)/, ([, name = '']) => `\\k<${name}>`],
];

/** Goes through a pattern once, from left to right. */
class Translation {
  readonly names = new Map<number, string>();
  #at = 0;
  #groups = 0;
  #result = '';
  readonly #isExtended: boolean;
  readonly #isLazy: boolean;
  readonly #isMultiline: boolean;
  readonly #endsStrictly: boolean;

  constructor(
    readonly source: string,
    modifiers: string,
    readonly refuse: (why: string) => PhpError,
  ) {
    this.#isExtended = modifiers.includes('x');
    this.#isLazy = modifiers.includes('U');
    this.#isMultiline = modifiers.includes('m');
    this.#endsStrictly = modifiers.includes('D');
  }

  run(): string {
    while (this.#at < this.source.length) this.#step();
    return this.#result;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.source.slice(this.#at)) ?? undefined;
    this.#at += match?.[0].length ?? 0;
    return match;
  }

  #step(): void {
    const char = this.source.charAt(this.#at);
    if (char === '\\') this.#escape();
    else if (char === '[') this.#set();
    else if (char === '(') this.#group();
    else if (/[*+?{]/.test(char)) this.#quantifier(char);
    else if (char === '$') this.#end();
    else if (this.#isExtended && /\s/.test(char)) this.#at += 1;
    else if (this.#isExtended && char === '#') this.#take(/^#[^\n]*/);
    else {
      const [literal = char] = Array.from(this.source.slice(this.#at, this.#at + 2));
      this.#at += literal.length;
      this.#result += literal === '}' || literal === ']' ? `\\${literal}` : literal;
    }
  }

  /** Without `m` and `D`, `$` is also before a line end that is the last character. */
  #end(): void {
    this.#at += 1;
    this.#result += this.#isMultiline
      ? '(?=\\n|(?![^]))'
      : this.#endsStrictly
        ? '(?![^])'
        : '(?=\\n?(?![^]))';
  }

  #escape(): void {
    const [whole = '\\'] =
      this.#take(
        /^\\(?:x\{[\da-f]+\}|x[\da-f]{0,2}|[pP]\{\^?\w+\}|[pP]\w|[gk](?:\{\w+\}|<\w+>|'\w+'|\d+)|Q[^]*?(?:\\E|$)|c.|0[0-7]{0,2}|[^])/i,
      ) ?? [];
    this.#result += this.#escaped(whole, false);
  }

  #escaped(whole: string, isInSet: boolean): string {
    const letter = whole.charAt(1);
    if (letter === 'Q') return literal(whole.slice(2).replace(/\\E$/, ''));
    if (letter === 'x') return codePoint(Number.parseInt(whole.slice(2).replace(/[{}]/g, '') || '0', 16));
    if (letter === '0') return codePoint(Number.parseInt(whole.slice(1), 8));
    if (letter === 'p' || letter === 'P') return this.#property(whole);
    if (letter === 'h') return isInSet ? ' \\t' : '[ \\t]';
    if (letter === 'H' && !isInSet) return '[^ \\t]';
    if (letter === 'R' && !isInSet) return '(?:\\r\\n|[\\n\\v\\f\\r])';
    if (letter === 'N' && !isInSet) return '[^\\n]';
    if (letter === 'A' && !isInSet) return '(?<![^])';
    if (letter === 'z' && !isInSet) return '(?![^])';
    if (letter === 'Z' && !isInSet) return '(?=\\n?(?![^]))';
    if (letter === 'e') return '\\x1b';
    if (letter === 'a') return '\\x07';
    // PHP's \s is white space of ASCII.
    if (letter === 's') return isInSet ? '\\t\\n\\v\\f\\r ' : '[\\t\\n\\v\\f\\r ]';
    if (letter === 'S' && !isInSet) return '[^\\t\\n\\v\\f\\r ]';
    if (letter === 'g' || letter === 'k') return this.#backReference(whole.slice(2).replace(/[{}<>']/g, ''));
    if (/[dDwWbBtnrfv1-9]/.test(letter)) return isInSet && letter === 'B' ? 'B' : whole;
    if (/[A-Za-z]/.test(letter)) throw this.refuse(`JavaScript has no \\${letter}`);
    return literal(whole.slice(1));
  }

  #property(whole: string): string {
    const name = whole.slice(2).replace(/[{}]/g, '');
    const isNegated = (whole.charAt(1) === 'P') !== name.startsWith('^');
    const plain = name.replace('^', '');
    const script = plain.length > 2 && !/^(?:L&|Any)$/.test(plain) ? `Script=${plain}` : plain;
    return `\\${isNegated ? 'P' : 'p'}{${script === 'L&' ? 'LC' : script}}`;
  }

  #backReference(name: string): string {
    if (/^\d+$/.test(name)) return `\\${name}`;
    return `\\k<${name}>`;
  }

  #set(): void {
    const [start = '['] = this.#take(/^\[\^?/) ?? [];
    let content = '';
    if (this.source.charAt(this.#at) === ']') {
      content += '\\]';
      this.#at += 1;
    }
    while (this.source.charAt(this.#at) !== ']') {
      if (this.#at >= this.source.length) throw this.refuse('a ] is missing');
      content += this.#setPart();
    }
    this.#at += 1;
    this.#result += `${start}${content}]`;
  }

  #setPart(): string {
    const posix = this.#take(/^\[:(\^?)(\w+):\]/);
    if (posix !== undefined) {
      const letters = posixClasses[posix[2] ?? ''];
      if (letters === undefined || posix[1] === '^') throw this.refuse(`there is no class ${posix[0]}`);
      return letters;
    }
    const escape = this.#take(/^\\(?:x\{[\da-f]+\}|x[\da-f]{0,2}|[pP]\{\^?\w+\}|[pP]\w|0[0-7]{0,2}|c.|[^])/i);
    if (escape !== undefined)
      return escape[1] === undefined && /^\\b$/.test(escape[0]) ? '\\b' : this.#escaped(escape[0], true);
    const [char = ''] = Array.from(this.source.slice(this.#at, this.#at + 2));
    this.#at += char.length;
    // A hyphen after a class such as \w is one, in PCRE; JavaScript refuses it unless it is escaped.
    if (char === '-' && /^\\[wds]|^\[:/i.test(this.source.slice(Math.max(0, this.#at - 3), this.#at - 1)))
      return '\\-';
    if (char === '-' && /^\\[wdsp]|^\[:/i.test(this.source.slice(this.#at))) return '\\-';
    return /[[\](){}/|^$.*+?]/.test(char) ? `\\${char}` : char;
  }

  #group(): void {
    for (const [pattern, write] of groupStarts) {
      const match = this.#take(pattern);
      if (match === undefined) continue;
      const written = write(match) ?? '';
      if (written.startsWith('(?<') && match[1] !== undefined) {
        this.#groups += 1;
        this.names.set(this.#groups, match[1]);
      }
      this.#result += written;
      return;
    }
    const rest = this.source.slice(this.#at, this.#at + 4);
    if (rest.startsWith('(?>'))
      throw this.refuse('JavaScript has no atomic groups; leave the > out if backtracking does no harm');
    if (rest.startsWith('(?') || rest.startsWith('(*'))
      throw this.refuse(`JavaScript has no ${rest.slice(0, 3)}…`);
    this.#groups += 1;
    this.#at += 1;
    this.#result += '(';
  }

  #quantifier(char: string): void {
    if (char === '{' && !/^\{\d+(?:,\d*)?\}/.test(this.source.slice(this.#at))) {
      this.#at += 1;
      this.#result += '\\{';
      return;
    }
    const [, amount = char, mode = ''] = this.#take(/^([*+?]|\{[\d,]+\})([+?]?)/) ?? [];
    if (mode === '+')
      throw this.refuse(
        'JavaScript has no possessive quantifiers; leave the second + out if backtracking does no harm',
      );
    this.#result += amount + ((mode === '?') !== this.#isLazy ? '?' : '');
  }
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('-', '\\-');
}

function codePoint(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

/** Puts a backslash before all that means something in a pattern. */
export function quoted(text: string, delimiter: string): string {
  const special = text.replace(/[.\\+*?[^\]$(){}=!<>|:\-#/]/g, (char) =>
    char === '/' && delimiter !== '/' ? char : `\\${char}`,
  );
  const other =
    delimiter === '' || /[.\\+*?[^\]$(){}=!<>|:\-#/]/.test(delimiter)
      ? special
      : special.replaceAll(delimiter, `\\${delimiter}`);
  return other.replaceAll('\0', '\\000');
}
