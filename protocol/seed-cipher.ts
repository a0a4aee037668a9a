import { bytesFromHex, bytesToHex, textFromUtf8, utf8ToBytes } from './hex.js';
import { rc4 } from './rc4.js';
import { reveal } from './secret-access.js';
import type { Secret } from './secret.js';

/**
 * Encrypts a value under a session key. RC4 has no initialisation vector: use each seed for one value only.
 * Source: docs/protocol.md, "Session key".
 * @param seed travels in clear beside the value
 * @returns hex digits
 */
export function encryptWithSeed(key: Secret, seed: string, text: string): string {
  return bytesToHex(rc4(cipherKey(key, seed), utf8ToBytes(text)));
}

/** The inverse of `encryptWithSeed`; undefined when the value is not hex or the key is not the right one. */
export function decryptWithSeed(key: Secret, seed: string, hex: string): string | undefined {
  const bytes = bytesFromHex(hex);
  return bytes === undefined ? undefined : textFromUtf8(rc4(cipherKey(key, seed), bytes));
}

function cipherKey(key: Secret, seed: string): Uint8Array {
  return utf8ToBytes(`${seed}:${reveal(key)}`);
}
