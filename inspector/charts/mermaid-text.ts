/**
 * A text for a Mermaid state diagram: characters that Mermaid reads as its own become its codes (`#59;`).
 */
export function mermaidText(text: string): string {
  return coded(text, /[#;:"%{}<>&$\\`]/g).replaceAll('--', '-#45;');
}

/** The same for a sequence diagram, which leaves more characters to people. */
export function mermaidSequenceText(text: string): string {
  return coded(text, /[#;%<>&$]/g);
}

/** Control characters become blanks; behind two words Mermaid would treat codes differently, so they get one too. */
function coded(text: string, special: RegExp): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(special, codeOf)
    .replace(/style|classDef/gi, (word) => codeOf(word.charAt(0)) + word.slice(1));
}

function codeOf(character: string): string {
  return `#${character.charCodeAt(0)};`;
}
