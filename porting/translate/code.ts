/** Precedence of JavaScript's operators, as far as expressions are written here. */
export const level = {
  lowest: 0,
  assignment: 2,
  conditional: 3,
  coalesce: 4,
  or: 5,
  and: 6,
  bits: 7,
  equality: 10,
  relation: 11,
  shift: 12,
  sum: 13,
  product: 14,
  power: 15,
  unary: 16,
  postfix: 17,
  call: 18,
  primary: 19,
} as const;

/** An expression in TypeScript. */
export interface Code {
  readonly text: string;
  readonly level: number;
}

export function primary(text: string): Code {
  return { text, level: level.primary };
}

export function call(name: string, ...args: readonly string[]): Code {
  return { text: `${name}(${args.join(', ')})`, level: level.call };
}

/** In parentheses, if it binds less than needed. */
export function atLeast(code: Code, needed: number): string {
  return code.level < needed ? `(${code.text})` : code.text;
}

/** A text in quotes. */
export function quote(text: string): string {
  const json = JSON.stringify(text).replace(
    /[\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16)}`,
  );
  if (text.includes("'") && !text.includes('"')) return json;
  return `'${json.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** A text as it stands inside of a template literal. */
export function inTemplate(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"');
  return json.replace(/`/g, '\\`').replace(/\$\{/g, '\\${');
}
