/** Upper and lower case as PHP 8 has them for functions without `mb_`: only A to Z. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
}

export function asciiUpper(text: string): string {
  return text.replace(/[a-z]+/g, (part) => part.toUpperCase());
}
