/**
 * A text for a Mermaid diagram: characters that Mermaid reads as its own become its codes (`#59;`), as do the
 * beginnings of two words behind which it treats codes differently. Control characters become blanks.
 */
export function mermaidText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/[#;:"%{}<>&\\`]/g, codeOf)
    .replaceAll('--', '-#45;')
    .replace(/style|classDef/gi, (word) => codeOf(word.charAt(0)) + word.slice(1));
}

function codeOf(character: string): string {
  return `#${character.charCodeAt(0)};`;
}
