/** Whether a text is not empty and all its bytes are of one kind, A to Z being the letters. */
function all(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

export function ctypeDigit(value: unknown): boolean {
  return all(value, /^[0-9]+$/);
}

export function ctypeAlpha(value: unknown): boolean {
  return all(value, /^[A-Za-z]+$/);
}

export function ctypeAlnum(value: unknown): boolean {
  return all(value, /^[A-Za-z0-9]+$/);
}

export function ctypeUpper(value: unknown): boolean {
  return all(value, /^[A-Z]+$/);
}

export function ctypeLower(value: unknown): boolean {
  return all(value, /^[a-z]+$/);
}

export function ctypeSpace(value: unknown): boolean {
  return all(value, /^[ \t\n\r\v\f]+$/);
}

export function ctypeXdigit(value: unknown): boolean {
  return all(value, /^[0-9A-Fa-f]+$/);
}

export function ctypePunct(value: unknown): boolean {
  return all(value, /^[!-/:-@[-`{-~]+$/);
}
