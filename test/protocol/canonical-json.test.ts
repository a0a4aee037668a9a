import { sha256 } from '@noble/hashes/sha2.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson, digestForms } from '../../protocol/canonical-json.js';
import { bytesToHex, utf8ToBytes } from '../../protocol/hex.js';

const escapes = String.raw`{"dn":"A/B \"q\" \\ \t é € 😀","n":1,"b":true,"e":{},"l":[]}`;

describe('canonicalJson', () => {
  const cases = [
    ['is what it was', escapes, escapes],
    ['has no blanks outside strings', ' {\n"a b" : [ 1 ,\t{ } ]\r\n} ', '{"a b":[1,{}]}'],
    ['does not escape slashes', String.raw`{"u":"http:\/\/x"}`, '{"u":"http://x"}'],
    ['writes letters as they are', String.raw`{"\u0064n":"J\u00f6rg \ud83d\ude00"}`, '{"dn":"Jörg 😀"}'],
    [
      'keeps the escapes that JSON demands',
      String.raw`"\u0022\u005c\u000a\u0001"`,
      String.raw`"\"\\\n\u0001"`,
    ],
    [
      'keeps the order of names that look like numbers',
      '{"b":1,"2":1, "a":1,"1":1}',
      '{"b":1,"2":1,"a":1,"1":1}',
    ],
    ['keeps the digits of numbers', '[12345678901234567890, 1.0, 1E2]', '[12345678901234567890,1.0,1E2]'],
  ] as const;
  for (const [name, text, expected] of cases) {
    it(name, () => {
      expect(canonicalJson(text)).to.equal(expected);
    });
  }

  it('hashes as PHP and browsers hash it', () => {
    expect(utf8ToBytes(escapes)).to.have.length(65);
    expect(bytesToHex(sha256(utf8ToBytes(canonicalJson(escapes))))).to.equal(
      '4f879279bff5dd4daa3d28a1692df4191b1cff1d3ee4aec3cb237a5d357650df',
    );
  });

  it('is what JSON.stringify makes, however the text was laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, indent) => {
        expect(canonicalJson(JSON.stringify(value, null, indent))).to.equal(JSON.stringify(value));
      }),
    );
  });
});

describe('digestForms', () => {
  it('begins with the text as it came', () => {
    expect([...digestForms('{ "a":1.0}')]).to.deep.equal([
      { form: 'exact', text: '{ "a":1.0}' },
      { form: 'canonical', text: '{"a":1.0}' },
      { form: 'canonical', text: '{"a":1}' },
    ]);
  });

  it('names no form twice', () => {
    expect([...digestForms(escapes)]).to.deep.equal([{ form: 'exact', text: escapes }]);
  });
});
