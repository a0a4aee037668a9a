import { hmac } from '@noble/hashes/hmac.js';
import { md5 as md5Of, sha1 as sha1Of } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, randomBytes as random } from '@noble/hashes/utils.js';
import { fromByteChars, fromBytes, toByteChars, toBytes } from '../bytes.js';
import { intArgument, textArgument as text } from '../argument.js';
import { isTruthy } from '../convert.js';
import { isInt } from '../kind.js';
import { valueError } from '../php-error.js';
import type { PhpValue } from '../value.js';

export function base64Encode(value: unknown): string {
  return btoa(toByteChars(text(value)));
}

/** Characters that do not belong there are skipped, or, when `strict`, make it false. */
export function base64Decode(value: unknown, strict: unknown = false): PhpValue {
  const given = text(value);
  if (isTruthy(strict) && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(given)) return false;
  const digits = given.replace(/[^A-Za-z0-9+/]/g, '');
  if (digits.length % 4 === 1 && isTruthy(strict)) return false;
  return fromByteChars(atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits));
}

export function bin2hex(value: unknown): string {
  return bytesToHex(toBytes(text(value)));
}

/** False when it is not hexadecimal, or has an odd number of digits. */
export function hex2bin(value: unknown): PhpValue {
  const digits = text(value);
  if (digits.length % 2 === 1 || !/^[0-9a-f]*$/i.test(digits)) return false;
  const pairs = digits.match(/../g) ?? [];
  return fromBytes(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
}

const algorithms = { md5: md5Of, sha1: sha1Of, sha256, sha384, sha512 };

function algorithm(name: unknown): (typeof algorithms)[keyof typeof algorithms] {
  const found = Object.entries(algorithms).find(([known]) => known === text(name).toLowerCase());
  if (found === undefined)
    throw valueError(
      `The hash ${text(name)} is not there: md5, sha1, sha256, sha384, sha512 and crc32b are.`,
    );
  return found[1];
}

function written(bytes: Uint8Array, binary: unknown): string {
  return isTruthy(binary) ? fromBytes(bytes) : bytesToHex(bytes);
}

export function md5(value: unknown, binary: unknown = false): string {
  return written(md5Of(toBytes(text(value))), binary);
}

export function sha1(value: unknown, binary: unknown = false): string {
  return written(sha1Of(toBytes(text(value))), binary);
}

/** @throws PhpError PHP_VALUE for an algorithm that is not there */
export function hash(name: unknown, value: unknown, binary: unknown = false): string {
  if (text(name).toLowerCase() === 'crc32b') {
    const digits = crc32(value).toString(16).padStart(8, '0');
    return isTruthy(binary) ? String(hex2bin(digits)) : digits;
  }
  return written(algorithm(name)(toBytes(text(value))), binary);
}

export function hashHmac(name: unknown, value: unknown, key: unknown, binary: unknown = false): string {
  return written(hmac(algorithm(name), toBytes(text(key)), toBytes(text(value))), binary);
}

/** Takes the same time for every text of the same length. */
export function hashEquals(known: unknown, given: unknown): boolean {
  const [a, b] = [toBytes(text(known)), toBytes(text(given))];
  if (a.length !== b.length) return false;
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}

export function crc32(value: unknown): number {
  let sum = 0xffffffff;
  for (const byte of toBytes(text(value))) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** Random bytes, fit for secrets. */
export function randomBytes(length: unknown): string {
  const size = intArgument(length);
  return fromBytes(random(size));
}

export function opensslRandomPseudoBytes(length: unknown): string {
  const size = intArgument(length);
  return randomBytes(size);
}

/** An int from `least` to `most`, both included, fit for secrets. */
export function randomInt(least: unknown, most: unknown): number {
  const low = intArgument(least);
  const high = intArgument(most);
  if (!isInt(low) || !isInt(high) || high < low)
    throw valueError('The highest number must not be below the lowest.');
  const size = BigInt(high) - BigInt(low) + 1n;
  // 16 bytes more than enough: what the remainder prefers is beyond any measure.
  const drawn = BigInt(`0x${bytesToHex(random(16))}`);
  return Number(BigInt(low) + (drawn % size));
}

let lastUniqueTime = 0;

/** 13 hexadecimal digits of the time in microseconds: not random, never the same in one program. */
export function uniqid(prefix: unknown = '', moreEntropy: unknown = false): string {
  lastUniqueTime = Math.max(Date.now() * 1000, lastUniqueTime + 1);
  const extra = isTruthy(moreEntropy) ? `.${String(randomInt(10000000, 99999999))}` : '';
  return text(prefix) + lastUniqueTime.toString(16).padStart(13, '0') + extra;
}
