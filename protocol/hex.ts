import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export { bytesToHex, utf8ToBytes };

/** The bytes of a hex text in either case; undefined when it is not hex. */
export function bytesFromHex(hex: string): Uint8Array | undefined {
  return hex.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(hex) ? hexToBytes(hex) : undefined;
}

/** The text that these bytes encode in UTF-8; undefined when they are not valid UTF-8. */
export function textFromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
