import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from './hex.js';

/** A hash that nobody can repeat without its key: at least 16 hex digits. */
export type KeyedHash = (text: string) => string;

/**
 * HMAC-SHA-256 with a key that lives as long as one trace. Works everywhere; on Node the host's own is faster.
 * @param key random, at least 16 bytes, drawn anew for each trace and never written
 */
export function createKeyedHash(key: Uint8Array): KeyedHash {
  const started = hmac.create(sha256, key);
  return (text) => bytesToHex(started.clone().update(utf8ToBytes(text)).digest());
}
