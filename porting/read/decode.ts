/** The text of a file from a person's disk. */
export interface Decoded {
  readonly text: string;
  readonly encoding: 'utf-8' | 'windows-1252';
}

/**
 * UTF-8 with or without a byte order mark, else windows-1252 (of which ISO-8859-1 is a part); line ends become
 * `\n`. Undefined for what is no text: it has bytes of 0.
 */
export function decode(bytes: Uint8Array): Decoded | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return { text: normalized(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), encoding: 'utf-8' };
  } catch {
    return { text: normalized(windows1252(bytes)), encoding: 'windows-1252' };
  }
}

function normalized(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** What windows-1252 has where ISO-8859-1 has control characters, from 0x80 on; a blank where it has nothing. */
const windowsCharacters = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Not by TextDecoder: that of Node.js 20 reads ISO-8859-1 instead. */
function windows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => {
      const found = windowsCharacters.charAt(character.charCodeAt(0) - 0x80);
      return found === ' ' ? character : found;
    });
}
