/**
 * The bytes of PHP's strings. PHP counts bytes, JavaScript UTF-16; the functions here count as PHP does, in UTF-8.
 * A byte that is not part of well-formed UTF-8 (half a character that was cut, a digest in binary) is kept as the lone
 * surrogate U+DC00 + byte, so that nothing is lost on the way there and back.
 */
const beyondAscii = /[\u0080-\uffff]/;
const loneSurrogate = /\p{Surrogate}/u;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether each character is one byte, so that JavaScript counts as PHP does. */
export function isAscii(text: string): boolean {
  return !beyondAscii.test(text);
}

/** Whether all of it is text, without bytes that are no UTF-8. */
export function isText(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** The bytes that PHP has for a string. */
export function toBytes(text: string): Uint8Array {
  if (isText(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (char.length === 1 && code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else bytes.push(...encoder.encode(char));
  }
  return Uint8Array.from(bytes);
}

/** The string for bytes of PHP. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return decodePieces(bytes);
  }
}

function decodePieces(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] ?? 0);
    const piece = decodeOne(bytes.subarray(at, at + length), length);
    text += piece ?? String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += piece === undefined ? 1 : length;
  }
  return text;
}

function decodeOne(bytes: Uint8Array, length: number): string | undefined {
  if (length === 0 || bytes.length < length) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/** Puts characters together whose bytes came from two strings. */
export function joinBytes(text: string): string {
  return isText(text) ? text : fromBytes(toBytes(text));
}

/** The length in bytes. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : toBytes(text).length;
}

/** Bytes from `start` to `end`, as `Array.slice` counts. */
export function sliceBytes(text: string, start: number, end?: number): string {
  if (isAscii(text)) return text.slice(start, end);
  return fromBytes(toBytes(text).slice(start, end));
}

/** The position in bytes that belongs to a position in UTF-16. */
export function byteOffset(text: string, index: number): number {
  return byteLength(text.slice(0, index));
}

/** One string for each byte, for what works byte by byte: code 0 to 255. */
export function toByteChars(text: string): string {
  if (isAscii(text)) return text;
  let chars = '';
  for (const byte of toBytes(text)) chars += String.fromCharCode(byte);
  return chars;
}

/** The string for one made by `toByteChars`. */
export function fromByteChars(chars: string): string {
  return isAscii(chars) ? chars : fromBytes(Uint8Array.from(chars, (char) => char.charCodeAt(0)));
}

/** Compares by bytes, as PHP does: -1, 0 or 1. UTF-16 orders characters beyond U+FFFF otherwise. */
export function compareBytes(left: string, right: string): -1 | 0 | 1 {
  if (left === right) return 0;
  const isPlain = isAscii(left) && isAscii(right);
  const a = isPlain ? left : toByteChars(left);
  const b = isPlain ? right : toByteChars(right);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
