import { expect } from 'chai';
import { bytesFromHex, bytesToHex, textFromUtf8, utf8ToBytes } from '../../protocol/hex.js';
import { rc4 } from '../../protocol/rc4.js';

/** Key and the first 32 key-stream bytes. */
const rfc6229 = [
  ['0102030405', 'b2396305f03dc027ccc3524a0a1118a86982944f18fc82d589c403a47a0d0919'],
  ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b975248c4959014126a6e8a84f11d1a9e1c'],
  [
    '1ada31d5cf688221c109163908ebe51debb46227c6cc8b37641910833222772a',
    'dd5bcb0018e922d494759d7c395d02d3c8446f8f77abf737685353eb89a1c9eb',
  ],
] as const;

const texts = [
  ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
  ['Secret', 'Attack at dawn', '45a01f645fc35b383552544b9bf5'],
  // Captured from real devices.
  ['wJQog70GUK!GPTN2:7iICN04agQq38j!hmbN7P5LLI1YePz1w', 'test', '22f91ebb'],
  ['RlGIgQj2j!LUIgPL:N803pDZVpL_ccS_1tGwFjIN0cfw75MNo', 'test', 'cfa78653'],
] as const;

describe('rc4', () => {
  for (const [key, stream] of rfc6229) {
    it(`makes the key stream of RFC 6229 for ${key.length * 4} bits`, () => {
      expect(bytesToHex(rc4(bytesFromHex(key) ?? new Uint8Array(), new Uint8Array(32)))).to.equal(stream);
    });
  }

  for (const [key, text, hex] of texts) {
    it(`encrypts and decrypts ${text} with ${key}`, () => {
      expect(bytesToHex(rc4(utf8ToBytes(key), utf8ToBytes(text)))).to.equal(hex);
      expect(textFromUtf8(rc4(utf8ToBytes(key), bytesFromHex(hex) ?? new Uint8Array()))).to.equal(text);
    });
  }

  it('refuses an empty key', () => {
    expect(() => rc4(new Uint8Array(), new Uint8Array(1))).to.throw(RangeError);
  });
});

describe('hex', () => {
  it('reads either case and refuses what is not hex', () => {
    expect(bytesFromHex('00fF')).to.deep.equal(Uint8Array.of(0, 255));
    for (const bad of ['0', 'zz', '0x12', ' 00', '００']) expect(bytesFromHex(bad), bad).to.equal(undefined);
  });

  it('tells text from bytes that are not UTF-8', () => {
    expect(textFromUtf8(Uint8Array.of(0xc3, 0xa9))).to.equal('é');
    expect(textFromUtf8(Uint8Array.of(0xc3))).to.equal(undefined);
  });
});
