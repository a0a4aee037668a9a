import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

/**
 * Where the simulator's challenges, session credentials and identifiers come from. One source serves one
 * purpose (`pbx#1/challenge`), so the order in which connections come does not mix up their values.
 */
export class RandomSource {
  readonly #nextBytes: (count: number) => Uint8Array;

  constructor(nextBytes: (count: number) => Uint8Array) {
    this.#nextBytes = nextBytes;
  }

  /** So many lower-case hex digits. */
  hex(digits: number): string {
    const bytes = this.#nextBytes(Math.ceil(digits / 2));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .slice(0, digits);
  }

  /** So many decimal digits, the first of them not 0. */
  decimal(digits: number): string {
    return this.#pick('123456789', 1) + this.#pick('0123456789', digits - 1);
  }

  /** So many letters and digits. */
  printable(length: number): string {
    return this.#pick('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', length);
  }

  /** In the form 8-4-4-4-12, as the Devices service writes its session keys. */
  dashedGuid(): string {
    const hex = this.hex(32);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }

  /** Characters of the alphabet, each as likely as the other. */
  #pick(alphabet: string, length: number): string {
    const fair = 256 - (256 % alphabet.length);
    let picked = '';
    while (picked.length < length) {
      for (const byte of this.#nextBytes(length)) {
        if (byte < fair && picked.length < length) picked += alphabet.charAt(byte % alphabet.length);
      }
    }
    return picked;
  }
}

/** Gives the source for a purpose. With a seed, asking twice for one purpose gives the same values again. */
export type RandomSources = (purpose: string) => RandomSource;

/** @param seed absent: values nobody can foretell; else every value follows from seed and purpose */
export function randomSources(seed?: number | string): RandomSources {
  if (seed === undefined) return () => unpredictable;
  return (purpose) => new RandomSource(hashStream(`${seed}:${purpose}`));
}

const unpredictable = new RandomSource((count) => crypto.getRandomValues(new Uint8Array(count)));

/** SHA-256 of text and block number, block after block: repeatable, and with no pattern to stumble over. */
function hashStream(text: string): (count: number) => Uint8Array {
  let block = 0;
  let kept: number[] = [];
  return (count) => {
    while (kept.length < count) {
      kept.push(...sha256(utf8ToBytes(`${text}:${block}`)));
      block += 1;
    }
    const bytes = Uint8Array.from(kept.slice(0, count));
    kept = kept.slice(count);
    return bytes;
  };
}
