/**
 * The stream cipher RC4, from its first key-stream byte (nothing dropped). Encrypting and decrypting are the
 * same. Node's crypto no longer has it. Source: docs/protocol.md, "Session credentials"; vectors of RFC 6229.
 * @param key 1 byte or more; bytes from the 257th on have no effect
 * @throws RangeError when the key is empty
 */
export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  if (key.length === 0) throw new RangeError('RC4 needs a key of at least one byte.');
  const state = scheduleKey(key);
  const result = new Uint8Array(data.length);
  let i = 0;
  let j = 0;
  for (let at = 0; at < data.length; at += 1) {
    i = (i + 1) & 255;
    j = (j + byteAt(state, i)) & 255;
    swap(state, i, j);
    result[at] = byteAt(data, at) ^ byteAt(state, (byteAt(state, i) + byteAt(state, j)) & 255);
  }
  return result;
}

const initialState = Uint8Array.from({ length: 256 }, (_, index) => index);

function scheduleKey(key: Uint8Array): Uint8Array {
  const state = initialState.slice();
  let j = 0;
  for (let i = 0; i < 256; i += 1) {
    j = (j + byteAt(state, i) + byteAt(key, i % key.length)) & 255;
    swap(state, i, j);
  }
  return state;
}

function swap(state: Uint8Array, i: number, j: number): void {
  const kept = byteAt(state, i);
  state[i] = byteAt(state, j);
  state[j] = kept;
}

/** Every index used here is in range; the compiler cannot know. */
function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
